"""Follow lines that a hand has drawn: ends that nearly touch, lines in pieces, branches that share a line.

What can't be followed is counted, never guessed away: the confidence tells how much of it there was.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from sopgen.proof.facts import Arrow, Box, Joint, Point, Shape, Symbol, Text
from sopgen.proof.sketch import Sketch, Tip

_TOUCH = 2.6
"""How far apart ends of lines may be and still meet, pt."""

_REACH = 7.0
"""How far from its symbol a line may end, pt."""

_CLOSE = 1.5
"""A line end no farther from its symbol touches it, pt."""

_AHEAD = 11.0
"""How far before its symbol an arrow head may stop, pt."""

_TO_TIP = 2.0
"""How much farther a line that reaches the tip counts as, pt: it may be another one that begins there."""

_LABEL = 16.0
"""How far a label may stand from its branch, pt."""

_LONGEST_LABEL = 28
_MOST_WAYS = 4000
_MOST_LINES = 500
"""A page with more lines is a picture, no flow chart."""


LOOSE, LAX, HEADLESS, ORPHAN, STRANGE, UNREAD, STUCK = 0.75, 0.99, 0.93, 0.85, 0.85, 0.75, 0.92
THROUGH = 0.75
"""What is left of the confidence by each line end in the air, end that only nearly touches, line without a
head, head without a line, odd shape, text that may label a branch that has no label, and symbol that nothing
enters or nothing leaves; and by each way that crosses a symbol."""


@dataclass(frozen=True, slots=True)
class Tracing:
    """The flow as far as it can be followed, how sure that is (of 1), and its labels with their pages."""

    symbols: tuple[Symbol, ...]
    arrows: tuple[Arrow, ...]
    joints: tuple[Joint, ...]
    confidence: float
    labels: tuple[tuple[int, Text], ...] = ()


@dataclass(frozen=True, slots=True)
class _Edge:
    """A straight or bent piece of line from one node to another."""

    start: int
    end: int
    points: tuple[Point, ...]


@dataclass
class _Net:
    """Nodes are places where lines end or meet; a node may belong to a symbol, or carry an arrow head."""

    places: list[Point] = field(default_factory=list)
    symbol: dict[int, Symbol] = field(default_factory=dict)
    entered: set[int] = field(default_factory=set)
    edges: dict[int, list[_Edge]] = field(default_factory=dict)
    doubt: float = 1.0


Way = tuple[_Edge, ...]

_EDGE = 2.5
"""How far inside a symbol's edge a line that crosses it may begin or end, pt."""


def trace(sketches: Sequence[Sketch]) -> Tracing:
    """Follow the lines of all pages; pentagons with the same letter join them."""
    arrows: list[Arrow] = []
    joints: list[Joint] = []
    labels: list[tuple[int, Text]] = []
    confidence = 1.0
    for page in sketches:
        if len(page.lines) + len(page.tips) > _MOST_LINES:
            confidence = 0.0
            continue
        net = _net(page)
        found = _followed(page, net)
        confidence *= net.doubt * found.doubt * STRANGE**page.strange
        arrows += found.arrows
        joints += found.joints
        labels += ((page.page, label) for label in found.labels)
    symbols = tuple(symbol for page in sketches for symbol in page.symbols)
    whole, doubt = _over_pages(arrows)
    confidence *= doubt * STUCK ** _stuck(symbols, whole, joints)
    return Tracing(symbols, tuple(whole), tuple(joints), round(confidence, 3), tuple(labels))


def _stuck(symbols: Sequence[Symbol], arrows: Sequence[Arrow], joints: Sequence[Joint]) -> int:
    """How many symbols in mid-flow have no way in, how many no way out, and how many capsules neither."""
    partner = {joint.left: joint.right for joint in joints} | {joint.right: joint.left for joint in joints}
    inner = [s for s in symbols if s.shape in (Shape.KOTAK, Shape.BELAH_KETUPAT)]
    entered, left = {arrow.target for arrow in arrows}, {arrow.source for arrow in arrows}
    ends = [s for s in symbols if s.shape is Shape.KAPSUL and s not in partner]
    alone = sum(s not in entered and s not in left for s in ends)
    return alone + sum(
        s not in side and partner.get(s) not in side for s in inner for side in (entered, left)
    )


