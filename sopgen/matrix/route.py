"""Find a way for every edge: along the middles where they are free, through the gutters where not.

Each edge tries a handful of shapes, from the straight line to the detour through three gutters,
and takes the cheapest that is allowed. What is allowed keeps the drawing right by construction:
no line enters a cell's middle where a stranger's symbol stands, no two lines share a stretch of a
middle unless they go on together to the same target or begin together at the same source. The
last shape (out at the foot, through gutters, in at the top) always exists, so every edge lands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, permutations
from typing import NamedTuple

from sopgen.flow import Flow
from sopgen.matrix.grid import Grid, Point, Spot

BEND, CROSSING, TIER, COLUMN, LANE = 4.0, 7.0, 0.9, 0.7, 1.5
"""What a bend, a crossing, a tier of height, a column of width and one more lane cost."""

_SHORT = 4
"""Corners and ends of a way that needs no second thought: out, along, in."""


class Route(NamedTuple):
    """The way of one edge over the grid, from the middle of its source to the middle of its target."""

    edge: int
    source: Spot
    target: Spot
    points: tuple[Point, ...]

    @property
    def segments(self) -> list[tuple[Point, Point]]:
        """The straight stretches, in the order of the flow."""
        return list(pairwise(self.points))

    @property
    def heading(self) -> Point:
        """The way it sets out: down or up, right or left."""
        (ya, xa), (yb, xb) = self.points[:2]
        return (yb > ya) - (yb < ya), (xb > xa) - (xb < xa)


_Held = tuple[int, Route | None, int]
"""A stretch on a track: a mask of the tracks it leads over, its route (none for a joint), its place there."""


@dataclass(slots=True)
class _Board:
    """What is taken so far: by symbols (masks with a bit for each track), and by lines, flat and upright."""

    grid: Grid
    spare: dict[Spot, int]
    forks: frozenset[Spot]
    owned_y: dict[int, int] = field(default_factory=dict)
    owned_x: dict[int, int] = field(default_factory=dict)
    across: dict[int, list[_Held]] = field(default_factory=dict)
    along: dict[int, list[_Held]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for spot in self.grid.spots:
            y, x = spot.point
            self.owned_y[y] = self.owned_y.get(y, 0) | 7 << (x - 1)
            self.owned_x[x] = self.owned_x.get(x, 0) | 7 << (y - 1)


def routes(flow: Flow, grid: Grid) -> tuple[Route, ...]:
    """A route for every edge of the flow, in the order of the edges; the same flow gives the same routes."""
    spare = _spare_ports(flow, grid)
    board = _Board(grid, spare, _forks(flow, grid, spare))
    for first, second in joints(grid):
        _hold(board, None, [(first.point, second.point)])
    spots = [grid.of(index) for index in range(len(flow.symbols))]
    found: dict[int, Route] = {}
    order = sorted(range(len(flow.edges)), key=lambda index: _priority(flow, spots, index))
    for index in order:
        found[index] = _place(board, flow, spots, index)
    for index in order:
        if _traffic(board, found[index]):
            _release(board, found[index])
            found[index] = _place(board, flow, spots, index)
    for branches in _diamonds(flow, grid):
        ways = [found[index] for index in branches]
        if any(len(way.points) > _SHORT or _traffic(board, way) >= CROSSING for way in ways):
            found |= {route.edge: route for route in _arranged(board, flow, spots, ways)}
    return tuple(found[index] for index in range(len(flow.edges)))


def _place(board: _Board, flow: Flow, spots: list[list[Spot]], index: int) -> Route:
    """Find an edge its route, and hold it."""
    route = _best(board, flow, spots, index)
    _hold(board, route, route.segments)
    return route


def _arranged(board: _Board, flow: Flow, spots: list[list[Spot]], routes: list[Route]) -> list[Route]:
    """The branches of a diamond with its corners shared out anew, where that makes their ways shorter."""
    best, least = routes, _taken_off(board, routes)
    for order in permutations(sorted(route.edge for route in routes)):
        tried = [_place(board, flow, spots, index) for index in order]
        cost = _taken_off(board, tried)
        if cost < least - 1e-9:
            best, least = tried, cost
    for route in best:
        _hold(board, route, route.segments)
    return best


def _taken_off(board: _Board, routes: list[Route]) -> float:
    """Take routes off the board again, the last first; what they cost together."""
    cost = 0.0
    for route in reversed(routes):
        _release(board, route)
        cost += _way(route.points) + _traffic(board, route)
    return cost


def joints(grid: Grid) -> Iterator[tuple[Spot, Spot]]:
    """The neighbours among the spots of each joint step, left to right: a plain line joins them."""
    by_symbol: dict[int, list[Spot]] = {}
    for spot in grid.spots:
        by_symbol.setdefault(spot.symbol, []).append(spot)
    for spots in by_symbol.values():
        ordered = sorted(spots, key=lambda spot: spot.column)
        yield from pairwise(ordered)


def _spare_ports(flow: Flow, grid: Grid) -> dict[Spot, int]:
    """How many of a diamond's foot and sides its branches leave free; below 0 they must share one."""
    spare: dict[Spot, int] = {}
    for edge in flow.edges:
        if edge.label:
            spot = grid.of(edge.source)[0]
            spare[spot] = spare.get(spot, 3) - 1
    for pair in joints(grid):
        for spot in pair:
            if spot in spare:
                spare[spot] -= 1
    return spare


