"""The lines of a drawing: over the whole figure, then cut into the pieces that each cell paints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from sopgen.drawing.parts import Cell, Stroke
from sopgen.drawing.plan import Plan
from sopgen.matrix import Matrix, Route, Spot


def corners(plan: Plan, route: Route) -> list[tuple[float, float]]:
    """The corners of a route over the whole figure: tier + fraction, column + fraction."""
    return [
        (sum(plan.y(y, _lane(plan, route, place, True))), sum(plan.x(x, _lane(plan, route, place, False))))
        for place, (y, x) in enumerate(route.points)
    ]


def strokes(
    plan: Plan, ways: dict[int, list[tuple[float, float]]]
) -> Iterator[tuple[float, float, float, float, int]]:
    """Every straight stretch over the whole figure; joints as edge -1."""
    for edge, corners in ways.items():
        for (y1, x1), (y2, x2) in pairwise(corners):
            yield y1, x1, y2, x2, edge
    for first, second in plan.matrix.joints:
        (y1, x1), (y2, x2) = first.point, second.point
        yield sum(plan.y(y1, 0)), sum(plan.x(x1, 0)), sum(plan.y(y2, 0)), sum(plan.x(x2, 0)), -1


def merges(matrix: Matrix, ways: dict[int, list[tuple[float, float]]]) -> Iterator[tuple[float, float, str]]:
    """The corners at which a line joins another that goes to the same spot, and the side it comes from.

    A branch of a fork that is joined shows its side too, or its trunk would seem to lead on to others.
    """
    trunks = Counter((route.source, route.heading) for route in matrix.routes)
    together: dict[Spot, list[Route]] = {}
    for route in matrix.routes:
        together.setdefault(route.target, []).append(route)
    for group in together.values():
        for way in (ways[route.edge] for route in group) if len(group) > 1 else ():
            for before, corner in pairwise(way[:-1]):
                sides = {r.edge: set(_arrivals(ways[r.edge], corner)) for r in group}
                if len(set().union(*sides.values())) > 1:
                    yield *corner, _from(before, corner)
                    for route in group:
                        if trunks[route.source, route.heading] > 1:
                            yield from ((*corner, side) for side in sides[route.edge])


def _arrivals(way: list[tuple[float, float]], at: tuple[float, float]) -> Iterator[str]:
    """The side from which a way comes to a place on it."""
    for (y1, x1), (y2, x2) in pairwise(way):
        on_flat = y1 == y2 == at[0] and (x1 < at[1] <= x2 or x2 <= at[1] < x1)
        on_upright = x1 == x2 == at[1] and (y1 < at[0] <= y2 or y2 <= at[0] < y1)
        if on_flat or on_upright:
            yield _from((y1, x1), (y2, x2))


def _from(before: tuple[float, float], after: tuple[float, float]) -> str:
    if before[0] == after[0]:
        return "L" if before[1] < after[1] else "R"
    return "T" if before[0] < after[0] else "B"


def _lane(plan: Plan, route: Route, place: int, flat: bool) -> int:
    """The lane of a corner's y (flat) or x: that of the flat (or upright) stretch which meets it."""
    for stretch in (place - 1, place):
        if 0 <= stretch < len(route.points) - 1:
            start, end = route.points[stretch], route.points[stretch + 1]
            if (start[0] == end[0]) is flat:
                return plan.matrix.lanes.of.get((route.edge, stretch), 0)
    return 0


def cut(stroke: tuple[float, float, float, float, int], cells: dict[tuple[int, int], Cell]) -> None:
    """Give each cell its piece of a stretch."""
    y1, x1, y2, x2, edge = stroke
    if y1 == y2:
        tier = int(y1)
        for column, a, b in _pieces(x1, x2):
            _add(cells[tier, column], Stroke(y1 - tier, a, y1 - tier, b, (edge,)))
    else:
        column = int(x1)
        for tier, a, b in _pieces(y1, y2):
            _add(cells[tier, column], Stroke(a, x1 - column, b, x1 - column, (edge,)))


def _pieces(start: float, end: float) -> Iterator[tuple[int, float, float]]:
    """Cut a range at whole numbers; each piece keeps the direction."""
    low, high = min(start, end), max(start, end)
    cells = range(int(low), int(high) + 1)
    for cell in cells if start < end else reversed(cells):
        a, b = max(low, cell) - cell, min(high, cell + 1) - cell
        if b > a:
            yield (cell, a, b) if start < end else (cell, b, a)


def _add(cell: Cell, stroke: Stroke) -> None:
    """Add a piece, or its edge to the same piece that is there already."""
    for index, other in enumerate(cell.strokes):
        if (other.y1, other.x1, other.y2, other.x2) == (stroke.y1, stroke.x1, stroke.y2, stroke.x2):
            cell.strokes[index] = Stroke(
                other.y1, other.x1, other.y2, other.x2, tuple(sorted({*other.edges, *stroke.edges}))
            )
            return
    cell.strokes.append(stroke)
