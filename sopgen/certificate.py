"""Proof that a drawn flow can be followed: measured on the strokes that the cells paint, not on the plan.

These counts must be nought, or the build stops: lines through a symbol, unrelated lines that share
a stretch or a corner, edges that cannot be traced from end to end, labels out of place.
Crossings and bends are only counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from sopgen.drawing import LABEL_SIZE, Cell, Drawing, Label, Stroke
from sopgen.flow import Edge

_NEAR = 1e-6

_BESIDE = 5.0
"""How far a label may stand from its branch, px."""

_Box = tuple[float, float, float, float]
"""Left, top, right and bottom, px."""

MEASURES = {
    "edges": "panah",
    "through_symbol": "garis menembus simbol",
    "shared": "garis berlainan berimpit",
    "untraceable": "alur terputus",
    "label_hits": "label salah letak",
    "crossings": "persilangan",
    "bends": "belokan",
}
"""What the counts are called, in the order in which they are told."""

GATES = ("through_symbol", "shared", "untraceable", "label_hits")
"""The counts that must be nought."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """The quality of one drawing."""

    edges: int
    through_symbol: int
    shared: int
    untraceable: int
    label_hits: int
    crossings: int
    bends: int

    @property
    def holds(self) -> bool:
        """Whether the drawing may be printed."""
        return not any(getattr(self, name) for name in GATES)


@dataclass(frozen=True, slots=True)
class _Line:
    """A stroke in the coordinates of the whole figure: tier + fraction, column + fraction."""

    y1: float
    x1: float
    y2: float
    x2: float
    edges: frozenset[int]

    @property
    def flat(self) -> bool:
        return self.y1 == self.y2

    def holds(self, y: float, x: float) -> bool:
        """Whether a place lies on the line."""
        return (
            min(self.y1, self.y2) - _NEAR <= y <= max(self.y1, self.y2) + _NEAR
            and min(self.x1, self.x2) - _NEAR <= x <= max(self.x1, self.x2) + _NEAR
        )


def certificate(drawing: Drawing) -> Certificate:
    """Measure a drawing."""
    lines = list(_lines(drawing))
    edges = drawing.matrix.flow.edges
    traces = [_trace(drawing, lines, index, edge) for index, edge in enumerate(edges)]
    cells = _by_cell(lines)
    middles = {_middle(drawing, spot.tier, spot.column) for spot in drawing.matrix.grid.spots}
    return Certificate(
        edges=len(edges),
        through_symbol=_through(drawing, cells),
        shared=sum(_shared(group, edges) + _touching(group, edges, middles) for group in cells.values()),
        untraceable=traces.count(None) + _parted(drawing, lines) + _nameless(drawing),
        label_hits=_label_hits(drawing),
        crossings=sum(_crossings(group) for group in cells.values()),
        bends=sum(bends for bends in traces if bends),
    )


def _lines(drawing: Drawing) -> Iterator[_Line]:
    for (tier, column), cell in drawing.cells.items():
        for s in cell.strokes:
            yield _Line(tier + s.y1, column + s.x1, tier + s.y2, column + s.x2, frozenset(s.edges))


def _by_cell(lines: list[_Line]) -> dict[tuple[int, int], list[_Line]]:
    cells: dict[tuple[int, int], list[_Line]] = {}
    for line in lines:
        middle = int((line.y1 + line.y2) / 2), int((line.x1 + line.x2) / 2)
        cells.setdefault(middle, []).append(line)
    return cells


def _through(drawing: Drawing, cells: dict[tuple[int, int], list[_Line]]) -> int:
    """Lines that enter a symbol's box without beginning or ending there."""
    hits = 0
    edges = drawing.matrix.flow.edges
    for spot in drawing.matrix.grid.spots:
        room, height = drawing.columns[spot.column], drawing.heights[spot.tier]
        x = spot.column + room.left / room.width
        y = spot.tier + 0.5
        dx, dy = drawing.symbol_width / 2 / room.width, drawing.symbol_height / 2 / height
        for line in cells.get((spot.tier, spot.column), ()):
            inside = _overlap(line.x1, line.x2, x - dx, x + dx) and _overlap(line.y1, line.y2, y - dy, y + dy)
            own = all(e < 0 or spot.symbol in (edges[e].source, edges[e].target) for e in line.edges)
            ends = any(
                abs(py - y) < _NEAR and abs(px - x) < _NEAR
                for py, px in ((line.y1, line.x1), (line.y2, line.x2))
            )
            hits += inside and not (own and ends)
    return hits