def _forks(flow: Flow, grid: Grid, spare: dict[Spot, int]) -> frozenset[Spot]:
    """The symbols whose lines may begin as one and part later."""
    exits = Counter(edge.source for edge in flow.edges)
    return frozenset(spot for spot in grid.spots if exits[spot.symbol] > 1 and spot not in spare) | grid.combs


def _diamonds(flow: Flow, grid: Grid) -> list[list[int]]:
    """The branches of each diamond that has a corner for every one."""
    branches: dict[int, list[int]] = {}
    for index, edge in enumerate(flow.edges):
        if edge.label and grid.of(edge.source)[0] not in grid.combs:
            branches.setdefault(edge.source, []).append(index)
    return [indices for indices in branches.values() if len(indices) > 1]


def _priority(flow: Flow, spots: list[list[Spot]], index: int) -> tuple[int, int, int]:
    """Steps to the next tier first, then the short before the long."""
    edge = flow.edges[index]
    source, target = spots[edge.source][0], spots[edge.target][0]
    down = target.tier - source.tier
    return (0 if 0 <= down <= 1 else 1, abs(down) + abs(target.column - source.column), index)


def _best(board: _Board, flow: Flow, spots: list[list[Spot]], index: int) -> Route:
    """The cheapest route."""
    edge = flow.edges[index]
    sources = spots[edge.source][:1] if edge.label else spots[edge.source]
    best: Route | None = None
    least = float("inf")
    for source in sources:
        for target in spots[edge.target]:
            direct = _way((source.point, target.point))
            for points in _shapes(board, source, target):
                if BEND * (len(points) - 2) + direct >= least:
                    break
                cost = _way(points)
                if cost >= least:
                    continue
                route = Route(index, source, target, points)
                if _allowed(board, route):
                    cost += _traffic(board, route, least - cost)
                    if cost < least:
                        best, least = route, cost
    assert best is not None, "the shape through the gutters always exists"
    return best


def _way(points: Sequence[Point]) -> float:
    """What a way's bends and length cost."""
    cost = BEND * (len(points) - 2)
    for (ya, xa), (yb, xb) in pairwise(points):
        cost += abs(yb - ya) * (TIER / 3) + abs(xb - xa) * (COLUMN / 3)
    return cost


def _shapes(board: _Board, source: Spot, target: Spot) -> Iterator[tuple[Point, ...]]:
    """Every shape worth trying, as points, in the order of their bends."""
    (y1, x1), (y2, x2) = source.point, target.point
    foot, head = board.grid.foot(source), y2 - 1
    tracks = _verticals(board, x1, x2)
    if source != target and (y1 == y2 or (x1 == x2 and y2 > y1)):
        yield (y1, x1), (y2, x2)
    if y2 > y1 and x1 != x2:
        yield (y1, x1), (y1, x2), (y2, x2)
        yield (y1, x1), (y2, x1), (y2, x2)
        yield (y1, x1), (foot, x1), (foot, x2), (y2, x2)
        yield (y1, x1), (head, x1), (head, x2), (y2, x2)
    if y1 != y2:
        for x in tracks:
            if x not in (x1, x2):
                yield (y1, x1), (y1, x), (y2, x), (y2, x2)
    for x in tracks:
        if x != x1:
            yield (y1, x1), (y1, x), (head, x), (head, x2), (y2, x2)
        if x != x2:
            yield (y1, x1), (foot, x1), (foot, x), (y2, x), (y2, x2)
    for x in tracks:
        if x % 3 != 1:
            yield (y1, x1), (foot, x1), (foot, x), (head, x), (head, x2), (y2, x2)
    for xa in (x1 - 1, x1 + 1):
        for xb in (x2 - 1, x2 + 1):
            for y in sorted({y1 - 1, foot, head, y2 + 1}):
                yield (y1, x1), (y1, xa), (y, xa), (y, xb), (y2, xb), (y2, x2)


def _verticals(board: _Board, x1: int, x2: int) -> range:
    """The x tracks that a detour may use: those between the two columns and one column beyond."""
    low, high = min(x1, x2), max(x1, x2)
    return range(max(0, low - 4), min(3 * board.grid.columns, high + 5))


def _allowed(board: _Board, route: Route) -> bool:
    """Whether every stretch on a middle is free, or shared with one that goes the same way."""
    last = len(route.points) - 2
    if route.source in board.grid.combs and not _leaves_by_stem(board.grid, route):
        return False
    for place, (start, end) in enumerate(pairwise(route.points)):
        if start == end:
            return False
        flat = start[0] == end[0]
        track = start[0] if flat else start[1]
        if track % 3 != 1:
            continue
        mask = _mask(start, end, place == 0, place == last)
        if mask & _strange(board, route, flat, track, place, last):
            return False
        for other_mask, other, other_place in (board.across if flat else board.along).get(track, ()):
            if mask & other_mask and not (other and _together(board, route, place, other, other_place)):
                return False
    return _leaves_ports(board, route)


