"""The catalogue of rules as people read it: in a terminal, and as the pages of docs/rules/."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from sopgen.cetakan import ON_PAPER
from sopgen.diagnostic import Severity
from sopgen.rule import MEANING, Certainty, Rule
from sopgen.rules import RULES
from sopgen.unit import Profil

_SEVERITY = {Severity.ERROR: "kesalahan", Severity.WARNING: "peringatan", Severity.INFO: "catatan"}
_WIDTH = 96
_ABOUT = "Dibuat dari sopgen/rules/ oleh `make docs`; jangan disunting di sini."

TITLES = {
    "DOK": "Bagian dokumen",
    "IDN": "Bagian identitas",
    "JDL": "Judul SOP",
    "DHK": "Dasar hukum",
    "KTR": "Keterkaitan",
    "PRG": "Peringatan",
    "KUA": "Kualifikasi pelaksana",
    "ALT": "Peralatan dan perlengkapan",
    "CTT": "Pencatatan dan pendataan",
    "TAB": "Tabel kegiatan",
    "MBK": "Mutu baku",
    "SIM": "Simbol",
    "ALR": "Alur",
    "TTL": "Tata letak",
    "JNS": "Jenis dan cakupan",
    "SKL": "Siklus hidup",
    "PLR": "Profil Polri",
    "BHS": "Bahasa",
}


NOT_RULES = {
    "YAM": "Berkas YAML tidak dapat dibaca seluruhnya: tanda baca, jorokan, atau penyandiannya keliru. "
    "Pesannya menyebut baris dan kolomnya; docs/panduan.md bagian 3 menerangkan cara menulis YAML.",
    "BCA": "Isi berkas tidak dapat dipahami: kunci tidak dikenal, nilai salah bentuk, atau yang ditunjuk "
    "tidak ada. Pesannya menyebut kata yang benar bila dapat ditebak; sopgen schema memuat semua kunci.",
    "KEC": "Pengecualian di kunci kecuali tidak berguna: aturannya tidak ada, atau SOP ini tidak menyimpang "
    "darinya.",
    "CTK": "Dokumen jadi berbeda dari sumber YAML di dalamnya, atau bukan PDF/A-3a dan PDF/UA-1 yang sah. "
    "Dokumen seperti ini jangan diedarkan; bangun ulang dari sumbernya, lalu bandingkan.",
}
"""Families of codes that are no rules of the catalogue, and what they mean."""


@dataclass(frozen=True, slots=True)
class Family:
    """The rules of one part of a document: `DHK`, and what that stands for."""

    name: str
    title: str
    rules: tuple[Rule, ...]


def families() -> list[Family]:
    """All families in the order of the catalogue."""
    rules: dict[str, list[Rule]] = {}
    for rule in RULES:
        rules.setdefault(rule.code.partition("-")[0], []).append(rule)
    return [Family(name, TITLES[name], tuple(sorted(found, key=_code))) for name, found in rules.items()]


def _code(rule: Rule) -> str:
    return rule.code


def listed(family: Family) -> str:
    """A family in a terminal: a line for each rule."""
    lines = [f"{family.name}  {family.title}"]
    for rule in family.rules:
        grade = _SEVERITY[rule.severity] if rule.check else "tidak diuji"
        lines.append(f"  {rule.code}  {grade:11}  {rule.summary}")
    return "".join(f"{line}\n" for line in lines)


def explained(rule: Rule) -> str:
    """One rule in a terminal."""
    return "".join(f"{line}\n" for line in _explanation(rule))


def _explanation(rule: Rule) -> Iterator[str]:
    yield f"{rule.code}: {rule.summary}"
    yield ""
    yield from textwrap.wrap(" ".join(rule.why.split()), _WIDTH)
    yield ""
    yield f"Tingkat    : {_SEVERITY[rule.severity]}"
    yield f"Dasar      : {rule.basis.source}"
    for index, certainty in enumerate(rule.basis.certainty):
        yield f"{'Kepastian' if not index else '':11}: {certainty}, {MEANING[certainty]}"
    if rule.profile is not Profil.UMUM:
        yield f"Berlaku    : untuk unit dengan profil: {rule.profile}"
    if rule.requires:
        yield f"Setelah    : {', '.join(rule.requires)} tidak menyimpang"
    if rule.check is None:
        yield "Pengujian  : tidak dapat diuji oleh program; sebabnya tertulis di atas"
        return
    if ON_PAPER & rule.needs:
        yield "Pengujian  : hanya pada dokumen jadi (sopgen audit)"
    yield from ("", "Menyimpang:")
    yield from textwrap.indent(_example(rule.bad), "    ").splitlines()
    yield from ("", "Sesuai:")
    yield from textwrap.indent(_example(rule.good), "    ").splitlines()
    yield from ("", "Bila SOP ini sengaja menyimpang, tulis di berkasnya:")
    yield f"    kecuali: {{{rule.code}: alasannya}}"


def _example(fragment: str) -> str:
    """An example; the keys that only set its scene are told in words."""
    shown = fragment.strip("\n")
    for key, words in _SCENE.items():
        shown = re.sub(rf"^{key}:[ \n]?", words, shown, flags=re.MULTILINE)
    return shown or "# SOP terkecil yang lengkap"


_SCENE = {
    "_unit": "# di unit.yaml:\n",
    "_peraturan": "# di peraturan.yaml:\n",
    "_lain": "# SOP lain di folder yang sama:\n",
    "_hari_ini": "# diperiksa pada ",
    "_tak_tampak": "# dokumen jadi yang tidak memperlihatkan ",
    "_cetakan": "# dokumen jadi yang terbaca begini:\n",
}


def pages() -> dict[str, str]:
    """The pages of docs/rules/ by file name: one a family, and an index."""
    found = families()
    return {"README.md": _index(found)} | {f"{family.name.lower()}.md": _page(family) for family in found}


def _index(found: list[Family]) -> str:
    tested = sum(1 for family in found for rule in family.rules if rule.check)
    printed = sum(1 for family in found for rule in family.rules if ON_PAPER & rule.needs)
    total = sum(len(family.rules) for family in found)
    lines = [
        "# Katalog aturan",
        "",
        _ABOUT,
        "",
        f"{total} aturan, {tested} di antaranya diuji program, {printed} hanya pada dokumen jadi; yang lain",
        "perlu penilaian orang. Permenpan RB 35/2012 adalah pedoman: temuan berarti menyimpang dari pedoman,",
        "bukan melanggar hukum.",
        "",
        "| keluarga | tentang | aturan | diuji |",
        "| --- | --- | --- | --- |",
    ]
    for family in found:
        count = sum(1 for rule in family.rules if rule.check)
        link = f"[{family.name}]({family.name.lower()}.md)"
        lines.append(f"| {link} | {family.title} | {len(family.rules)} | {count} |")
    lines += ["", "## Kepastian", "", "| kode | arti |", "| --- | --- |"]
    lines += [f"| {certainty} | {MEANING[certainty]} |" for certainty in Certainty]
    return "\n".join(lines) + "\n"


def _page(family: Family) -> str:
    parts = [f"# {family.name}: {family.title}\n\n{_ABOUT}\n", *(_section(rule) for rule in family.rules)]
    return "\n".join(parts)


def _section(rule: Rule) -> str:
    certainty = "; ".join(f"{c} ({MEANING[c]})" for c in rule.basis.certainty)
    lines = [f"## {rule.code}: {rule.summary}", "", rule.why, ""]
    lines += [f"- Tingkat: {_SEVERITY[rule.severity]}", f"- Dasar: {rule.basis.source}"]
    lines.append(f"- Kepastian: {certainty}")
    if rule.profile is not Profil.UMUM:
        lines.append(f"- Berlaku untuk profil: {rule.profile}")
    if rule.requires:
        lines.append(f"- Dinilai bila tidak ada {', '.join(rule.requires)}")
    if rule.check is None:
        return "\n".join([*lines, "- Tidak dapat diuji program"]) + "\n"
    if ON_PAPER & rule.needs:
        lines.append("- Diuji hanya pada dokumen jadi (`sopgen audit`)")
    for name, fragment in (("Menyimpang", rule.bad), ("Sesuai", rule.good)):
        lines += ["", f"{name}:", "", "```yaml", _example(fragment), "```"]
    return "\n".join(lines) + "\n"
