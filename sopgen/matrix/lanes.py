"""Give every stretch in a gutter a lane of its own, unless it goes on to the same target.

Lanes count from 0, left to right in the gutters of a column, top to bottom in those of a tier.
The short stay next to the symbols, and neighbours change places while that saves crossings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sopgen.matrix.grid import Point, Spot
from sopgen.matrix.route import Route, covers

Gutter = tuple[bool, int]
"""A gutter: whether it lies flat (in a tier), and its track."""

_Member = tuple[Route, int]
"""A stretch: its route, and its place in it."""


@dataclass(frozen=True, slots=True)
class _Bundle:
    """Stretches of one gutter that end at the same place and go on together."""

    low: int
    high: int
    attached: frozenset[tuple[int, bool]]
    members: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Lanes:
    """The lane of each stretch, by (edge, place in the route), and how many lanes each gutter has."""

    of: dict[tuple[int, int], int]
    count: dict[Gutter, int]


def lanes(routes: Iterable[Route]) -> Lanes:
    """Lanes for all stretches in gutters; stretches on a middle have none."""
    routes = tuple(routes)
    trunks = Counter((route.source, route.heading) for route in routes)
    forked = {route.edge for route in routes if trunks[route.source, route.heading] > 1}
    gutters: dict[Gutter, dict[tuple[Spot, tuple[Point, ...]], list[_Member]]] = {}
    for route in routes:
        for place, (start, end) in enumerate(route.segments):
            flat = start[0] == end[0]
            track = start[0] if flat else start[1]
            if track % 3 != 1:
                together = (route.target, route.points[place + 1 :])
                gutters.setdefault((flat, track), {}).setdefault(together, []).append((route, place))
    of: dict[tuple[int, int], int] = {}
    count: dict[Gutter, int] = {}
    for gutter, groups in gutters.items():
        bundles = [_bundle(gutter[0], b) for members in groups.values() for b in _parted(members, forked)]
        ordered = _ordered(bundles, gutter[1])
        count[gutter] = len(ordered)
        of |= {member: number for number, lane in enumerate(ordered) for b in lane for member in b.members}
    return Lanes(of, count)


def _parted(members: list[_Member], forked: set[int]) -> Iterator[list[_Member]]:
    """Those that can go together: a branch of a fork is apart while another line passes where it turns."""
    apart = [
        (route, place)
        for route, place in members
        if place == 1 and route.edge in forked and _is_passed(route, members)
    ]
    yield from ([member] for member in apart)
    if rest := [member for member in members if member not in apart]:
        yield rest


def _is_passed(route: Route, members: list[_Member]) -> bool:
    """Whether one from elsewhere leads over the first corner of a route."""
    return any(
        other.source != route.source and covers(other.segments[place], route.points[1])
        for other, place in members
    )


def _bundle(flat: bool, members: list[_Member]) -> _Bundle:
    axis = 1 if flat else 0
    ends: list[int] = []
    attached: set[tuple[int, bool]] = set()
    for route, place in members:
        points = route.points
        for near, far in ((place, place - 1), (place + 1, place + 2)):
            ends.append(points[near][axis])
            if 0 <= far < len(points):
                attached.add((points[near][axis], points[far][1 - axis] > points[near][1 - axis]))
    return _Bundle(
        min(ends), max(ends), frozenset(attached), tuple((route.edge, place) for route, place in members)
    )


def _ordered(bundles: list[_Bundle], track: int) -> list[list[_Bundle]]:
    """Lanes in order, each with its bundles."""
    found: list[list[_Bundle]] = []
    for bundle in sorted(bundles, key=lambda b: (b.high - b.low, b.low, b.members)):
        free = next((lane for lane in found if not any(_meet(bundle, other) for other in lane)), None)
        if free is None:
            found.append(free := [])
        free.append(bundle)
    if track % 3 == 0:
        found.reverse()
    return _untangled(found)


def _meet(a: _Bundle, b: _Bundle) -> bool:
    """Whether two stretches overlap, or are less than a row (or column) apart: they would read as one."""
    return a.low <= b.high + 3 and b.low <= a.high + 3


def _untangled(found: list[list[_Bundle]]) -> list[list[_Bundle]]:
    """Neighbouring lanes swapped as long as that saves crossings."""
    better = True
    while better:
        better = False
        for left in range(len(found) - 1):
            a, b = found[left], found[left + 1]
            if _crossings(b, a) < _crossings(a, b):
                found[left : left + 2] = [b, a]
                better = True
    return found


def _crossings(first: list[_Bundle], second: list[_Bundle]) -> int:
    """Crossings between two neighbouring lanes in this order."""
    return sum(
        (1 for a in first for at, beyond in a.attached if beyond for b in second if b.low < at < b.high)
    ) + sum(
        1 for b in second for at, beyond in b.attached if not beyond for a in first if a.low < at < a.high
    )
