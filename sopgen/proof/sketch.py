"""Symbols, lines and arrow heads among what somebody drew by hand over a table of any origin."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sopgen.proof.facts import Box, Outline, Page, Point, Shape, Symbol, Text
from sopgen.proof.grid import Grid

_SMALLEST, _WIDEST, _HIGHEST = 6.0, 170.0, 110.0
"""The size of a symbol, pt."""

_HEAD = 16.0
"""The longest side of an arrow head, pt."""

_BARBS = 12
"""The most corners of an arrow head."""

_DARK = 0.6
"""An arrow head is at least so dark."""

_WHITE = 0.98
_SAME = 2.0
"""Two outlines that differ by less are one shape, painted as ground and as line, pt."""

_ON_RULE = 1.3
"""A line no farther from a rule lies on it, pt."""

_EDGE = 12.0
"""The label of a line so near the edge of the executors' columns may stand beyond it, pt."""

_BESIDE = 30.0
"""How far beside the executors' columns a line of the flow may run, pt."""


@dataclass(frozen=True, slots=True)
class Tip:
    """An arrow head: its tip, the middle of its back, and how long it is."""

    tip: Point
    back: Point

    @property
    def length(self) -> float:
        """From the back to the tip."""
        return math.dist(self.tip, self.back)


@dataclass(frozen=True, slots=True)
class Sketch:
    """What one page shows of the flow. `strange` counts shapes of a symbol's size that are none."""

    page: int
    symbols: tuple[Symbol, ...]
    lines: tuple[tuple[Point, ...], ...]
    tips: tuple[Tip, ...]
    texts: tuple[Text, ...]
    strange: int


def sketch(page: Page, grid: Grid) -> Sketch:
    """Read what is drawn over the executors' columns of a table."""
    field = _field(grid)
    near = Box(field.x0 - _BESIDE, field.y0 - 4.0, field.x1 + _BESIDE, field.y1 + 4.0)
    drawn = [o for o in page.outlines if near.covers(o.box) and not _is_rule(o, grid)]
    closed = [o for o in drawn if o.closed]
    tips = tuple(_distinct_tips([tip for o in drawn if (tip := _tip(o))]))
    symbols, strange = _symbols(closed, grid, field)
    symbols = [_lettered(symbol, page.words) for symbol in symbols]
    lines = tuple(_lines(drawn))
    texts = tuple(_texts(page, field, symbols, lines))
    return Sketch(page.number, tuple(symbols), lines, tips, texts, strange)


def marks(page: Page, grid: Grid) -> list[Text]:
    """Words in the executors' cells, where somebody writes instead of drawing."""
    field = _field(grid)
    return [word for word in page.words if field.holds(*word.box.centre)]


def _field(grid: Grid) -> Box:
    """The executor columns of the rows; all columns where there are none for executors."""
    columns = [column for column in grid.columns if column.kind == "executor"] or list(grid.columns)
    return Box(columns[0].x0, grid.rows[0].y0, columns[-1].x1, grid.rows[-1].y1)


# ---- rules and grounds of the table ----------------------------------------------------------------


def _is_rule(outline: Outline, grid: Grid) -> bool:
    """Whether something is part of the table: a border, or the ground of cells."""
    box = outline.box
    if outline.closed and box.width > _ON_RULE and box.height > _ON_RULE:
        return _is_ground(outline, grid)
    if len(outline.points) > 2 and not outline.closed:
        return False
    if box.width > _SAME and box.height > _SAME:
        return False
    return _on_border(box, grid)


def _on_border(box: Box, grid: Grid) -> bool:
    """Whether a straight piece lies on a border of cells and is most of a cell's side."""
    x, y = box.centre
    if box.width >= box.height:
        narrowest = min(column.x1 - column.x0 for column in grid.columns)
        return (
            _at(y, (edge for row in grid.rows for edge in (row.y0, row.y1))) and box.width > 0.6 * narrowest
        )
    lowest = min((row.y1 - row.y0 for row in grid.rows), default=0.0)
    borders = (grid.columns[0].x0, *(column.x1 for column in grid.columns))
    return _at(x, borders) and box.height > 0.6 * lowest


def _is_ground(outline: Outline, grid: Grid) -> bool:
    """Whether a closed outline covers whole cells."""
    box = outline.box
    xs = [grid.columns[0].x0, *(column.x1 for column in grid.columns)]
    ys = [*(row.y0 for row in grid.rows), *(row.y1 for row in grid.rows)]
    sides = (_at(box.x0, xs), _at(box.x1, xs), _at(box.y0, ys), _at(box.y1, ys))
    return sum(sides) >= 3 or (outline.shade > _WHITE and not outline.stroked and sum(sides) >= 2)


def _at(place: float, borders: Iterable[float]) -> bool:
    return any(abs(place - border) <= _ON_RULE for border in borders)


