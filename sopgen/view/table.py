"""The flow sheet as a template may see it: head, rows, and the picture of every executor cell."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sopgen.drawing import Drawing
from sopgen.model import Kegiatan, Simbol
from sopgen.view import ink
from sopgen.view.alternative import alternatives
from sopgen.view.columns import (
    LINE,
    NUMBER_WIDTH,
    PADDING,
    RULE,
    SIZE,
    indent_of,
    lines_of,
    text_widths,
    texts_of,
)
from sopgen.view.head import HeadCell, head
from sopgen.view.splitting import Printed
from sopgen.view.syllables import divided


@dataclass(frozen=True, slots=True)
class FlowCell:
    """An executor cell: the class that paints it, and its symbol with alternative text where it has one."""

    paint: str
    column: int
    symbol: str
    alt: str


@dataclass(frozen=True, slots=True)
class Tier:
    """A line of executor cells, and its least height in px."""

    height: float
    cells: tuple[FlowCell, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A kegiatan, or a part of one, for which `nomor` is empty: text cells beside one or more tiers."""

    id: str
    nomor: str
    kegiatan: Kegiatan
    texts: tuple[tuple[str, ...], ...]
    tiers: tuple[Tier, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The whole table. `paints` are pictures by class, `indents` the left padding of executor columns, px."""

    head: tuple[tuple[HeadCell, ...], ...]
    widths: tuple[float, ...]
    indents: tuple[float, ...]
    rows: tuple[Row, ...]
    paints: tuple[tuple[str, str], ...]
    symbols: dict[str, str]
    symbol_width: float
    symbol_height: float
    executors: int


def table(printed: Printed, figure: Drawing, room: float, breaks: Collection[int] = ()) -> Table:
    """The flow sheet in `room` px; `breaks` are the printed rows (from 0) after which a page ends."""
    sop = printed.sop
    kolom, room_of = text_widths(sop, figure, room)
    texts = [texts_of(kegiatan, kolom) for kegiatan in sop.kegiatan]
    executors = [column.width for column in figure.columns]
    paints, tiers = _painted(figure, breaks, printed.numbers)
    rows = tuple(
        Row(
            row_id(index),
            str(printed.numbers[index] or ""),
            kegiatan,
            tuple(
                tuple(divided(text, room_of[column] - PADDING - indent_of(cell), SIZE) for text in cell)
                for column, cell in enumerate(texts[index])
            ),
            _spread(
                [t for t, row in zip(tiers, figure.matrix.grid.tiers, strict=True) if row == index],
                lines_of(texts[index], room_of),
            ),
        )
        for index, kegiatan in enumerate(sop.kegiatan)
    )
    return Table(
        head=head(sop, kolom, executors, room_of),
        widths=(NUMBER_WIDTH, room_of[0], *executors, *room_of[1:]),
        indents=tuple(c.left / c.width * (c.width - RULE) - figure.symbol_width / 2 for c in figure.columns),
        rows=rows,
        paints=paints,
        symbols={
            kind: ink.data_uri(ink.symbol(kind, figure.symbol_width, figure.symbol_height)) for kind in Simbol
        },
        symbol_width=figure.symbol_width,
        symbol_height=figure.symbol_height,
        executors=len(executors),
    )


def row_id(index: int) -> str:
    """The id of a printed row (from 0), by which its place on the pages is found."""
    return f"baris-{index + 1}"


def _spread(tiers: list[Tier], lines: int) -> tuple[Tier, ...]:
    """Tiers of one row that share the height its text needs, for a table gives it all to the last."""
    if len(tiers) < 2:
        return tuple(tiers)
    share = lines * LINE / len(tiers)
    return tuple(replace(tier, height=max(tier.height, round(share, 1))) for tier in tiers)


def _painted(
    figure: Drawing, breaks: Collection[int], numbers: Sequence[int]
) -> tuple[tuple[tuple[str, str], ...], list[Tier]]:
    """All tiers, and the distinct pictures under short class names."""
    connectors = _connectors(figure, breaks)
    names: dict[str, str] = {}
    alts = alternatives(figure.matrix, numbers)
    tiers = []
    for tier, height in enumerate(figure.heights):
        cells = []
        for column in range(len(figure.columns)):
            cell = figure.cells[tier, column]
            svg = ink.cell(figure, cell, tuple(connectors.get((tier, column), ())))
            paint = names.setdefault(svg, f"g{len(names)}") if svg else ""
            kind = figure.matrix.flow.symbols[cell.spot.symbol].kind if cell.spot else ""
            cells.append(FlowCell(paint, column, kind, alts[cell.spot] if cell.spot else ""))
        tiers.append(Tier(round(height + 1, 2), tuple(cells)))
    return tuple((name, ink.data_uri(svg)) for svg, name in names.items()), tiers


def _connectors(figure: Drawing, breaks: Collection[int]) -> dict[tuple[int, int], list[ink.Connector]]:
    """The off-page connectors of each cell; a line has one letter, at the page's foot and the next head."""
    found: dict[tuple[int, int], list[ink.Connector]] = {}
    letters: dict[frozenset[int], str] = {}
    tiers = figure.matrix.grid.tiers
    for tier, row in enumerate(tiers[:-1]):
        if row not in breaks or tiers[tier + 1] == row:
            continue
        for passage in figure.passages[tier]:
            letter = letters.setdefault(passage.edges, _letter(len(letters)))
            found.setdefault((tier, passage.column), []).append(ink.Connector(passage, letter, True))
            found.setdefault((tier + 1, passage.column), []).append(ink.Connector(passage, letter, False))
    return found


def _letter(index: int) -> str:
    """A, B, ... Z, AA, AB, ..."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