def _overlap(a1: float, a2: float, b1: float, b2: float) -> bool:
    return min(a1, a2) < max(b1, b2) - _NEAR and min(b1, b2) < max(a1, a2) - _NEAR


def _related(a: frozenset[int], b: frozenset[int], edges: tuple[Edge, ...]) -> bool:
    """Whether each edge of one line shares its source or its target with each edge of the other."""
    return all(
        i >= 0 and j >= 0 and (edges[i].source == edges[j].source or edges[i].target == edges[j].target)
        for i in a
        for j in b
    )


def _shared(lines: list[_Line], edges: tuple[Edge, ...]) -> int:
    """Pairs of unrelated lines in one cell that lie on each other, wholly or in part."""
    found = 0
    for index, a in enumerate(lines):
        for b in lines[index + 1 :]:
            if a.flat != b.flat or a.edges == b.edges == frozenset({-1}):
                continue
            if a.flat:
                on = abs(a.y1 - b.y1) < _NEAR and _overlap(a.x1, a.x2, b.x1, b.x2)
            else:
                on = abs(a.x1 - b.x1) < _NEAR and _overlap(a.y1, a.y2, b.y1, b.y2)
            found += on and not _related(a.edges, b.edges, edges)
    return found


def _touching(lines: list[_Line], edges: tuple[Edge, ...], middles: set[tuple[int, int]]) -> int:
    """Places in one cell, symbols apart, where a line ends or turns and not all lines there are related."""
    ends = {end for line in lines for end in ((line.y1, line.x1), (line.y2, line.x2))}
    found = 0
    for y, x in ends:
        if _key(y, x) not in middles and y % 1 and x % 1:
            there = [line.edges for line in lines if line.holds(y, x)]
            found += not all(_related(a, b, edges) for a, b in combinations(there, 2))
    return found


def _crossings(lines: list[_Line]) -> int:
    """Places in one cell where a flat and an upright line pass through each other."""
    found = set()
    for flat in (line for line in lines if line.flat):
        for upright in (line for line in lines if not line.flat):
            if not flat.edges & upright.edges and (
                min(flat.x1, flat.x2) + _NEAR < upright.x1 < max(flat.x1, flat.x2) - _NEAR
                and min(upright.y1, upright.y2) + _NEAR < flat.y1 < max(upright.y1, upright.y2) - _NEAR
            ):
                found.add((round(flat.y1, 6), round(upright.x1, 6)))
    return len(found)


def _trace(drawing: Drawing, lines: list[_Line], index: int, edge: Edge) -> int | None:
    """Follow one edge from source to target over its own strokes; its bends, or None where it breaks off."""
    own = [line for line in lines if index in line.edges]
    spots = drawing.matrix.grid.of(edge.source)
    ends = {_middle(drawing, s.tier, s.column) for s in drawing.matrix.grid.of(edge.target)}
    for spot in spots:
        at = _middle(drawing, spot.tier, spot.column)
        rest, bends, last = list(own), 0, None
        while at not in ends or rest:
            following = next((line for line in rest if _key(line.y1, line.x1) == at), None)
            if following is None:
                break
            bends += last is not None and last.flat != following.flat
            last, at = following, _key(following.y2, following.x2)
            rest.remove(following)
        if at in ends and not rest and last and _has_head(drawing, last):
            return bends
    return None


def _has_head(drawing: Drawing, line: _Line) -> bool:
    """Whether the symbol at which a line ends shows an arrow head there."""
    side = ("L" if line.x1 < line.x2 else "R") if line.flat else ("T" if line.y1 < line.y2 else "B")
    return side in drawing.cells[int(line.y2), int(line.x2)].heads


def _nameless(drawing: Drawing) -> int:
    """Branches whose label isn't painted once, as the flow has it."""
    painted: dict[int, list[str]] = {}
    for cell in drawing.cells.values():
        for label in cell.labels:
            painted.setdefault(label.edge, []).append(" ".join(label.lines))
    return sum(
        painted.get(index, []) != ([" ".join(edge.label.split())] if edge.label else [])
        for index, edge in enumerate(drawing.matrix.flow.edges)
    )