# ---- symbols ---------------------------------------------------------------------------------------


def _symbols(closed: Sequence[Outline], grid: Grid, field: Box) -> tuple[list[Symbol], int]:
    """The symbols in reading order, each once, and how many shapes are none of the five."""
    found: dict[Box, Shape | None] = {}
    for outline in closed:
        box = outline.box
        fits = _SMALLEST <= box.width <= _WIDEST and _SMALLEST <= box.height <= _HIGHEST
        if not fits or not field.holds(*box.centre) or _tip(outline):
            continue
        if not outline.stroked and outline.shade > _WHITE and not _outlined(box, closed):
            continue
        same = next((other for other in found if _alike(box, other)), None)
        shape = _shape(outline)
        if same is None:
            found[box] = shape
        elif found[same] is None or (shape is None and outline.stroked):
            found[same] = found[same] or shape
    symbols = [_placed(grid, box, shape) for box, shape in found.items() if shape]
    symbols = [symbol for symbol in symbols if not _holds_another(symbol, symbols)]
    return sorted(symbols), sum(shape is None for shape in found.values())


def _outlined(box: Box, closed: Iterable[Outline]) -> bool:
    return any(other.stroked and _alike(box, other.box) for other in closed)


def _holds_another(symbol: Symbol, symbols: Iterable[Symbol]) -> bool:
    """Whether a box is the frame around a symbol."""
    return any(other is not symbol and symbol.box.covers(other.box, 0.5) for other in symbols)


def _alike(a: Box, b: Box) -> bool:
    return all(abs(p - q) <= _SAME for p, q in ((a.x0, b.x0), (a.y0, b.y0), (a.x1, b.x1), (a.y1, b.y1)))


def _placed(grid: Grid, box: Box, shape: Shape) -> Symbol:
    x, _ = box.centre
    columns = [column for column in grid.columns if column.kind == "executor"]
    column = next((i for i, column in enumerate(columns) if column.x0 <= x < column.x1), None)
    return Symbol(grid.page, box, shape, None, column)


def _shape(outline: Outline) -> Shape | None:
    """Which of the symbols an outline is; None for any other shape."""
    if outline.curved:
        return _round(outline)
    box, corners = outline.box, outline.points
    slack = 0.12 * min(box.width, box.height) + 0.5
    if len(corners) == 4:
        if all(_touches(x, y, box, slack) == 2 for x, y in corners):
            return Shape.KOTAK
        if all(_touches(x, y, box, slack) == 1 and _is_middle(x, y, box) for x, y in corners):
            return Shape.BELAH_KETUPAT
        return None
    if len(corners) == 5:
        return Shape.SEGILIMA
    return _round(outline) if len(corners) > 10 else None


def _touches(x: float, y: float, box: Box, slack: float) -> int:
    """How many sides of a box a point lies on."""
    return (min(abs(x - box.x0), abs(x - box.x1)) <= slack) + (min(abs(y - box.y0), abs(y - box.y1)) <= slack)


def _is_middle(x: float, y: float, box: Box) -> bool:
    """Whether a point lies in the middle of a side."""
    cx, cy = box.centre
    return abs(x - cx) <= 0.2 * box.width or abs(y - cy) <= 0.2 * box.height


def _round(outline: Outline) -> Shape | None:
    """A rounded box has straight sides, a capsule hardly; other curves are none."""
    box, points = outline.box, outline.points
    corner = min(box.width, box.height) * 0.16
    if any(
        min(abs(x - cx) + abs(y - cy) for x, y in points) < corner * 0.5
        for cx in (box.x0, box.x1)
        for cy in (box.y0, box.y1)
    ):
        return None
    upright = sum(
        abs(b[1] - a[1])
        for a, b in zip(points, (*points[1:], points[0]), strict=True)
        if abs(a[0] - b[0]) <= 0.3 and min(abs(a[0] - box.x0), abs(a[0] - box.x1)) <= 0.6
    )
    return Shape.KOTAK if upright / 2 > 0.45 * box.height else Shape.KAPSUL


def _lettered(symbol: Symbol, words: Iterable[Text]) -> Symbol:
    if symbol.shape is not Shape.SEGILIMA:
        return symbol
    letter = " ".join(word.text for word in words if symbol.box.holds(*word.box.centre, 1.0))
    return Symbol(symbol.page, symbol.box, symbol.shape, symbol.row, symbol.column, letter)


# ---- lines and heads -------------------------------------------------------------------------------


def _tip(outline: Outline) -> Tip | None:
    """An arrow head: a small dark triangle, its barbs turned in or not, or an open angle."""
    box, points = outline.box, outline.points
    if max(box.width, box.height) > _HEAD or not 3 <= len(points) <= _BARBS:
        return None
    if outline.closed and outline.filled and outline.shade <= _DARK:
        return _pointed(points) if len(points) <= 4 else _barbed(points)
    if not outline.closed and len(points) == 3 and outline.stroked:
        a, tip, b = points
        legs = math.dist(a, tip), math.dist(b, tip)
        if abs(legs[0] - legs[1]) <= 0.25 * max(legs) and math.dist(a, b) < 1.6 * min(legs):
            return Tip(tip, _middle(a, b))
    return None


