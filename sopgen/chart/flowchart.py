"""The flow chart of an SOP as DOT with every place given: `dot` draws it and lays nothing out."""

from __future__ import annotations

from collections.abc import Iterator

from sopgen.chart import plan as measures
from sopgen.chart.lines import SPACING, in_box
from sopgen.chart.plan import ARROW, BOLD, HEAD_SIZE, LABEL_SIZE, SIZE, XY, Head, Line, Plan, Shape, step
from sopgen.chart.quote import name, quoted
from sopgen.matrix import Matrix, Spot
from sopgen.model import Simbol, Sop

FONT = "Liberation Sans"
TITLE_SIZE = 12.0
GAP = 8.0
"""Air between the title and the head, pt."""

ROUND = 3.5
"""Radius of a line's corners, pt."""

_BORDER = "color=gray50 penwidth=0.6"

_CAPSULES = (Simbol.MULAI, Simbol.SELESAI)


def dot(sop: Sop, matrix: Matrix, title: str = "") -> str:
    """DOT source of the flow chart: a lane for each executor, time flowing down, symbols with their text.

    `matrix` is the routed flow of the same SOP; `title` stands over the lanes. The places of everything
    are in the source (engine nop2, pt), so that each version of Graphviz draws the same picture.
    """
    chart = measures.plan(sop, matrix)
    return "\n".join(_source(sop, matrix, chart, title)) + "\n"


def _source(sop: Sop, matrix: Matrix, chart: Plan, title: str) -> Iterator[str]:
    yield f"digraph {name(title or sop.judul or 'SOP')} {{"
    yield f"  graph [layout=nop2 fontname={quoted(FONT)}]"
    yield f"  node [fixedsize=true fontname={quoted(FONT)} fontsize={_n(SIZE)}]"
    yield f"  edge [fontname={quoted(FONT)} fontsize={_n(LABEL_SIZE)} arrowsize={_n(ARROW / 10)}]"
    if capsules := [_capsule(shape) for shape in chart.shapes if shape.kind in _CAPSULES]:
        yield f'  graph [_background="c 7 -#000000 {" ".join(capsules)}"]'
    if title:
        yield _title(chart, title)
    for column in range(len(chart.edges) - 1):
        yield from _lane(sop, matrix, chart, column)
    yield from (_head(chart, number, head) for number, head in enumerate(chart.heads))
    labels = {label.edge: label for label in chart.labels}
    for line in chart.lines:
        label = labels.get(line.edge)
        text = f" label={quoted(label.lines)} lp={_pos((label.x, label.y))}" if label else ""
        yield f"  {_id(line.source)} -> {_id(line.target)} [{_way(line)}{text}]"
    yield "}"


def _title(chart: Plan, title: str) -> str:
    room = max(chart.edges[-1], 200.0)
    lines = in_box(title, TITLE_SIZE * BOLD, room, 4)
    height = len(lines) * TITLE_SIZE * SPACING
    top = min((head.top for head in chart.heads), default=0.0)
    box = _box(chart.edges[-1] / 2, top - GAP - height / 2, room, height)
    return f"  title [shape=plaintext {box} {_bold(TITLE_SIZE)} label={quoted(lines)}]"


def _lane(sop: Sop, matrix: Matrix, chart: Plan, column: int) -> Iterator[str]:
    left, right = chart.edges[column : column + 2]
    yield f"  subgraph cluster_{column} {{"
    yield f'    graph [bb="{_n(left)},{_n(-chart.height)},{_n(right)},0" {_BORDER}]'
    for shape in chart.shapes:
        if shape.spot.column == column:
            text = f"{step(sop, matrix, shape.spot.symbol)} ({matrix.flow.executors[column]})"
            yield f"    {_id(shape.spot)} [{_look(shape)} label={quoted(shape.lines)} tooltip={quoted(text)}]"
    yield "  }"


