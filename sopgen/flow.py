"""The flow of an SOP: which symbols there are, and which leads to which.

The atoms are symbols, not rows: a row may hold a chain of them, and one symbol may be shared by
several executors (a joint step). Edges run between symbols.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sopgen.model import LANJUT, SELESAI, Langkah, Simbol, Sop


@dataclass(frozen=True, slots=True)
class Symbol:
    """One step: its row and place in the row's chain (from 0), its kind, and the columns of its executors."""

    row: int
    link: int
    kind: Simbol
    columns: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow from one symbol to another, by index; the label is empty where it isn't a branch."""

    source: int
    target: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """All symbols in reading order and all edges between them."""

    executors: tuple[str, ...]
    rows: int
    symbols: tuple[Symbol, ...]
    edges: tuple[Edge, ...]

    def exits(self, symbol: int) -> list[Edge]:
        """The edges that leave a symbol."""
        return [edge for edge in self.edges if edge.source == symbol]


def flow(sop: Sop) -> Flow:
    """The flow that the rows of an SOP describe; targets nobody has are left out (parse has named them)."""
    columns = {key: index for index, key in enumerate(sop.kolom_pelaksana)}
    links = [
        (row, place, langkah)
        for row, kegiatan in enumerate(sop.kegiatan)
        for place, langkah in enumerate(kegiatan.langkah)
        if any(key in columns for key in langkah.pelaksana)
    ]
    last = len(links) - 1
    symbols = tuple(
        Symbol(
            row,
            place,
            _kind(langkah, index == 0, index == last),
            tuple(dict.fromkeys(columns[key] for key in langkah.pelaksana if key in columns)),
        )
        for index, (row, place, langkah) in enumerate(links)
    )
    names = _names(sop, links)
    edges = [
        edge
        for index, (_, _, langkah) in enumerate(links)
        for edge in _edges(index, langkah, symbols[index].kind, last, names)
    ]
    return Flow(tuple(sop.kolom_pelaksana.values()), len(sop.kegiatan), symbols, tuple(_joined(edges)))


def _kind(langkah: Langkah, first: bool, last: bool) -> Simbol:
    """The symbol as written, or by default: the first and last kegiatan themselves are the capsules."""
    if langkah.simbol:
        return langkah.simbol
    if langkah.keputusan:
        return Simbol.KEPUTUSAN
    return Simbol.MULAI if first else Simbol.SELESAI if last else Simbol.PROSES


def _names(sop: Sop, links: list[tuple[int, int, Langkah]]) -> dict[str, int]:
    """Every id that an arrow can point at, and the symbol it means; a row's id means its first symbol."""
    names: dict[str, int] = {SELESAI: len(links) - 1}
    for index, (row, place, langkah) in enumerate(links):
        if langkah.id:
            names.setdefault(langkah.id, index)
        row_id = sop.kegiatan[row].id
        if place == 0 and row_id:
            names.setdefault(row_id, index)
    return names


def _edges(index: int, langkah: Langkah, kind: Simbol, last: int, names: dict[str, int]) -> Iterator[Edge]:
    known = names | ({LANJUT: index + 1} if index < last else {})
    if langkah.keputusan:
        yield from (Edge(index, known[to], label) for label, to in langkah.keputusan.items() if to in known)
    elif langkah.ke:
        yield from (Edge(index, known[to]) for to in langkah.ke if to in known)
    elif LANJUT in known and kind not in (Simbol.SELESAI, Simbol.KEPUTUSAN):
        yield Edge(index, index + 1)


def _joined(edges: list[Edge]) -> Iterator[Edge]:
    """Branches with the same two ends are one arrow with both labels."""
    labels: dict[tuple[int, int], list[str]] = {}
    for edge in edges:
        labels.setdefault((edge.source, edge.target), []).append(" ".join(edge.label.split()))
    for (source, target), texts in labels.items():
        yield Edge(source, target, " / ".join(dict.fromkeys(text for text in texts if text)))
