"""From what was read back to the verdict: the rules applied, each clause with its outcome and evidence."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import PurePath

from sopgen.audit import own
from sopgen.cetakan import CETAKAN, HALAMAN
from sopgen.check import check
from sopgen.diagnostic import Finding, KeyPath, Severity
from sopgen.evaluasi import Bukti, Evaluasi, Hasil, Klausul
from sopgen.model import Sop, Tanggal
from sopgen.recover import FLOW, Kind, Recovered
from sopgen.rule import Rule, Subject
from sopgen.rules import RULES
from sopgen.unit import Profil, Register

_LONGEST = 160
"""The most letters of a text that is quoted as evidence."""

_FIELDS = {
    "tanggal": "tanggal-tanggal",
    "label": "label",
    "kolom": "kolom tabel",
    "sampul": "halaman judul",
    FLOW: "alur (simbol dan panah)",
    CETAKAN: "letak bagian-bagiannya",
    HALAMAN: "halaman cetak",
}
_OF_PRINTING: Mapping[str, tuple[str, str]] = {
    "CTK-01": ("Teks tercetak berbeda dari sumber di dalam dokumen.", "Sumber YAML di dalam dokumen"),
    "CTK-02": ("Ada teks yang tidak berasal dari sumber.", "Sumber YAML di dalam dokumen"),
    "CTK-03": ("Simbol atau panah berbeda dari sumber.", "Sumber YAML di dalam dokumen"),
    "CTK-04": ("Ada bagian sumber yang tidak tercetak.", "Sumber YAML di dalam dokumen"),
    own.UNREADABLE: ("Sumber di dalam dokumen tidak dapat dibaca.", "Sumber YAML di dalam dokumen"),
    own.ARCHIVAL: ("Dokumen bukan PDF/A-3a yang sah.", "ISO 19005-3, tingkat A"),
    own.ACCESSIBLE: ("Dokumen bukan PDF/UA-1 yang sah.", "ISO 14289-1"),
}
"""What a document of our own is measured by besides the catalogue: code, the fault, its basis."""


def judge(
    document: Recovered,
    sha256: str,
    *,
    register: Register,
    printed: Sequence[Finding] = (),
    today: datetime.date | None = None,
    siblings: Mapping[str, Sop] | None = None,
    rules: Sequence[Rule] = RULES,
) -> Evaluasi:
    """The verdict on a document.

    `printed` are the faults of its printing against the source inside it; `siblings` the SOPs of the other
    documents by id. What is no SOP AP, or can't be read, has no clauses.
    """
    document = _with_source(document)
    sop = document.sop
    clauses: list[Klausul] = []
    if document.kind is Kind.SOP:
        subject = Subject(
            PurePath(document.file).stem,
            sop,
            document.unit,
            register,
            document.place,
            today,
            siblings or {},
            document.unseen,
            document.cetakan,
        )
        clauses = _clauses(document, subject, rules)
        clauses += _of_printing(document, printed)
    return Evaluasi(
        document.file,
        sha256,
        document.kind,
        sop.nomor or "",
        sop.judul or "",
        document.unit.nama if document.unit else "",
        document.pages,
        tuple(clauses),
        tuple(
            _clause(rule, Hasil.TIDAK_DAPAT_DINILAI, alasan=rule.why)
            for rule in _concerning(document, rules)
            if rule.check is None
        ),
        document.notes,
        today,
    )


_NOT_PRINTED = (
    "jenis", "cakupan", "revisi", "riwayat_revisi", "kecuali", "standar_pelayanan", "terakhir_dievaluasi",
    "tte",
)  # fmt: skip
"""What no document shows, but the source inside one of ours knows."""


def _with_source(document: Recovered) -> Recovered:
    """A document of our own with what its source knows besides what is printed: nothing that is printed."""
    source = own.embedded(document.source)[0] if document.source else None
    if source is None or document.kind is not Kind.SOP:
        return document
    known = {name: getattr(source, name) for name in _NOT_PRINTED}
    unseen = document.unseen - set(_NOT_PRINTED)
    return replace(document, sop=document.sop.model_copy(update=known), unseen=unseen)


def _clauses(document: Recovered, subject: Subject, rules: Sequence[Rule]) -> list[Klausul]:
    """A clause for each rule that concerns the document's unit, in the order of the catalogue."""
    verdict = check(subject, rules)
    found: dict[str, list[Finding]] = {}
    for finding in verdict.findings:
        found.setdefault(finding.code, []).append(finding)
    excused = {waiver.finding.code: waiver.reason for waiver in verdict.waived}
    clauses = []
    for rule in _concerning(document, rules):
        if rule.check is None:
            continue
        faulty = [code for code in rule.requires if code in found or code in excused]
        if rule.code in excused:
            clauses.append(_clause(rule, Hasil.SESUAI, alasan=f"Dikecualikan: {excused[rule.code]}"))
        elif rule.code in found:
            clauses.append(_judged(document, rule, found[rule.code]))
        elif rule.code in verdict.unjudged:
            clauses.append(_clause(rule, Hasil.TIDAK_DAPAT_DINILAI, alasan=_unseen(rule, subject)))
        elif faulty:
            reason = f"Dinilai sesudah {', '.join(faulty)} diperbaiki."
            clauses.append(_clause(rule, Hasil.TIDAK_DAPAT_DINILAI, alasan=reason))
        else:
            clauses.append(_clause(rule, Hasil.SESUAI, halaman=_pages(document, rule.needs)))
    families = list(dict.fromkeys(rule.code.partition("-")[0] for rule in rules))
    return sorted(clauses, key=lambda klausul: (families.index(klausul.keluarga), klausul.kode))