# ---- the net of one page ---------------------------------------------------------------------------


def _net(page: Sketch) -> _Net:
    net = _Net()
    lines, headed, orphans = _with_heads(page)
    net.doubt *= ORPHAN**orphans
    cuts = [_cuts(i, lines) for i in range(len(lines))]
    for line, tips, extra in zip(lines, headed, cuts, strict=True):
        _add(net, line, tips, extra)
    _attach(net, page)
    return net


def _with_heads(page: Sketch) -> tuple[list[tuple[Point, ...]], list[tuple[bool, bool]], int]:
    """The lines prolonged to the tips of their heads; which ends have one; how many heads have no line."""
    lines = [list(line) for line in page.lines]
    headed = [[False, False] for _ in lines]
    orphans = 0
    for tip in page.tips:
        near = min(
            ((_gap(lines[i][e], tip), i, e) for i in range(len(lines)) for e in (0, -1) if not headed[i][e]),
            default=None,
        )
        if near is None or near[0] > max(4.0, 0.8 * tip.length):
            orphans += 1
            continue
        _, i, e = near
        lines[i][e] = tip.tip
        headed[i][e] = True
    return [tuple(line) for line in lines], [(a, b) for a, b in headed], orphans


def _gap(end: Point, tip: Tip) -> float:
    """From the end of a line to an arrow head: most programs end the line at its back, some at its tip."""
    return min(math.dist(end, tip.back), math.dist(end, tip.tip) + _TO_TIP)


def _cuts(index: int, lines: Sequence[tuple[Point, ...]]) -> list[tuple[int, Point]]:
    """Where other lines end on a line, with the stretch they end on."""
    found = []
    line = lines[index]
    for other in (other for i, other in enumerate(lines) if i != index):
        for end in (other[0], other[-1]):
            if math.dist(end, line[0]) <= _TOUCH or math.dist(end, line[-1]) <= _TOUCH:
                continue
            for stretch, (a, b) in enumerate(pairwise(line)):
                foot = _foot(end, a, b)
                if math.dist(foot, end) <= 0.6 * _TOUCH:
                    found.append((stretch, foot))
                    break
    return found


def _foot(p: Point, a: Point, b: Point) -> Point:
    """The place on a stretch nearest to a point."""
    length = math.dist(a, b) ** 2
    if not length:
        return a
    share = ((p[0] - a[0]) * (b[0] - a[0]) + (p[1] - a[1]) * (b[1] - a[1])) / length
    share = max(0.0, min(1.0, share))
    return a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])


def _add(
    net: _Net, line: tuple[Point, ...], headed: tuple[bool, bool], cuts: list[tuple[int, Point]]
) -> None:
    """A line as edges between its ends and the places where others meet it; a head makes it one-way."""
    points: list[tuple[Point, bool]] = [(line[0], True)]
    for stretch, end in enumerate(line[1:]):
        here = sorted((p for s, p in cuts if s == stretch), key=lambda p: math.dist(line[stretch], p))
        points += [(p, True) for p in here]
        points.append((end, stretch == len(line) - 2))
    start, run = _node(net, line[0]), [line[0]]
    first = start
    for point, stops in points[1:]:
        run.append(point)
        if stops:
            stop = _node(net, point)
            if stop != start:
                _link(net, start, stop, tuple(run), headed)
            start, run = stop, [point]
    if headed[0]:
        net.entered.add(first)
    if headed[1]:
        net.entered.add(start)


def _link(net: _Net, start: int, end: int, run: tuple[Point, ...], headed: tuple[bool, bool]) -> None:
    if not (headed[0] and not headed[1]):
        net.edges.setdefault(start, []).append(_Edge(start, end, run))
    if not (headed[1] and not headed[0]):
        net.edges.setdefault(end, []).append(_Edge(end, start, run[::-1]))
    net.edges.setdefault(end, [])
    net.edges.setdefault(start, [])


def _node(net: _Net, place: Point) -> int:
    for index, other in enumerate(net.places):
        if math.dist(place, other) <= _TOUCH:
            return index
    net.places.append(place)
    return len(net.places) - 1


