"""A row taller than a page is printed in parts: its symbols once, its lines going on beside the rest."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from sopgen.lettering import wrapped
from sopgen.model import Kegiatan, Kolom, MutuBaku, Sop
from sopgen.view.columns import INDENT, LINE, PADDING, SIZE

_HEAD = 110.0
"""Room in px that the table's head and a page's connectors take from a page."""

_SAFETY = 0.96
"""How much of a column's width is counted on; letters are kerned a little in print."""

Item = tuple[str, str]
"""A paragraph, and the field that it belongs to."""


@dataclass(frozen=True, slots=True)
class Printed:
    """The SOP row by row as it is printed; `numbers` has each row's number, 0 where it goes on from above."""

    sop: Sop
    numbers: tuple[int, ...]


def printed(sop: Sop, kolom: Sequence[Kolom], widths: Sequence[float], height: float) -> Printed:
    """Split the rows that don't fit on a page of `height` px with text columns of the given widths, px."""
    most = int((height - _HEAD) / LINE) if math.isfinite(height) else sys.maxsize
    rows: list[Kegiatan] = []
    numbers: list[int] = []
    for number, kegiatan in enumerate(sop.kegiatan, start=1):
        parts = list(_parts(kegiatan, kolom, widths, most))
        rows += parts
        numbers += [number, *[0] * (len(parts) - 1)]
    if len(rows) == len(sop.kegiatan):
        return Printed(sop, tuple(numbers))
    return Printed(sop.model_copy(update={"kegiatan": tuple(rows)}), tuple(numbers))


def _parts(
    kegiatan: Kegiatan, kolom: Sequence[Kolom], widths: Sequence[float], most: int
) -> Iterator[Kegiatan]:
    columns = [_prose(kegiatan), *(_column(kegiatan, k) for k in kolom)]
    pages = [_pages(items, room, most) for items, room in zip(columns, widths, strict=True)]
    if max(map(len, pages)) <= 1:
        yield kegiatan
        return
    for index, cells in enumerate(zip_longest(*pages, fillvalue=())):
        texts: dict[str, list[str]] = {}
        for field, text in (item for items in cells for item in items):
            texts.setdefault(field, []).append(text)
        yield _row(kegiatan if index == 0 else Kegiatan(), texts)


def _prose(kegiatan: Kegiatan) -> list[Item]:
    single = [(field, text) for field in ("judul", "uraian") if (text := getattr(kegiatan, field))]
    return [
        *single,
        *(("maksud", text) for text in kegiatan.maksud),
        *(("tujuan", text) for text in kegiatan.tujuan),
    ]


def _column(kegiatan: Kegiatan, kolom: Kolom) -> list[Item]:
    mutu = kegiatan.mutu_baku
    by_column = {
        Kolom.KELENGKAPAN: mutu.kelengkapan,
        Kolom.WAKTU: (mutu.waktu,) if mutu.waktu else (),
        Kolom.OUTPUT: mutu.output,
        Kolom.KETERANGAN: kegiatan.keterangan,
    }
    return [(kolom.value, text) for text in by_column[kolom]]


def _row(start: Kegiatan, texts: dict[str, list[str]]) -> Kegiatan:
    """A row with these texts and, where it is the first part, the symbols of the whole."""

    def one(field: str) -> str | None:
        return " ".join(texts[field]) if field in texts else None

    mutu = MutuBaku(
        kelengkapan=tuple(texts.get("kelengkapan", ())),
        waktu=one("waktu"),
        output=tuple(texts.get("output", ())),
    )
    return start.model_copy(
        update={
            "judul": one("judul"),
            "uraian": one("uraian"),
            "maksud": tuple(texts.get("maksud", ())),
            "tujuan": tuple(texts.get("tujuan", ())),
            "keterangan": tuple(texts.get("keterangan", ())),
            "mutu_baku": mutu,
        }
    )


def _pages(items: list[Item], width: float, most: int) -> list[tuple[Item, ...]]:
    """The paragraphs in portions of at most `most` lines; a longer paragraph is divided between its lines."""
    pages: list[list[Item]] = [[]]
    left = most
    for field, text in items:
        lines = list(wrapped(text, SIZE, (width - PADDING - INDENT) * _SAFETY))
        while lines:
            if left <= 0 or (len(lines) > left and len(lines) <= most):
                pages.append([])
                left = most
            pages[-1].append((field, " ".join(lines[:left])))
            lines, left = lines[left:], left - len(lines[:left])
    return [tuple(page) for page in pages]
