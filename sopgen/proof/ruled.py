"""Rules of a page and the cells between them, however the rules were painted."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sopgen.proof.facts import Block, Box, Line, Page, Segment, Text

_THIN = 3.0
"""What is no thicker counts as a rule, pt."""

_NEAR = 1.3
"""Rules that are no farther apart are one, pt."""

_GAP = 2.5
"""How much may be missing of a rule at a crossing, pt."""

_SHORTEST = 5.0
"""What is shorter bounds no cell, pt."""

_STRAIGHT = 0.3
"""How far a rule may lean, pt."""

_COVERED = 0.94
"""How much of a cell's side must be ruled, of 1."""

Thing = dict[str, Any]


def rules(page: int, things: dict[str, list[Thing]]) -> tuple[Segment, ...]:
    """The rules among the painted lines, boxes and outlines, pieces of one rule joined."""
    pieces = [*_of_lines(things["line"]), *_of_boxes(things["rect"]), *_of_outlines(things["curve"])]
    flats = [(y0, x0, x1) for x0, y0, x1, y1 in pieces if y1 - y0 <= x1 - x0]
    uprights = [(x0, y0, y1) for x0, y0, x1, y1 in pieces if y1 - y0 > x1 - x0]
    return (
        *(Segment(page, low, at, high, at) for at, low, high in _joined(flats)),
        *(Segment(page, at, low, at, high) for at, low, high in _joined(uprights)),
    )


Piece = tuple[float, float, float, float]


def _of_lines(lines: Iterable[Thing]) -> Iterator[Piece]:
    for line in lines:
        x0, y0, x1, y1 = line["x0"], line["top"], line["x1"], line["bottom"]
        if min(x1 - x0, y1 - y0) <= _STRAIGHT:
            yield x0, y0, x1, y1


def _of_boxes(boxes: Iterable[Thing]) -> Iterator[Piece]:
    """Thin boxes are rules; of others the outline is, unless they are nothing but a coloured ground."""
    for box in boxes:
        x0, y0, x1, y1 = box["x0"], box["top"], box["x1"], box["bottom"]
        if y1 - y0 <= _THIN:
            yield x0, (y0 + y1) / 2, x1, (y0 + y1) / 2
        elif x1 - x0 <= _THIN:
            yield (x0 + x1) / 2, y0, (x0 + x1) / 2, y1
        elif box["stroke"] or _is_dark(box["non_stroking_color"]):
            yield from ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1))


def _of_outlines(curves: Iterable[Thing]) -> Iterator[Piece]:
    for curve in curves:
        points = curve["pts"]
        if len(points) > 60 or any(step[0] == "c" for step in curve.get("path") or ()):
            continue
        for (ax, ay), (bx, by) in pairwise(points):
            if min(abs(ax - bx), abs(ay - by)) <= _STRAIGHT:
                yield min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _is_dark(colour: Any) -> bool:
    """Whether a box filled like this frames something: rules may be painted as the rest of a box."""
    return isinstance(colour, tuple) and len(colour) in (1, 3) and max(colour) < 0.5


