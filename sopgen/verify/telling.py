"""A report as people read it in a terminal, and as programs read it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from json import dumps
from typing import Any

from sopgen.diagnostic import Finding, Severity, printable
from sopgen.model import Status
from sopgen.verify.judging import moment
from sopgen.verify.values import (
    Answer,
    Increment,
    Level,
    Manifest,
    Question,
    Report,
    Signature,
    Verdict,
    concluded,
    conclusion,
)

WORDS = {
    Answer.YA: "sah dan utuh",
    Answer.TIDAK: "ada yang salah",
    Answer.TIDAK_DIKETAHUI: "belum dapat dinilai",
    Answer.TIDAK_BERLAKU: "tidak berlaku",
}
"""A conclusion in words."""

_WIDTH = max(len(answer) for answer in Answer) + 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line for the terminal, and the answer that it gives, if it gives one."""

    text: str
    answer: Answer | None = None


def text(report: Report) -> Iterator[Line]:
    """The report line by line; names that strangers chose can't add lines to it or colour it."""
    return (replace(line, text=printable(line.text)) for line in _lines(report))


def _lines(report: Report) -> Iterator[Line]:
    if report.manifest:
        yield from _manifest(report.manifest)
    for verdict in report.verdicts:
        yield from _verdict(verdict, report)
    if not report.trusted:
        yield Line(
            "Tanpa --trust tidak ada otoritas yang dipercaya, jadi siapa penanda tangannya belum pasti."
        )
    total = conclusion(report)
    if len(report.verdicts) != 1 or report.manifest:
        yield Line(f"Kesimpulan: {WORDS[total]} ({_counted(report)}).", total)


def _counted(report: Report) -> str:
    answers = [concluded(verdict, report.demanded) for verdict in report.verdicts]
    counts = [f"{answers.count(answer)} {word}" for answer, word in WORDS.items() if answer in answers]
    return f"{len(answers)} dokumen: {', '.join(counts)}" if counts else "tanpa dokumen"


def _verdict(verdict: Verdict, report: Report) -> Iterator[Line]:
    total = concluded(verdict, report.demanded)
    yield Line(f"{verdict.file}: {WORDS[total]}", total)
    if about := about_document(verdict, report):
        yield Line(f"  {about}")
    yield from _questions(verdict.questions)
    yield Line("")
    yield from _questions(verdict.checks)
    for name, told in signers(verdict):
        yield Line(f"  {name}: {told}")
    yield from _findings(verdict.findings)
    for note in verdict.notes:
        yield Line(f"  catatan: {note}")
    yield Line("")


def about_document(verdict: Verdict, report: Report) -> str:
    """Revision, number and title of a document, and the level of its signature where that is known."""
    name = " ".join(part for part in (verdict.nomor, verdict.judul) if part)
    if verdict.status is not Status.BERLAKU:
        name = f"{verdict.status.upper()} · {name}"
    if verdict.revisi is not None:
        name = f"Revisi {verdict.revisi} · {name}"
    if verdict.level and not report.trusted:
        return name
    level = f"tingkat {verdict.level}" if verdict.level else str(verdict.level)
    level += f", dituntut {report.demanded}" if Level.NONE < verdict.level < report.demanded else ""
    return f"{name} ({level})" if name else level[:1].upper() + level[1:]


def signers(verdict: Verdict) -> Iterator[tuple[str, str]]:
    """Each signature and time stamp of the document: its field, and who made it when."""
    for one in verdict.signatures:
        if one.fault:
            yield one.field, "tidak terbaca"
            continue
        when = one.stamp.time if one.stamp else one.claimed
        source = f"menurut {one.stamp.tsa}" if one.stamp and not one.is_stamp else ""
        told = [str(one.subject), f"diterbitkan {one.issuer}", f"{moment(when)} {source}" if when else ""]
        yield one.field, "; ".join(part.strip() for part in told if part)


def _manifest(manifest: Manifest) -> Iterator[Line]:
    made = f", sopgen {manifest.sopgen}" if manifest.sopgen else ""
    commit = f", sumber {manifest.source_commit[:12]}" if manifest.source_commit else ""
    yield Line(f"Terbitan {manifest.folder}: {len(manifest.paths)} berkas{made}{commit}")
    yield from _questions(manifest.checks)
    yield from _findings(manifest.findings)
    yield Line("")


