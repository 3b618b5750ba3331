"""What can be seen of the lines: pieces joined to whole lines, and cut where something covers them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sopgen.proof.facts import Box, Segment, Symbol

RULE = 0.8
"""The gap between two pieces that a rule of the table hides, pt."""

TOUCH = 0.5
"""How near is together, pt."""

_BESIDE = 0.25
"""How far apart parallel pieces may be and still be one line, pt."""

_NOTHING = 0.15
"""A rest shorter than this can't be seen, pt."""

Span = tuple[float, float]


def visible(
    strokes: Iterable[Segment], covers: Sequence[Box], symbols: Iterable[Symbol]
) -> tuple[Segment, ...]:
    """The lines a reader sees: `strokes` joined over rules, without what `covers` and symbols hide."""
    hidden = [*covers, *(symbol.box for symbol in symbols)]
    return tuple(sorted(part for line in joined(strokes) for part in _uncovered(line, hidden)))


def joined(strokes: Iterable[Segment]) -> Iterator[Segment]:
    """Pieces on one line, with no more than a rule's width between them, as one."""
    lines: dict[bool, list[Segment]] = {True: [], False: []}
    for stroke in strokes:
        lines[stroke.flat].append(stroke)
    for flat, pieces in lines.items():
        pieces.sort(key=lambda piece: (piece.y0, piece.x0) if flat else (piece.x0, piece.y0))
        for page, at, spans in _collinear(pieces, flat):
            for low, high in _union(spans):
                yield _segment(page, flat, at, low, high)


def _collinear(pieces: Iterable[Segment], flat: bool) -> Iterator[tuple[int, float, list[Span]]]:
    """The pieces that lie on one line: page, place of the line, and their spans along it."""
    spans: list[Span] = []
    at = 0.0
    page = 0
    for piece in pieces:
        place, span = (piece.y0, (piece.x0, piece.x1)) if flat else (piece.x0, (piece.y0, piece.y1))
        if spans and place - at > _BESIDE:
            yield page, at, spans
            spans = []
        if not spans:
            page, at = piece.page, place
        spans.append(span)
    if spans:
        yield page, at, spans


def _union(spans: Iterable[Span]) -> list[Span]:
    found: list[Span] = []
    for low, high in sorted(spans):
        if found and low - found[-1][1] <= RULE:
            found[-1] = found[-1][0], max(found[-1][1], high)
        else:
            found.append((low, high))
    return found


def _uncovered(line: Segment, boxes: Iterable[Box]) -> Iterator[Segment]:
    """The parts of a line outside the boxes that lie over it."""
    flat = line.flat
    rest = [(line.x0, line.x1) if flat else (line.y0, line.y1)]
    for box in boxes:
        low, high = (box.x0, box.x1) if flat else (box.y0, box.y1)
        if (box.y0 < line.y0 < box.y1) if flat else (box.x0 < line.x0 < box.x1):
            parts = [part for a, b in rest for part in ((a, min(b, low)), (max(a, high), b))]
            rest = [(a, b) for a, b in parts if b - a > _NOTHING]
    for a, b in rest:
        yield _segment(line.page, flat, line.y0 if flat else line.x0, a, b)


def _segment(page: int, flat: bool, at: float, low: float, high: float) -> Segment:
    return Segment(page, low, at, high, at) if flat else Segment(page, at, low, at, high)
