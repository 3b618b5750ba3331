"""Where everything in a chart stands. Lengths are in pt, y grows downwards from the upper edge of the lanes.

The ways of the arrows come from `matrix`, so that a chart and the table of the same SOP tell one story;
the measures are the chart's own, because its symbols carry text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sopgen.chart.lines import SPACING, in_box, in_capsule, in_diamond
from sopgen.lettering import width, wrapped
from sopgen.matrix import Matrix, Point, Route, Spot
from sopgen.model import Kelompok, Simbol, Sop

SIZE = 9.0
"""Font size inside symbols."""

HEAD_SIZE = 9.5
"""Font size of the executors' names."""

LABEL_SIZE = 8.5
"""Font size of branch labels."""

LABEL_LIMIT = 52.0
"""Width above which a branch label takes another line."""

ARROW = 6.0
"""Length of an arrow head."""

PITCH = 8.0
"""Distance of neighbouring lines that run side by side."""

DIAMOND = 1.2
"""How much wider than a box a diamond is: only its middle has room for text."""

AIR = 5.0
"""Least distance between a symbol or line and what stands above, below or beside it."""

MARGIN = 9.0
"""Least distance between a symbol and the border of its lane."""

PADDING = 6.0
"""Air beside the text in a box."""

BOLD = 1.08
"""How much wider bold letters are."""

MOST_LINES = 8
MOST_HEIGHT = 130.0
"""Text in a box, and a diamond, that would be larger than this is cut."""

