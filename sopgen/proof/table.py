"""The ruled table of a flow sheet: its columns, the names in its head, its numbered rows."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sopgen.proof.facts import Box, Cell, Column, Row, Table, Text

_RULE = 1.2
"""How thick a rule may be, pt: boxes that differ by less are one cell."""

_FEWEST = 4
"""The fewest cells of a row in a flow sheet."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page that holds a flow sheet: its cells, head and rows, and where the symbols stand."""

    head: tuple[Cell, ...]
    cells: tuple[Cell, ...]
    numbers: tuple[tuple[int | None, Box], ...]
    drawn: tuple[Box, ...]


def sheet(plain: Iterable[Box], words: Sequence[Text], drawn: Iterable[Box]) -> Sheet | None:
    """The flow sheet among the filled boxes of a page, if there is one.

    A flow sheet is where several rows of at least four cells begin with a number.
    """
    cells = [Cell(box, _text(box, words)) for box in _outermost(plain)]
    starts = [cell for cell in cells if _is_row(cell, cells)]
    if not any(cell.text.isdecimal() for cell in starts):
        return None
    left = min(cell.box.x0 for cell in starts if cell.text.isdecimal())
    starts = sorted(
        (cell for cell in starts if abs(cell.box.x0 - left) < _RULE and not _is_count(cell, cells)),
        key=lambda cell: cell.box.y0,
    )
    first = next(i for i, cell in enumerate(starts) if not cell.text or cell.text.isdecimal())
    body = [cell for cell in starts[first:] if not cell.text or cell.text.isdecimal()]
    top, bottom = body[0].box.y0, body[-1].box.y1
    right = max(cell.box.x1 for cell in cells if abs(cell.box.y0 - top) < _RULE)
    whole = Box(left, min(_head_top(cells, left, top), top), right, bottom)
    own = [cell for cell in cells if whole.covers(cell.box, _RULE)]
    return Sheet(
        head=tuple(cell for cell in own if cell.box.y1 <= top + _RULE),
        cells=tuple(own),
        numbers=tuple((int(cell.text) if cell.text else None, cell.box) for cell in body),
        drawn=tuple(box for box in drawn if whole.covers(box)),
    )


def tables(sheets: Sequence[Sheet | None]) -> list[Table | None]:
    """A table for each sheet. What one page doesn't tell, others do: the executors, a row's number."""
    left = [x for sheet in sheets if sheet for x in _reach(sheet)[:1]]
    right = [x for sheet in sheets if sheet for x in _reach(sheet)[1:]]
    if not left:
        return [None for _ in sheets]
    reach = min(left), max(right)
    found: list[Table | None] = []
    last = 0
    for sheet in sheets:
        table = _table(sheet, reach, last) if sheet else None
        last = table.rows[-1].nomor if table else last
        found.append(table)
    return found


def _reach(sheet: Sheet) -> tuple[float, ...]:
    """The left and right end of the executors: of the topmost head cells under which symbols stand."""
    top = min((cell.box.y0 for cell in sheet.head), default=0.0)
    over = [
        cell.box
        for cell in sheet.head
        if cell.box.y0 - top < _RULE
        and any(cell.box.x0 <= box.centre[0] <= cell.box.x1 for box in sheet.drawn)
    ]
    return (min(box.x0 for box in over), max(box.x1 for box in over)) if over else ()


def _table(sheet: Sheet, reach: tuple[float, float], last: int) -> Table | None:
    first = sheet.numbers[0][1]
    row_cells = [cell.box for cell in sheet.cells if abs(cell.box.y0 - first.y0) < _RULE]
    borders = _distinct([box.x0 for box in row_cells] + [box.x1 for box in row_cells])
    executors = tuple(
        _column(sheet.head, x0, x1)
        for x0, x1 in itertools.pairwise(borders)
        if reach[0] - _RULE < x0 and x1 < reach[1] + _RULE
    )
    if not executors:
        return None
    rows = []
    for number, box in sheet.numbers:
        last = last if number is None else number
        rows.append(Row(last, box.y0, box.y1))
    top = min(cell.box.y0 for cell in sheet.cells)
    whole = Box(borders[0], top, borders[-1], rows[-1].y1)
    return Table(whole, borders, executors, tuple(rows), sheet.cells)


def _column(head: Iterable[Cell], x0: float, x1: float) -> Column:
    """Name and group over a column: the lowest head cell, and the one between it and the topmost."""
    middle = (x0 + x1) / 2
    over = sorted(
        (cell for cell in head if cell.box.x0 < middle < cell.box.x1 and not _is_count(cell, head)),
        key=lambda cell: cell.box.y0,
    )
    name = over[-1].text if over else ""
    return Column(name, over[-2].text if len(over) > 2 else "", x0, x1)


def _outermost(boxes: Iterable[Box]) -> list[Box]:
    """Each cell once: of boxes that differ by a rule's width the largest; rules themselves are left out."""
    found: list[Box] = []
    wide = {box for box in boxes if box.width > 2 * _RULE and box.height > 2 * _RULE}
    for box in sorted(wide, key=lambda box: (-box.width * box.height, box)):
        if not any(_same(box, other) for other in found):
            found.append(box)
    return sorted(found, key=lambda box: (box.y0, box.x0))


def _same(a: Box, b: Box) -> bool:
    return (
        abs(a.x0 - b.x0) < _RULE
        and abs(a.y0 - b.y0) < _RULE
        and abs(a.x1 - b.x1) < _RULE
        and abs(a.y1 - b.y1) < _RULE
    )


def _is_row(cell: Cell, cells: Iterable[Cell]) -> bool:
    """Whether a row of cells begins here."""
    box = cell.box
    return sum(abs(c.box.y0 - box.y0) < _RULE and c.box.x0 >= box.x0 for c in cells) >= _FEWEST


def _is_count(cell: Cell, cells: Iterable[Cell]) -> bool:
    """Whether the cell is part of the row that numbers the columns."""
    if not cell.text.isdecimal():
        return False
    row = sorted(
        (other for other in cells if abs(other.box.y0 - cell.box.y0) < _RULE), key=lambda other: other.box.x0
    )
    return [other.text for other in row] == [str(number + 1) for number in range(len(row))]


def _head_top(cells: Iterable[Cell], left: float, top: float) -> float:
    """Where the head begins: up from the first row over cells without a gap."""
    above = sorted(
        (cell.box for cell in cells if abs(cell.box.x0 - left) < _RULE and cell.box.y1 <= top + _RULE),
        key=lambda box: -box.y1,
    )
    for box in above:
        if abs(box.y1 - top) < _RULE:
            top = box.y0
    return top


def _distinct(places: Iterable[float]) -> tuple[float, ...]:
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _RULE:
            found.append(place)
    return tuple(found)


def _text(box: Box, words: Iterable[Text]) -> str:
    """The words whose middle lies in the box, line by line; what U+2010 divides is one word again."""
    inside = [word for word in words if box.holds(*word.box.centre)]
    inside.sort(key=lambda word: (round(word.box.y1), word.box.x0))
    return " ".join(word.text for word in inside).replace("\u2010 ", "")