def _concerning(document: Recovered, rules: Iterable[Rule]) -> list[Rule]:
    """The rules for the document's unit."""
    profile = document.unit.profil if document.unit else Profil.UMUM
    return [rule for rule in rules if rule.profile in (Profil.UMUM, profile)]


def _clause(
    rule: Rule,
    hasil: Hasil,
    bukti: tuple[Bukti, ...] = (),
    alasan: str = "",
    halaman: tuple[int, ...] = (),
) -> Klausul:
    if bukti:
        return replace(_bare(rule, hasil, alasan, halaman), bukti=bukti)
    return _bare(rule, hasil, alasan, halaman)


@lru_cache(maxsize=4096)
def _bare(rule: Rule, hasil: Hasil, alasan: str, halaman: tuple[int, ...]) -> Klausul:
    """A clause without evidence; thousands of documents share the same."""
    certainty = ", ".join(rule.basis.certainty)
    return Klausul(
        rule.code, rule.summary, rule.basis.source, certainty, hasil, alasan=alasan, halaman=halaman
    )


def _judged(document: Recovered, rule: Rule, findings: Iterable[Finding]) -> Klausul:
    evidence = tuple(_evidence(document, finding) for finding in findings)
    return _clause(rule, _outcome(evidence), evidence, halaman=_numbers(bukti.halaman for bukti in evidence))


def _outcome(evidence: Collection[Bukti]) -> Hasil:
    """Remarks alone are no fault."""
    grave = any(bukti.tingkat > Severity.INFO for bukti in evidence)
    return Hasil.PERLU_PERBAIKAN if grave else Hasil.SESUAI


def _evidence(document: Recovered, finding: Finding) -> Bukti:
    return Bukti(
        finding.severity,
        finding.place.spot.page,
        _quoted(document.sop, finding.key_path),
        finding.message,
        advice(finding.hint, to_writers=document.source is not None),
    )


def advice(hint: str, *, to_writers: bool) -> str:
    """The hint, as far as it is of use: those who have only the document don't write YAML."""
    if _OF_READING.search(hint):
        return ""
    if to_writers:
        return hint
    told = _IN_YAML.sub("", _OR_KEY.sub(r"\1 ", hint))
    parts = _EITHER.split(told.rstrip("."))
    kept = [part for part in parts if not _OF_SOURCES.search(part)]
    if len(kept) == len(parts):
        return told
    return ". ".join(f"{part[0].upper()}{part[1:]}" for part in kept) + "." * bool(kept)


_OF_READING = re.compile(r"\bp\d+\b")
"""A hint that names executors by the keys that reading gave them; of use to nobody."""

_OR_KEY = re.compile(r"\b(Tulis|Ganti dengan) kunci\w*,? [a-z0-9-]+, atau lengkap:? ")
"""The key of a regulation, where its citation follows."""

_IN_YAML = re.compile(r",? dalam (?:tanda kutip|mutu_baku)")
_EITHER = re.compile(r"[,;] (?:atau|lalu) |; ")
_KEYS = "|".join((*Sop.model_fields, "logo", "pembuatan", "efektif", "tanggalnya"))
_OF_SOURCES = re.compile(rf"\b(?:kunci\w*|yaml|hapus label ini)\b|: [{{\[]|\b(?:{_KEYS}): \S")
"""What is said to those who write YAML."""


def _quoted(sop: Sop, key_path: KeyPath) -> str:
    """The text that stands at a key path, cut where it is long; empty where there is none."""
    value: object = sop
    for part in key_path:
        if isinstance(value, tuple | list) and isinstance(part, int) and part < len(value):
            value = value[part]
        elif isinstance(value, dict):
            value = value.get(part)
        else:
            value = getattr(value, str(part), None)
    if isinstance(value, Tanggal):
        value = value.tertulis or value.tanggal
    if isinstance(value, tuple) and all(isinstance(item, str) for item in value):
        value = "; ".join(value)
    text = str(value) if isinstance(value, str | int | datetime.date) else ""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 4]} ..."


def _unseen(rule: Rule, subject: Subject) -> str:
    names = sorted(rule.needs & subject.hidden)
    return f"Dokumen tidak memperlihatkan {', '.join(_FIELDS.get(n, n.replace('_', ' ')) for n in names)}."


def _pages(document: Recovered, needs: Collection[str]) -> tuple[int, ...]:
    """The pages that show the fields which a rule judges."""
    return _numbers(spot.page for path, spot in document.spots.items() if path[0] in needs)


def _numbers(pages: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted({page for page in pages if page}))


def _of_printing(document: Recovered, printed: Sequence[Finding]) -> list[Klausul]:
    """The clauses of printing; none for a document without a source of ours."""
    if document.source is None:
        return []
    clauses = []
    for code, (fault, basis) in _OF_PRINTING.items():
        evidence = tuple(_evidence(document, finding) for finding in printed if finding.code == code)
        clauses.append(Klausul(code, fault, basis, "", _outcome(evidence), evidence))
    return clauses
