"""How wide text columns are: by what stands in them, so that the table is as low as it can be."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sopgen.lettering import longest_word, width

STEP = 8.0
"""Columns grow by this many px at a time."""


def text_columns(
    cells: Sequence[Sequence[Sequence[str]]],
    heads: Sequence[str],
    room: float,
    size: float,
    least: Sequence[float],
    padding: Sequence[float],
) -> list[float]:
    """Share `room` px among text columns.

    `cells[column][row]` are the paragraphs of a cell, `heads` the column titles, `size` the font size in
    px, `least` the least width of each column and `padding` what each cell's sides take of it, px. Every
    column first gets its longest word where there is room, then the one grows that lowers the table most,
    the fuller one where they are equal.
    """
    wanted = [
        max(low, longest_word([head, *(text for texts in rows for text in texts)], size) + sides)
        for rows, head, low, sides in zip(cells, heads, least, padding, strict=True)
    ]
    while sum(wanted) > room and any(want > low for want, low in zip(wanted, least, strict=True)):
        widest = max(range(len(wanted)), key=lambda i: wanted[i] - least[i])
        wanted[widest] = max(least[widest], wanted[widest] - STEP)
    long = [[[width(text, size) for text in texts] for texts in rows] for rows in cells]
    heights = [
        [_lines(texts, wide - sides) for texts in rows]
        for rows, wide, sides in zip(long, wanted, padding, strict=True)
    ]
    full = [sum(map(sum, rows)) for rows in long]
    while room - sum(wanted) >= STEP:
        saved = _saved(heights, long, [wide - sides for wide, sides in zip(wanted, padding, strict=True)])
        best = max(range(len(wanted)), key=lambda i: (saved[i], full[i] / wanted[i]))
        wanted[best] += STEP
        heights[best] = [_lines(texts, wanted[best] - padding[best]) for texts in long[best]]
    spare = room - sum(wanted)
    return [want + spare / len(wanted) for want in wanted]


def lines(text: float, room: float) -> int:
    """Roughly how many lines a text of `text` px takes in `room` px; words don't fill lines, so 8 % more."""
    return max(1, math.ceil(text * 1.08 / max(room, 1.0)))


def _lines(texts: Sequence[float], room: float) -> int:
    return sum(lines(text, room) for text in texts)


def _saved(heights: list[list[int]], long: list[list[list[float]]], rooms: list[float]) -> list[int]:
    """The lines that the table loses by widening each column; in a row only the highest cell counts."""
    saved = [0] * len(rooms)
    for row, tall in enumerate(zip(*heights, strict=True)):
        column = tall.index(max(tall))
        others = max(tall[:column] + tall[column + 1 :], default=1)
        if tall[column] > others:
            wider = _lines(long[column][row], rooms[column] + 4 * STEP)
            saved[column] += tall[column] - max(others, wider)
    return saved
