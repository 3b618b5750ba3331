"""Follow every line from symbol to symbol, as a reader's finger does."""

from __future__ import annotations

from collections.abc import Iterator

from sopgen.proof.facts import Arrow, Box, Joint, Proof, Shape, Symbol, Text
from sopgen.proof.network import Link, Network, Node, Port, network

_NEAR = 6.0
"""How far a label may stand from its branch, pt."""

_ALONG = 0.02
"""How much distance from where the branch begins counts against distance from its line."""

Way = tuple[Link, ...]


def follow(proof: Proof) -> list[Arrow]:
    """Every way from a symbol's exit along connected lines to an arrow head at another symbol.

    Off-page connectors are passed by their letter. The label is the text beside the part of a diamond's
    branch that it shares with no other; a line that bears a label leads away from its diamond only.
    """
    net = network(proof)
    ways = [way for port in net.ports if _is_exit(port) for way in _ways(net, port)]
    labels: dict[Way, str] = {}
    before = -1
    while len(ways) != before:
        before = len(ways)
        branches = _branches(ways)
        labels = _labels(proof, branches)
        against = {(link.end, link.start) for way in labels for link in branches[way]}
        ways = [way for way in ways if not any((link.start, link.end) in against for link in way)]
    return [
        Arrow(_symbol(way[0].start), _symbol(way[-1].end), labels.get(way, ""), tuple(_letters(way)))
        for way in ways
    ]


def joints(proof: Proof) -> list[Joint]:
    """The pairs of symbols in one row that a plain line joins."""
    net = network(proof)
    found = []
    for port in net.ports:
        for link in net.links[port]:
            other = link.end
            if isinstance(other, Port) and not (port.entered or other.entered) and port.side == "R":
                found.append(Joint(port.symbol, other.symbol))
    return found


def _is_exit(port: Port) -> bool:
    return not port.entered and port.symbol.shape is not Shape.SEGILIMA


def _ways(net: Network, port: Port) -> Iterator[Way]:
    """All ways from an exit to an arrow head that pass no place twice."""
    stack: list[Way] = [(link,) for link in net.links[port]]
    while stack:
        way = stack.pop()
        end = way[-1].end
        if isinstance(end, Port) and end.symbol.shape is not Shape.SEGILIMA:
            if end.entered:
                yield way
            continue
        passed = {link.start for link in way}
        if isinstance(end, Port) and way[-1].segment is not None:
            stack += ((*way, link) for link in net.links[end] if link.segment is None)
        else:
            stack += ((*way, link) for link in net.links[end] if link.end not in passed)


def _symbol(node: Node) -> Symbol:
    assert isinstance(node, Port), "a way begins and ends at a symbol"
    return node.symbol


def _letters(way: Way) -> Iterator[str]:
    return (_symbol(link.start).letter for link in way if link.segment is None)


def _branches(ways: list[Way]) -> dict[Way, Way]:
    """For each way out of a diamond the first straight stretch that no other way out of it takes."""
    found = {}
    for way in ways:
        source = _symbol(way[0].start)
        if source.shape is Shape.BELAH_KETUPAT:
            others = [other for other in ways if other is not way and _symbol(other[0].start) == source]
            if branch := _own(way, others):
                found[way] = branch
    return found


def _own(way: Way, others: list[Way]) -> Way:
    shared = {(link.start, link.end) for other in others for link in other}
    own = [link for link in way if link.segment and (link.start, link.end) not in shared]
    stretch = own[:1]
    for link in own[1:]:
        if link.start != stretch[-1].end or _is_flat(link) != _is_flat(stretch[0]):
            break
        stretch.append(link)
    return tuple(stretch)


def _is_flat(link: Link) -> bool:
    return link.segment is not None and link.segment.flat


def _labels(proof: Proof, branches: dict[Way, Way]) -> dict[Way, str]:
    """The label of each way out of a diamond; each label goes to the nearest branch."""
    found: dict[Way, list[str]] = {}
    for page in proof.pages:
        here = {way: branch for way, branch in branches.items() if _page(branch[0]) == page.number}
        for label in page.labels:
            way = min(here, key=lambda way: _distance(label, here[way]), default=None)
            if way and _distance(label, here[way]) <= _NEAR:
                found.setdefault(way, []).append(label.text)
    return {way: " ".join(texts) for way, texts in found.items()}


def _page(link: Link) -> int:
    return link.segment.page if link.segment else 0


def _distance(label: Text, branch: Way) -> float:
    """From a label to a branch's line; where that says little, to the place where the branch begins."""
    start, end = branch[0].start, branch[-1].end
    line = Box(min(start.x, end.x), min(start.y, end.y), max(start.x, end.x), max(start.y, end.y))
    return label.box.gap(line) + _ALONG * label.box.gap(Box(start.x, start.y, start.x, start.y))
