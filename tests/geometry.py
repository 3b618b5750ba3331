"""Where everything of a drawing lies in px, each row at its least height, and what touches what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, combinations

from sopgen.drawing import (
    CONNECTOR_HEIGHT,
    CONNECTOR_WIDTH,
    HEAD,
    LABEL_SIZE,
    LEVEL,
    Drawing,
    Label,
    Stroke,
)
from sopgen.flow import Edge
from sopgen.matrix import Spot

LINE = 1.3
"""Weight of a line, px."""

TIP = 2.6
"""Half the breadth of an arrow head, px."""

MERGE, MERGE_TIP = 5.0, 2.2
"""Length and half the breadth of the small head of a line that joins another, px."""

RULE = 1.0
"""Width of the table's rules, px: what a cell paints leaves it out, at its right and at its foot."""

CONNECTOR_AIR = 2.0
"""Distance of the first level of connectors from the page's edge, px."""


APART = 4.0
"""Least distance between lines that run side by side and have nothing to do with each other, px."""

Box = tuple[float, float, float, float]
"""Left, top, right and bottom, px."""


@dataclass(frozen=True)
class Thing:
    """What is painted: its kind, its rectangle, the edges it belongs to, its cell, its symbol."""

    what: str
    box: Box
    edges: frozenset[int]
    cell: tuple[int, int]
    spot: Spot | None = None


def touching(drawing: Drawing, breaks: Collection[int] = ()) -> list[str]:
    """What touches that should not, or leaves its cell; one line each."""
    cells: dict[tuple[int, int], list[Thing]] = defaultdict(list)
    for thing in things(drawing, breaks):
        cells[thing.cell].append(thing)
    found = [f"{thing} leaves its cell" for cell in cells.values() for thing in _spilt(drawing, cell)]
    for cell in cells.values():
        for a, b in combinations(sorted(cell, key=lambda thing: thing.what), 2):
            air = APART if a.what == b.what == "line" else 0.0
            if not _may_meet(drawing, a, b) and _meet(a.box, b.box, air):
                found.append(f"{a} touches {b}")
    return found


def things(drawing: Drawing, breaks: Collection[int] = ()) -> list[Thing]:
    """Everything that the cells paint."""
    return [*_parts(drawing), *_connectors(drawing, breaks)]


def _spilt(drawing: Drawing, cell: list[Thing]) -> Iterator[Thing]:
    tier, column = cell[0].cell
    left = sum(room.width for room in drawing.columns[:column])
    top = sum(drawing.heights[:tier])
    right, bottom = left + drawing.columns[column].width - RULE, top + drawing.heights[tier]
    for thing in cell:
        a, b, c, d = thing.box
        if thing.what != "line" and (
            a < left - 0.01 or b < top - 0.01 or c > right + 0.01 or d > bottom + 0.01
        ):
            yield thing


def _may_meet(drawing: Drawing, a: Thing, b: Thing) -> bool:
    """Whether two things of one cell, in the order of their kinds, may touch."""
    edges = drawing.matrix.flow.edges
    kinds = a.what, b.what
    if kinds == ("line", "line"):
        return _cross(a.box, b.box) or _related(edges, a.edges, b.edges)
    if kinds == ("line", "symbol"):
        return True
    if kinds in (("head", "line"), ("connector", "line")):
        return bool(b.edges) and b.edges <= a.edges
    if kinds == ("head", "symbol"):
        return a.spot == b.spot
    if kinds in (("line", "merge"), ("merge", "merge")):
        return _related(edges, a.edges, b.edges)
    return False


def _related(edges: Sequence[Edge], a: Collection[int], b: Collection[int]) -> bool:
    return all(
        i == j
        or (min(i, j) >= 0 and (edges[i].source == edges[j].source or edges[i].target == edges[j].target))
        for i in a
        for j in b
    )


def _cross(a: Box, b: Box) -> bool:
    """Whether one line is flat and the other upright."""
    return (a[2] - a[0] > a[3] - a[1]) != (b[2] - b[0] > b[3] - b[1])


def _meet(a: Box, b: Box, air: float) -> bool:
    return a[0] < b[2] + air and b[0] < a[2] + air and a[1] < b[3] + air and b[1] < a[3] + air


