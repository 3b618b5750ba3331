"""What a drawing is made of, and its measures. All sizes are px, all places fractions of a cell."""

from __future__ import annotations

from dataclasses import dataclass, field

from sopgen.lettering import width
from sopgen.matrix import Matrix, Spot

PITCH = 7.0
"""Distance between neighbouring flat lanes, px."""

RULE_AIR = 3.0
"""Air between a tier's flat lanes and the rule above or below them, px."""

LANE_EDGE = 6.8
"""Distance of the outermost upright lane from the cell's edge, px: half a connector."""

LANE = 7.4
"""Least distance between neighbouring upright lanes, px: a connector on one keeps clear of the next."""

LABEL_SIZE = 8.5
"""Font size of branch labels, px."""

LABEL_LIMIT = 40.0
"""Width above which a branch label takes another line, px."""

HEAD = 6.0
"""Length of an arrow head, px."""

CONNECTOR_WIDTH, CONNECTOR_HEIGHT = 13.0, 11.0
"""Size of an off-page connector, px."""

LEVEL = CONNECTOR_HEIGHT + HEAD + 3
"""Height that a line of connectors takes at the foot or head of a page, px."""

EDGE = 4.0
"""Least distance between a line, label or symbol and the cell's edge, px."""


@dataclass(frozen=True, slots=True)
class Column:
    """Room left and right of the column's middle, px."""

    left: float
    right: float

    @property
    def width(self) -> float:
        """The whole width, px."""
        return self.left + self.right


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight piece of line inside one cell, and the edges it carries, in the sense of the flow."""

    y1: float
    x1: float
    y2: float
    x2: float
    edges: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """A branch label: fractions of the cell, then px to the text's start (or end) and first baseline."""

    edge: int
    y: float
    x: float
    dy: float
    dx: float
    lines: tuple[str, ...]

    @property
    def width(self) -> float:
        """Width of its widest line, px."""
        return max(width(line, LABEL_SIZE) for line in self.lines)


@dataclass(slots=True)
class Cell:
    """Everything one cell paints.

    `heads` are the sides of its symbol where arrows arrive: T, L or R; `merges` the places (y, x) where a
    line joins another on the way to the same target, and whence it comes there: T, B, L or R.
    """

    spot: Spot | None = None
    strokes: list[Stroke] = field(default_factory=list)
    heads: set[str] = field(default_factory=set)
    labels: list[Label] = field(default_factory=list)
    merges: set[tuple[float, float, str]] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Passage:
    """A line that passes the foot of a tier: column and x fraction, edges, and whether it goes down."""

    column: int
    x: float
    edges: frozenset[int]
    down: bool
    level: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole figure: sizes in px, cells by (tier, column), and what passes the foot of each tier."""

    matrix: Matrix
    symbol_width: float
    symbol_height: float
    lane: float
    columns: tuple[Column, ...]
    heights: tuple[float, ...]
    cells: dict[tuple[int, int], Cell]
    passages: tuple[tuple[Passage, ...], ...]

    @property
    def width(self) -> float:
        """Width of all executor columns, px."""
        return sum(column.width for column in self.columns)