XY = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Shape:
    """A symbol in one executor's lane: its middle, its size, its text."""

    spot: Spot
    kind: Simbol
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """An arrow (or, for an edge of -1, a joint's plain line) by its corners."""

    edge: int
    source: Spot
    target: Spot
    corners: tuple[XY, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """A branch label by its middle."""

    edge: int
    x: float
    y: float
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """A cell of the head: the columns from `first` to before `end`, its upper edge and height."""

    first: int
    end: int
    top: float
    height: float
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole chart. `edges` are the x of the lanes' borders, `height` that of the lanes below the head."""

    edges: tuple[float, ...]
    height: float
    heads: tuple[Head, ...]
    shapes: tuple[Shape, ...]
    lines: tuple[Line, ...]
    labels: tuple[Label, ...]


def plan(sop: Sop, matrix: Matrix) -> Plan:
    """Measure a chart."""
    return _Measures(sop, matrix).plan()


def symbol_width(executors: int) -> float:
    """The width of a box: the more lanes, the narrower."""
    return 132.0 if executors <= 5 else 116.0 if executors <= 8 else 104.0


def _side(end: Point, next_: Point) -> str:
    """Which side of a symbol the neighbouring point lies on: T, B, L or R."""
    if end[0] == next_[0]:
        return "L" if next_[1] < end[1] else "R"
    return "T" if next_[0] < end[0] else "B"


class _Measures:
    """All measures, each from those above it."""

    def __init__(self, sop: Sop, matrix: Matrix) -> None:
        self.sop, self.matrix = sop, matrix
        self.width = symbol_width(matrix.grid.columns)
        self.texts = {spot: self._text(spot) for spot in matrix.grid.spots}
        self.combs = _combs(matrix)
        self.teeth = _teeth(matrix, self.combs)
        self.rooms = [self._room(column) for column in range(matrix.grid.columns)]
        self.edges = _sums([left + right for left, right in self.rooms])
        self.halves = [self._half(tier) for tier in range(len(matrix.grid.tiers))]
        self.tops = _sums([above + below for above, below in self.halves])

    def plan(self) -> Plan:
        """Put it all together."""
        shapes = tuple(
            Shape(spot, self.kind(spot), *self.middle(spot), 2 * self.half(spot), height, lines)
            for spot, (lines, height) in self.texts.items()
        )
        arrows = tuple(Line(r.edge, r.source, r.target, self._corners(r)) for r in self.matrix.routes)
        joints = tuple(
            Line(-1, first, second, ((x1 + self.half(first), y), (x2 - self.half(second), y)))
            for first, second in self.matrix.joints
            for (x1, y), (x2, _) in [(self.middle(first), self.middle(second))]
        )
        labels = tuple(self._label(r) for r in self.matrix.routes if self._lines(r))
        heads = tuple(self._heads())
        return Plan(tuple(self.edges), self.tops[-1] + 2 * AIR, heads, shapes, joints + arrows, labels)

    def kind(self, spot: Spot) -> Simbol:
        return self.matrix.flow.symbols[spot.symbol].kind

    def half(self, spot: Spot) -> float:
        """Half the width of a symbol."""
        return self.width / 2 * (DIAMOND if self.kind(spot) is Simbol.KEPUTUSAN else 1.0)

    def middle(self, spot: Spot) -> XY:
        y, x = spot.point
        return self._x(x, 0), self._y(y, 0)

    def _lanes(self, flat: bool, track: int) -> int:
        return self.matrix.lanes.count.get((flat, track), 0)

    def _text(self, spot: Spot) -> tuple[tuple[str, ...], float]:
        text = step(self.sop, self.matrix, spot.symbol)
        if self.kind(spot) is Simbol.KEPUTUSAN:
            return in_diamond(text, SIZE, 2 * self.half(spot), MOST_HEIGHT)
        if self.kind(spot) is not Simbol.PROSES:
            return in_capsule(text, SIZE, self.width, self.width * 0.8)
        lines = in_box(text, SIZE, self.width - 2 * PADDING, MOST_LINES)
        return lines, max(28.0, len(lines) * SIZE * SPACING + 9)

    def _lines(self, route: Route) -> tuple[str, ...]:
        return wrapped(self.matrix.flow.edges[route.edge].label, LABEL_SIZE, LABEL_LIMIT)

    def _label_width(self, route: Route) -> float:
        return max((width(line, LABEL_SIZE) for line in self._lines(route)), default=0.0)

    def _room(self, column: int) -> XY:
        """Room left and right of a column's middle."""
        widest = max((self.half(spot) for spot in self.texts if spot.column == column), default=0.0)
        need = dict.fromkeys("LR", max(self.width / 2, widest) + MARGIN)
        for route in self.matrix.routes:
            entry = _side(route.points[-1], route.points[-2])
            if route.target.column == column and entry in need:
                need[entry] = max(need[entry], self.half(route.target) + ARROW + AIR)
            if route.source.column == column and self._lines(route):
                side, start = self._label_start(route)
                need[side] = max(need[side], start + self._label_width(route) + AIR)
        left, right = self._lanes(False, 3 * column), self._lanes(False, 3 * column + 2)
        return need["L"] + left * PITCH, need["R"] + right * PITCH

    def _label_start(self, route: Route) -> tuple[str, float]:
        """The side on which a branch's label stands, and its distance from the column's middle."""
        side = _side(route.points[0], route.points[1])
        if side in "LR":
            return side, self.half(route.source) + 2
        if route.edge in self.combs and len(route.points) > 2:
            return ("L" if route.points[2][1] < route.points[1][1] else "R"), 4.0
        return "R", 4.0

    def _half(self, tier: int) -> XY:
        """Height of a tier above and below its middle."""
        spots = [spot for spot in self.texts if spot.tier == tier]
        symbols = max((self.texts[spot][1] for spot in spots), default=0.0) / 2
        head = foot = symbols + AIR if spots else PITCH / 2
        for route in self.matrix.routes:
            if route.target.tier == tier and _side(route.points[-1], route.points[-2]) == "T":
                head = max(head, self.texts[route.target][1] / 2 + ARROW + 2 * AIR)
            if route.source.tier == tier and route.edge not in self.combs and (lines := self._lines(route)):
                label = LABEL_SIZE * SPACING * len(lines) + AIR
                if _side(route.points[0], route.points[1]) == "B":
                    foot = max(foot, self.texts[route.source][1] / 2 + label)
                else:
                    head = max(head, label)
        return head + self._gutter(3 * tier), foot + self._gutter(3 * tier + 2)

    def _gutter(self, track: int) -> float:
        """Height of a flat gutter."""
        stem = any(len(route.points) == 2 for route in self.teeth.get(track, ()))
        return (self._lanes(True, track) + stem) * self._pitch(track)

    def _pitch(self, track: int) -> float:
        """Distance of the lines in a flat gutter: labels of a comb stand between them."""
        lines = max((len(self._lines(route)) for route in self.teeth.get(track, ())), default=0)
        return max(PITCH, lines * LABEL_SIZE * SPACING + 4 if lines else 0.0)

    def _x(self, track: int, lane: int) -> float:
        """The x of a lane on an x track."""
        column, zone = divmod(track, 3)
        if zone == 0:
            return self.edges[column] + (lane + 0.75) * PITCH
        if zone == 1:
            return self.edges[column] + self.rooms[column][0]
        return self.edges[column + 1] - (self._lanes(False, track) - lane - 0.25) * PITCH

    def _y(self, track: int, lane: int) -> float:
        """The y of a lane on a y track."""
        tier, zone = divmod(track, 3)
        if zone == 1:
            return self.tops[tier] + AIR + self.halves[tier][0]
        top = self.tops[tier] if zone == 0 else self.tops[tier + 1] - self._gutter(track)
        return top + AIR + (lane + (0.9 if track in self.teeth else 0.5)) * self._pitch(track)

    def _corners(self, route: Route) -> tuple[XY, ...]:
        points = [
            (self._x(x, _lane(self.matrix, route, n, False)), self._y(y, _lane(self.matrix, route, n, True)))
            for n, (y, x) in enumerate(route.points)
        ]
        points[0] = self._rim(route.source, points[0], _side(route.points[0], route.points[1]))
        points[-1] = self._rim(route.target, points[-1], _side(route.points[-1], route.points[-2]))
        return tuple(points)

    def _rim(self, spot: Spot, middle: XY, side: str) -> XY:
        """The point where a line through a symbol's middle meets its outline."""
        half = self.texts[spot][1] / 2 if side in "TB" else self.half(spot)
        return (
            middle[0] + {"L": -half, "R": half}.get(side, 0.0),
            middle[1] + {"T": -half, "B": half}.get(side, 0.0),
        )

    def _label(self, route: Route) -> Label:
        lines = self._lines(route)
        side, start = self._label_start(route)
        x, y = self.middle(route.source)
        x += (start + self._label_width(route) / 2) * (-1 if side == "L" else 1)
        high = len(lines) * LABEL_SIZE * SPACING
        if route.edge in self.combs:
            track = next(track for track, routes in self.teeth.items() if route in routes)
            stem = len(route.points) == 2
            lane = self._lanes(True, track) if stem else self.matrix.lanes.of[route.edge, 1]
            y = self._y(track, lane) - high / 2 - 1
        elif _side(route.points[0], route.points[1]) == "B":
            y += self.texts[route.source][1] / 2 + high / 2 + 1
        else:
            y -= high / 2 + 1
        return Label(route.edge, x, y, lines)

    def _heads(self) -> Iterator[Head]:
        """The head's cells; `top` is above 0, where the lanes begin."""
        groups, singles = self._grouped()
        names = {c: self._name(name, c, c + 1) for c, name in enumerate(self.matrix.flow.executors)}
        low = _head_height(names[c] for first, end, _ in groups for c in range(first, end))
        titles = [self._name(name, first, end) for first, end, name in groups]
        high = _head_height(titles)
        total = max(low + high, _head_height(names[c] for c in singles))
        low = total - high
        for (first, end, _), title in zip(groups, titles, strict=True):
            yield Head(first, end, -total, high, title)
            yield from (Head(c, c + 1, -low, low, names[c]) for c in range(first, end))
        yield from (Head(c, c + 1, -total, total, names[c]) for c in singles)

    def _grouped(self) -> tuple[list[tuple[int, int, str]], list[int]]:
        """The groups by their columns and names, and the columns that stand alone."""
        groups, singles, column = [], [], 0
        for value in self.sop.pelaksana.values():
            if isinstance(value, Kelompok):
                groups.append((column, column + len(value.anggota), value.kelompok))
                column += len(value.anggota)
            else:
                singles.append(column)
                column += 1
        return groups, singles

    def _name(self, text: str, first: int, end: int) -> tuple[str, ...]:
        room = self.edges[end] - self.edges[first] - 2 * PADDING
        return in_box(text, HEAD_SIZE * BOLD, room, 6)


def step(sop: Sop, matrix: Matrix, symbol: int) -> str:
    """What a symbol says: the number of its row, its place in a chain if there is one, and what is done."""
    found = matrix.flow.symbols[symbol]
    chain = [other for other in matrix.flow.symbols if other.row == found.row]
    number = f"{found.row + 1}" if len(chain) == 1 else f"{found.row + 1}.{found.link + 1}"
    kegiatan = sop.kegiatan[found.row]
    text = kegiatan.uraian or kegiatan.judul or ""
    return f"{number}. {text}"


def _head_height(cells: Iterator[tuple[str, ...]] | list[tuple[str, ...]]) -> float:
    most = max((len(lines) for lines in cells), default=0)
    return most * HEAD_SIZE * SPACING + 10 if most else 0.0


def _sums(lengths: list[float]) -> list[float]:
    """The borders between lengths laid end to end, from 0."""
    borders = [0.0]
    for length in lengths:
        borders.append(borders[-1] + length)
    return borders


def _lane(matrix: Matrix, route: Route, place: int, flat: bool) -> int:
    """The lane of a corner's y (flat) or x: that of the flat (or upright) stretch which meets it."""
    for stretch in (place - 1, place):
        if 0 <= stretch < len(route.points) - 1:
            start, end = route.points[stretch], route.points[stretch + 1]
            if (start[0] == end[0]) is flat:
                return matrix.lanes.of.get((route.edge, stretch), 0)
    return 0


def _combs(matrix: Matrix) -> frozenset[int]:
    """The branches that share one stem, because their diamond has fewer corners than branches."""
    stems: dict[tuple[Spot, str], list[int]] = {}
    for route in matrix.routes:
        if matrix.flow.edges[route.edge].label:
            stems.setdefault((route.source, _side(*route.points[:2])), []).append(route.edge)
    return frozenset(edge for edges in stems.values() if len(edges) > 1 for edge in edges)


def _teeth(matrix: Matrix, combs: frozenset[int]) -> dict[int, list[Route]]:
    """The branches of the combs, by the flat gutter in which they part from their stem."""
    tracks = {r.source: r.points[1][0] for r in matrix.routes if r.edge in combs and len(r.points) > 2}
    found: dict[int, list[Route]] = {}
    for route in matrix.routes:
        if route.edge in combs and route.source in tracks:
            found.setdefault(tracks[route.source], []).append(route)
    return found
