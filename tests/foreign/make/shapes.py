"""Flow charts as people draw them over a table: DrawingML shapes, for Word and for Excel. Lengths in pt."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from xml.sax.saxutils import escape

EMU = 12700

PRESETS = {
    "kapsul": "flowChartTerminator",
    "kotak": "flowChartProcess",
    "ketupat": "flowChartDecision",
    "segilima": "flowChartOffpageConnector",
    "bulat": "roundRect",
    "persegi": "rect",
    "intan": "diamond",
    "dokumen": "flowChartDocument",
    "lonjong": "ellipse",
    "teks": "rect",
}


@dataclass(frozen=True)
class Shape:
    """A preset shape with its box; `teks` has neither ground nor outline."""

    kind: str
    x: float
    y: float
    width: float
    height: float
    text: str = ""
    fill: str = "FFFFFF"
    weight: float = 0.75


@dataclass(frozen=True)
class Line:
    """A line through points with an arrow head at its end; `preset` draws it as a connector that snaps."""

    points: tuple[tuple[float, float], ...]
    head: bool = True
    weight: float = 0.75
    preset: bool = False
    tip: str = "triangle"


Mark = Shape | Line


@dataclass(frozen=True)
class Habit:
    """How somebody draws: sizes of symbols, weight and make of lines, how sure the hand is.

    `tip` is DrawingML's name of the arrow head; `texts` writes into the symbols.
    `lines` is `bebas` (one freeform line), `ruas` (a straight line for each stretch), or `konektor`.
    """

    size: tuple[float, float] = (34.0, 14.0)
    diamond: tuple[float, float] = (24.0, 18.0)
    fill: str = "FFFFFF"
    weight: float = 0.75
    lines: str = "bebas"
    jitter: float = 0.0
    gap: float = 0.0
    start: str = "kapsul"
    box: str = "kotak"
    decision: str = "ketupat"
    label: float = 7.0
    seed: int = 1
    tip: str = "triangle"
    texts: bool = False


@dataclass(frozen=True)
class Arrow:
    """From one symbol to another, by name; `way` is `lurus`, `kiri` or `kanan` for a detour on that side."""

    start: str
    end: str
    label: str = ""
    way: str = ""
    head: bool = True


@dataclass
class Chart:
    """Symbols by name on a grid of centres, and the arrows between them."""

    habit: Habit
    places: dict[str, Shape] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)
    hand: random.Random = field(default_factory=random.Random)

    def __post_init__(self) -> None:
        self.hand = random.Random(self.habit.seed)

    def put(self, name: str, kind: str, x: float, y: float, text: str = "") -> None:
        """A symbol with its middle at a place, as steady as the hand is."""
        habit = self.habit
        width, height = habit.diamond if kind == habit.decision else habit.size
        if kind == "segilima":
            width, height = 14.0, 14.0
        x, y = x + self._off(), y + self._off()
        if habit.texts and not text:
            text = "?" if kind == habit.decision else name.partition(".")[0]
        shape = Shape(kind, x - width / 2, y - height / 2, width, height, text, habit.fill, habit.weight)
        self.places[name] = shape
        self.marks.append(shape)

    def join(self, arrow: Arrow) -> None:
        """An arrow between two symbols, and its label beside where it begins."""
        points = list(self._points(arrow))
        self.marks += self._drawn(points, arrow.head)
        if arrow.label:
            self.marks.append(self._label(arrow.label, points))

    def _off(self) -> float:
        return self.hand.uniform(-1, 1) * self.habit.jitter

    def _points(self, arrow: Arrow) -> Iterator[tuple[float, float]]:
        a, b = self.places[arrow.start], self.places[arrow.end]
        ax, ay = a.x + a.width / 2, a.y + a.height / 2
        bx, by = b.x + b.width / 2, b.y + b.height / 2
        gap = self.habit.gap
        if arrow.way in ("kiri", "kanan"):
            sign = 1 if arrow.way == "kanan" else -1
            out = max(a.x + a.width, b.x + b.width) + 8 if sign > 0 else min(a.x, b.x) - 8
            side_a = a.x + a.width if sign > 0 else a.x
            side_b = b.x + b.width + gap if sign > 0 else b.x - gap
            yield from ((side_a, ay), (out, ay), (out, by), (side_b, by))
        elif abs(ay - by) < 8:
            sign = 1 if bx > ax else -1
            yield ax + sign * a.width / 2, ay
            yield bx - sign * (b.width / 2 + gap), ay
        elif arrow.way == "lurus" or abs(ax - bx) < 2:
            down = by > ay
            yield ax, a.y + a.height if down else a.y
            yield bx if arrow.way == "lurus" else ax, b.y - gap if down else b.y + b.height + gap
        elif arrow.way == "bawah":
            middle = a.y + a.height + 7
            yield from ((ax, a.y + a.height), (ax, middle), (bx, middle), (bx, b.y - gap))
        else:
            sign = 1 if bx > ax else -1
            yield ax + sign * a.width / 2, ay
            yield bx, ay
            yield bx, b.y - gap if by > ay else b.y + b.height + gap

    def _drawn(self, points: Sequence[tuple[float, float]], head: bool) -> Iterator[Line]:
        weight = self.habit.weight
        if self.habit.lines == "ruas" and len(points) > 2:
            for number, (start, end) in enumerate(pairwise(points), start=2):
                moved = tuple((x + self._off() / 2, y + self._off() / 2) for x, y in (start, end))
                yield Line(moved, head and number == len(points), weight, tip=self.habit.tip)
        else:
            preset = self.habit.lines == "konektor" and len(points) <= 4
            yield Line(tuple(points), head, weight, preset, self.habit.tip)

    def _label(self, text: str, points: Sequence[tuple[float, float]]) -> Shape:
        (x, y), (tox, toy) = points[0], points[1]
        width = 4.0 + 0.62 * self.habit.label * len(text)
        height = self.habit.label + 4
        if abs(tox - x) > abs(toy - y):
            return Shape("teks", x + 1 if tox > x else x - width - 1, y - height, width, height, text)
        return Shape("teks", x + 2, y - 1 if toy > y else y - height, width, height, text)


# ---- DrawingML ------------------------------------------------------------------------------------


def box_of(mark: Mark) -> tuple[float, float, float, float]:
    """Left, top, width and height."""
    if isinstance(mark, Shape):
        return mark.x, mark.y, mark.width, mark.height
    xs, ys = [x for x, _ in mark.points], [y for _, y in mark.points]
    if mark.preset and len(mark.points) == 4:
        (x0, y0), *_, (x1, y1) = mark.points
        return min(x0, x1), min(y0, y1), max(abs(x1 - x0), 0.1), abs(y1 - y0)
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)


def properties(mark: Mark) -> str:
    """The inside of spPr: place, geometry, ground and outline."""
    x, y, width, height = box_of(mark)
    size = f'<a:off x="{_emu(x)}" y="{_emu(y)}"/><a:ext cx="{_emu(width)}" cy="{_emu(height)}"/>'
    if isinstance(mark, Shape):
        look = (
            "<a:noFill/><a:ln><a:noFill/></a:ln>"
            if mark.kind == "teks"
            else f'<a:solidFill><a:srgbClr val="{mark.fill}"/></a:solidFill>{_outline(mark.weight)}'
        )
        return f"<a:xfrm>{size}</a:xfrm>{_preset(PRESETS[mark.kind])}{look}"
    if mark.preset:
        return _connector(mark, size)
    head = _outline(mark.weight, mark.tip if mark.head else "")
    if len(mark.points) == 2:
        (x0, y0), (x1, y1) = mark.points
        flips = (' flipH="1"' if x1 < x0 else "") + (' flipV="1"' if y1 < y0 else "")
        return f"<a:xfrm{flips}>{size}</a:xfrm>{_preset('straightConnector1')}{head}"
    return f"<a:xfrm>{size}</a:xfrm>{_freeform(mark, x, y, width, height)}<a:noFill/>{head}"


def _connector(line: Line, size: str) -> str:
    """A connector that snaps: straight, bent once (flat first), or bent twice."""
    (x0, y0), (x1, y1) = line.points[0], line.points[-1]
    flips = (' flipH="1"' if x1 < x0 else "") + (' flipV="1"' if y1 < y0 else "")
    name, adjust = "straightConnector1", ""
    if len(line.points) == 3:
        name = "bentConnector2"
    elif len(line.points) == 4:
        name = "bentConnector3"
        span = (x1 - x0) or 0.1
        adjust = f'<a:gd name="adj1" fmla="val {round((line.points[1][0] - x0) / span * 100000)}"/>'
    outline = _outline(line.weight, line.tip if line.head else "")
    return f"<a:xfrm{flips}>{size}</a:xfrm>{_preset(name, adjust)}{outline}"


def _freeform(line: Line, x: float, y: float, width: float, height: float) -> str:
    points = [f'<a:pt x="{_emu(px - x)}" y="{_emu(py - y)}"/>' for px, py in line.points]
    path = f"<a:moveTo>{points[0]}</a:moveTo>" + "".join(f"<a:lnTo>{p}</a:lnTo>" for p in points[1:])
    return (
        "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
        '<a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
        f'<a:path w="{_emu(width)}" h="{_emu(height)}" fill="none">{path}</a:path></a:pathLst></a:custGeom>'
    )


def _preset(name: str, adjust: str = "") -> str:
    return f'<a:prstGeom prst="{name}"><a:avLst>{adjust}</a:avLst></a:prstGeom>'


def _outline(weight: float, tip: str = "") -> str:
    end = f'<a:tailEnd type="{tip}"/>' if tip else ""
    return f'<a:ln w="{_emu(weight)}"><a:solidFill><a:srgbClr val="000000"/></a:solidFill>{end}</a:ln>'


def _emu(length: float) -> int:
    return round(length * EMU)


def lettering(text: str, size: float) -> str:
    """The text inside an Excel shape."""
    run = f'<a:r><a:rPr lang="id-ID" sz="{round(size * 100)}"><a:solidFill><a:srgbClr val="000000"/>'
    run += f"</a:solidFill></a:rPr><a:t>{escape(text)}</a:t></a:r>"
    return f'<a:p><a:pPr algn="ctr"/>{run if text else ""}</a:p>'
