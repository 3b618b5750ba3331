"""What a rule is: one small complete document about one fault, and the function that finds it.

A rule knows the SOP and its surroundings as values; it never counts lines, prints, or knows another rule.
Where a finding stands in a file, or on a page, is the subject's business.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from sopgen.cetakan import HALAMAN, ON_PAPER, Cetakan
from sopgen.diagnostic import KeyPath, Place, Severity
from sopgen.flow import Flow, flow
from sopgen.model import Sop
from sopgen.unit import Profil, Register, Unit

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


class Certainty(StrEnum):
    """How sure we are that the basis says so; a rule that rests on memory alone is never an error."""

    VERBATIM = "V"
    NEAR_VERBATIM = "V'"
    SEVERAL = "S2"
    SINGLE = "S1"
    EMPIRICAL = "E"
    MEMORY = "M"
    INFERRED = "I"


MEANING = {
    Certainty.VERBATIM: "kata demi kata dalam salinan lampiran peraturan yang disebut",
    Certainty.NEAR_VERBATIM: "hampir kata demi kata, dalam salinan atau peraturan turunan",
    Certainty.SEVERAL: "beberapa sumber sekunder sependapat",
    Certainty.SINGLE: "satu sumber sekunder",
    Certainty.EMPIRICAL: "kebiasaan yang diukur pada 348 SOP nyata",
    Certainty.MEMORY: "diingat dari lampiran, belum ditemukan dalam salinan",
    Certainty.INFERRED: "disimpulkan dari logika atau dari aturan lain",
}


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a rule comes from, ready to print, and how sure that is; the weakest part first counts."""

    source: str
    certainty: tuple[Certainty, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """What a rule has found: the value it is about, what is wrong with it, and what to do.

    `severity` is that of the rule unless this case of it is graver or milder.
    """

    key_path: KeyPath
    message: str
    hint: str = ""
    severity: Severity | None = None


OWN = frozenset(
    {"kegiatan", "peringatan", "kualifikasi_pelaksana", "peralatan_perlengkapan", "pencatatan_pendataan"}
    | {"kecuali", "standar_pelayanan"}
)
"""What is an SOP's own: others don't see it, so that a change in it leaves the verdicts on them standing."""


@dataclass(frozen=True)
class Subject:
    """One SOP as rules see it.

    `place` tells where a value stands. `siblings` are the other SOPs of the folder by id. `unseen` names the
    fields (first part of a key path) that a finished document doesn't show, `cetakan` is how it looks; a
    source has none. `today` is None where the day of checking is to play no part.
    """

    id: str
    sop: Sop
    unit: Unit | None
    register: Register
    place: Callable[[KeyPath], Place]
    today: datetime.date | None = None
    siblings: Mapping[str, Sop] = field(default_factory=dict)
    unseen: frozenset[str] = frozenset()
    cetakan: Cetakan | None = None

    @property
    def hidden(self) -> frozenset[str]:
        """What can't be judged: fields that a document doesn't show; the looks that a source doesn't have."""
        if self.cetakan is None:
            return self.unseen | ON_PAPER
        return self.unseen if self.cetakan.halaman else self.unseen | {HALAMAN}

    @cached_property
    def flow(self) -> Flow:
        """The flow of the SOP's rows."""
        return flow(self.sop)


Check = Callable[[Subject], Iterator[Fault]]


@dataclass(frozen=True)
class Rule:
    """A rule and everything there is to say about it.

    `summary` is one line, the fault's name; `why` the paragraphs below it. `bad` and `good` are changes to
    the smallest faultless SOP (top-level keys in YAML; `_unit`, `_peraturan` and `_lain` change its unit, its
    register and the SOPs beside it; `_cetakan` is how its document looks). `requires` are codes whose fault
    makes this one pointless, `needs` the fields it judges. Without a `check` the catalogue lists it, but no
    program can test it: `why` says so.
    """

    code: str
    severity: Severity
    basis: Basis
    summary: str
    why: str
    bad: str
    good: str
    requires: tuple[str, ...]
    needs: frozenset[str]
    profile: Profil
    check: Check | None


def rule(
    code: str,
    *,
    severity: Severity,
    basis: Basis,
    bad: str,
    good: str,
    requires: tuple[str, ...] = (),
    needs: tuple[str, ...] = (),
    profile: Profil = Profil.UMUM,
) -> Callable[[Check], Rule]:
    """Make a rule of a generator: its docstring's first line is the summary, the rest the reason."""

    def made(check: Check) -> Rule:
        summary, _, why = (check.__doc__ or "").partition("\n")
        text = "\n".join(line.strip() for line in why.strip().splitlines())
        return Rule(
            code, severity, basis, summary, text, bad, good, requires, frozenset(needs), profile, check
        )

    return made


def untestable(
    code: str, *, severity: Severity, basis: Basis, summary: str, why: str, profile: Profil = Profil.UMUM
) -> Rule:
    """A rule of the catalogue that only a person can judge; `why` says what stands in a program's way."""
    return Rule(code, severity, basis, summary, why, "", "", (), frozenset(), profile, None)