def _look(shape: Shape) -> str:
    # A capsule's outline is drawn in the background: rounded boxes of Graphviz have small corners.
    kind = "box style=rounded peripheries=0" if shape.kind in _CAPSULES else "box"
    kind = "diamond" if shape.kind is Simbol.KEPUTUSAN else kind
    return f"shape={kind} {_box(shape.x, shape.y, shape.width, shape.height)}"


def _capsule(shape: Shape) -> str:
    """The outline of a capsule in xdot: straight above and below, half circles at the ends."""
    r = shape.height / 2
    k = r * 0.5523
    left, right = shape.x - shape.width / 2 + r, shape.x + shape.width / 2 - r
    top, y, foot = shape.y - r, shape.y, shape.y + r
    points = [
        (left, top), (left, top), (right, top), (right, top),
        (right + k, top), (right + r, y - k), (right + r, y),
        (right + r, y + k), (right + k, foot), (right, foot),
        (right, foot), (left, foot), (left, foot),
        (left - k, foot), (left - r, y + k), (left - r, y),
        (left - r, y - k), (left - k, top), (left, top),
    ]  # fmt: skip
    return f"B {len(points)} " + " ".join(f"{_n(x)} {_n(-y)}" for x, y in points)


def _head(chart: Plan, number: int, head: Head) -> str:
    left, right = chart.edges[head.first], chart.edges[head.end]
    box = _box((left + right) / 2, head.top + head.height / 2, right - left, head.height)
    return f"  head_{number} [shape=box {_BORDER} {box} {_bold(HEAD_SIZE)} label={quoted(head.lines)}]"


def _bold(size: float) -> str:
    return f"fontname={quoted(FONT + ' bold')} fontsize={_n(size)}"


def _box(x: float, y: float, width: float, height: float) -> str:
    """Place and size of a node; Graphviz wants sizes in inches."""
    return f"pos={_pos((x, y))} width={width / 72:.4f} height={height / 72:.4f}"


def _way(line: Line) -> str:
    """The line as a Bezier curve that is straight but for its rounded corners."""
    if line.edge < 0:
        return f"dir=none pos={_curve(line.corners)}"
    *corners, (x, y) = line.corners
    dx, dy = x - corners[-1][0], y - corners[-1][1]
    length = max(abs(dx), abs(dy), 0.01)
    base = (x - dx / length * ARROW, y - dy / length * ARROW)
    return f"pos={_curve((*corners, base), f'e,{_n(x)},{_n(-y)} ')}"


def _curve(corners: tuple[XY, ...], arrow: str = "") -> str:
    points = [corners[0]]
    for before, corner, after in zip(corners, corners[1:], corners[2:], strict=False):
        start, end = _towards(corner, before), _towards(corner, after)
        points += [*_straight(points[-1], start), corner, corner, end]
    points += _straight(points[-1], corners[-1])
    return f'"{arrow}{" ".join(f"{_n(x)},{_n(-y)}" for x, y in points)}"'


def _towards(corner: XY, other: XY) -> XY:
    """The point a radius away from a corner, at most half the way to the next."""
    dx, dy = other[0] - corner[0], other[1] - corner[1]
    length = max(abs(dx), abs(dy), 0.01)
    part = min(ROUND, length / 2) / length
    return corner[0] + dx * part, corner[1] + dy * part


def _straight(start: XY, end: XY) -> list[XY]:
    (x1, y1), (x2, y2) = start, end
    return [((2 * x1 + x2) / 3, (2 * y1 + y2) / 3), ((x1 + 2 * x2) / 3, (y1 + 2 * y2) / 3), end]


def _id(spot: Spot) -> str:
    return f"s{spot.symbol}_{spot.column}"


def _pos(point: XY) -> str:
    """A place; Graphviz counts y upwards."""
    return f'"{_n(point[0])},{_n(-point[1])}"'


def _n(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".") if abs(number) >= 0.005 else "0"
