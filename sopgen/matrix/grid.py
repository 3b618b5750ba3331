"""The grid on which the flow is drawn, and where each symbol stands on it.

Each executor cell is three tracks wide (left gutter, middle, right gutter) and three tracks high
(upper gutter, middle, lower gutter). A symbol stands where the two middles meet. The middles are
single lines; a gutter holds as many parallel lanes as it must. A kegiatan that holds a chain of
symbols gets one *tier* of cells for each symbol that can't stand beside the one before it; under a
diamond with more branches than corners there is an empty tier, in which they part like a comb.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from sopgen.flow import Flow, Symbol

Point = tuple[int, int]
"""A place on the grid: (y track, x track); three tracks to a tier and to a column."""


class Spot(NamedTuple):
    """A drawn symbol: a joint step has one spot in the column of each of its executors."""

    symbol: int
    tier: int
    column: int

    @property
    def point(self) -> Point:
        """The spot's middle."""
        return 3 * self.tier + 1, 3 * self.column + 1


@dataclass(frozen=True, slots=True)
class Grid:
    """The row of each tier, the number of columns, and the spots."""

    tiers: tuple[int, ...]
    columns: int
    spots: tuple[Spot, ...]
    combs: frozenset[Spot]

    def of(self, symbol: int) -> list[Spot]:
        """The spots of one symbol, the first-named executor first."""
        return [spot for spot in self.spots if spot.symbol == symbol]

    def foot(self, spot: Spot) -> int:
        """The y track on which a line that leaves a spot at its foot may turn."""
        return 3 * spot.tier + (3 if spot in self.combs else 2)


def grid(flow: Flow) -> Grid:
    """Place every symbol of a flow."""
    tiers: list[int] = []
    spots: list[Spot] = []
    combs: set[Spot] = set()
    for row in range(flow.rows):
        tiers.append(row)
        taken: set[int] = set()
        before: Symbol | None = None
        for index, symbol in enumerate(flow.symbols):
            if symbol.row != row:
                continue
            reach = _reach(symbol, before)
            if reach & taken:
                tiers.append(row)
                taken, reach = set(), _reach(symbol, None)
            taken |= reach
            spots += (Spot(index, len(tiers) - 1, column) for column in symbol.columns)
            before = symbol
            if _needs_comb(flow, index):
                combs.add(Spot(index, len(tiers) - 1, symbol.columns[0]))
                tiers.append(row)
                taken = set(range(len(flow.executors)))
    return Grid(tuple(tiers), len(flow.executors), tuple(spots), frozenset(combs))


def _needs_comb(flow: Flow, index: int) -> bool:
    """Whether a diamond has more labelled branches than corners: foot and sides, less those joints take."""
    columns = flow.symbols[index].columns
    joints = (min(columns) < columns[0]) + (max(columns) > columns[0])
    return sum(1 for edge in flow.exits(index) if edge.label) > 3 - joints


def _reach(symbol: Symbol, before: Symbol | None) -> set[int]:
    """The columns that a symbol and the straight line to it from the one before would cover."""
    first, last = min(symbol.columns), max(symbol.columns)
    if before and before.columns:
        if max(before.columns) < first:
            first = max(before.columns) + 1
        elif min(before.columns) > last:
            last = min(before.columns) - 1
    return set(range(first, last + 1))
