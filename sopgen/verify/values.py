"""What is said of a document that was handed in: answers with reasons, and what they rest on."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from sopgen.diagnostic import Finding, Severity
from sopgen.model import Pejabat, Status


class Answer(StrEnum):
    """What can be said to a question; `TIDAK_BERLAKU` where it doesn't arise with this document."""

    YA = "ya"
    TIDAK = "tidak"
    TIDAK_DIKETAHUI = "tidak diketahui"
    TIDAK_BERLAKU = "tidak berlaku"


class Level(IntEnum):
    """How long a signature can be relied on (ETSI EN 319 142-1, PAdES baseline)."""

    NONE = 0
    B = 1
    T = 2
    LT = 3
    LTA = 4

    def __str__(self) -> str:
        return f"B-{self.name}" if self else "tanpa tanda tangan"


class Trouble(StrEnum):
    """What is wrong with a certificate at the moment that counts."""

    NONE = ""
    UNTRUSTED = "tidak berujung pada otoritas yang dipercaya"
    EXPIRED = "sudah kedaluwarsa"
    NOT_YET = "belum berlaku"
    REVOKED = "dicabut"
    USAGE = "tidak diterbitkan untuk menandatangani dokumen"
    WEAK = "memakai algoritma yang sudah lemah"
    AHEAD = "menyebut waktu yang belum tiba"
    HIDDEN = "memuat huruf yang tidak terlihat atau pengubah arah baca di dalam namanya"
    OTHER = "tidak sah: rantai penerbitnya tidak benar"


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a certificate names. `numbers` are the digits of its serial number or user id (NIP, NRP, NIK)."""

    nama: str
    jabatan: str = ""
    instansi: str = ""
    numbers: tuple[str, ...] = ()

    def __str__(self) -> str:
        return ", ".join(text for text in (self.nama, self.jabatan, self.instansi) if text)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time stamp: when, by whom, whether it fits what it stamps, and until when its certificate lasts.

    `is_intact` tells of the bytes, `trouble` of the certificate; `is_complete` whether data to check the
    latter travels with it.
    """

    time: datetime.datetime
    tsa: str
    is_intact: bool
    trouble: Trouble
    until: datetime.datetime
    is_complete: bool = False

    @property
    def is_trusted(self) -> bool:
        """Whether its time can be relied on."""
        return self.is_intact and self.trouble is Trouble.NONE


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature or document time stamp as found.

    `is_intact`: the signed bytes are as they were; `is_valid`: the signature is that of the certificate;
    `covers`: it covers its whole revision of the file, of which `end` is the length in bytes. `moment` is
    the time at which the certificate was judged, that of a trusted stamp or now. `is_complete` tells
    whether data to check the certificate at any later time travels with it, `is_checked` whether it is known
    not to be revoked, `is_protected` whether enough of that data lies under a document time stamp.
    `objection` is what the analysis of objects holds against later changes, `oddity` what is wrong in parts
    of the signature that nothing protects. `fault` says why it could not be read at all.
    """

    field: str
    is_stamp: bool = False
    fault: str = ""
    subject: Subject = Subject("")
    issuer: str = ""
    until: datetime.datetime | None = None
    claimed: datetime.datetime | None = None
    moment: datetime.datetime | None = None
    stamp: Stamp | None = None
    is_intact: bool = False
    is_valid: bool = False
    covers: bool = False
    end: int = 0
    trouble: Trouble = Trouble.NONE
    trouble_at: datetime.datetime | None = None
    is_complete: bool = False
    is_checked: bool = False
    is_protected: bool = False
    is_permitted: bool = True
    objection: str = ""
    oddity: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """Something that a later increment did; `code` is empty where it is permitted."""

    code: str
    message: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class Increment:
    """A part appended to a signed file: its number, counted from the first signature, and what it did."""

    number: int
    size: int
    changes: tuple[Change, ...]

    @property
    def is_permitted(self) -> bool:
        """Whether it did only what may follow a signature."""
        return not any(change.code for change in self.changes)


@dataclass(frozen=True, slots=True)
class Question:
    """A question, its answer, and the reason in Indonesian."""

    key: str
    text: str
    answer: Answer
    reason: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said of one file: the four `questions` of government practice, `checks` of what else was asked.

    `codes` of the findings name what is wrong; `level` is the PAdES level that was reached. `official` is
    who approves according to the document; `is_office_checked` tells whether that office was held against
    anything. `revisi` is that of the source inside, None where the print isn't known to be made of it;
    `status` is as printed.
    """

    file: str
    nomor: str = ""
    judul: str = ""
    revisi: int | None = None
    status: Status = Status.BERLAKU
    official: Pejabat | None = None
    is_office_checked: bool = False
    sha256: str = ""
    size: int = 0
    level: Level = Level.NONE
    questions: tuple[Question, ...] = ()
    checks: tuple[Question, ...] = ()
    signatures: tuple[Signature, ...] = ()
    increments: tuple[Increment, ...] = ()
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is said of a release folder: its seal, its checksums and the files that it lists (`paths`)."""

    folder: str
    source_commit: str = ""
    sopgen: str = ""
    paths: tuple[str, ...] = ()
    checks: tuple[Question, ...] = ()
    signature: Signature | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """All that was asked at once. `demanded` is the level that a signature had to reach, `moment` is now.

    `expected` are the officials whom one expects to approve, `register` is the list of what is in force.
    """

    moment: datetime.datetime
    demanded: Level
    verdicts: tuple[Verdict, ...] = ()
    manifest: Manifest | None = None
    trusted: tuple[str, ...] = ()
    expected: tuple[str, ...] = ()
    register: str = ""


LEVELS = {"waktu": Level.T, "jangka_panjang": Level.LT}
"""From which level on a question counts."""


def conclusion(report: Report) -> Answer:
    """`YA` where all is good, `TIDAK` where anything is wrong, else `TIDAK_DIKETAHUI`."""
    parts = [*(concluded(verdict, report.demanded) for verdict in report.verdicts)]
    if report.manifest:
        parts.append(_together(report.manifest.checks, report.manifest.findings))
    return _gravest(parts)


def concluded(verdict: Verdict, demanded: Level) -> Answer:
    """The same for one file; a question counts only where the demanded level answers for it."""
    asked = [q for q in verdict.questions if LEVELS.get(q.key, Level.NONE) <= demanded]
    return _together((*asked, *verdict.checks), verdict.findings)


def _together(questions: Iterable[Question], findings: Iterable[Finding]) -> Answer:
    faults = any(finding.severity is Severity.ERROR for finding in findings)
    return _gravest([*(question.answer for question in questions), *([Answer.TIDAK] if faults else [])])


def _gravest(answers: Iterable[Answer]) -> Answer:
    given = set(answers)
    for answer in (Answer.TIDAK, Answer.TIDAK_DIKETAHUI, Answer.YA):
        if answer in given:
            return answer
    return Answer.TIDAK_DIKETAHUI