def _pointed(points: Sequence[Point]) -> Tip | None:
    """The corner farthest from the middle of all is the tip; its two neighbours are the back."""
    cx, cy = sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)
    at = max(range(len(points)), key=lambda i: math.dist(points[i], (cx, cy)))
    a, b = points[at - 1], points[(at + 1) % len(points)]
    if len(points) == 4 and abs(math.dist(points[at], a) - math.dist(points[at], b)) > 1.0:
        return None
    if len(points) == 4 and math.dist(points[at], _middle(a, b)) < 0.2 * math.dist(a, b):
        return None
    return Tip(points[at], _middle(a, b))


def _barbed(points: Sequence[Point]) -> Tip | None:
    """An open arrow head, its lines as thick as they are: widest far from the tip, and even on both sides."""
    cx, cy = sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)
    x, y = max(points, key=lambda point: math.dist(point, (cx, cy)))
    size = math.dist((x, y), (cx, cy))
    along = [((px - x) * (cx - x) + (py - y) * (cy - y)) / size for px, py in points]
    across = [((px - x) * (cy - y) - (py - y) * (cx - x)) / size for px, py in points]
    length, width = max(along), max(across) - min(across)
    widest = along[max(range(len(points)), key=lambda i: abs(across[i]))]
    if (
        abs(max(across) + min(across)) > 0.2 * width
        or not 0.4 < width / length < 2.2
        or widest < 0.6 * length
    ):
        return None
    return Tip((x, y), (x + (cx - x) / size * length, y + (cy - y) / size * length))


def _middle(a: Point, b: Point) -> Point:
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


def _distinct_tips(tips: Sequence[Tip]) -> Iterator[Tip]:
    found: list[Tip] = []
    for tip in tips:
        if not any(
            max(math.dist(tip.tip, other.tip), math.dist(tip.back, other.back)) < 0.02 for other in found
        ):
            found.append(tip)
            yield tip


def _lines(drawn: Iterable[Outline]) -> Iterator[tuple[Point, ...]]:
    """Open lines, each once; a thin filled box is a line too."""
    seen: set[tuple[Point, ...]] = set()
    for outline in drawn:
        box, points = outline.box, outline.points
        if outline.closed and min(box.width, box.height) <= 2.5 and max(box.width, box.height) > 4.0:
            cx, cy = box.centre
            flat = box.width > box.height
            points = ((box.x0, cy), (box.x1, cy)) if flat else ((cx, box.y0), (cx, box.y1))
        elif outline.closed or not outline.stroked or outline.shade > _WHITE or _tip(outline):
            continue
        if points not in seen and points[::-1] not in seen:
            seen.add(points)
            yield points


# ---- words -----------------------------------------------------------------------------------------


def _texts(
    page: Page, field: Box, symbols: Iterable[Symbol], lines: Sequence[tuple[Point, ...]]
) -> Iterator[Text]:
    """Words of the field that stand in no symbol, those side by side together; beside it, those on a line."""
    boxes = [symbol.box for symbol in symbols]
    inner = Box(field.x0 + _EDGE, field.y0, field.x1 - _EDGE, field.y1)
    outside = [box for box in _stretches(lines) if not inner.covers(box)]
    loose = sorted(
        (
            word
            for word in page.words
            if not any(box.holds(*word.box.centre) for box in boxes)
            and (field.holds(*word.box.centre) or any(_lies_on(word.box, box) for box in outside))
        ),
        key=lambda word: (round(word.box.y1), word.box.x0),
    )
    group: list[Text] = []
    for word in loose:
        if group and not _side_by_side(group[-1].box, word.box):
            yield _together(group)
            group = []
        group.append(word)
    if group:
        yield _together(group)


def _stretches(lines: Sequence[tuple[Point, ...]]) -> list[Box]:
    """The straight stretches of lines."""
    return [
        Box(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))
        for line in lines
        for a, b in pairwise(line)
    ]


def _lies_on(word: Box, stretch: Box) -> bool:
    """Whether a word stands on a line, or close to it."""
    return word.gap(stretch) <= 4.0


def _side_by_side(a: Box, b: Box) -> bool:
    return abs(a.y1 - b.y1) < 0.4 * a.height and -1.0 < b.x0 - a.x1 < 0.7 * a.height


def _together(group: Sequence[Text]) -> Text:
    box = Box(
        min(word.box.x0 for word in group),
        min(word.box.y0 for word in group),
        max(word.box.x1 for word in group),
        max(word.box.y1 for word in group),
    )
    return Text(" ".join(word.text for word in group), box)
