"""Where the pages of a flow sheet will end, reckoned from the widths of words before it is laid out.

Only a first guess: the pages that are then laid out tell whether it was right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sopgen.drawing import Drawing, with_room
from sopgen.lettering import width
from sopgen.model import Kegiatan
from sopgen.view.columns import BOLD, HEAD_SIZE, INDENT, LINE, PADDING, RULE, SIZE
from sopgen.view.head import HeadCell
from sopgen.view.syllables import ANYWHERE, SOFT_HYPHEN
from sopgen.view.table import Row, Table

_AIR = 6.0
"""Upper and lower padding of a text cell together, px."""

_NAME_AIR = 4.0
"""The same of an executor's name in the head."""

_NUMBERS = 10.97
"""Height of the row of column numbers, px."""

_ROUNDS = 4
"""How often room for connectors is given at the foot of pages before the reckoning is left as it is."""

_PIECE = re.compile(rf"[^\s/{SOFT_HYPHEN}{ANYWHERE}-]*(?:[/-]+|{SOFT_HYPHEN}|{ANYWHERE}|\s+|$)")
"""What stands on one line: up to a space, a hyphen, a stroke, or a place made for a break."""

Paragraph = tuple[str, bool]
"""A text, and whether it is listed under others."""


def forecast(table: Table, figure: Drawing, height: float, *, numbers: bool) -> tuple[int, ...]:
    """The printed rows (from 0) after which pages of `height` px will probably end.

    `figure` is drawn without room for connectors; `numbers` tells if the head has its column numbers.
    """
    room = height - _head_height(table) - numbers * _NUMBERS
    texts = [_text_height(row, table) for row in table.rows]
    ends: tuple[int, ...] = ()
    for _ in range(_ROUNDS):
        drawn = [0.0] * len(texts)
        for row, tall in zip(figure.matrix.grid.tiers, with_room(figure, ends).heights, strict=True):
            drawn[row] += tall + RULE
        found = tuple(_ends([max(pair) for pair in zip(drawn, texts, strict=True)], room))
        if found == ends:
            break
        ends = found
    return ends


def _ends(heights: Sequence[float], room: float) -> Iterator[int]:
    """Fill pages with rows; neither the first nor the last row stands alone."""
    last, used = len(heights) - 1, 0.0
    for row, tall in enumerate(heights):
        together = tall + (heights[last] if row == last - 1 else 0.0)
        if used and row not in (1, last) and used + together > room:
            yield row - 1
            used = 0.0
        used += tall


def _text_height(row: Row, table: Table) -> float:
    """Height in px that a row's text cells need."""
    widths = (table.widths[1], *table.widths[2 + table.executors :])
    cells = (_prose(row), *([(text, len(texts) > 1) for text in texts] for texts in row.texts[1:]))
    most = max(
        sum(_lines(text, room - PADDING, listed) for text, listed in cell)
        for cell, room in zip(cells, widths, strict=True)
    )
    return most * LINE + _AIR + RULE


def _prose(row: Row) -> list[Paragraph]:
    """What stands under Kegiatan, as `uraian.html.j2` sets it."""
    kegiatan: Kegiatan = row.kegiatan
    if not (kegiatan.judul or kegiatan.maksud or kegiatan.tujuan):
        return [("".join(row.texts[0]), False)]
    found = [(text, False) for text in (kegiatan.judul, kegiatan.uraian) if text]
    for title, texts in (("1. Maksud", kegiatan.maksud), ("2. Tujuan", kegiatan.tujuan)):
        if texts:
            found += [(title, False), *((text, True) for text in texts)]
    return found


def _lines(text: str, room: float, listed: bool = False, size: float = SIZE) -> int:
    """How many lines a paragraph takes in `room` px."""
    count, used, limit = 1, 0.0, room
    for piece in _PIECE.findall(f"- {text}" if listed else text):
        whole = piece.replace(ANYWHERE, "")
        if used and used + width(whole.rstrip().replace(SOFT_HYPHEN, "-"), size) > limit:
            count, used, limit = count + 1, 0.0, room - INDENT * listed
        used += width(whole.replace(SOFT_HYPHEN, ""), size)
    return count


def _head_height(table: Table) -> float:
    """Height of the head in px: every level is as high as the cells that end in it ask for."""
    taken = [0] * len(table.widths)
    bottoms = [0.0] * (len(table.head) + 1)
    for level, cells in enumerate(table.head):
        top = bottoms[level - 1]
        for cell in cells:
            first = next(column for column, until in enumerate(taken) if until <= level)
            columns = slice(first, first + cell.columns)
            taken[columns] = [level + cell.rows] * cell.columns
            tall = top + _head_cell(cell, sum(table.widths[columns])) + RULE * (level == 0)
            bottoms[level + cell.rows - 1] = max(bottoms[level + cell.rows - 1], tall)
    return bottoms[-2]


def _head_cell(cell: HeadCell, room: float) -> float:
    if cell.kind == "pelaksana":
        return (
            _lines(cell.text, room - _NAME_AIR - RULE, size=HEAD_SIZE) * LINE * HEAD_SIZE / SIZE
            + _NAME_AIR
            + RULE
        )
    return _lines(cell.text, room - PADDING, size=SIZE * BOLD) * LINE + _AIR + RULE
