"""How a finished document looks, from the facts of its pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from sopgen import proof
from sopgen.cetakan import Cetakan, Halaman, Letak
from sopgen.proof import Grid, Page, Proof, Shape
from sopgen.recover.form import Form
from sopgen.recover.rows import Stripe

_OF = r"\d{1,3}\s*(?:dari|/|of)\s*\d{1,3}"
_NUMBERED = re.compile(rf"\b(?:halaman|hal|page|lembar)\b[.:\s]*{_OF}\b|^\W*{_OF}\W*$", re.IGNORECASE)
_EDGE = 0.12
"""How near to the upper or lower edge a page number stands, of the page's height."""

_TALLEST = 0.6
"""A row that takes more than this of a page may be cut by its end, of the page's height."""

_THROUGH = "garis menembus"
_UNPAIRED = "penghubung"


def appearance(found: Proof, sheet: Form, grids: Sequence[Grid | None], rows: Sequence[Stripe]) -> Cetakan:
    """The pages of a document, and where its labels stand."""
    flaws = proof.flaws(found)
    through = Counter(flaw.page for flaw in flaws if flaw.message.startswith(_THROUGH))
    identity = {block.page for passage in sheet.passages.values() for block in passage.heads}
    pages = zip(found.pages, grids, strict=True)
    return Cetakan(
        halaman=tuple(_page(page, grid, page.number in identity, through) for page, grid in pages),
        label=dict(_labels(sheet)),
        nomor=tuple(stripe.number for stripe in rows),
        terpotong=tuple(_cut(found.pages, rows)),
        lepas=tuple(sorted({flaw.page for flaw in flaws if flaw.message.startswith(_UNPAIRED)})),
    )


def _page(page: Page, grid: Grid | None, identity: bool, through: Mapping[int, int]) -> Halaman:
    connectors = sum(symbol.shape is Shape.SEGILIMA for symbol in page.symbols)
    return Halaman(
        lebar=page.width,
        tinggi=page.height,
        kata=len(page.words),
        gambar=page.pictures,
        lambang=has_emblem(page, grid),
        nomor=_number(page),
        identitas=identity,
        kegiatan=grid is not None and bool(grid.rows),
        kepala=grid is not None and bool(grid.heads),
        simbol=len(page.symbols) - connectors,
        segilima=connectors,
        tertembus=through.get(page.number, 0),
    )


def has_emblem(page: Page, grid: Grid | None) -> bool:
    """Whether a page shows a picture above its table: one of pixels, or one that is drawn."""
    foot = grid.box.y0 if grid else page.height
    return page.pictures > 0 or any(outline.is_bent and outline.box.y1 < foot for outline in page.outlines)


def _number(page: Page) -> str:
    """The page number as printed at the foot or the head of a page; empty where there is none."""
    low, high = _EDGE * page.height, (1 - _EDGE) * page.height
    lines = proof.lines([word for word in page.words if not low < word.box.centre[1] < high])
    return next((match[0] for line in lines if (match := _NUMBERED.search(line.text))), "")


def _labels(sheet: Form) -> Iterator[tuple[str, Letak]]:
    for key, passage in sheet.passages.items():
        head = passage.heads[0]
        x, y = proof.around(line.box for line in head.lines).centre if head.lines else head.box.centre
        yield key, Letak(halaman=head.page, x=x, y=y)
    hidden = sheet.hidden if sheet.is_whole else {*proof.IDENTITY, *proof.BOXES} - set(sheet.passages)
    yield from ((key, Letak(halaman=sheet.page)) for key in sorted(hidden))


def _cut(pages: Sequence[Page], rows: Sequence[Stripe]) -> Iterator[int]:
    """The rows that run over a page's end; one as tall as a page must."""
    for index, row in enumerate(rows):
        height = sum(part.y1 - part.y0 for part in row.parts)
        if len(row.parts) > 1 and height < _TALLEST * pages[row.parts[0].page - 1].height:
            yield index
