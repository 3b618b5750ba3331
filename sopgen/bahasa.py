"""Indonesian dates, months and durations."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

BULAN = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip

_ROMAWI = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")

_ENGLISH = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip


_WEEKDAY = re.compile(r"^(senin|selasa|rabu|kamis|jum.?at|sabtu|minggu|ahad)[\s,]+", re.IGNORECASE)


def tanggal(hari: datetime.date) -> str:
    """A date as official letters write it: `2 November 2026`."""
    return f"{hari.day} {BULAN[hari.month - 1]} {hari.year}"


def bulan_romawi(bulan: int) -> str:
    """The Roman numeral of a month, 1 to 12, as letter numbers carry it: `XI`."""
    return _ROMAWI[bulan - 1]


def listed(words: Sequence[str]) -> str:
    """`a, b, dan c`."""
    if len(words) < 3:
        return " dan ".join(words)
    return f"{', '.join(words[:-1])}, dan {words[-1]}"


def baca_tanggal(text: str) -> tuple[int, int, int] | None:
    """Year, month and day of a date however people write it; the day may be impossible. None where unclear.

    Reads `2 November 2026`, `02-11-2026`, `2/11/2026`, `15 / IV / 2020`, `2026/11/02`, `02 June 2025`,
    `Senin, 2 November 2026`.
    """
    parts = re.split(r"[\s./,-]+", tanpa_hari(text))
    if len(parts) != 3:
        return None
    if re.fullmatch(r"\d{4}", parts[0]):
        parts.reverse()
    month = _month(parts[1])
    if (
        month is None
        or parts[2] == "0000"
        or not re.fullmatch(r"\d{1,2}", parts[0])
        or not re.fullmatch(r"\d{4}", parts[2])
    ):
        return None
    return int(parts[2]), month, int(parts[0])


def tanpa_hari(text: str) -> str:
    """A date without the day of the week before it."""
    return _WEEKDAY.sub("", text.strip(), count=1)


def _month(word: str) -> int | None:
    """The number a month is written with, as digits, a name, its first letters, or a Roman numeral."""
    if re.fullmatch(r"\d{1,2}", word):
        return int(word)
    if word.upper() in _ROMAWI:
        return _ROMAWI.index(word.upper()) + 1
    for names in (BULAN, _ENGLISH):
        for number, name in enumerate(names, 1):
            if len(word) >= 3 and name.lower().startswith(word.lower()):
                return number
    return None


@dataclass(frozen=True, slots=True)
class Durasi:
    """How long a step takes, in minutes, from shortest to longest; `per` names the item it is counted for.

    An hour has 60 minutes, a day (hari, hari kalender) 24 hours, a week 7 days, a month 30, a quarter 90,
    a year 365. A working day (hari kerja) is one shift of 8 hours; `hari_kerja` tells that it is meant.
    """

    terpendek: float
    terpanjang: float
    hari_kerja: bool = False
    per: str = ""


_MENIT = {
    "detik": 1 / 60, "menit": 1, "minit": 1, "mnt": 1, "min": 1, "mins": 1, "jam": 60,
    "hari kerja": 480, "hari kalender": 1440, "hari": 1440, "minggu": 10_080, "bulan": 43_200,
    "triwulan": 129_600, "semester": 259_200, "tahun": 525_600,
}  # fmt: skip

_NUMBER = r"\d{1,6}(?:,\d{1,6})?"
_UNIT = "|".join(re.escape(unit) for unit in sorted(_MENIT, key=len, reverse=True))
_TERM = rf"(?:(?P<kali>\d{{1,4}})\s*[x×]\s*)?(?P<angka>{_NUMBER})\s*(?P<satuan>{_UNIT})\b"
_ANY_TERM = re.sub(r"\?P<\w+>", "?:", _TERM)
_SUM = rf"(?:{_ANY_TERM})(?:[\s+,]+(?:{_ANY_TERM}))*"
_TO = r"\s*(?:-|–|—|s\.?\s*/?\s*d\.?|sampai(?: dengan)?|hingga)\s*"
_DURATION = re.compile(
    rf"(?:(?:±|kurang lebih|lebih kurang|sekitar)\s*)?"
    rf"(?P<awalan>(?:paling lama|paling lambat|maksimal|maks\.?)\s+)?"
    rf"(?:(?P<dari>{_SUM}|{_NUMBER}){_TO})?(?P<lama>{_SUM})"
    r"(?:\s*(?:/|per)\s*(?P<per>[a-z][a-z ]*))?"
)


def durasi(text: str) -> Durasi | None:
    """The time a `waktu` speaks of, or None where it has no definite length (`sesuai kebutuhan`, `segera`).

    Reads `15 menit`, `1-5 hari kerja`, `30 menit - 3 Jam`, `2 s.d 3 bulan`, `1 Hari Kerja 1 Jam`,
    `1 x 24 jam`, `2 jam/berkas`, `± 5 menit`; a remark in parentheses is passed over: `60 Menit (1 Jam)`.
    """
    plain = re.sub(r"\([^)]*\)", " ", text.lower())
    plain = re.sub(r"(?<=\d)\s+(?=\d)", "", " ".join(plain.split())).strip(" .;")
    match = _DURATION.fullmatch(plain)
    if match is None:
        return None
    longest = _minutes(match["lama"])
    shortest = 0.0 if match["awalan"] else longest
    if match["dari"]:
        shortest = _minutes(_with_unit(match["dari"], match["lama"]))
    if shortest > longest:
        return None
    return Durasi(shortest, longest, "hari kerja" in plain, (match["per"] or "").strip())


def _with_unit(start: str, end: str) -> str:
    """The start of a range, which borrows the unit of its end: the 1 of `1-5 hari kerja`."""
    last = re.search(rf"(?:{_UNIT})\b", end)
    return start if re.search("[a-z]", start) or last is None else f"{start} {last[0]}"


def _minutes(sum_of_terms: str) -> float:
    return sum(
        int(term["kali"] or 1) * float(term["angka"].replace(",", ".")) * _MENIT[term["satuan"]]
        for term in re.finditer(_TERM, sum_of_terms)
    )
