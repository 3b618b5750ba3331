"""What a symbol says to those who can't see it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sopgen.flow import Flow
from sopgen.matrix import Matrix, Spot


def alternatives(matrix: Matrix, numbers: Sequence[int]) -> dict[Spot, str]:
    """The alternative text of every drawn symbol; `numbers` are those of the rows."""
    return {spot: "; ".join(_alt(matrix.flow, spot, numbers)) for spot in matrix.grid.spots}


def _alt(flow: Flow, spot: Spot, numbers: Sequence[int]) -> Iterator[str]:
    """Kind, step, executor, company, and where the flow goes."""
    symbol = flow.symbols[spot.symbol]
    executor = flow.executors[spot.column]
    yield f"{symbol.kind.capitalize()}: {_step(flow, spot.symbol, numbers)} oleh {executor}"
    others = [flow.executors[column] for column in symbol.columns if column != spot.column]
    if others:
        yield f"bersama {', '.join(others)}"
    for edge in flow.exits(spot.symbol):
        label = f"{edge.label} ke " if edge.label else "ke "
        yield label + _step(flow, edge.target, numbers)


def _step(flow: Flow, symbol: int, numbers: Sequence[int]) -> str:
    """The name of a step: the number of its row, and the place in its chain where it has one."""
    found = flow.symbols[symbol]
    chain = sum(1 for other in flow.symbols if other.row == found.row) > 1
    return f"langkah {numbers[found.row]}" + (f" simbol {found.link + 1}" if chain else "")
