"""From drawn symbols and arrows to the steps of each row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sopgen.model import Langkah, Simbol
from sopgen.proof import Arrow, Shape, Symbol, Tracing
from sopgen.recover.rows import Stripe, row_id

NOWHERE = "tidak-ada"
"""A target nobody has: from a process without an arrow the flow leads nowhere, not to the next row."""

UNLABELLED = "-"
"""Stands for the label of a branch that has none; it says nothing, so that rules see it as none."""


@dataclass(frozen=True, slots=True)
class Step:
    """Symbols that are one step: one, or several executors' joined by a plain line."""

    row: int
    symbols: tuple[Symbol, ...]

    @property
    def columns(self) -> tuple[int, ...]:
        """The executors, from the left."""
        return tuple(sorted({symbol.column for symbol in self.symbols if symbol.column is not None}))


def steps(
    traced: Tracing, stripes: Sequence[Stripe], keys: Sequence[str]
) -> dict[int, list[tuple[Step, Langkah]]]:
    """The steps of each row (from 0) in the order of the flow; `keys` are the executors' by column."""
    arrows = traced.arrows
    ordered = _ordered(_steps(traced, stripes), arrows)
    names = _names(ordered)
    of_symbol = {symbol: step for step in ordered for symbol in step.symbols}
    rows: dict[int, list[tuple[Step, Langkah]]] = {}
    for step in ordered:
        exits = [arrow for arrow in arrows if of_symbol.get(arrow.source) is step]
        targets = [(arrow.label, of_symbol[arrow.target]) for arrow in exits if arrow.target in of_symbol]
        rows.setdefault(step.row, []).append((step, _langkah(step, targets, names, keys)))
    return rows


def _steps(traced: Tracing, stripes: Sequence[Stripe]) -> list[Step]:
    """The symbols in their rows; those that a plain line joins are one step."""
    leader: dict[Symbol, Symbol] = {}

    def first(symbol: Symbol) -> Symbol:
        while symbol in leader:
            symbol = leader[symbol]
        return symbol

    for joint in traced.joints:
        if first(joint.left) != first(joint.right):
            leader[first(joint.right)] = first(joint.left)
    groups: dict[Symbol, list[Symbol]] = {}
    for symbol in traced.symbols:
        if symbol.shape is not Shape.SEGILIMA and symbol.column is not None:
            groups.setdefault(first(symbol), []).append(symbol)
    made = ((_row(head, stripes), tuple(symbols)) for head, symbols in groups.items())
    return [Step(row, symbols) for row, symbols in made if row is not None]


def _row(symbol: Symbol, stripes: Sequence[Stripe]) -> int | None:
    """The row (from 0) that a symbol's middle lies in."""
    _, y = symbol.box.centre
    for index, stripe in enumerate(stripes):
        if any(part.page == symbol.page and part.y0 <= y < part.y1 for part in stripe.parts):
            return index
    return None


def _ordered(found: Iterable[Step], arrows: Sequence[Arrow]) -> list[Step]:
    """Row by row; within a row along the arrows, else from top to bottom and from left to right."""
    ordered: list[Step] = []
    rows: dict[int, list[Step]] = {}
    for step in found:
        rows.setdefault(step.row, []).append(step)
    for row in sorted(rows):
        left = sorted(rows[row], key=_reading)
        while left:
            later = {
                _step_of(arrow.target, left)
                for arrow in arrows
                if (a := _step_of(arrow.source, left)) is not None and a != _step_of(arrow.target, left)
            }
            free = next((i for i in range(len(left)) if i not in later), 0)
            ordered.append(left.pop(free))
    return ordered


def _step_of(symbol: Symbol, steps: Sequence[Step]) -> int | None:
    return next((i for i, step in enumerate(steps) if symbol in step.symbols), None)


def _reading(step: Step) -> tuple[int, float, float]:
    symbol = min(step.symbols)
    return symbol.page, round(symbol.box.centre[1]), symbol.box.x0


def _names(ordered: Sequence[Step]) -> dict[Step, str]:
    """The id of each step: its row's, with the place in its chain where the row has more than one."""
    names: dict[Step, str] = {}
    chains: dict[int, int] = {}
    for step in ordered:
        place = chains[step.row] = chains.get(step.row, 0) + 1
        names[step] = row_id(step.row) + (f".{place}" if place > 1 else "")
    return names


def _langkah(
    step: Step, targets: Sequence[tuple[str, Step]], names: Mapping[Step, str], keys: Sequence[str]
) -> Langkah:
    shape = step.symbols[0].shape
    kind = _kind(shape, bool(targets))
    branches: dict[str, str] = {}
    if kind is Simbol.KEPUTUSAN:
        for label, target in targets:
            branches[_free(label or UNLABELLED, branches)] = names[target]
    others = tuple(dict.fromkeys(names[target] for _, target in targets))
    leads_on = kind in (Simbol.MULAI, Simbol.PROSES)
    return Langkah(
        id=names[step],
        pelaksana=tuple(keys[column] for column in step.columns if column < len(keys)),
        simbol=kind,
        keputusan=branches or None,
        ke=() if kind is Simbol.KEPUTUSAN else others or ((NOWHERE,) if leads_on else ()),
    )


def _kind(shape: Shape, leads_on: bool) -> Simbol:
    """What a shape means: a capsule that leads on is a start."""
    if shape is Shape.KAPSUL:
        return Simbol.MULAI if leads_on else Simbol.SELESAI
    return Simbol.KEPUTUSAN if shape is Shape.BELAH_KETUPAT else Simbol.PROSES


def _free(label: str, taken: Mapping[str, str]) -> str:
    """A label that no other branch of the decision has; one that says nothing goes on saying nothing."""
    if label == UNLABELLED:
        return label * (1 + sum(set(other) == {label} for other in taken))
    return next(
        name for name in (label, *(f"{label} ({i})" for i in range(2, len(taken) + 3))) if name not in taken
    )
