"""Flows by the throw of a die: as real SOPs have them, and harder than any. The same seed, the same flow."""

from __future__ import annotations

import random

from sopgen.flow import Edge, Flow, Symbol
from sopgen.model import Simbol

Steps = list[tuple[int, dict[str, int]]]
"""A row each: its column, and the rows its branches lead to."""


def steps(rows: int, columns: int, seed: int) -> Steps:
    """Work that mostly stays or moves to a neighbour; every fourth row decides, mostly on the way back."""
    die = random.Random(seed)
    column, found = 0, []
    for row in range(rows):
        column = die.choice(
            (column, min(column + 1, columns - 1), max(column - 1, 0), die.randrange(columns))
        )
        branches = {}
        if 0 < row < rows - 1 and die.random() < 0.25:
            back, on = max(0, row - die.randint(1, 8)), min(rows - 1, row + die.randint(2, 9))
            branches = {"Ya": row + 1, "Tidak": back if die.random() < 0.8 else on}
        found.append((column, branches))
    return found


def likely(rows: int, columns: int, seed: int) -> Flow:
    """A flow as an SOP may have it."""
    edges = []
    found = steps(rows, columns, seed)
    for row, (_, branches) in enumerate(found):
        edges += [Edge(row, target, label) for label, target in branches.items()]
        if not branches and row < rows - 1:
            edges.append(Edge(row, row + 1))
    symbols = tuple(
        Symbol(row, 0, _kind(row, rows, bool(branches)), (column,))
        for row, (column, branches) in enumerate(found)
    )
    return Flow(_executors(columns), rows, symbols, tuple(edges))


def wild(rows: int, columns: int, seed: int) -> Flow:
    """Chains, joint steps, forks and decisions with up to five branches, to anywhere."""
    die = random.Random(seed)
    places = [(row, link) for row in range(rows) for link in range(1 if die.random() < 0.85 else 2)]
    symbols, edges = [], []
    for index, (row, link) in enumerate(places):
        joint = 1 if die.random() < 0.85 else die.randint(2, min(3, columns))
        decides = 0 < index < len(places) - 1 and die.random() < 0.3
        targets = die.sample(range(len(places)), die.choice((2, 2, 2, 3, 3, 5)) if decides else 3)
        if decides:
            edges += [Edge(index, target, f"L{target}") for target in targets]
        elif die.random() < 0.1:
            edges += [Edge(index, target) for target in targets]
        elif index < len(places) - 1:
            edges.append(Edge(index, index + 1))
        kind = _kind(index, len(places), decides)
        symbols.append(Symbol(row, link, kind, tuple(die.sample(range(columns), joint))))
    return Flow(_executors(columns), rows, tuple(symbols), tuple(edges))


def _kind(place: int, places: int, decides: bool) -> Simbol:
    if place in (0, places - 1):
        return Simbol.SELESAI if place else Simbol.MULAI
    return Simbol.KEPUTUSAN if decides else Simbol.PROSES


def _executors(columns: int) -> tuple[str, ...]:
    return tuple(f"Pelaksana {column + 1}" for column in range(columns))
