"""From printed lines to the values they stand for: running text, lists, dates, the official."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from sopgen import bahasa
from sopgen.model import Pejabat, Tanggal
from sopgen.proof import Line

_EMPTY = re.compile(r"[-\u2010-\u2015.\s]*")
_BULLETS = r"-*\u2010-\u2015\u2022\u2023\u25a0\u25aa\u25cf\uf0a7\uf0b7"
_MARKER = re.compile(rf"(?:\(?(\d{{1,2}}|[a-z])[.)]|[{_BULLETS}])$")
_NIP = re.compile(r"^(NIP|NRP)\b\s*[.:]*\s*(.*)$", re.IGNORECASE)

_SAME_PLACE = 4.0
"""How far the markers of one list may stand apart, pt."""

_WIDE = 0.72
"""A line that fills less of its column ends its paragraph, of 1."""

_NEARLY = 0.6
"""How much of its line the beginning of a broken word takes, of 1."""

_PADDING = 7.0
"""What a cell leaves free at its sides, pt."""

_SMALL = frozenset(["dan", "atau", "di", "ke", "dari", "pada", "untuk", "yang", "dengan", "oleh", "serta"])
"""Words that begin a line in small letters."""

_APART = 1.9
"""The place for a signature is a blank of more lines than this."""


def joined(texts: Sequence[str]) -> str:
    """Lines as one text: a word that a hyphen of the typesetter divides is whole again."""
    text = ""
    for line in (re.sub(r"[\u00ad\u200b]+(?=.)", "", line) for line in texts):
        if text.endswith(("\u2010", "\u00ad")):
            text = text[:-1] + line
        elif re.search(r"[^\W\d_]-$", text) and line[:1].isalpha():
            text += line
        else:
            text = f"{text} {line}" if text else line
    return text.replace("\u2010", "-")


def plain(lines: Sequence[Line]) -> str:
    """Lines as one text; empty where they hold nothing but a dash."""
    text = joined([line.text for line in lines]).strip()
    return "" if _EMPTY.fullmatch(text) else text


def narrow(lines: Sequence[Line], width: float) -> str:
    """Lines of a narrow cell as one text: a word too long for its line goes on on the next."""
    texts: list[str] = []
    for index, line in enumerate(lines):
        if index and _goes_on(lines[index - 1], line, width):
            texts[-1] += line.text
        else:
            texts.append(line.text)
    return joined(texts)


def _goes_on(line: Line, following: Line, width: float) -> bool:
    """Whether a word was broken without a hyphen, because no line is long enough for it."""
    last, first = line.words[-1], following.words[0]
    if (
        len(line.words) > 1
        or not last.text[-1:].isalpha()
        or not first.text[:1].islower()
        or first.text in _SMALL
    ):
        return False
    room = width - _PADDING
    return last.box.width > _NEARLY * room and last.box.width + first.box.width > room


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list, and the line that it begins on."""

    text: str
    start: Line


def items(lines: Sequence[Line], width: float = 0.0) -> list[Item]:
    """The items of a list by their markers; without any, the paragraphs where a `width` tells them apart."""
    groups = _marked(lines) if lines and _marker(lines[0]) else _paragraphs(lines, width)
    made = [Item(joined(texts).strip(), start) for start, texts in groups]
    return [item for item in made if not _EMPTY.fullmatch(item.text)]


def _marker(line: Line) -> str:
    return line.words[0].text if _MARKER.match(line.words[0].text) else ""


Group = tuple[Line, list[str]]
"""The line that an item begins on, and the texts of its lines."""


def _marked(lines: Sequence[Line]) -> Iterator[Group]:
    """Items that begin with a marker where the first one stands, numbers one after the other."""
    start, texts = lines[0], [_unmarked(lines[0])]
    for line in lines[1:]:
        if _follows(start, line):
            yield start, texts
            start, texts = line, [_unmarked(line)]
        else:
            texts.append(line.text)
    yield start, texts


def _unmarked(line: Line) -> str:
    return " ".join(word.text for word in line.words[1:])


def _follows(last: Line, line: Line) -> bool:
    """Whether a line begins the next item after the one that `last` begins."""
    marker, before = _marker(line), _marker(last)
    if not marker:
        return False
    number, previous = (re.sub(r"\W", "", text) for text in (marker, before))
    if number.isdecimal() and previous.isdecimal():
        return int(number) == int(previous) + 1 or _stands_alike(last, line)
    return bool(number) == bool(previous) and _stands_alike(last, line)


def _stands_alike(a: Line, b: Line) -> bool:
    left, right = a.words[0].box, b.words[0].box
    return min(abs(left.x0 - right.x0), abs(left.x1 - right.x1)) <= _SAME_PLACE


def _paragraphs(lines: Sequence[Line], width: float) -> Iterator[Group]:
    """Paragraphs: one ends where a line stops short of the margin and the next begins with a capital."""
    group: list[Line] = []
    for line, following in zip(lines, [*lines, None][1:], strict=True):
        group.append(line)
        short = width and line.box.width < _WIDE * width
        if following is None or (short and (following.text[:1].isupper() or line.text.endswith((".", ";")))):
            yield group[0], [line.text for line in group]
            group = []


def tanggal(lines: Sequence[Line]) -> Tanggal | None:
    """The date in a field; what isn't one stays as it is written."""
    text = plain(lines)
    if not text:
        return None
    read = bahasa.baca_tanggal(text)
    if read:
        with suppress(ValueError):
            day = datetime.date(*read)
            return Tanggal(tanggal=day, tertulis=None if bahasa.tanggal(day) == text else text)
    return Tanggal(tanggal=None, tertulis=text)


def pejabat(lines: Sequence[Line]) -> Pejabat | None:
    """Who approves: the office above the place for the signature, name, rank and number below it."""
    lines = [line for line in lines if plain([line])]
    if not lines:
        return None
    lines = list(_by_number(lines))
    numbers = {m[1].lower(): m[2].strip() for line in lines if (m := _NIP.match(line.text))}
    rest = [line for line in lines if not _NIP.match(line.text)]
    at = _signature(rest) or (max(1, len(rest) - (2 if "nrp" in numbers else 1)) if len(rest) > 1 else 1)
    below = [line.text for line in rest[at:]]
    return Pejabat(
        jabatan=joined([line.text for line in rest[:at]]) or "-",
        nama=below[0] if below else None,
        pangkat=joined(below[1:]) or None,
        nrp=numbers.get("nrp") or None,
        nip=numbers.get("nip") or None,
    )


def _by_number(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, with a number that stands behind a rank, or below its own label, on a line of its own."""
    pending: Line | None = None
    for line in lines:
        if pending is not None:
            joint = re.fullmatch(r"[\d\s]{8,}", line.text)
            yield Line((*pending.words, *line.words)) if joint else pending
            pending = None
            if joint:
                continue
        at = next((i for i, w in enumerate(line.words) if i and _NIP.match(w.text)), None)
        if at and any(letter.isdigit() for word in line.words[at:] for letter in word.text):
            yield Line(line.words[:at])
            yield Line(line.words[at:])
        elif re.fullmatch(r"(?:NIP|NRP)\s*[.:]*", line.text, re.IGNORECASE):
            pending = line
        else:
            yield line
    if pending is not None:
        yield pending


def _signature(lines: Sequence[Line]) -> int:
    """The first line below the blank for the signature; 0 where there is none."""
    for index in range(1, len(lines)):
        above, line = lines[index - 1].box, lines[index].box
        if line.y0 - above.y1 > _APART * above.height:
            return index
    return 0
