"""Where the arrows of a flow lead: what can be reached, what leads to an end, which arrows go back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sopgen.flow import Edge, Flow
from sopgen.model import Simbol


@dataclass(frozen=True, slots=True)
class Ways:
    """The arrows of a flow, sorted out.

    `exits` and `entries` are the edges at each symbol. `back` are the edges that return to a symbol which
    lies on the way to them; without these, `order` puts every symbol before those that it leads to.
    """

    exits: tuple[tuple[Edge, ...], ...]
    entries: tuple[tuple[Edge, ...], ...]
    back: frozenset[Edge]
    order: tuple[int, ...]

    def onward(self, symbol: int) -> list[Edge]:
        """The edges that leave a symbol and don't go back."""
        return [edge for edge in self.exits[symbol] if edge not in self.back]


def ways(flow: Flow) -> Ways:
    """The arrows of a flow, sorted out from its starts."""
    every = range(len(flow.symbols))
    exits: list[list[Edge]] = [[] for _ in every]
    entries: list[list[Edge]] = [[] for _ in every]
    for edge in flow.edges:
        exits[edge.source].append(edge)
        entries[edge.target].append(edge)
    back, order = _sorted(exits, [*starts(flow), *every])
    return Ways(tuple(map(tuple, exits)), tuple(map(tuple, entries)), frozenset(back), tuple(order))


def starts(flow: Flow) -> list[int]:
    """The start capsules; the first symbol where there is none."""
    capsules = [index for index, symbol in enumerate(flow.symbols) if symbol.kind is Simbol.MULAI]
    return capsules or [0][: len(flow.symbols)]


def onward(found: Ways) -> Ways:
    """The same without the edges that go back."""
    exits, entries = (
        tuple(tuple(e for e in edges if e not in found.back) for edges in side)
        for side in (found.exits, found.entries)
    )
    return Ways(exits, entries, frozenset(), found.order)


def ends(flow: Flow, found: Ways) -> list[int]:
    """The symbols where the flow stops: nothing leaves them, or they are a decision that closes it."""
    closing = closing_decision(flow)
    return [index for index, exits in enumerate(found.exits) if not exits or index == closing]


def closing_decision(flow: Flow) -> int | None:
    """The last symbol, where it is a decision that leads nowhere or, by `selesai`, to itself."""
    last = len(flow.symbols) - 1
    if last < 0 or flow.symbols[last].kind is not Simbol.KEPUTUSAN:
        return None
    exits = flow.exits(last)
    return last if not exits or any(edge.target == last for edge in exits) else None


def reached(ways: Ways, roots: Iterable[int]) -> frozenset[int]:
    """The symbols that the arrows lead to from `roots`, these included."""
    return _spread([[edge.target for edge in edges] for edges in ways.exits], roots)


def leading(ways: Ways, goals: Iterable[int]) -> frozenset[int]:
    """The symbols from which the arrows lead to one of `goals`, these included."""
    return _spread([[edge.source for edge in edges] for edges in ways.entries], goals)


def beyond(ways: Ways, symbol: int) -> frozenset[int]:
    """The symbols that come after a symbol; itself only where the flow returns to it."""
    return reached(ways, (edge.target for edge in ways.exits[symbol]))


def _spread(neighbours: Sequence[Sequence[int]], roots: Iterable[int]) -> frozenset[int]:
    seen = set(roots)
    waiting = list(seen)
    while waiting:
        fresh = [other for other in neighbours[waiting.pop()] if other not in seen]
        seen.update(fresh)
        waiting += fresh
    return frozenset(seen)


def _sorted(exits: Sequence[Sequence[Edge]], roots: Iterable[int]) -> tuple[set[Edge], list[int]]:
    """The edges that go back to a symbol still open, depth first; and the symbols, the last left first."""
    back: set[Edge] = set()
    left: list[int] = []
    seen: set[int] = set()
    opened: set[int] = set()
    for root in roots:
        if root in seen:
            continue
        seen.add(root)
        opened.add(root)
        trail = [(root, iter(exits[root]))]
        while trail:
            symbol, edges = trail[-1]
            edge = next(edges, None)
            if edge is None:
                trail.pop()
                opened.discard(symbol)
                left.append(symbol)
            elif edge.target in opened:
                back.add(edge)
            elif edge.target not in seen:
                seen.add(edge.target)
                opened.add(edge.target)
                trail.append((edge.target, iter(exits[edge.target])))
    return back, left[::-1]
