"""Text broken into lines that stay inside a box or a diamond. Lengths are in the unit of the font size."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

from sopgen.lettering import width
from sopgen.view.syllables import ANYWHERE, SOFT_HYPHEN, divided

SPACING = 1.2
"""Distance of two baselines, in font sizes."""

AIR = 8.0
"""Least air above and below the lines of a shape together."""

MORE = "…"
"""Ends a text that had to be cut."""

_SOFT = SOFT_HYPHEN
"""Stands where a word was divided: a hyphen if the line ends there, nothing if not."""


def in_box(text: str, size: float, room: float, most: int) -> tuple[str, ...]:
    """The text in at most `most` lines of `room` width."""
    words = _words(text, size, room)
    rooms = [room] * most
    return _filled(words, size, rooms) or _cut(words, size, rooms)


def in_diamond(text: str, size: float, room: float, most: float) -> tuple[tuple[str, ...], float]:
    """The lines for a diamond `room` wide, and the least height, up to `most`, in which they stay."""
    return _shaped(_words(text, size, room * 0.72), size, most, lambda y, height: room * (1 - 2 * y / height))


def in_capsule(text: str, size: float, room: float, most: float) -> tuple[tuple[str, ...], float]:
    """The lines for a capsule `room` wide, and the least height, up to `most`, in which they stay."""

    def chord(y: float, height: float) -> float:
        return room - height + math.sqrt(max(0.0, height**2 - 4 * y**2))

    return _shaped(_words(text, size, room * 0.72), size, most, chord)


def _shaped(
    words: Sequence[str], size: float, most: float, chord: Callable[[float, float], float]
) -> tuple[tuple[str, ...], float]:
    """Lines in a shape that is `chord` wide at a distance from its middle and for a height."""

    def rooms(count: int, height: float) -> list[float]:
        reach = (max(abs(n - count / 2), abs(n + 1 - count / 2)) * size * SPACING for n in range(count))
        return [chord(y, height) - size for y in reach]

    height = 3.5 * size
    while height < most:
        for count in range(1, int((height - AIR) / (size * SPACING)) + 1):
            if lines := _even(words, size, rooms(count, height)):
                return lines, height
        height += size / 2
    cuts = (_cut(words, size, rooms(count, most)) for count in range(1, int((most - AIR) / size / SPACING)))
    return max(cuts, key=lambda lines: sum(map(len, lines)), default=()), most


def _even(words: Sequence[str], size: float, rooms: Sequence[float]) -> tuple[str, ...]:
    """The words in exactly these lines, kept shorter where that takes it; nothing where they don't fit."""
    for share in (1.0, 0.9, 0.8, 0.7, 0.6):
        lines = _filled(words, size, [min(room, share * max(rooms)) for room in rooms])
        if len(lines) == len(rooms):
            return lines
    return ()


def _words(text: str, size: float, room: float) -> list[str]:
    """The words, those wider than `room` divided between syllables, and by force where they have none."""
    return [piece for word in text.replace(_SOFT, "").split() for piece in _pieces(word, size, room)]


def _pieces(word: str, size: float, room: float) -> Iterator[str]:
    line = ""
    for piece in _units(divided(word, room - width("-", size), size)):
        if line and width(f"{line}{piece}-", size) > room:
            yield line + _SOFT
            line = ""
        line += piece
    yield line


def _units(word: str) -> list[str]:
    """What may not be divided any further."""
    return word.replace(ANYWHERE, _SOFT).split(_SOFT)


def _filled(words: Sequence[str], size: float, rooms: Sequence[float]) -> tuple[str, ...]:
    """The words line by line; nothing where they don't fit."""
    lines, rest = _taken(words, size, rooms)
    return () if rest else lines


def _cut(words: Sequence[str], size: float, rooms: Sequence[float]) -> tuple[str, ...]:
    """As many words as fit, and an ellipsis."""
    lines, _ = _taken(words, size, rooms)
    if not lines:
        return (MORE,) if words else ()
    last = lines[-1].split()
    while last and width(" ".join((*last, MORE)), size) > rooms[len(lines) - 1]:
        last.pop()
    return (*lines[:-1], " ".join((*last, MORE)))


def _taken(
    words: Sequence[str], size: float, rooms: Sequence[float]
) -> tuple[tuple[str, ...], Sequence[str]]:
    """The lines that the words fill, and the words left over."""
    lines: list[str] = []
    at = 0
    for room in rooms:
        end = at
        while end < len(words) and width(_joined(words[at : end + 1]), size) <= room:
            end += 1
        if end == at:
            break
        lines.append(_joined(words[at:end]))
        at = end
    return tuple(lines), words[at:]


def _joined(words: Sequence[str]) -> str:
    """Words on one line."""
    line = " ".join(words).replace(f"{_SOFT} ", "")
    return line[:-1] + "-" if line.endswith(_SOFT) else line
