"""One file judged: looked at, read and measured, each within bounds."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from sopgen import bounded, regular
from sopgen.bounded import Stop, Stopped
from sopgen.diagnostic import Finding, Place, Severity
from sopgen.verify import judging, readers
from sopgen.verify.contents import Contents, contents
from sopgen.verify.examining import examine
from sopgen.verify.office import Expected
from sopgen.verify.standards import Standard, standards
from sopgen.verify.trust import Trust
from sopgen.verify.values import Answer, Question, Verdict

SECONDS = 60.0
"""The longest that all looks at a file together may take."""

_LARGEST = 100 * 1024 * 1024
"""Bytes."""

_LOCKED = "Berkas terkunci kata sandi; tanpa kata sandi tidak dapat dinilai."
_HALTED = "berkas ini terlalu rumit, atau dibuat untuk mengacau."
_WHY = {
    Stop.TIME: "Pemeriksaan dihentikan sesudah {seconds:.0f} detik; " + _HALTED,
    Stop.MEMORY: f"Pemeriksaan dihentikan: melewati batas memori {bounded.MEMORY >> 20} MB; " + _HALTED,
    Stop.CRASH: "Pemeriksaan berhenti mendadak; " + _HALTED,
}


def judged(
    path: Path,
    file: str,
    trust: Trust,
    moment: datetime.datetime,
    *,
    expected: Expected = (),
    seconds: float = SECONDS,
) -> Verdict:
    """The verdict on a file; `file` is its name as shown, `expected` whom one expects to approve it.

    Raises OSError where it can't be opened at all.
    """
    size = path.stat().st_size
    blank = Verdict(file, size=size)
    if not size:
        return _broken(blank, "Berkas kosong (0 bita).")
    if size > _LARGEST:
        return _undecided(blank, "BKS-03", "Berkas lebih dari 100 MB; tidak diperiksa.")
    budget = bounded.Budget(seconds)
    seen = bounded.run(examine, path, trust, moment, seconds=budget.left)
    if isinstance(seen, Stopped):
        if seen.why is Stop.ERROR:
            return _broken(blank, "Berkas rusak, terpotong, atau bukan PDF.")
        return _undecided(blank, "BKS-03", _WHY[seen.why].format(seconds=seconds))
    if seen.is_locked:
        return _undecided(blank, "BKS-02", _LOCKED)
    read = contents(path, file, seconds=budget.left)
    measured = bounded.run(standards, path, seconds=budget.left)
    kept = (None, None) if isinstance(measured, Stopped) else measured
    whole = replace(blank, sha256=regular.sha256(path))
    case = judging.Case(whole.file, seen, read.official, read.why, bool(trust.roots), expected)
    verdict = _verdict(whole, case, read, kept)
    if any(one.key == "keutuhan" and one.answer is not Answer.YA for one in verdict.questions):
        return verdict
    shown = replace(seen, readings=readers.compared(path, seen.start, seconds=budget.left))
    return _verdict(whole, replace(case, seen=shown), read, kept)


def _verdict(
    blank: Verdict, case: judging.Case, read: Contents, kept: tuple[Standard | None, Standard | None]
) -> Verdict:
    archive, accessible = kept
    return replace(
        blank,
        nomor=read.nomor,
        judul=read.judul,
        revisi=read.revisi,
        status=read.status,
        official=read.official,
        is_office_checked=case.is_office_checked,
        level=judging.level(case),
        questions=judging.questions(case),
        checks=(
            judging.added(case),
            read.question,
            judging.conforming("PDF/A-3a", archive),
            judging.conforming("PDF/UA-1", accessible),
        ),
        signatures=case.seen.signatures.found,
        increments=case.seen.increments,
        findings=(*judging.findings(case), *read.findings),
        notes=tuple(_notes(read)),
    )


def _notes(read: Contents) -> Iterator[str]:
    if read.question.answer is not Answer.TIDAK_DIKETAHUI:
        yield from read.notes
    if "Poppler" not in readers.installed():
        yield readers.WITHOUT_POPPLER


def _broken(blank: Verdict, why: str) -> Verdict:
    return _without_answers(blank, Answer.TIDAK, "BKS-01", why, Severity.ERROR)


def _undecided(blank: Verdict, code: str, why: str) -> Verdict:
    return _without_answers(blank, Answer.TIDAK_DIKETAHUI, code, why, Severity.WARNING)


def _without_answers(blank: Verdict, answer: Answer, code: str, why: str, severity: Severity) -> Verdict:
    """The same answer to all four questions, for the same reason."""
    asked = tuple(Question(key, text, answer, why) for key, text in judging.QUESTIONS.items())
    return replace(blank, questions=asked, findings=(Finding(code, severity, why, Place(blank.file)),))