def _questions(questions: Sequence[Question]) -> Iterator[Line]:
    for question in questions:
        yield Line(f"  {question.answer:<{_WIDTH}}{question.text}", question.answer)
        yield Line(f"  {'':<{_WIDTH}}{question.reason}")


def _findings(findings: Sequence[Finding]) -> Iterator[Line]:
    for finding in findings:
        grave = finding.severity is Severity.ERROR
        answer = Answer.TIDAK if grave else Answer.TIDAK_DIKETAHUI
        yield Line(f"  {where(finding)}{finding.code}: {finding.message}", answer)


def where(finding: Finding) -> str:
    """The page of a finding, where it has one: `halaman 2: `."""
    return f"halaman {finding.place.spot.page}: " if finding.place.spot.page else ""


# ---- JSON -----------------------------------------------------------------------------------------------


def json(report: Report) -> str:
    """The whole report as JSON."""
    data = {
        "conclusion": conclusion(report),
        "moment": report.moment.isoformat(),
        "demanded": str(report.demanded),
        "trusted": list(report.trusted),
        "expected": list(report.expected),
        "register": report.register or None,
        "manifest": _manifest_data(report.manifest) if report.manifest else None,
        "files": [_verdict_data(verdict, report) for verdict in report.verdicts],
    }
    return dumps(data, ensure_ascii=False, indent=2) + "\n"


def _manifest_data(manifest: Manifest) -> dict[str, Any]:
    return {
        "folder": manifest.folder,
        "sopgen": manifest.sopgen,
        "source_commit": manifest.source_commit,
        "listed": len(manifest.paths),
        "checks": [_question_data(question) for question in manifest.checks],
        "seal": _signature_data(manifest.signature) if manifest.signature else None,
        "findings": [_finding_data(finding) for finding in manifest.findings],
    }


def _verdict_data(verdict: Verdict, report: Report) -> dict[str, Any]:
    return {
        "path": verdict.file,
        "conclusion": concluded(verdict, report.demanded),
        "revisi": verdict.revisi,
        "status": verdict.status,
        "nomor": verdict.nomor,
        "judul": verdict.judul,
        "office_checked": verdict.is_office_checked,
        "sha256": verdict.sha256,
        "size": verdict.size,
        "level": str(verdict.level) if verdict.level else None,
        "questions": [_question_data(question) for question in verdict.questions],
        "checks": [_question_data(question) for question in verdict.checks],
        "signatures": [_signature_data(one) for one in verdict.signatures],
        "increments": [_increment_data(one) for one in verdict.increments],
        "findings": [_finding_data(finding) for finding in verdict.findings],
        "notes": list(verdict.notes),
    }


def _question_data(question: Question) -> dict[str, str]:
    return {
        "key": question.key,
        "question": question.text,
        "answer": question.answer,
        "reason": question.reason,
    }


def _signature_data(one: Signature) -> dict[str, Any]:
    return {
        "field": one.field,
        "kind": "stempel waktu dokumen" if one.is_stamp else "tanda tangan",
        "readable": not one.fault,
        "subject": str(one.subject),
        "issuer": one.issuer,
        "valid_until": _iso(one.until),
        "claimed_time": _iso(one.claimed),
        "stamped_time": _iso(one.stamp.time if one.stamp else None),
        "stamped_by": one.stamp.tsa if one.stamp else None,
        "stamp_trusted": one.stamp.is_trusted if one.stamp else None,
        "intact": one.is_intact,
        "valid": one.is_valid,
        "covers_revision": one.covers,
        "certificate_trouble": one.trouble or None,
        "certificate_trouble_since": _iso(one.trouble_at),
    }


def _iso(value: datetime.datetime | None) -> str | None:
    return value.isoformat() if value else None


def _increment_data(one: Increment) -> dict[str, Any]:
    return {
        "number": one.number,
        "bytes": one.size,
        "permitted": one.is_permitted,
        "changes": [
            {"code": change.code or None, "message": change.message, "page": change.page or None}
            for change in one.changes
        ],
    }


def _finding_data(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "message": finding.message,
        "path": finding.place.file,
        "page": finding.place.spot.page or None,
    }
