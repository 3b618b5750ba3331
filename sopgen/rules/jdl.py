"""The title."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sopgen.blanks import is_empty
from sopgen.rule import ERROR, WARNING, Basis, Certainty, Fault, Subject, rule
from sopgen.rules.tables import pairs, words
from sopgen.rules.titles import bare, begins_with_act, same

_FORM = "Lampiran, Tabel 6, kolom aspek kegiatan dan judul SOP"


@rule(
    "JDL-01",
    severity=ERROR,
    basis=Basis("Lampiran, bagian identitas, butir 7", (Certainty.NEAR_VERBATIM,)),
    needs=("judul",),
    bad="judul: SOP",
    good="judul: Pelaksanaan Sambang Warga",
)
def no_title(subject: Subject) -> Iterator[Fault]:
    """Judul SOP kosong.

    Judul menamai prosedur "yang di-SOP-kan sesuai dengan tugas dan fungsi".
    """
    if is_empty(bare(subject.sop.judul or "")):
        yield Fault(
            ("judul",),
            "Judul SOP kosong; menyimpang dari pedoman.",
            "Tulis aspek kegiatan dan keluarannya, misalnya Pelaksanaan Sambang Warga.",
        )


@rule(
    "JDL-03",
    severity=WARNING,
    basis=Basis(_FORM, (Certainty.INFERRED,)),
    requires=("JDL-01",),
    needs=("judul",),
    bad="judul: BHABINKAMTIBMAS",
    good="judul: Pelaksanaan Sambang Warga",
)
def title_names_a_role(subject: Subject) -> Iterator[Fault]:
    """Judul hanya menyebut jabatan, unit, atau benda.

    Judul yang hanya menamai siapa atau apa tidak mengatakan kegiatan mana yang diatur.
    """
    title = bare(subject.sop.judul or "")
    if begins_with_act(title):
        return
    kind = _kind(subject, title)
    if kind or len(title.split()) == 1:
        yield Fault(
            ("judul",),
            f'Judul "{subject.sop.judul}" hanya menyebut {kind or "satu kata"}, bukan kegiatan; '
            "menyimpang dari pedoman.",
            "Tulis aspek kegiatan dan keluarannya, misalnya Pelaksanaan Sambang Warga.",
        )


def _kind(subject: Subject, title: str) -> str:
    """What a title names that is no activity: a role or a unit; empty where neither."""
    unit = subject.unit
    roles = (
        [*subject.sop.kolom_pelaksana.values(), *(p.jabatan for p in unit.pejabat.values())] if unit else []
    )
    if any(same(title, role) for role in roles) or title.split()[0].lower() in words("pelaku"):
        return "jabatan"
    return "nama unit" if unit and same(title, unit.nama) else ""


@rule(
    "JDL-02",
    severity=WARNING,
    basis=Basis(_FORM, (Certainty.NEAR_VERBATIM,)),
    requires=("JDL-01", "JDL-03"),
    needs=("judul",),
    bad="judul: Laporan Sambang Warga",
    good="judul: Pelaksanaan Sambang Warga",
)
def title_without_act_or_output(subject: Subject) -> Iterator[Fault]:
    """Judul tidak tersusun atas aspek kegiatan dan keluaran.

    Judul dimulai dengan aspek kegiatan (penyusunan, pelaksanaan, evaluasi, pelaporan, ...) dan disusul
    keluaran akhirnya: Penyusunan Renstra.
    """
    title = bare(subject.sop.judul or "")
    if not begins_with_act(title):
        yield Fault(
            ("judul",),
            f'Judul "{subject.sop.judul}" tidak dimulai dengan aspek kegiatan; menyimpang dari pedoman.',
            f"Misalnya {_with_act(title)}.",
        )
    elif len(title.split()) == 1:
        yield Fault(
            ("judul",),
            f'Judul "{subject.sop.judul}" tidak menyebut keluaran; menyimpang dari pedoman.',
            f"Sebutkan apa yang dihasilkan: {title} ...",
        )


def _with_act(title: str) -> str:
    """A title that begins with an aspect: its verb made a noun where it begins with one."""
    first, _, rest = title.partition(" ")
    nouns = {verb.lower(): noun for noun, verb in pairs("nominal").items()}
    noun = nouns.get(first.lower())
    return f"{noun.capitalize()} {rest}".strip() if noun else f"Pelaksanaan {title}"


@rule(
    "JDL-04",
    severity=ERROR,
    basis=Basis("Disimpulkan: satu dokumen satu judul", (Certainty.INFERRED,)),
    requires=("JDL-01",),
    needs=("judul", "sampul"),
    bad="sampul: {judul: Pelaksanaan Patroli}",
    good="sampul: {judul: SOP PELAKSANAAN SAMBANG WARGA}",
)
def titles_differ(subject: Subject) -> Iterator[Fault]:
    """Judul di sampul lain daripada judul di lembar identitas.

    Huruf besar dan kata "SOP" di depannya tidak dihitung; keterangan tempat "di lingkungan ..." di sampul
    boleh.
    """
    cover, title = subject.sop.sampul.judul, subject.sop.judul or ""
    if cover and not same(cover, title) and not same(_without_place(cover), title):
        yield Fault(
            ("sampul", "judul"),
            f'Judul di sampul "{cover}", di lembar identitas "{title}".',
            f"Hapus judul di sampul, atau tulis {title}",
        )


def _without_place(title: str) -> str:
    return re.split(r"\s+(?:di|pada)\s+lingkungan\s+", title, maxsplit=1, flags=re.IGNORECASE)[0]