def _attach(net: _Net, page: Sketch) -> None:
    """Give every end to the symbol it touches; ends that touch nothing lower the confidence."""
    degree = [0] * len(net.places)
    ends: dict[int, set[int]] = {}
    for edges in net.edges.values():
        for edge in edges:
            ends.setdefault(edge.start, set()).add(edge.end)
            ends.setdefault(edge.end, set()).add(edge.start)
    for index, others in ends.items():
        degree[index] = len(others)
    for index, place in enumerate(net.places):
        if not degree[index]:
            continue
        symbol = _symbol_at(place, page.symbols, _AHEAD if index in net.entered else _REACH)
        if symbol and (degree[index] == 1 or _distance(place, symbol.box) <= _TOUCH):
            net.symbol[index] = symbol
            net.doubt *= LAX if _distance(place, symbol.box) > _CLOSE else 1.0
        elif degree[index] == 1:
            net.doubt *= LOOSE


def _symbol_at(place: Point, symbols: Sequence[Symbol], reach: float) -> Symbol | None:
    near = min(symbols, key=lambda symbol: _distance(place, symbol.box), default=None)
    return near if near and _distance(place, near.box) <= reach else None


def _distance(place: Point, box: Box) -> float:
    return box.gap(Box(place[0], place[1], place[0], place[1]))


# ---- ways ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Followed:
    """The arrows and plain joints of a page, the texts that label them, and how sure that is."""

    arrows: list[Arrow]
    joints: list[Joint]
    labels: list[Text]
    doubt: float


def _followed(page: Sketch, net: _Net) -> _Followed:
    ways: list[Way] = []
    plain: list[Way] = []
    for node, symbol in net.symbol.items():
        for way in _ways(net, node):
            end = way[-1].end
            if net.symbol[end] == symbol:
                continue
            if end in net.entered:
                ways.append(way)
            elif node not in net.entered:
                plain.append(way)
    exits = {way[0].start for way in ways}
    joints, more = _plain(net, [w for w in plain if not exits & {w[0].start, w[-1].end}])
    ways += more
    idle = _idle(net, [*ways, *joints.values()])
    labels = _labels(page, net, ways)
    arrows = {
        (net.symbol[way[0].start], net.symbol[way[-1].end], labels[index].text if index in labels else "")
        for index, way in enumerate(ways)
    }
    labelled = {(a, b) for a, b, label in arrows if label}
    kept = [Arrow(*a) for a in sorted(arrows) if a[2] or (a[0], a[1]) not in labelled]
    used = list(labels.values())
    unread = sum(len(text.text) <= _LONGEST_LABEL and text not in used for text in page.texts)
    bare = sum(arrow.source.shape is Shape.BELAH_KETUPAT and not arrow.label for arrow in kept)
    through = sum(any(_runs_through(way, symbol.box) for symbol in page.symbols) for way in ways)
    doubt = LOOSE**idle * HEADLESS ** len(more) * UNREAD ** min(unread, bare) * THROUGH**through
    return _Followed(kept, [Joint(*pair) for pair in joints], used, doubt)


def _runs_through(way: Way, box: Box) -> bool:
    """Whether a way crosses a symbol from side to side: then nobody can tell where it goes on."""
    flat, upright = (box.x0 + _EDGE, box.x1 - _EDGE), (box.y0 + _EDGE, box.y1 - _EDGE)
    for edge in way:
        for (ax, ay), (bx, by) in pairwise(edge.points):
            across = min(ax, bx) <= flat[0] and max(ax, bx) >= flat[1]
            down = min(ay, by) <= upright[0] and max(ay, by) >= upright[1]
            if (across and all(upright[0] < y < upright[1] for y in (ay, by))) or (
                down and all(flat[0] < x < flat[1] for x in (ax, bx))
            ):
                return True
    return False


def _idle(net: _Net, ways: Sequence[Way]) -> int:
    """How many pieces of line are on no way: they lead somewhere, and it isn't known where."""
    used = {frozenset((edge.start, edge.end)) for way in ways for edge in way}
    drawn = {frozenset((edge.start, edge.end)) for edges in net.edges.values() for edge in edges}
    return len(drawn - used)


