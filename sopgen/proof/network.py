"""How the visible lines hang together: ports at symbols, meetings of lines, passages over pages.

Two lines meet where one of them ends on the other, or an arrow head on one of them touches the other;
else, where both go straight on, they only cross. A line with an arrow head leads one way only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from sopgen.proof.facts import Head, Page, Proof, Segment, Shape, Symbol
from sopgen.proof.lines import TOUCH

TIP = 0.75
"""How far an arrow's tip may be from the outline that it points at, pt."""

_INWARD = {"L": "R", "R": "L", "T": "D", "B": "U"}


@dataclass(frozen=True, slots=True)
class Port:
    """Where a line touches a symbol: the side (L, R, T or B), the place, whether an arrow head is there."""

    symbol: Symbol
    side: str
    x: float
    y: float
    entered: bool

    @property
    def page(self) -> int:
        """The page it is on."""
        return self.symbol.page


@dataclass(frozen=True, slots=True)
class Meeting:
    """Where a flat and an upright line meet."""

    page: int
    x: float
    y: float


Node = Port | Meeting


@dataclass(frozen=True, slots=True)
class Link:
    """A straight piece of line between two nodes, or (without a segment) the jump between two pages."""

    start: Node
    end: Node
    segment: Segment | None


@dataclass(frozen=True, slots=True)
class Network:
    """All links by the node they start from, line ends that touch nothing, connectors without a twin."""

    links: dict[Node, list[Link]]
    loose: tuple[tuple[int, float, float], ...]
    unpaired: tuple[Symbol, ...]

    @property
    def ports(self) -> list[Port]:
        """All ports, in reading order."""
        found = [node for node in self.links if isinstance(node, Port)]
        return sorted(found, key=lambda port: (port.symbol, port.side))


def network(proof: Proof) -> Network:
    """Everything that hangs together in a document."""
    links: dict[Node, list[Link]] = {}
    loose: list[tuple[int, float, float]] = []
    for page in proof.pages:
        _connect(page, links, loose)
    unpaired: list[Symbol] = []
    for page, following in zip(proof.pages, (*proof.pages[1:], None), strict=True):
        unpaired += _pass_over(page, following, links)
    return Network(links, tuple(loose), tuple(unpaired))


def _connect(page: Page, links: dict[Node, list[Link]], loose: list[tuple[int, float, float]]) -> None:
    """Add the links of one page."""
    stops: dict[Segment, list[Node]] = {segment: [] for segment in page.segments}
    for flat, upright in _meetings(page):
        meeting = Meeting(page.number, upright.x0, flat.y0)
        stops[flat].append(meeting)
        stops[upright].append(meeting)
    for segment, nodes in stops.items():
        for x, y in segment.ends:
            port = _port(page, segment, x, y)
            if port:
                nodes.append(port)
            elif not any(abs(node.x - x) <= TOUCH and abs(node.y - y) <= TOUCH for node in nodes):
                loose.append((page.number, x, y))
        nodes.sort(key=lambda node: node.x if segment.flat else node.y)
        _link(page, nodes, ("R", "L") if segment.flat else ("D", "U"), links)


def _link(page: Page, nodes: list[Node], ways: tuple[str, str], links: dict[Node, list[Link]]) -> None:
    """Link the nodes of one line, forward and back, but never away from where an arrow points."""
    forward, back = ways
    for a, b in pairwise(nodes):
        piece = Segment(page.number, a.x, a.y, b.x, b.y)
        ahead, behind = links.setdefault(a, []), links.setdefault(b, [])
        if not _points(page, back, a):
            ahead.append(Link(a, b, piece))
        if not _points(page, forward, b):
            behind.append(Link(b, a, piece))


def _meetings(page: Page) -> Iterator[tuple[Segment, Segment]]:
    """The pairs of a flat and an upright line of which one ends on the other."""
    flats = [segment for segment in page.segments if segment.flat]
    for upright in (segment for segment in page.segments if not segment.flat):
        for flat in flats:
            x, y = upright.x0, flat.y0
            if not (
                flat.x0 - TOUCH <= x <= flat.x1 + TOUCH and upright.y0 - TOUCH <= y <= upright.y1 + TOUCH
            ):
                continue
            ends = abs(x - flat.x0), abs(x - flat.x1), abs(y - upright.y0), abs(y - upright.y1)
            if min(ends) <= TOUCH or any(tips(head, x, y) for head in page.heads):
                yield flat, upright


def _port(page: Page, segment: Segment, x: float, y: float) -> Port | None:
    """The port at an end of a line, if it touches a symbol there."""
    first = (x, y) == (segment.x0, segment.y0)
    for symbol in page.symbols:
        box = symbol.box
        if segment.flat:
            side, away, beside = ("R", x - box.x1, y) if first else ("L", box.x0 - x, y)
            within = box.y0 < beside < box.y1
        else:
            side, away, beside = ("B", y - box.y1, x) if first else ("T", box.y0 - y, x)
            within = box.x0 < beside < box.x1
        if within and abs(away) <= TOUCH:
            entered = any(head.points == _INWARD[side] and tips(head, x, y) for head in page.heads)
            return Port(symbol, side, x, y, entered)
    return None


def _points(page: Page, way: str, node: Node) -> bool:
    """Whether an arrow head that points this way touches the node."""
    return any(head.points == way and tips(head, node.x, node.y) for head in page.heads)


def tips(head: Head, x: float, y: float) -> bool:
    """Whether the tip of an arrow head touches a place."""
    return abs(head.x - x) <= TIP and abs(head.y - y) <= TIP


def _pass_over(page: Page, following: Page | None, links: dict[Node, list[Link]]) -> Iterator[Symbol]:
    """Link the connectors at a page's foot to their twins on the next page; tell which have none."""
    leaving = _connectors(page, foot=True, links=links)
    entering = _connectors(following, foot=False, links=links) if following else {}
    for key in sorted({*leaving, *entering}):
        pair = (*leaving.get(key, ()), *entering.get(key, ()))
        goes_in = [port for port in pair if port.entered]
        comes_out = [port for port in pair if not port.entered]
        if len(pair) == 2 and len(goes_in) == 1:
            links[goes_in[0]].append(Link(goes_in[0], comes_out[0], None))
        else:
            yield from (port.symbol for port in pair)


def _connectors(page: Page, *, foot: bool, links: dict[Node, list[Link]]) -> dict[str, list[Port]]:
    """The ports of the connectors at the foot or the head of a page's table, by letter."""
    found: dict[str, list[Port]] = {}
    for node in links:
        if not isinstance(node, Port) or node.symbol.page != page.number or page.table is None:
            continue
        if node.symbol.shape is Shape.SEGILIMA:
            field, middle = page.table.field, node.symbol.box.centre[1]
            if (field.y1 - middle < middle - field.y0) is foot:
                found.setdefault(node.symbol.letter, []).append(node)
    return found
