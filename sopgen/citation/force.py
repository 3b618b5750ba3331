"""Whether a regulation bound on a day, as far as the register knows."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from enum import Enum, auto

from sopgen.citation.reading import read
from sopgen.unit import Register, StatusPeraturan


class Standing(Enum):
    """What a regulation was on a day; UNSURE: repealed, but before or after that day is open."""

    BINDING = auto()
    NOT_YET = auto()
    REPEALED = auto()
    UNSURE = auto()
    UNKNOWN = auto()


def standing(key: str, register: Register, day: datetime.date | None) -> Standing:
    """The standing of an entry on that day; without a day, as the register knows it now.

    Where the day of repeal isn't known, the year of the successor decides.
    """
    peraturan = register[key]
    if day and peraturan.tahun > day.year:
        return Standing.NOT_YET
    if peraturan.status is StatusPeraturan.TIDAK_DIKETAHUI:
        return Standing.UNKNOWN
    if peraturan.status is not StatusPeraturan.DICABUT:
        return Standing.BINDING
    if day is None:
        return Standing.REPEALED
    repealed = peraturan.dicabut_pada.tanggal if peraturan.dicabut_pada else None
    if repealed:
        return Standing.REPEALED if day >= repealed else Standing.BINDING
    return _by_year(_year(peraturan.diganti_oleh, register), day)


def _year(successor: str | None, register: Register) -> int | None:
    if successor is None:
        return None
    return register[successor].tahun if successor in register else read(successor).tahun


def _by_year(year: int | None, day: datetime.date) -> Standing:
    if year is None or year == day.year:
        return Standing.UNSURE
    return Standing.REPEALED if year < day.year else Standing.BINDING


def successors(key: str, register: Register) -> Iterator[str]:
    """The entries that came in place of one, each replacing the one before."""
    seen = {key}
    following = register[key].diganti_oleh
    while following in register and following not in seen:
        seen.add(following)
        yield following
        following = register[following].diganti_oleh


def successor(key: str, register: Register, day: datetime.date | None) -> str | None:
    """The entry that bound in the place of this one on that day."""
    following = successors(key, register)
    return next((other for other in following if standing(other, register, day) is Standing.BINDING), None)
