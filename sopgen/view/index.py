"""What the Daftar SOP shows: every document, a section for each unit, and what could not be built."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sopgen.bahasa import tanggal
from sopgen.diagnostic import Finding, Severity
from sopgen.model import Sop, Status, Tanggal
from sopgen.unit import Unit


@dataclass(frozen=True, slots=True)
class Entry:
    """A document in the list. `html` and `pdf` tell which files lie beside the list."""

    id: str
    nomor: str
    judul: str
    status: Status
    revisi: int
    pembuatan: str
    tanggal_revisi: str
    efektif: str
    html: bool
    pdf: bool


@dataclass(frozen=True, slots=True)
class Section:
    """The SOPs of one unit; `kop` is empty where it is that of the whole list."""

    nama: str
    kop: tuple[str, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """An SOP that could not be built: its first fault, where it stands, and how many more there are."""

    id: str
    message: str
    place: str
    more: int


@dataclass(frozen=True, slots=True)
class Index:
    """The whole list. `kop` is what most units share; `map` the address of a picture, or empty."""

    kop: tuple[str, ...]
    summary: str
    newest: str
    sections: tuple[Section, ...]
    failures: tuple[Failure, ...]
    map: str

    @property
    def count(self) -> int:
        """How many documents are listed."""
        return sum(len(section.entries) for section in self.sections)


def index(
    sops: Mapping[str, Sop],
    units: Mapping[str, Unit],
    formats: Mapping[str, Collection[str]],
    failures: Mapping[str, Sequence[Finding]],
    map: str = "",
) -> Index:
    """The list of the SOPs by id.

    `formats` gives the files that exist for each id (`html`, `pdf`), `failures` the findings of each SOP that
    could not be built. Units come as `units` orders them, SOPs by year and number.
    """
    sections = [_section(key, sops, units, formats) for key in _unit_keys(sops.values(), units)]
    ((kop, _),) = Counter(section.kop for section in sections).most_common(1) or (((), 0),)
    return Index(
        kop=kop,
        summary=_summary(sops.values()),
        newest=_newest(sops.values()),
        sections=tuple(Section(s.nama, () if s.kop == kop else s.kop, s.entries) for s in sections),
        failures=tuple(_failure(id, failures[id]) for id in sorted(failures)),
        map=map,
    )


def _unit_keys(sops: Iterable[Sop], units: Mapping[str, Unit]) -> list[str]:
    """The units that have an SOP: known ones in their order, then any others by name."""
    used = {sop.unit or "" for sop in sops}
    return [*(key for key in units if key in used), *sorted(used - set(units))]


def _section(
    key: str, sops: Mapping[str, Sop], units: Mapping[str, Unit], formats: Mapping[str, Collection[str]]
) -> Section:
    unit = units.get(key)
    ids = sorted(
        (id for id, sop in sops.items() if (sop.unit or "") == key), key=lambda id: _rank(id, sops[id])
    )
    return Section(
        unit.nama if unit else key or "Unit belum ditulis",
        unit.kop if unit else (),
        tuple(_entry(id, sops[id], formats.get(id, ())) for id in ids),
    )


def _rank(id: str, sop: Sop) -> tuple[bool, int, list[tuple[int, str]], str, str]:
    """By the year in which a number was given, for numbers start anew each year, then by the number.

    Numbers within a number count as numbers: SOP/2 before SOP/10; what has no number comes last.
    """
    parts = re.findall(r"[0-9]+|[^\W\d_]+", sop.nomor or "")
    number = [
        (int(part), "") if part.isascii() and part.isdigit() else (-1, part.casefold()) for part in parts
    ]
    years = [part for part, _ in number if 1900 <= part <= 2999]
    return (not number, years[-1] if years else 0, number, (sop.judul or "").casefold(), id)


def _entry(id: str, sop: Sop, formats: Collection[str]) -> Entry:
    return Entry(
        id=id,
        nomor=sop.nomor or "",
        judul=sop.judul or id,
        status=sop.status,
        revisi=sop.revisi,
        pembuatan=_date(sop.tanggal.pembuatan),
        tanggal_revisi=_date(sop.tanggal.revisi),
        efektif=_date(sop.tanggal.efektif),
        html="html" in formats,
        pdf="pdf" in formats,
    )


def _date(value: Tanggal | None) -> str:
    if value is None:
        return ""
    return value.tertulis or (tanggal(value.tanggal) if value.tanggal else "")


def _failure(id: str, findings: Sequence[Finding]) -> Failure:
    """The first error speaks for the rest."""
    errors = [finding for finding in findings if finding.severity is Severity.ERROR] or list(findings)
    if not errors:
        return Failure(id, "Penyebabnya tidak tercatat.", "", 0)
    return Failure(id, errors[0].message, str(errors[0].place), len(errors) - 1)


def _summary(sops: Collection[Sop]) -> str:
    """`5 SOP: 1 berlaku, 4 usulan`."""
    counts = Counter(sop.status for sop in sops)
    parts = ", ".join(
        f"{counts[status]} {status}"
        for status in (Status.BERLAKU, Status.USULAN, Status.DICABUT)
        if counts[status]
    )
    return f"{len(sops)} SOP: {parts}" if parts else "Belum ada SOP"


def _newest(sops: Iterable[Sop]) -> str:
    """The latest day on which a document was made or revised; empty where none is dated."""
    written = [value for sop in sops for value in (sop.tanggal.pembuatan, sop.tanggal.revisi)]
    days = [value.tanggal for value in written if value and isinstance(value.tanggal, datetime.date)]
    return tanggal(max(days)) if days else ""
