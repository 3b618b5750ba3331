"""Follow a drawing's lines as a reader does, who sees strokes and arrow heads but no edges."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from sopgen.drawing import Drawing
from sopgen.matrix import Spot

Place = tuple[int, int]
"""A place (y, x) in the whole figure: tier and column with their fractions, in millionths."""

Node = tuple[Place, str]
"""A meeting of lines (side "") or a side of a symbol (T, B, L or R)."""

_ONE = 1_000_000


@dataclass(frozen=True)
class Run:
    """A straight line as it is seen, whatever pieces it is made of."""

    flat: bool
    track: int
    low: int
    high: int

    def at(self, along: int) -> Place:
        return (self.track, along) if self.flat else (along, self.track)


def followed(drawing: Drawing) -> list[tuple[int, int]]:
    """The symbols (from, to) between which a way leads, in order; each once."""
    middles = {_middle(drawing, spot): spot for spot in drawing.matrix.grid.spots}
    links = _links(drawing, middles)
    found = set()
    for start in [node for node in links if node[1] and not _entered(drawing, middles, node)]:
        stack, passed = list(links[start]), {start}
        while stack:
            node = stack.pop()
            if node in passed:
                continue
            passed.add(node)
            if not node[1]:
                stack += links[node]
            elif _entered(drawing, middles, node):
                found.add((middles[start[0]].symbol, middles[node[0]].symbol))
    return sorted(found)


def _links(drawing: Drawing, middles: dict[Place, Spot]) -> dict[Node, list[Node]]:
    """Which nodes a line leads on to; never away from where an arrow head points."""
    runs = list(_runs(drawing, middles))
    heads = {
        (round((tier + y) * _ONE), round((column + x) * _ONE), side)
        for (tier, column), cell in drawing.cells.items()
        for y, x, side in cell.merges
    }
    links: dict[Node, list[Node]] = defaultdict(list)
    stops: dict[Run, set[Place]] = {run: {run.at(run.low), run.at(run.high)} for run in runs}
    for flat in (run for run in runs if run.flat):
        for upright in (run for run in runs if not run.flat):
            if flat.low <= upright.track <= flat.high and upright.low <= flat.track <= upright.high:
                place = flat.track, upright.track
                ends = upright.track in (flat.low, flat.high) or flat.track in (upright.low, upright.high)
                if place not in middles and (ends or any((*place, side) in heads for side in "TBLR")):
                    stops[flat].add(place)
                    stops[upright].add(place)
    for run, places in stops.items():
        ordered = sorted(places)
        for a, b in pairwise(ordered):
            forward, back = ("L", "R") if run.flat else ("T", "B")
            first = (a, back) if a in middles else (a, "")
            last = (b, forward) if b in middles else (b, "")
            if (*a, back) not in heads:
                links[first].append(last)
            if (*b, forward) not in heads:
                links[last].append(first)
    return links


def _runs(drawing: Drawing, middles: dict[Place, Spot]) -> Iterator[Run]:
    """All strokes, joined end to end where they go on in a straight line and no symbol is between them."""
    tracks: dict[tuple[bool, int], list[tuple[int, int]]] = defaultdict(list)
    for (tier, column), cell in drawing.cells.items():
        for s in cell.strokes:
            y1, x1, y2, x2 = (
                round(v * _ONE) for v in (tier + s.y1, column + s.x1, tier + s.y2, column + s.x2)
            )
            flat = y1 == y2
            low, high = sorted((x1, x2) if flat else (y1, y2))
            tracks[flat, y1 if flat else x1].append((low, high))
    for (flat, track), spans in tracks.items():
        stops = sorted(place[1] if flat else place[0] for place in middles if place[not flat] == track)
        pieces = sorted(p for span in spans for p in _split(span, stops))
        low, high = pieces[0]
        for a, b in pieces[1:]:
            if a > high or (a == high and a in stops):
                yield Run(flat, track, low, high)
                low, high = a, b
            high = max(high, b)
        yield Run(flat, track, low, high)


def _split(span: tuple[int, int], stops: list[int]) -> Iterator[tuple[int, int]]:
    cuts = [span[0], *(stop for stop in stops if span[0] < stop < span[1]), span[1]]
    yield from pairwise(cuts)


def _middle(drawing: Drawing, spot: Spot) -> Place:
    room = drawing.columns[spot.column]
    return round((spot.tier + 0.5) * _ONE), round((spot.column + room.left / room.width) * _ONE)


def _entered(drawing: Drawing, middles: dict[Place, Spot], node: Node) -> bool:
    spot = middles[node[0]]
    return node[1] in drawing.cells[spot.tier, spot.column].heads
