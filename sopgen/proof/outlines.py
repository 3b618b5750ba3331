"""Everything that is drawn on a page and is no rule of a table: outlines of shapes, lines, arrow heads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sopgen.proof.facts import Outline, Point

_MOST = 6000
"""A page with more of them is a picture, no flow chart."""

_MOST_POINTS = 80
"""What has more corners is a picture."""

_ROUGH = 0.35
"""Corners that stand closer together are one, pt."""

Thing = dict[str, Any]


def outlines(page: int, things: dict[str, list[Thing]]) -> tuple[Outline, ...]:
    """All lines and outlines of a page in the order they are painted; none where there are too many."""
    if sum(len(things[kind]) for kind in ("line", "rect", "curve")) > _MOST:
        return ()
    found = (
        outline
        for kind in ("line", "rect", "curve")
        for thing in things[kind]
        for outline in _of(page, thing)
    )
    return tuple(found)


def _of(page: int, thing: Thing) -> Iterator[Outline]:
    points = [(round(float(x), 2), round(float(y), 2)) for x, y in thing["pts"]]
    if not 2 <= len(points) <= _MOST_POINTS or not (thing["stroke"] or thing["fill"]):
        return
    steps = "".join(str(step[0]) for step in thing.get("path") or ())
    closed = thing["object_type"] == "rect" or steps.endswith("h") or _near(points[0], points[-1])
    corners = tuple(_corners(points, closed=closed))
    if len(corners) < 2:
        return
    colour = thing["non_stroking_color"] if thing["fill"] else thing["stroking_color"]
    yield Outline(
        page,
        corners,
        curved="c" in steps,
        closed=closed and len(corners) > 2,
        stroked=bool(thing["stroke"]),
        filled=bool(thing["fill"]),
        shade=_shade(colour),
        width=float(thing["linewidth"] or 0),
    )


def _corners(points: Sequence[Point], *, closed: bool) -> Iterator[Point]:
    """The points where the line turns."""
    kept: list[Point] = []
    for point in points:
        if not kept or not _near(kept[-1], point):
            kept.append(point)
    if closed and len(kept) > 2 and _near(kept[0], kept[-1]):
        kept.pop()
    for index, point in enumerate(kept):
        ends = not closed and index in (0, len(kept) - 1)
        if ends or len(kept) < 3 or _turns(kept[index - 1], point, kept[(index + 1) % len(kept)]):
            yield point


def _turns(a: Point, b: Point, c: Point) -> bool:
    """Whether the way from a over b to c isn't straight on."""
    across = (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])
    along = (b[0] - a[0]) * (c[0] - b[0]) + (b[1] - a[1]) * (c[1] - b[1])
    return abs(across) > 0.03 * abs(along) or along < 0


def _near(a: Point, b: Point) -> bool:
    return abs(a[0] - b[0]) <= _ROUGH and abs(a[1] - b[1]) <= _ROUGH


def _shade(colour: Any) -> float:
    """How dark a colour is, 0 black to 1 white; CMYK counts its black and the inks."""
    if isinstance(colour, int | float):
        return float(colour)
    if not isinstance(colour, tuple | list) or not all(isinstance(c, int | float) for c in colour):
        return 0.0
    if len(colour) == 4:
        return max(0.0, 1.0 - float(colour[3]) - sum(map(float, colour[:3])) / 3)
    return sum(map(float, colour)) / len(colour) if colour else 0.0
