"""The flow of a document: followed exactly where we drew it, traced as far as possible where others did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from sopgen import proof
from sopgen.proof import Grid, Proof, Shape, Tracing

SURE = 0.8
"""A flow that was followed with less confidence is not judged."""

_PICTURES = 0.02
"""A page of which pictures cover more may hold the flow as a picture, of 1."""


class State(Enum):
    """What there is of a flow: lines one can follow or can't, signs, a picture, or nothing."""

    FOLLOWED = auto()
    DOUBTFUL = auto()
    WRITTEN = auto()
    PICTURED = auto()
    ABSENT = auto()


@dataclass(frozen=True, slots=True)
class Drawing:
    """The flow as read, what state it is in, and how many shapes are none of the five symbols."""

    state: State
    tracing: Tracing
    strange: int = 0

    @property
    def note(self) -> str:
        """What the reader of a report should know of it; Indonesian."""
        note = _NOTES[self.state].format(round(100 * self.tracing.confidence))
        return f"{note} {_STRANGE.format(self.strange)}".strip() if self.strange else note


_NOTES = {
    State.FOLLOWED: "",
    State.DOUBTFUL: "Alur hanya terbaca sebagian (keyakinan {} %); alurnya tidak dapat dinilai.",
    State.WRITTEN: "Alur ditulis dengan tanda atau huruf, bukan digambar; alurnya tidak dapat dinilai.",
    State.PICTURED: "Alur tidak terbaca sebagai gambar vektor; alurnya tidak dapat dinilai.",
    State.ABSENT: "Tidak ada simbol dan panah di tabel kegiatan.",
}

_STRANGE = "Ada {} bentuk yang bukan salah satu dari lima simbol SOP AP; periksa gambarnya."


def drawing(found: Proof, grids: Sequence[Grid | None]) -> Drawing:
    """The flow over the tables of a document."""
    if any(page.table for page in found.pages):
        return Drawing(State.FOLLOWED, _ours(found))
    sheets = [(page, grid) for page, grid in zip(found.pages, grids, strict=True) if grid and grid.rows]
    sketches = [proof.sketch(page, grid) for page, grid in sheets]
    named = any(column.kind == "executor" for _, grid in sheets for column in grid.columns)
    if named and any(sketch.symbols for sketch in sketches):
        tracing = proof.trace(sketches)
        sure = tracing.confidence >= SURE and bool(tracing.arrows)
        strange = sum(sketch.strange for sketch in sketches)
        return Drawing(State.FOLLOWED if sure else State.DOUBTFUL, tracing, strange)
    nothing = Tracing((), (), (), 0.0)
    if any(page.pictures > _PICTURES for page, _ in sheets) or any(_is_drawn_on(s) for s in sketches):
        return Drawing(State.PICTURED, nothing)
    if named and any(proof.marks(page, grid) for page, grid in sheets):
        return Drawing(State.WRITTEN, nothing)
    return Drawing(State.ABSENT, nothing)


def _is_drawn_on(sketch: proof.Sketch) -> bool:
    return bool(sketch.symbols or sketch.lines or sketch.tips or sketch.strange)


def _ours(found: Proof) -> Tracing:
    """What we drew ourselves is followed line by line."""
    symbols = tuple(symbol for page in found.pages for symbol in page.symbols)
    confidence = 1.0 if any(symbol.shape is not Shape.SEGILIMA for symbol in symbols) else 0.0
    return Tracing(symbols, tuple(proof.follow(found)), tuple(proof.joints(found)), confidence)