def _leaves_by_stem(grid: Grid, route: Route) -> bool:
    """Whether a branch goes straight down, or turns in the tier under its diamond, where labels find room."""
    (y, x), (to_y, to_x) = route.points[:2]
    return x == to_x and to_y > y and (to_y == grid.foot(route.source) or len(route.points) == 2)


def _leaves_ports(board: _Board, route: Route) -> bool:
    """Whether entering at a side leaves the target's own branches enough corners."""
    spare = board.spare.get(route.target)
    (y, x), (last_y, last_x) = route.points[-2:]
    if spare is None or y != last_y or route.target in board.grid.combs:
        return True
    sides = {x > last_x}
    for _, other, place in board.across.get(y, ()):
        if other and other.target == route.target and place == len(other.points) - 2:
            sides.add(other.points[-2][1] > last_x)
    return len(sides) <= spare


def _strange(board: _Board, route: Route, flat: bool, track: int, place: int, last: int) -> int:
    """The tracks of this middle that belong to symbols which this stretch doesn't touch."""
    owned = (board.owned_y if flat else board.owned_x).get(track, 0)
    if place == 0:
        owned &= ~(7 << (route.points[0][1 if flat else 0] - 1))
    if place == last:
        owned &= ~(7 << (route.points[-1][1 if flat else 0] - 1))
    return owned


def _mask(start: Point, end: Point, first: bool, last: bool) -> int:
    """The tracks over which a stretch leads; the middle of its own symbol is not counted."""
    axis = 1 if start[0] == end[0] else 0
    a, b = start[axis], end[axis]
    step = 1 if b > a else -1
    if first:
        a += step
    if last:
        b -= step
    low, high = (a, b) if a < b else (b, a)
    return (1 << high + 1) - (1 << low) if (b - a) * step >= 0 else 0


def _together(board: _Board, route: Route, place: int, other: Route, other_place: int) -> bool:
    """Whether two stretches may share: the same way on to one target, or one trunk out of a source."""
    if route.target == other.target and route.points[place + 1 :] == other.points[other_place + 1 :]:
        return not (
            _muddled(board, route, place, other, other_place)
            or _muddled(board, other, other_place, route, place)
        )
    forked = route.source == other.source and route.source in board.forks
    return place == other_place == 0 and forked and route.heading == other.heading


def _muddled(board: _Board, route: Route, place: int, other: Route, other_place: int) -> bool:
    """Whether a line would pass the corner at which another leaves the trunk of a fork to join it.

    No reader could tell that from a crossing. In gutters the lanes keep the two apart.
    """
    return (
        place == 1
        and route.source in board.forks
        and route.source != other.source
        and covers(other.segments[other_place], route.points[1])
    )


def covers(segment: tuple[Point, Point], point: Point) -> bool:
    """Whether a straight stretch leads over a point, or begins or ends there."""
    (ya, xa), (yb, xb) = segment
    return min(ya, yb) <= point[0] <= max(ya, yb) and min(xa, xb) <= point[1] <= max(xa, xb)


def _traffic(board: _Board, route: Route, most: float = float("inf")) -> float:
    """What crossings and crowded gutters cost; counted no further than it matters."""
    cost = 0.0
    for (ya, xa), (yb, xb) in pairwise(route.points):
        flat = ya == yb
        low, high, track = (min(xa, xb), max(xa, xb), ya) if flat else (min(ya, yb), max(ya, yb), xa)
        lines, others = (board.along, board.across) if flat else (board.across, board.along)
        for position in range(low + 1, high):
            for mask, other, place in lines.get(position, ()):
                if mask >> track & 1 and not (
                    other and _meets(route, other, place, (track, position) if flat else (position, track))
                ):
                    cost += CROSSING
                    if cost >= most:
                        return cost
        if track % 3 != 1:
            cost += LANE * _beside(others.get(track, ()), route, low, high)
    return cost


def _meets(route: Route, other: Route, place: int, at: Point) -> bool:
    """Whether a line to or from the same symbol turns where this one passes: that is no crossing."""
    related = other.target == route.target or other.source == route.source
    return related and at in other.points[place : place + 2]


def _beside(lines: Sequence[_Held], route: Route, low: int, high: int) -> int:
    """How many lines of a gutter run beside a stretch of a route, bound for somewhere else."""
    mask = (1 << high + 1) - (1 << low)
    return sum(1 for held, other, _ in lines if held & mask and not (other and other.target == route.target))


def _hold(board: _Board, route: Route | None, segments: list[tuple[Point, Point]]) -> None:
    last = len(segments) - 1
    for place, (start, end) in enumerate(segments):
        lines, track = (board.across, start[0]) if start[0] == end[0] else (board.along, start[1])
        mask = _mask(start, end, place == 0, place == last)
        lines.setdefault(track, []).append((mask, route, place))


def _release(board: _Board, route: Route) -> None:
    for start, end in route.segments:
        lines, track = (board.across, start[0]) if start[0] == end[0] else (board.along, start[1])
        lines[track] = [held for held in lines[track] if held[1] is not route]
