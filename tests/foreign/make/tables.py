"""Ruled tables as plain data, and where their cells come to stand. Lengths in pt.

A row is a list of texts; `<` goes on from the cell on the left, `^` from the one above.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LEFT, ABOVE = "<", "^"


@dataclass(frozen=True)
class Cell:
    """A cell with its place, how many rows and columns it takes, and its text."""

    row: int
    column: int
    rows: int
    columns: int
    text: str


@dataclass(frozen=True)
class Table:
    """Widths of the columns, heights of the rows (0: as high as the text), and texts.

    `head` rows are bold and, where `repeat`, come again on every page; `plain` has no rules,
    and the last row of the head stands upright in the `upright` columns.
    """

    widths: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]
    heights: tuple[float, ...] = ()
    head: int = 0
    repeat: bool = True
    plain: bool = False
    size: float = 8.0
    centred: tuple[int, ...] = ()
    shade: str = ""
    upright: tuple[int, ...] = ()

    @property
    def cells(self) -> Iterator[Cell]:
        """The cells, row by row."""
        for r, row in enumerate(self.rows):
            for c, text in enumerate(row):
                if text not in (LEFT, ABOVE):
                    yield Cell(r, c, _down(self.rows, r, c), _across(row, c), text)

    def x(self, column: int) -> float:
        """The left border of a column."""
        return sum(self.widths[:column])

    def centre(self, column: int) -> float:
        """The middle of a column."""
        return self.x(column) + self.widths[column] / 2


def _across(row: Sequence[str], column: int) -> int:
    count = 1
    while column + count < len(row) and row[column + count] == LEFT:
        count += 1
    return count


def _down(rows: Sequence[Sequence[str]], row: int, column: int) -> int:
    count = 1
    while row + count < len(rows) and rows[row + count][column] == ABOVE:
        count += 1
    return count
