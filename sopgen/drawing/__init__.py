"""What each executor cell paints: its own share of the flow.

Places are fractions of a cell (0..1 from its left and upper edge), so that the picture fits a row
of any height; what has a fixed size (symbols, arrow heads, lettering) is in px around such a place.
A tier states the least height at which nothing touches.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sopgen.drawing.parts import (
    CONNECTOR_HEIGHT,
    CONNECTOR_WIDTH,
    HEAD,
    LABEL_SIZE,
    LEVEL,
    Cell,
    Column,
    Drawing,
    Label,
    Passage,
    Stroke,
)
from sopgen.drawing.plan import Plan, side_of
from sopgen.drawing.strokes import corners, cut, merges, strokes
from sopgen.matrix import Matrix

__all__ = [
    "CONNECTOR_HEIGHT",
    "CONNECTOR_WIDTH",
    "HEAD",
    "LABEL_SIZE",
    "LEVEL",
    "Cell",
    "Column",
    "Drawing",
    "Label",
    "Passage",
    "Stroke",
    "drawing",
    "with_room",
]


def drawing(
    matrix: Matrix,
    symbol_width: float = 34.0,
    lane: float = 8.0,
    least: Sequence[float] = (),
    breaks: Collection[int] = (),
) -> Drawing:
    """Draw a routed flow.

    Symbols are `symbol_width` px wide, neighbouring upright lanes `lane` px apart, or what connectors
    need; `least` gives the least width of each column in px, so that the names in the table's head find
    room; `breaks` are the rows (from 0) at whose foot a page may end, and which keep room for connectors
    there.
    """
    plan = Plan(matrix, symbol_width, lane, tuple(least) or (0.0,) * matrix.grid.columns, frozenset(breaks))
    cells: dict[tuple[int, int], Cell] = {
        (tier, column): Cell()
        for tier in range(len(matrix.grid.tiers))
        for column in range(matrix.grid.columns)
    }
    for spot in matrix.grid.spots:
        cells[spot.tier, spot.column].spot = spot
    ways = {route.edge: corners(plan, route) for route in matrix.routes}
    for stroke in strokes(plan, ways):
        cut(stroke, cells)
    for y, x, side in merges(matrix, ways):
        cells[int(y), int(x)].merges.add((y - int(y), x - int(x), side))
    for route in matrix.routes:
        cells[route.target.tier, route.target.column].heads.add(side_of(route.points[-1], route.points[-2]))
        if label := plan.labels.get(route.edge):
            tier = matrix.grid.foot(route.source) // 3 if label.edge in plan.combs else route.source.tier
            cells[tier, route.source.column].labels.append(label)
    passages = tuple(tuple(plan.passing(tier)) for tier in range(len(matrix.grid.tiers)))
    return Drawing(matrix, plan.width, plan.height, lane, plan.columns, plan.heights, cells, passages)


def with_room(figure: Drawing, breaks: Collection[int]) -> Drawing:
    """The same drawing with room for connectors at the foot of the rows (from 0) at which a page may end."""
    widths = [column.width for column in figure.columns]
    return drawing(figure.matrix, figure.symbol_width, figure.lane, widths, breaks)
