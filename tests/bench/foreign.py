"""How well documents from elsewhere are judged: recall and precision of each rule over tests/foreign."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sopgen import pdf, project, source
from sopgen.check import Verdict, check
from sopgen.recover import Kind, Recovered
from sopgen.recover.guarded import unguarded
from sopgen.rule import Subject
from sopgen.rules import RULES
from tests.bench.measure import say, title

TESTS = Path(__file__).resolve().parent.parent
CORPUS = TESTS / "foreign"
TODAY = datetime.date(2026, 7, 1)


@dataclass(frozen=True)
class Score:
    """Of one rule: known faults found, known faults not found, findings that are no known fault."""

    found: int
    missed: int
    false: int

    @property
    def recall(self) -> float:
        """Of the known faults how many were found, of 1."""
        return self.found / (self.found + self.missed) if self.found + self.missed else 1.0

    @property
    def precision(self) -> float:
        """Of what was found how much is a known fault, of 1."""
        return self.found / (self.found + self.false) if self.found + self.false else 1.0


def names() -> list[str]:
    """The documents that are described."""
    return sorted(file.stem for file in CORPUS.glob("*.yaml"))


def file_of(name: str) -> Path:
    """The document itself."""
    return next(file for ending in (".pdf", ".html") if (file := CORPUS / f"{name}{ending}").is_file())


@cache
def described(name: str) -> dict[str, Any]:
    """What the document is known to be and to lack."""
    data: dict[str, Any] = source.read(CORPUS / f"{name}.yaml").data
    return data


@cache
def read(name: str) -> Recovered:
    """The document read back."""
    file = file_of(name)
    return unguarded(file, file.name, pdf.printed)


@cache
def judged(name: str) -> Verdict:
    """What the rules say of a document."""
    document = read(name)
    register = project.folder(TESTS.parent / "sop_sources").register
    subject = Subject(
        document.file,
        document.sop,
        document.unit,
        register,
        document.place,
        today=TODAY,
        unseen=document.unseen,
        cetakan=document.cetakan,
    )
    return check(subject, RULES)


def codes(name: str) -> set[str]:
    """The faults found; that something can't be told is none."""
    return {finding.code for finding in judged(name).findings if "tidak dapat dinilai" not in finding.message}


def table() -> dict[str, Score]:
    """The score of each rule that is known to be broken somewhere, or was said to be."""
    found: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    false: Counter[str] = Counter()
    for name in names():
        if read(name).kind is Kind.SOP:
            known, told = set(described(name).get("temuan") or ()), codes(name)
            found.update(known & told)
            missed.update(known - told)
            false.update(told - known)
    return {code: Score(found[code], missed[code], false[code]) for code in sorted({*found, *missed, *false})}


def total(scores: dict[str, Score]) -> Score:
    """All rules together."""
    every = scores.values()
    return Score(sum(s.found for s in every), sum(s.missed for s in every), sum(s.false for s in every))


def report() -> None:
    """Print the table."""
    scores = table()
    title(f"Documents from elsewhere: {len(names())}; recall, precision (found, missed, false) of each rule")
    for code, score in scores.items():
        say(code, _told(score))
    say("all rules", _told(total(scores)))


def _told(score: Score) -> str:
    return f"{score.recall:4.0%} {score.precision:4.0%} ({score.found}, {score.missed}, {score.false})"