def _joined(pieces: list[tuple[float, float, float]]) -> Iterator[tuple[float, float, float]]:
    """Place and both ends of each rule, from pieces that lie on one line."""
    for group in _collinear(sorted(pieces)):
        at = group[len(group) // 2][0]
        spans = sorted((low, high) for _, low, high in group)
        low, high = spans[0]
        for a, b in spans[1:]:
            if a - high > _GAP:
                if high - low >= _SHORTEST:
                    yield at, low, high
                low, high = a, b
            high = max(high, b)
        if high - low >= _SHORTEST:
            yield at, low, high


def _collinear(pieces: list[tuple[float, float, float]]) -> Iterator[list[tuple[float, float, float]]]:
    """Sorted pieces in groups that lie on one line."""
    group: list[tuple[float, float, float]] = []
    for piece in pieces:
        if group and (piece[0] - group[-1][0] > _NEAR / 2 or piece[0] - group[0][0] > _NEAR):
            yield group
            group = []
        group.append(piece)
    if group:
        yield group


@dataclass(frozen=True, slots=True)
class Ruling:
    """The rules of a page: flat ones as (y, left, right), upright ones as (x, upper, lower), sorted."""

    page: Box
    flats: tuple[tuple[float, float, float], ...]
    uprights: tuple[tuple[float, float, float], ...]

    def crossing(self, y: float) -> list[float]:
        """The x of the upright rules at a height, from left to right."""
        return [x for x, low, high in self.uprights if low - _NEAR <= y <= high + _NEAR]

    def under(self, x0: float, x1: float) -> list[float]:
        """The y of the flat rules that run over the whole stretch from x0 to x1, from top to bottom."""
        found: list[float] = []
        for y, _, _ in self.flats:
            if (not found or y - found[-1] > _NEAR) and self._ruled(y, x0, x1):
                found.append(y)
        return found

    def _ruled(self, y: float, x0: float, x1: float) -> bool:
        """Whether rules at this height cover the stretch, all but a trace."""
        first = bisect_left(self.flats, (y - _NEAR / 2, -1.0, -1.0))
        last = bisect_right(self.flats, (y + _NEAR, 1e9, 1e9))
        spans = sorted((max(a, x0), min(b, x1)) for _, a, b in self.flats[first:last] if b > x0 and a < x1)
        covered, reached = 0.0, x0
        for a, b in spans:
            covered += max(0.0, b - max(a, reached))
            reached = max(reached, b)
        return covered >= x1 - x0 - max(_GAP, (1.0 - _COVERED) * (x1 - x0))

    def cell(self, x: float, y: float) -> Box:
        """The box between the nearest rules around a place; where there is none it ends with the page."""
        crossing = self.crossing(y)
        left = max((c for c in crossing if c <= x), default=self.page.x0)
        right = min((c for c in crossing if c > x), default=self.page.x1)
        flats = [flat[0] for flat in self.flats]
        above = (flats[i] for i in range(bisect_right(flats, y) - 1, -1, -1))
        below = (flats[i] for i in range(bisect_right(flats, y), len(flats)))
        inner = left + _NEAR, right - _NEAR
        top = next((f for f in above if self._ruled(f, *inner)), self.page.y0)
        bottom = next((f for f in below if self._ruled(f, *inner)), self.page.y1)
        return Box(left, top, right, bottom)


def ruling(page: Page) -> Ruling:
    """The rules of a page, so that the cell around a place is found at once."""
    return Ruling(
        Box(0.0, 0.0, page.width, page.height),
        tuple(sorted((rule.y0, rule.x0, rule.x1) for rule in page.rules if rule.flat)),
        tuple(sorted((rule.x0, rule.y0, rule.y1) for rule in page.rules if not rule.flat)),
    )


def blocks(page: Page, rules: Ruling) -> tuple[Block, ...]:
    """The cells that have words in them, from top to bottom; words outside all rules are one block."""
    found: dict[Box, list[Text]] = {}
    for word in page.words:
        x, y = word.box.centre
        box = next((box for box in found if box.holds(x, y) and box.x1 - box.x0 < page.width), None)
        found.setdefault(box or rules.cell(x, y), []).append(word)
    made = (Block(page.number, box, lines(words)) for box, words in found.items())
    return tuple(sorted(made, key=lambda block: (block.box.y0, block.box.x0)))


def lines(words: Sequence[Text]) -> tuple[Line, ...]:
    """Words in lines, from top to bottom and from left to right; in lines that stand, from the foot up."""
    if _is_upright(words):
        return _standing(words)
    rows: list[list[Text]] = []
    for word in sorted(words, key=lambda word: word.box.centre[1]):
        last = rows[-1][-1] if rows else None
        if last and word.box.centre[1] - last.box.centre[1] <= 0.4 * min(word.box.height, last.box.height):
            rows[-1].append(word)
        else:
            rows.append([word])
    return tuple(Line(tuple(sorted(row, key=lambda word: word.box.x0))) for row in rows)


def _is_upright(words: Sequence[Text]) -> bool:
    """Whether the words lie on their side: all but short ones are higher than wide."""
    long = [word.box for word in words if len(word.text) > 3]
    return bool(long) and all(box.height > 1.5 * box.width for box in long)


def _standing(words: Sequence[Text]) -> tuple[Line, ...]:
    """Lines that are read from the foot up, one to the right of the other."""
    columns: list[list[Text]] = []
    for word in sorted(words, key=lambda word: word.box.centre[0]):
        last = columns[-1][-1] if columns else None
        if last and word.box.centre[0] - last.box.centre[0] <= 0.4 * min(word.box.width, last.box.width):
            columns[-1].append(word)
        else:
            columns.append([word])
    return tuple(Line(tuple(sorted(column, key=lambda word: -word.box.y1))) for column in columns)