def _parts(drawing: Drawing) -> Iterator[Thing]:
    lefts = [0.0, *accumulate(column.width for column in drawing.columns)]
    tops = [0.0, *accumulate(drawing.heights)]
    half, tall = drawing.symbol_width / 2, drawing.symbol_height / 2
    for at, cell in drawing.cells.items():
        tier, column = at
        room, height = drawing.columns[column], drawing.heights[tier]
        left, top = lefts[column], tops[tier]
        painted = room.width - RULE
        for s in cell.strokes:
            (x1, x2), (y1, y2) = sorted((s.x1, s.x2)), sorted((s.y1, s.y2))
            box = left + x1 * painted, top + y1 * height, left + x2 * painted, top + y2 * height
            if cell.spot:
                middle = left + room.left / room.width * painted, top + 0.5 * height
                box = _outside(box, *middle, half, tall)
            yield Thing("line", _fat(*box), frozenset(s.edges), at)
        if cell.spot:
            x, y = left + room.left / room.width * painted, top + 0.5 * height
            box = x - half, y - tall, x + half, y + tall
            yield Thing("symbol", box, frozenset(), at, cell.spot)
            for side in sorted(cell.heads):
                yield Thing("head", _head(side, x, y, half, tall), _into(drawing, cell.spot), at, cell.spot)
        for label in cell.labels:
            yield Thing("label", _lettering(label, left, top, painted, height), frozenset(), at)
        for y, x, side in sorted(cell.merges):
            place = left + x * painted, top + y * height
            edges = frozenset(e for s in cell.strokes if _holds(s, y, x) for e in s.edges)
            yield Thing("merge", _tip(side, *place), edges, at)


def _connectors(drawing: Drawing, breaks: Collection[int]) -> Iterator[Thing]:
    lefts = [0.0, *accumulate(column.width for column in drawing.columns)]
    tops = [0.0, *accumulate(drawing.heights)]
    tiers = drawing.matrix.grid.tiers
    for tier in range(len(tiers) - 1):
        if tiers[tier] not in breaks or tiers[tier] == tiers[tier + 1]:
            continue
        for p in drawing.passages[tier]:
            x = lefts[p.column] + p.x * (drawing.columns[p.column].width - RULE)
            near = p.level * LEVEL + CONNECTOR_AIR
            foot, head = tops[tier + 1] - near, tops[tier + 1] + near
            half = CONNECTOR_WIDTH / 2
            leaves, enters = (HEAD, 0.0) if p.down else (0.0, HEAD)
            box = x - half, foot - CONNECTOR_HEIGHT - leaves, x + half, foot
            yield Thing("connector", box, p.edges, (tier, p.column))
            box = x - half, head, x + half, head + CONNECTOR_HEIGHT + enters
            yield Thing("connector", box, p.edges, (tier + 1, p.column))


def _outside(line: Box, x: float, y: float, half: float, tall: float) -> Box:
    """A line that begins or ends in a symbol's middle as it is seen: from its outline on."""
    left, top, right, bottom = line
    if abs(top - y) + abs(bottom - y) < 0.01:
        left, right = (
            x + half if abs(left - x) < 0.01 else left,
            x - half if abs(right - x) < 0.01 else right,
        )
    elif abs(left - x) + abs(right - x) < 0.01:
        top, bottom = (
            y + tall if abs(top - y) < 0.01 else top,
            y - tall if abs(bottom - y) < 0.01 else bottom,
        )
    return left, top, right, bottom


def _fat(left: float, top: float, right: float, bottom: float) -> Box:
    return left - LINE / 2, top - LINE / 2, right + LINE / 2, bottom + LINE / 2


def _head(side: str, x: float, y: float, half: float, tall: float) -> Box:
    return {
        "T": (x - TIP, y - tall - HEAD, x + TIP, y - tall),
        "L": (x - half - HEAD, y - TIP, x - half, y + TIP),
        "R": (x + half, y - TIP, x + half + HEAD, y + TIP),
    }[side]


def _tip(side: str, x: float, y: float) -> Box:
    return {
        "T": (x - MERGE_TIP, y - MERGE, x + MERGE_TIP, y),
        "B": (x - MERGE_TIP, y, x + MERGE_TIP, y + MERGE),
        "L": (x - MERGE, y - MERGE_TIP, x, y + MERGE_TIP),
        "R": (x, y - MERGE_TIP, x + MERGE, y + MERGE_TIP),
    }[side]


def _lettering(label: Label, left: float, top: float, wide: float, high: float) -> Box:
    x, y = left + label.x * wide + label.dx, top + label.y * high + label.dy
    start = x if label.dx > 0 else x - label.width
    return start, y - 0.72 * LABEL_SIZE, start + label.width, y + (len(label.lines) - 1) * LABEL_SIZE


def _into(drawing: Drawing, spot: Spot) -> frozenset[int]:
    return frozenset(i for i, edge in enumerate(drawing.matrix.flow.edges) if edge.target == spot.symbol)


def _holds(s: Stroke, y: float, x: float) -> bool:
    return (
        min(s.y1, s.y2) - 1e-6 <= y <= max(s.y1, s.y2) + 1e-6
        and min(s.x1, s.x2) - 1e-6 <= x <= max(s.x1, s.x2) + 1e-6
    )
