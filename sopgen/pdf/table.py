"""Which heads belong to which cell of a table: the question a screen reader asks at every cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pydyf

from sopgen.pdf.objects import Object, children


@dataclass(frozen=True, eq=False)
class Cell:
    """A cell with its place in the grid. `scope` is what a head speaks for, "" where it is data.

    `beyond` counts the rows it spans that stand on the next page.
    """

    element: Object
    row: int
    column: int
    rows: int
    columns: int
    scope: str
    beyond: int


Grid = dict[tuple[int, int], Cell]


def link_heads(file: Object, table: Object, cut: list[Cell]) -> list[Cell]:
    """Write `/Scope` into heads and `/Headers` into cells, two-level heads and row spans included.

    `cut` are the cells cut by the page break before this part of a table; returned are those cut after it.
    """
    rows = list(_rows(file, table, in_head=False))
    _continue(file, rows, cut)
    grid = _grid(file, rows)
    cells = list(dict.fromkeys(grid.values()))
    for cell in cells:
        _write(cell, _heads(grid, cell))
    return [cell for cell in cells if cell.beyond]


def _continue(file: Object, rows: list[tuple[Object, bool]], cut: list[Cell]) -> None:
    """Give the first row of a table's next part the cells that reach into it, empty, where it lacks them.

    WeasyPrint leaves them out, and the columns of that part would no longer be those of its head.
    """
    body = next((row for row, in_head in rows if not in_head), None)
    if (
        body is None
        or not cut
        or _width(file, body) + sum(cell.columns for cell in cut) != _width(file, rows[0][0])
    ):
        return
    for cell in cut:
        empty = pydyf.Dictionary(
            {"Type": "/StructElem", "S": "/TD", "K": pydyf.Array(), "P": body.reference, "Pg": body["Pg"]}
        )
        empty["A"] = pydyf.Dictionary({"O": "/Table", "RowSpan": cell.beyond, "ColSpan": cell.columns})
        file.add_object(empty)
        body["K"].insert(_index(file, body, cell.column), empty.reference)


def _width(file: Object, row: Object) -> int:
    """The columns that the row's own cells take."""
    return sum(cell["A"].get("ColSpan", 1) for cell in _cells(file, row))


def _index(file: Object, row: Object, column: int) -> int:
    """How many cells of the row stand before this column."""
    taken = 0
    for index, cell in enumerate(_cells(file, row)):
        if taken >= column:
            return index
        taken += cell["A"].get("ColSpan", 1)
    return len(row["K"])


def _write(cell: Cell, heads: list[Cell]) -> None:
    attributes = cell.element["A"]
    attributes.pop("Headers", None)
    if cell.scope:
        attributes["Scope"] = f"/{cell.scope}"
    if cell.rows > 1 or "RowSpan" in attributes:
        attributes["RowSpan"] = cell.rows
    if heads:
        attributes["Headers"] = pydyf.Array([head.element["ID"] for head in heads])


def _heads(grid: Grid, cell: Cell) -> list[Cell]:
    """The heads of a cell, outermost first: those to its left, then those above it."""
    beside = (
        _nearest(cell, (grid.get((row, column)) for column in range(cell.column - 1, -1, -1)), "Row")
        for row in range(cell.row, cell.row + cell.rows)
    )
    above = (
        _nearest(cell, (grid.get((row, column)) for row in range(cell.row - 1, -1, -1)), "Column")
        for column in range(cell.column, cell.column + cell.columns)
    )
    heads = [head for walk in (*beside, *above) for head in reversed(walk)]
    return list(dict.fromkeys(heads))


def _nearest(cell: Cell, walk: Iterable[Cell | None], scope: str) -> list[Cell]:
    """The first unbroken run of heads of this scope on the way to the table's edge.

    Data may lie between a cell and its heads; a head is only under a head that touches it.
    """
    run: dict[Cell, None] = {}
    for other in walk:
        if other and other.scope == scope:
            run[other] = None
        elif run or cell.scope:
            break
    return list(run)


def _grid(file: Object, rows: list[tuple[Object, bool]]) -> Grid:
    """Every slot of the table and the cell that covers it; a span ends with the table's part on this page."""
    grid: Grid = {}
    for row, (element, in_head) in enumerate(rows):
        cells = _cells(file, element)
        only_heads = all(cell["S"] == "/TH" for cell in cells)
        column = 0
        for item in cells:
            while (row, column) in grid:
                column += 1
            span, columns = (item["A"].get(name, 1) for name in ("RowSpan", "ColSpan"))
            below = min(span, len(rows) - row)
            scope = "" if item["S"] == "/TD" else "Column" if in_head or only_heads else "Row"
            cell = Cell(item, row, column, below, columns, scope, span - below)
            for down in range(below):
                grid |= {(row + down, column + right): cell for right in range(columns)}
    return grid


def _cells(file: Object, row: Object) -> list[Object]:
    return [cell for cell in children(file, row) if cell["S"] in ("/TH", "/TD")]


def _rows(file: Object, parent: Object, *, in_head: bool) -> Iterator[tuple[Object, bool]]:
    """The rows of a table in order, each with whether it stands in the table's head."""
    for child in children(file, parent):
        if child["S"] == "/TR":
            yield child, in_head
        elif child["S"] in ("/THead", "/TBody", "/TFoot"):
            yield from _rows(file, child, in_head=child["S"] == "/THead")