def _ways(net: _Net, node: int) -> Iterator[Way]:
    """All ways from a symbol's edge to another symbol that pass no place twice."""
    stack: list[Way] = [(edge,) for edge in net.edges.get(node, ())]
    tried = 0
    while stack and tried < _MOST_WAYS:
        tried += 1
        way = stack.pop()
        end = way[-1].end
        if end in net.symbol:
            yield way
            continue
        passed = {edge.start for edge in way}
        stack += ((*way, edge) for edge in net.edges.get(end, ()) if edge.end not in passed)


def _plain(net: _Net, ways: Sequence[Way]) -> tuple[dict[tuple[Symbol, Symbol], Way], list[Way]]:
    """Lines without heads: between neighbours in a row a joint, else a doubtful arrow downward."""
    joints: dict[tuple[Symbol, Symbol], Way] = {}
    more: list[Way] = []
    pairs: set[tuple[Symbol, Symbol]] = set()
    for way in ways:
        a, b = net.symbol[way[0].start], net.symbol[way[-1].end]
        if abs(a.box.centre[1] - b.box.centre[1]) < 0.6 * min(a.box.height, b.box.height):
            left, right = sorted((a, b), key=lambda symbol: symbol.box.x0)
            joints[left, right] = way
        elif a.box.centre[1] < b.box.centre[1] and (a, b) not in pairs:
            pairs.add((a, b))
            more.append(way)
    return joints, more


def _labels(page: Sketch, net: _Net, ways: Sequence[Way]) -> dict[int, Text]:
    """The label of each way out of a diamond: the nearest text to the part it shares with no other."""
    own = {
        index: _own(way, [other for i, other in enumerate(ways) if i != index])
        for index, way in enumerate(ways)
        if net.symbol[way[0].start].shape is Shape.BELAH_KETUPAT
    }
    pairs = sorted(
        (distance, index, number)
        for number, text in enumerate(page.texts)
        if len(text.text) <= _LONGEST_LABEL
        for index, edges in own.items()
        if (distance := _from_label(text, edges)) <= _LABEL
    )
    found: dict[int, Text] = {}
    used: set[int] = set()
    for _, index, number in pairs:
        if index not in found and number not in used:
            found[index] = page.texts[number]
            used.add(number)
    return found


def _own(way: Way, others: Sequence[Way]) -> Way:
    shared = {(edge.start, edge.end) for other in others for edge in other}
    return tuple(edge for edge in way if (edge.start, edge.end) not in shared) or way


def _from_label(text: Text, edges: Way) -> float:
    """From a label to a branch's first stretches, and a little of the way to where it begins."""
    points = [point for edge in edges for point in edge.points]
    gaps = [
        text.box.gap(Box(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])))
        for a, b in list(pairwise(points))[:2]
    ]
    start = text.box.gap(Box(*points[0], *points[0]))
    return min(gaps, default=_LABEL) + 0.3 * start


# ---- over pages ------------------------------------------------------------------------------------


def _over_pages(arrows: Sequence[Arrow]) -> tuple[list[Arrow], float]:
    """Arrows into a pentagon go on from its twin on a page beside; without a twin there is doubt."""
    into = [arrow for arrow in arrows if arrow.target.shape is Shape.SEGILIMA]
    out = [arrow for arrow in arrows if arrow.source.shape is Shape.SEGILIMA]
    whole = [arrow for arrow in arrows if arrow not in into and arrow not in out]
    used: set[int] = set()
    doubt = 1.0
    for arrow in into:
        twins = [(i, other) for i, other in enumerate(out) if _are_twins(arrow.target, other.source)]
        if not twins:
            doubt *= LOOSE
        for i, other in twins:
            used.add(i)
            letters = (arrow.target.letter,) if arrow.target.letter else ()
            whole.append(Arrow(arrow.source, other.target, arrow.label or other.label, letters))
    return whole, doubt * LOOSE ** (len(out) - len(used))


def _are_twins(a: Symbol, b: Symbol) -> bool:
    """Pentagons on neighbouring pages with one letter; without letters, in one column."""
    if abs(a.page - b.page) != 1:
        return False
    return a.letter == b.letter if a.letter or b.letter else a.column == b.column
