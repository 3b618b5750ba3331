"""The measures of one drawing: widths, heights, and where each track and lane lies in its cell."""

from __future__ import annotations

from collections.abc import Iterator

from sopgen.drawing.parts import (
    CONNECTOR_WIDTH,
    EDGE,
    HEAD,
    LABEL_LIMIT,
    LABEL_SIZE,
    LANE,
    LANE_EDGE,
    LEVEL,
    PITCH,
    RULE_AIR,
    Column,
    Label,
    Passage,
)
from sopgen.lettering import width, wrapped
from sopgen.matrix import Matrix, Point, Route, Spot


class Plan:
    """All measures of one drawing, each from those above it."""

    def __init__(
        self, matrix: Matrix, width: float, lane: float, least: tuple[float, ...], breaks: frozenset[int]
    ) -> None:
        self.matrix, self.width, self.height = matrix, width, float(round(width * 0.62))
        self.lane, self.least = max(lane, LANE), least
        self.combs = frozenset(r.edge for r in matrix.routes if r.source in matrix.grid.combs)
        self.sides: dict[Spot, set[str]] = {}
        for route in matrix.routes:
            self.sides.setdefault(route.source, set()).add(side_of(*route.points[:2]))
        self.columns = tuple(map(self._column, range(matrix.grid.columns)))
        self.crossing = self._crossing()
        self.zones = [
            self._levels(passing) * LEVEL if row in breaks else 0.0
            for passing, row in zip(self.crossing, matrix.grid.tiers, strict=True)
        ]
        self.heights = tuple(map(self._tier_height, range(len(matrix.grid.tiers))))
        self.labels = {r.edge: self._label(r) for r in matrix.routes if matrix.flow.edges[r.edge].label}

    def lanes(self, flat: bool, track: int) -> int:
        """How many lanes a gutter has."""
        return self.matrix.lanes.count.get((flat, track), 0)

    def _lines(self, route: Route) -> tuple[str, ...]:
        return wrapped(self.matrix.flow.edges[route.edge].label, LABEL_SIZE, LABEL_LIMIT)

    def _column(self, column: int) -> Column:
        need = {"L": self.width / 2 + EDGE + 3, "R": self.width / 2 + EDGE + 3}
        for route in self.matrix.routes:
            side = side_of(route.points[-1], route.points[-2])
            if route.target.column == column and side in need:
                need[side] = max(need[side], self.width / 2 + HEAD + EDGE)
            if route.source.column == column and (lines := self._lines(route)):
                side, start = self._label_side(route)
                need[side] = max(need[side], start + max(width(line, LABEL_SIZE) for line in lines) + EDGE)
        left, right = (need[side] + self._gutter(3 * column + zone) for side, zone in (("L", 0), ("R", 2)))
        more = max(0.0, self.least[column] - left - right) / 2
        return Column(left + more, right + more)

    def _gutter(self, track: int) -> float:
        """The width of an upright gutter, px."""
        lanes = self.lanes(False, track)
        return LANE_EDGE + (lanes - 1) * self.lane if lanes else 0.0

    def _label_side(self, route: Route) -> tuple[str, float]:
        """The side on which a branch's label stands, and its distance from the column's middle, px."""
        side = side_of(route.points[0], route.points[1])
        if side in "LR":
            return side, self.width / 2 + EDGE
        if route.edge in self.combs and len(route.points) > 2:
            return ("L" if route.points[2][1] < route.points[1][1] else "R"), EDGE + 0.5
        return ("L" if self.sides[route.source] == {"L", "B"} else "R"), EDGE + 0.5

    def _crossing(self) -> list[list[tuple[float, int, float, frozenset[int], bool]]]:
        """What passes the foot of each tier: place in px, column, fraction, edges, and if downwards."""
        starts = [0.0]
        for room in self.columns:
            starts.append(starts[-1] + room.width)
        tiers = self.matrix.grid.tiers
        found: list[dict[tuple[int, float], tuple[set[int], bool]]] = [{} for _ in tiers]
        for route in self.matrix.routes:
            for place, (start, end) in enumerate(route.segments):
                if start[1] != end[1]:
                    continue
                column, x = self.x(start[1], self.matrix.lanes.of.get((route.edge, place), 0))
                low, high = sorted((start[0] // 3, end[0] // 3))
                for tier in range(low, high):
                    if tiers[tier] != tiers[tier + 1]:
                        found[tier].setdefault((column, x), (set(), end[0] > start[0]))[0].add(route.edge)
        return [
            sorted(
                (starts[column] + x * self.columns[column].width, column, x, frozenset(edges), down)
                for (column, x), (edges, down) in passing.items()
            )
            for passing in found
        ]

    def _levels(self, passing: list[tuple[float, int, float, frozenset[int], bool]]) -> int:
        return max((level for _, level in _staggered([p[0] for p in passing])), default=-1) + 1

    def passing(self, tier: int) -> Iterator[Passage]:
        """The passages at the foot of a tier, each on the level where its connector has room."""
        passing = self.crossing[tier]
        for index, level in _staggered([p[0] for p in passing]):
            _, column, x, edges, down = passing[index]
            yield Passage(column, x, edges, down, level)

    def _tier_height(self, tier: int) -> float:
        above, below = self._above(tier), self._below(tier)
        if not any(spot.tier == tier for spot in self.matrix.grid.spots):
            return above + PITCH + below
        head = foot = self.height / 2 + EDGE
        for route in self.matrix.routes:
            if route.target.tier == tier and side_of(route.points[-1], route.points[-2]) == "T":
                head = max(head, self.height / 2 + HEAD + 3)
            if route.source.tier == tier and (lines := self._lines(route)) and route.edge not in self.combs:
                if side_of(route.points[0], route.points[1]) == "B":
                    foot = max(foot, self.height / 2 + LABEL_SIZE * len(lines) + 4)
                else:
                    head = max(head, LABEL_SIZE * len(lines) + (10 if self.lanes(True, 3 * tier) else 6))
        return 2 * max(above + head, below + foot)

    def _above(self, tier: int) -> float:
        """Room at the head of a tier for connectors and lanes, px."""
        slots = self._slots(tier)
        zone = self.zones[tier - 1] if tier else 0.0
        return zone + (slots * self._pitch(tier) + RULE_AIR if slots else 0.0)

    def _below(self, tier: int) -> float:
        """Room at the foot of a tier for lanes and connectors, px."""
        lanes = self.lanes(True, 3 * tier + 2)
        return self.zones[tier] + (lanes * PITCH + RULE_AIR if lanes else 0.0)

    def _comb_routes(self, tier: int) -> list[Route]:
        """The branches that part in this tier."""
        grid = self.matrix.grid
        return [r for r in self.matrix.routes if r.edge in self.combs and grid.foot(r.source) == 3 * tier]

    def _slots(self, tier: int) -> int:
        """Lanes above the symbols of a tier, and one place more where a comb's own stem needs a label."""
        stem = any(len(route.points) == 2 for route in self._comb_routes(tier))
        return self.lanes(True, 3 * tier) + stem

    def _pitch(self, tier: int) -> float:
        """Distance of the lanes above the symbols: the labels of a comb stand between them."""
        lines = max((len(self._lines(route)) for route in self._comb_routes(tier)), default=0)
        return max(PITCH, lines * LABEL_SIZE + 4 if lines else 0)

    def x(self, track: int, lane: int) -> tuple[int, float]:
        """Column and fraction of an x track's lane."""
        column, zone = divmod(track, 3)
        room = self.columns[column]
        if zone == 1:
            return column, room.left / room.width
        if zone == 0:
            return column, (LANE_EDGE + lane * self.lane) / room.width
        lanes = self.lanes(False, track)
        return column, 1 - (LANE_EDGE + (lanes - lane - 1) * self.lane) / room.width

    def y(self, track: int, lane: int) -> tuple[int, float]:
        """Tier and fraction of a y track's lane."""
        tier, zone = divmod(track, 3)
        height = self.heights[tier]
        if zone == 0:
            seat = 0.9 if self._comb_routes(tier) else 0.5
            zone_above = self.zones[tier - 1] if tier else 0.0
            return tier, (zone_above + RULE_AIR + (lane + seat) * self._pitch(tier)) / height
        if zone == 2:
            lanes = self.lanes(True, track)
            return tier, 1 - (self.zones[tier] + RULE_AIR + (lanes - lane - 0.5) * PITCH) / height
        if any(spot.tier == tier for spot in self.matrix.grid.spots):
            return tier, 0.5
        return tier, (self._above(tier) + PITCH / 2) / height

    def _label(self, route: Route) -> Label:
        lines = self._lines(route)
        side, start = self._label_side(route)
        dx = -start if side == "L" else start
        _, x = self.x(route.points[0][1], 0)
        above = -EDGE + 0.5 - (len(lines) - 1) * LABEL_SIZE
        if route.edge in self.combs:
            foot = self.matrix.grid.foot(route.source)
            stem = len(route.points) == 2
            lane = self.lanes(True, foot) if stem else self.matrix.lanes.of[route.edge, 1]
            return Label(route.edge, self.y(foot, lane)[1], x, above, dx, lines)
        if side_of(route.points[0], route.points[1]) == "B":
            return Label(route.edge, 0.5, x, self.height / 2 + LABEL_SIZE, dx, lines)
        return Label(route.edge, 0.5, x, above, dx, lines)


def side_of(middle: Point, port: Point) -> str:
    """Which side of a symbol the neighbouring point lies on: T, B, L or R."""
    if middle[0] == port[0]:
        return "L" if port[1] < middle[1] else "R"
    return "T" if port[0] < middle[0] else "B"


def _staggered(places: list[float]) -> Iterator[tuple[int, int]]:
    """The least level for each place (px, ascending) so that connectors of one level don't touch."""
    ends: list[float] = []
    for index, place in enumerate(places):
        level = next((n for n, end in enumerate(ends) if place - end > CONNECTOR_WIDTH), len(ends))
        ends[level : level + 1] = [place]
        yield index, level
