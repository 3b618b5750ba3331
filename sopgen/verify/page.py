"""What the HTML report shows, every word of it decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sopgen.diagnostic import Finding, printable
from sopgen.verify.judging import moment
from sopgen.verify.telling import WORDS, about_document, signers, where
from sopgen.verify.values import Answer, Manifest, Question, Report, Verdict, concluded, conclusion


@dataclass(frozen=True, slots=True)
class Row:
    """A question on the page; `kind` is the answer without blanks, for the style."""

    text: str
    answer: str
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Part:
    """A document, or the release itself, on the page."""

    name: str
    about: str
    conclusion: str
    kind: str
    four: tuple[Row, ...]
    rows: tuple[Row, ...]
    findings: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The whole page."""

    title: str
    conclusion: str
    kind: str
    when: str
    trusted: str
    expected: str
    register: str
    parts: tuple[Part, ...]


def page(report: Report) -> Page:
    """What the HTML report shows."""
    parts = [*([_release(report.manifest)] if report.manifest else [])]
    parts += [_document(verdict, report) for verdict in report.verdicts]
    total = conclusion(report)
    trusted = printable("; ".join(report.trusted)) or "tidak ada; siapa penanda tangannya belum pasti"
    title = report.verdicts[0].file if len(report.verdicts) == 1 else f"{len(report.verdicts)} dokumen"
    return Page(
        printable(title),
        WORDS[total],
        _kind(total),
        moment(report.moment),
        trusted,
        printable("; ".join(report.expected)) or "tidak disebut",
        printable(report.register) or "tidak ditanyakan",
        tuple(parts),
    )


def _kind(answer: Answer) -> str:
    return answer.replace(" ", "-")


def _release(manifest: Manifest) -> Part:
    answers = {question.answer for question in manifest.checks}
    total = next((a for a in (Answer.TIDAK, Answer.TIDAK_DIKETAHUI, Answer.YA) if a in answers), Answer.YA)
    facts = [
        ("Berkas terdaftar", str(len(manifest.paths))),
        ("Dibuat dengan", printable(f"sopgen {manifest.sopgen}".strip())),
    ]
    if manifest.source_commit:
        facts.append(("Sumber", printable(manifest.source_commit)))
    name = printable(f"Terbitan {manifest.folder}")
    told = tuple(_told(finding) for finding in manifest.findings)
    return Part(name, "", WORDS[total], _kind(total), (), _rows(manifest.checks), told, tuple(facts))


def _document(verdict: Verdict, report: Report) -> Part:
    total = concluded(verdict, report.demanded)
    return Part(
        printable(verdict.file),
        printable(about_document(verdict, report)),
        WORDS[total],
        _kind(total),
        _rows(verdict.questions),
        _rows(verdict.checks),
        tuple(_told(finding) for finding in verdict.findings),
        tuple(_facts(verdict)),
    )


def _rows(questions: Sequence[Question]) -> tuple[Row, ...]:
    return tuple(Row(q.text, q.answer, _kind(q.answer), printable(q.reason)) for q in questions)


def _told(finding: Finding) -> str:
    return printable(f"{finding.code}: {where(finding)}{finding.message}")


def _facts(verdict: Verdict) -> Iterator[tuple[str, str]]:
    for name, told in signers(verdict):
        yield printable(name), printable(told)
    if verdict.sha256:
        yield "SHA-256", verdict.sha256
        yield "Ukuran", f"{verdict.size} bita"
