"""Kinds of regulations: their full names behind all abbreviations, and their place in the hierarchy."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from sopgen.citation.titles import titled

Span = tuple[int, int]

_LONGEST = 5
_INSTRUMENTS = {
    "per": "Peraturan",
    "kep": "Keputusan",
    "skep": "Surat Keputusan",
    "in": "Instruksi",
    "se": "Surat Edaran",
}
_WORDS = ("peraturan", "keputusan", "instruksi", "menteri", "presiden", "gubernur", "bupati", "kepolisian")
_UUD = "Undang-Undang Dasar Negara Republik Indonesia Tahun 1945"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of regulation and between which ranks it may stand, in general and in Polri's own order.

    One kind comes before another for certain where its last possible rank precedes the other's first.
    """

    code: str
    general: Span
    polri: Span


@dataclass(frozen=True, slots=True)
class Name:
    """The kind as named in full; `is_short`: it was abbreviated; `republic`: what the name has too much."""

    full: str
    is_short: bool = False
    republic: str = ""


@cache
def _kinds() -> dict[str, Kind]:
    """The beginning of a kind's name, in small letters -> the kind; the longest first."""
    kinds = {}
    for line in _lines("jenis.txt"):
        code, general, polri, start = (part.strip() for part in line.split("|"))
        kinds[start] = Kind(code, _span(general), _span(polri))
    return dict(sorted(kinds.items(), key=lambda item: -len(item[0])))


def _span(text: str) -> Span:
    low, _, high = text.partition("-")
    return int(low), int(high or low)


@cache
def _abbreviations() -> dict[str, str]:
    pairs = (line.partition("=") for line in _lines("singkatan.txt"))
    return {short.strip(): full.strip() for short, _, full in pairs}


def _lines(file: str) -> list[str]:
    text = (Path(__file__).parent / file).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def kind(name: str) -> Kind | None:
    """The kind that a full name is of; None where it is none that we know."""
    plain = name.lower()
    return next((kind for start, kind in _kinds().items() if re.match(rf"{start}\b", plain)), None)


def full_name(written: str) -> Name:
    """The full name of a kind as people write it: `Perkap`, `Permenpan`, `PP RI`, `Undang - undang`."""
    text = re.sub(r"\bundang\s*[-–—]?\s*undang\b", "undang-undang", written, flags=re.IGNORECASE)
    text = text.lower() if text.isupper() and max(map(len, text.split())) > 5 else text
    words = [word for word in text.replace("&", " dan ").split() if word.strip(".,:;-")]
    parts: list[str] = []
    republic: list[str] = []
    is_short = False
    while words:
        count, full = _expanded(words)
        taken, words = words[:count], words[count:]
        if full is None and _is_republic(taken[0], words):
            more = 1 if taken[0].lower() == "republik" else 0
            republic += [*taken, *words[:more]]
            words = words[more:]
            continue
        parts.append(full or _spelt(taken[0].strip(".:;")))
        is_short |= full is not None and len(full) > len(" ".join(taken)) + 2
    name = _named(re.sub(r"^(\w+) \1\b", r"\1", " ".join(parts)))
    return Name(name, is_short or (name == _UUD and "dasar" not in text.lower()), " ".join(republic))


def _spelt(word: str) -> str:
    """A word of a kind's name, a slip of one letter mended: `Menter`, `Instuksi`."""
    near = get_close_matches(word.lower(), _WORDS, n=1, cutoff=0.9)
    return near[0].capitalize() if near and near[0] != word.lower() else word


def _is_republic(word: str, following: list[str]) -> bool:
    plain = " ".join([word, *following[:1]]).lower()
    return word.lower().strip(".") in ("ri", "r.i") or plain == "republik indonesia"


def _named(name: str) -> str:
    name = titled(name)
    return _UUD if name.startswith("Undang-Undang Dasar") else name


def _expanded(words: list[str]) -> tuple[int, str | None]:
    """How many of the first words are an abbreviation, as many as possible, and what it stands for."""
    for count in range(min(_LONGEST, len(words)), 0, -1):
        joined = re.sub(r"[^a-z]", "", "".join(words[:count]).lower())
        full = _abbreviations().get(joined) or _composed(joined) or _composed(_single(joined))
        if full:
            return count, full
    return 1, None


def _single(joined: str) -> str:
    """The letters without those struck twice: `perrmenaker`."""
    return re.sub(r"(.)\1", r"\1", joined)


def _composed(joined: str) -> str | None:
    """An instrument's prefix before an official: `permendagri`, `kepkapolri`."""
    for prefix, instrument in _INSTRUMENTS.items():
        official = _abbreviations().get(joined.removeprefix(prefix)) if joined.startswith(prefix) else None
        if official:
            return f"{instrument} {official}"
    return None
