"""The rows of the flow sheet over all pages: what stands under which head."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sopgen import proof
from sopgen.model import Kegiatan, Kolom, MutuBaku
from sopgen.proof import Block, Box, Grid, GridRow, Line
from sopgen.recover.wording import items, joined, plain

_HEADING = re.compile(r"(?:\d{1,2}[.)]\s*)?(maksud|tujuan)\s*:?\s*(.*)", re.IGNORECASE)

_SUM = re.compile(r"(?:total|jumlah)\b", re.IGNORECASE)


_KOLOM = frozenset(kolom.value for kolom in Kolom)


@dataclass(frozen=True, slots=True)
class Stripe:
    """A row as printed: its number, what each column holds, and its parts, one on each page it runs over."""

    number: int | None
    cells: Mapping[str, tuple[Block, ...]]
    parts: tuple[GridRow, ...]

    @property
    def place(self) -> tuple[int, Box]:
        """Page and box of its first part."""
        first = self.parts[0]
        return first.page, proof.around(cell.box for cell in first.cells)

    def lines(self, column: str) -> tuple[Line, ...]:
        """The lines in a column."""
        return tuple(line for block in self.cells.get(column, ()) for line in block.lines)


def stripes(grids: Sequence[Grid | None]) -> list[Stripe]:
    """All rows in order; the first row of a page without a number goes on from the page before."""
    found: list[Stripe] = []
    for grid in (grid for grid in grids if grid):
        numbers = proof.numbers(grid.rows, grid.column("no"))
        numbered = grid.column("no") is not None and any(stripe.number is not None for stripe in found)
        for index, (row, number) in enumerate(zip(grid.rows, numbers, strict=True)):
            cells = _cells(grid, row)
            if index == 0 and numbered and number is None and grid.page != found[-1].parts[-1].page:
                found[-1] = _longer(found[-1], cells, row)
            elif any(block.lines for blocks in cells.values() for block in blocks):
                found.append(Stripe(number, cells, (row,)))
    return found


def without(found: Sequence[Stripe], labels: Sequence[tuple[int, Box]]) -> list[Stripe]:
    """The rows without the words that label branches of the flow and stick out into other columns."""
    if not labels:
        return list(found)
    return [
        replace(
            stripe, cells={k: tuple(_bare(b, labels) for b in blocks) for k, blocks in stripe.cells.items()}
        )
        for stripe in found
    ]


def _bare(block: Block, labels: Sequence[tuple[int, Box]]) -> Block:
    here = [box for page, box in labels if page == block.page and box.meets(block.box)]
    if not here:
        return block
    kept = (
        Line(tuple(w for w in line.words if not any(box.holds(*w.box.centre) for box in here)))
        for line in block.lines
    )
    return replace(block, lines=tuple(line for line in kept if line.words))


def _cells(grid: Grid, row: GridRow) -> dict[str, tuple[Block, ...]]:
    cells: dict[str, tuple[Block, ...]] = {}
    for column, block in zip(grid.columns, row.cells, strict=True):
        if column.kind and column.kind != "executor":
            cells.setdefault(column.kind, (block,))
    pairs = list(zip(grid.columns, row.cells, strict=True))
    before = _as_one([block for column, block in pairs if column.kind in ("no", "kegiatan", "executor")])
    if _SUM.match(before.text):
        cells["kegiatan"] = (before,)
    return cells


def _as_one(blocks: Sequence[Block]) -> Block:
    """Neighbouring cells as one: that of a total reaches from the numbers to the times."""
    words = [word for block in blocks for line in block.lines for word in line.words]
    return Block(blocks[0].page, proof.around(block.box for block in blocks), proof.lines(words))


def _longer(stripe: Stripe, cells: Mapping[str, tuple[Block, ...]], row: GridRow) -> Stripe:
    together = {key: (*stripe.cells.get(key, ()), *blocks) for key, blocks in cells.items()}
    return Stripe(stripe.number, together, (*stripe.parts, row))


def kegiatan(stripe: Stripe, index: int) -> Kegiatan:
    """The texts of a row; its symbols come from the drawing. `index` counts rows from 0."""
    return Kegiatan(
        id=row_id(index),
        **_prose(stripe.lines("kegiatan")),
        mutu_baku=MutuBaku(
            kelengkapan=_texts(stripe.lines("kelengkapan")),
            waktu=plain(stripe.lines("waktu")) or None,
            output=_texts(stripe.lines("output")),
        ),
        keterangan=_texts(stripe.lines("keterangan")),
    )


def _texts(lines: Sequence[Line]) -> tuple[str, ...]:
    return tuple(item.text for item in items(lines))


def row_id(index: int) -> str:
    """The name of a row (from 0), for arrows to point at."""
    return f"baris-{index + 1}"


def _prose(lines: Sequence[Line]) -> dict[str, object]:
    """The kegiatan; an old document may give it a title, Maksud and Tujuan instead."""
    parts: dict[str, list[str]] = {"uraian": []}
    markers: dict[str, list[Line]] = {}
    key = "uraian"
    for line in lines:
        if heading := _HEADING.fullmatch(line.text):
            key = heading[1].lower()
            markers.setdefault(key, [])
            if heading[2]:
                parts.setdefault(key, []).append(heading[2])
        elif key == "uraian":
            parts["uraian"].append(line.text)
        else:
            markers[key].append(line)
    title = joined(parts["uraian"]) or None
    if not markers:
        return {"uraian": title}
    return {
        "judul": title,
        **{key: (*parts.get(key, ()), *_texts(markers[key])) for key in markers},
    }


def columns(grids: Sequence[Grid | None]) -> tuple[Kolom, ...]:
    """The columns of the mutu baku, and Keterangan, that the head has, in its order."""
    kinds = [column.kind for grid in grids if grid for column in grid.columns]
    return tuple(Kolom(kind) for kind in dict.fromkeys(kinds) if kind in _KOLOM)


def unknown_heads(grids: Sequence[Grid | None]) -> list[str]:
    """The heads that nobody knows while a column is lacking: one of them may be it."""
    first = next((grid for grid in grids if grid), None)
    if first is None or len(columns([first])) == len(_KOLOM):
        return []
    return [column.name for column in first.columns if column.name and not column.kind]


def heads(grids: Sequence[Grid | None]) -> Iterator[tuple[str, Block]]:
    """The labels in the head of the first table, each with the cell it stands in."""
    first = next((grid for grid in grids if grid and grid.heads), None)
    for block in first.heads if first else ():
        if key := proof.label_of(block.text, proof.COLUMNS):
            yield key, block
    for column in first.columns if first else ():
        if column.kind in _KOLOM and column.head and not proof.label_of(column.name, proof.COLUMNS):
            yield column.kind, column.head