def _parted(drawing: Drawing, lines: list[_Line]) -> int:
    """Neighbours among the symbols of a joint step that no plain line joins."""
    plain = [line for line in lines if -1 in line.edges]
    following = {_key(line.y1, line.x1): _key(line.y2, line.x2) for line in plain}
    found = 0
    for first, second in drawing.matrix.joints:
        at, end = (_middle(drawing, spot.tier, spot.column) for spot in (first, second))
        for _ in range(first.column, second.column + 1):
            at = following.get(at, at)
        found += at != end
    return found


def _key(y: float, x: float) -> tuple[int, int]:
    return round(y * 1e5), round(x * 1e5)


def _middle(drawing: Drawing, tier: int, column: int) -> tuple[int, int]:
    room = drawing.columns[column]
    return _key(tier + 0.5, column + room.left / room.width)


def _label_hits(drawing: Drawing) -> int:
    """Labels that touch a line, a symbol, another label or the cell's edge, or stand away from their branch.

    Measured at the least height.
    """
    hits = 0
    for (tier, column), cell in drawing.cells.items():
        room, height = drawing.columns[column], drawing.heights[tier]
        boxes = [_lettering(label, room.width, height) for label in cell.labels]
        lines = [_stroke_box(stroke, room.width, height) for stroke in cell.strokes]
        symbol = _symbol_box(drawing, room.left, height)
        for index, (label, box) in enumerate(zip(cell.labels, boxes, strict=True)):
            hits += box[0] < 0 or box[1] < 0 or box[2] > room.width or box[3] > height
            hits += sum(_boxes_meet(box, other) for other in boxes[:index])
            hits += sum(_boxes_meet(box, line) for line in lines)
            hits += cell.spot is not None and _boxes_meet(box, symbol)
            branch = [_stroke_box(s, room.width, height) for s in _branch(drawing, label, cell)]
            hits += not any(_gap(box, line) <= _BESIDE for line in branch)
    return hits


def _branch(drawing: Drawing, label: Label, cell: Cell) -> Iterator[Stroke]:
    """What a label's edge doesn't share with other edges out of the same symbol."""
    edges = drawing.matrix.flow.edges
    mates = {i for i, e in enumerate(edges) if e.source == edges[label.edge].source} - {label.edge}
    others = [stroke for stroke in cell.strokes if mates & set(stroke.edges)]
    for stroke in cell.strokes:
        if label.edge in stroke.edges and (rest := _without(stroke, others)):
            yield rest


def _without(stroke: Stroke, others: Iterable[Stroke]) -> Stroke | None:
    """What others on the same line leave of a stroke at one of its ends."""
    flat = stroke.y1 == stroke.y2
    low, high = sorted((stroke.x1, stroke.x2) if flat else (stroke.y1, stroke.y2))
    for other in others:
        if flat and other.y1 == other.y2 == stroke.y1:
            a, b = sorted((other.x1, other.x2))
        elif not flat and other.x1 == other.x2 == stroke.x1:
            a, b = sorted((other.y1, other.y2))
        else:
            continue
        low, high = (b if a <= low < b else low), (a if a < high <= b else high)
    if low >= high:
        return None
    return replace(stroke, x1=low, x2=high) if flat else replace(stroke, y1=low, y2=high)


def _lettering(label: Label, wide: float, high: float) -> _Box:
    x, y = label.x * wide + label.dx, label.y * high + label.dy
    left = x if label.dx > 0 else x - label.width
    last = y + 0.2 + (len(label.lines) - 1) * LABEL_SIZE
    return left, y - 0.75 * LABEL_SIZE, left + label.width, last


def _symbol_box(drawing: Drawing, x: float, high: float) -> _Box:
    wide, tall = drawing.symbol_width / 2, drawing.symbol_height / 2
    return x - wide, high / 2 - tall, x + wide, high / 2 + tall


def _stroke_box(stroke: Stroke, wide: float, high: float) -> _Box:
    return (
        min(stroke.x1, stroke.x2) * wide,
        min(stroke.y1, stroke.y2) * high,
        max(stroke.x1, stroke.x2) * wide + 0.01,
        max(stroke.y1, stroke.y2) * high + 0.01,
    )


def _boxes_meet(a: _Box, b: _Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _gap(a: _Box, b: _Box) -> float:
    """How far two boxes are apart, px."""
    return max(a[0] - b[2], b[0] - a[2], 0.0) + max(a[1] - b[3], b[1] - a[3], 0.0)
