"""What a document says of itself: who approves it, and whether it prints what its source says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sopgen import parse, recover, source
from sopgen.diagnostic import Finding, Severity
from sopgen.model import Pejabat, Sop, Status
from sopgen.recover import Kind, Recovered
from sopgen.verify.values import Answer, Question

_QUESTION = "Apakah cetakannya sama dengan sumber di dalamnya?"


@dataclass(frozen=True, slots=True)
class Contents:
    """What was read: number, title, the official in the box Disahkan oleh, and the answer about the source.

    `revisi` is what the source says, None unless the print is the same as the source. `why` tells why there
    is no official.
    """

    nomor: str
    judul: str
    revisi: int | None
    status: Status
    official: Pejabat | None
    why: str
    question: Question
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()


def contents(path: Path, file: str, *, seconds: float) -> Contents:
    """Read a document within bounds of time and memory."""
    return recover.examine(path, file, _contents, seconds=seconds)


def _contents(found: Recovered) -> Contents:
    answer, reason, findings = _compared(found)
    official, why = _official(found)
    return Contents(
        found.sop.nomor or "",
        found.sop.judul or "",
        _revisi(found) if answer is Answer.YA else None,
        found.sop.status,
        official,
        why,
        Question("sumber", _QUESTION, answer, reason),
        tuple(findings),
        found.notes,
    )


def _official(found: Recovered) -> tuple[Pejabat | None, str]:
    given = found.sop.disahkan_oleh
    if isinstance(given, str):
        given = Pejabat(jabatan=given)
    if given is not None and (given.jabatan or given.nama):
        return given, ""
    if found.kind is Kind.SOP:
        return None, "kotak Disahkan oleh di dokumen ini kosong atau tidak terbaca"
    return None, f"dokumen ini {found.kind}, kotak Disahkan oleh tidak terbaca"


def _compared(found: Recovered) -> tuple[Answer, str, list[Finding]]:
    if found.kind is Kind.BROKEN:
        return Answer.TIDAK_DIKETAHUI, f"Isi dokumen tidak dapat dibaca. {found.notes[0]}", []
    if found.source is None:
        return Answer.TIDAK_BERLAKU, "Tidak ada sumber YAML di dalamnya; dokumen ini bukan buatan sopgen.", []
    sop = _parsed(found.source.text, found.source.name)
    if sop is None:
        return Answer.TIDAK, f"Sumber di dalamnya ({found.source.name}) tidak dapat dibaca sebagai SOP.", []
    if found.sheets is None:
        return Answer.TIDAK, f"Ada sumber SOP di dalamnya, tetapi dokumen ini {found.kind}.", []
    findings = recover.compare(found, sop)
    if findings:
        return (
            Answer.TIDAK,
            f"{len(findings)} tempat tercetak lain daripada sumber {found.source.name}.",
            findings,
        )
    return Answer.YA, f"Setiap kata dan alurnya sama dengan {found.source.name}.", []


def _revisi(found: Recovered) -> int | None:
    sop = _parsed(found.source.text, found.source.name) if found.source else None
    return sop.revisi if sop else None


def _parsed(text: str, name: str) -> Sop | None:
    sop, findings = parse.parse(source.parse_bytes(text.encode(), name))
    faulty = any(finding.severity is Severity.ERROR for finding in findings)
    return None if faulty else sop
