"""What can be seen on a page. Lengths are pt, places count from the page's upper left corner."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Shape(StrEnum):
    """The drawn symbols by their shape; start and end look the same (lampiran, simbol diagram alir)."""

    KAPSUL = "kapsul"
    KOTAK = "kotak"
    BELAH_KETUPAT = "belah ketupat"
    SEGILIMA = "segilima"


@dataclass(frozen=True, slots=True, order=True)
class Box:
    """A rectangle: left, upper, right and lower edge."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def centre(self) -> tuple[float, float]:
        """The middle, x and y."""
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    @property
    def width(self) -> float:
        """From left to right."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.y1 - self.y0

    def covers(self, other: Box, slack: float = 0.0) -> bool:
        """Whether another box lies inside this one, give or take `slack`."""
        return (
            self.x0 - slack <= other.x0
            and other.x1 <= self.x1 + slack
            and self.y0 - slack <= other.y0
            and other.y1 <= self.y1 + slack
        )

    def holds(self, x: float, y: float, slack: float = 0.0) -> bool:
        """Whether a point lies inside, give or take `slack`."""
        return self.covers(Box(x, y, x, y), slack)

    def meets(self, other: Box, slack: float = 0.0) -> bool:
        """Whether the two overlap by more than `slack` both ways."""
        return (
            min(self.x1, other.x1) - max(self.x0, other.x0) > slack
            and min(self.y1, other.y1) - max(self.y0, other.y0) > slack
        )

    def gap(self, other: Box) -> float:
        """The distance between the two; 0 where they touch."""
        across = max(self.x0 - other.x1, other.x0 - self.x1, 0.0)
        down = max(self.y0 - other.y1, other.y0 - self.y1, 0.0)
        return float((across**2 + down**2) ** 0.5)


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box around others; an empty one at the corner where there are none."""
    all_of = list(boxes)
    if not all_of:
        return Box(0.0, 0.0, 0.0, 0.0)
    return Box(
        min(box.x0 for box in all_of),
        min(box.y0 for box in all_of),
        max(box.x1 for box in all_of),
        max(box.y1 for box in all_of),
    )


@dataclass(frozen=True, slots=True, order=True)
class Symbol:
    """A drawn symbol: its outline, and in which row and executor column it stands, if in any.

    `row` is the printed number, `column` counts executors from 0; a pentagon has its `letter`.
    """

    page: int
    box: Box
    shape: Shape
    row: int | None = None
    column: int | None = None
    letter: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Segment:
    """A straight line, flat or upright, from left to right or from top to bottom."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def flat(self) -> bool:
        """Whether it lies rather than stands."""
        return self.x1 - self.x0 > self.y1 - self.y0

    @property
    def box(self) -> Box:
        """The thin box it covers."""
        return Box(self.x0, self.y0, self.x1, self.y1)

    @property
    def ends(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """Both ends, x and y."""
        return (self.x0, self.y0), (self.x1, self.y1)


@dataclass(frozen=True, slots=True)
class Head:
    """An arrow head: its tip, where it points (R, L, D or U), and its outline."""

    page: int
    x: float
    y: float
    points: str
    box: Box


@dataclass(frozen=True, slots=True)
class Text:
    """Words that stand together."""

    text: str
    box: Box


Point = tuple[float, float]


_BENT = 0.5
"""How far a side of a frame may lean, pt."""


@dataclass(frozen=True, slots=True)
class Outline:
    """Something that is drawn, by its corners.

    `shade` is that of its ground, or else of its line, from 0 (black) to 1 (white).
    """

    page: int
    points: tuple[Point, ...]
    curved: bool
    closed: bool
    stroked: bool
    filled: bool
    shade: float
    width: float

    @property
    def is_bent(self) -> bool:
        """Whether it has a curve or a slanting side, as no rule and no frame has."""
        sides = zip(self.points, self.points[1:], strict=False)
        return self.curved or any(min(abs(bx - ax), abs(by - ay)) > _BENT for (ax, ay), (bx, by) in sides)

    @property
    def box(self) -> Box:
        """The smallest box around its corners."""
        xs, ys = [x for x, _ in self.points], [y for _, y in self.points]
        return Box(min(xs), min(ys), max(xs), max(ys))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of words, from left to right."""

    words: tuple[Text, ...]

    @property
    def text(self) -> str:
        """Its words with a blank between them."""
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Box:
        """Around all its words."""
        return around(word.box for word in self.words)


@dataclass(frozen=True, slots=True)
class Block:
    """What stands in one cell between rules, line by line."""

    page: int
    box: Box
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """All its words."""
        return " ".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the ruled table and the words in it; the box ends at the outer edge of its rules."""

    box: Box
    text: str


@dataclass(frozen=True, slots=True)
class Column:
    """An executor's column: its name, the group over it where the head has two levels, and its borders."""

    name: str
    group: str
    x0: float
    x1: float


@dataclass(frozen=True, slots=True)
class Row:
    """A numbered row and its borders."""

    nomor: int
    y0: float
    y1: float


@dataclass(frozen=True, slots=True)
class Table:
    """The flow sheet's table on one page. `borders` are the x of all column borders."""

    box: Box
    borders: tuple[float, ...]
    executors: tuple[Column, ...]
    rows: tuple[Row, ...]
    cells: tuple[Cell, ...]

    @property
    def field(self) -> Box:
        """Where the flow is drawn: the executor columns of the numbered rows."""
        return Box(self.executors[0].x0, self.rows[0].y0, self.executors[-1].x1, self.rows[-1].y1)


@dataclass(frozen=True, slots=True)
class Page:
    """One page, counted from 1; without a flow sheet there is no table and nothing is drawn.

    `strokes` are the lines as they were painted, `segments` what of them can be seen: joined over
    the rules of the table, and cut where a symbol or white paint covers them. `rules` are all rules of the
    page, `pictures` how much of it raster images cover, of 1. `outlines` is everything drawn on a page of
    other origin than ours, unread.
    """

    number: int
    width: float
    height: float
    words: tuple[Text, ...]
    table: Table | None = None
    symbols: tuple[Symbol, ...] = ()
    strokes: tuple[Segment, ...] = ()
    segments: tuple[Segment, ...] = ()
    heads: tuple[Head, ...] = ()
    labels: tuple[Text, ...] = ()
    rules: tuple[Segment, ...] = ()
    pictures: float = 0.0
    outlines: tuple[Outline, ...] = ()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels inside the PDF."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What a PDF shows, page by page; `attachment` is the YAML source inside, where there is one."""

    pages: tuple[Page, ...]
    attachment: Attachment | None = None


@dataclass(frozen=True, slots=True)
class Arrow:
    """A way from symbol to symbol as a reader finds it: its label, and the letters passed over pages."""

    source: Symbol
    target: Symbol
    label: str = ""
    letters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Joint:
    """Two symbols of one step, joined by a plain line."""

    left: Symbol
    right: Symbol


@dataclass(frozen=True, slots=True, order=True)
class Flaw:
    """Something a reader would stumble over, and where; the message is Indonesian."""

    page: int
    x: float
    y: float
    message: str

    def __str__(self) -> str:
        return f"halaman {self.page} ({self.x:.1f}, {self.y:.1f}): {self.message}"
