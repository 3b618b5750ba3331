"""From the bytes of a PDF to facts; the only part that knows pdfplumber."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from sopgen.proof.attached import attachment
from sopgen.proof.facts import Box, Head, Page, Proof, Segment, Shape, Symbol, Table, Text
from sopgen.proof.lines import visible
from sopgen.proof.outlines import outlines
from sopgen.proof.ruled import rules
from sopgen.proof.table import Sheet, sheet, tables

_SMALLEST, _LARGEST = 6.0, 90.0
"""How wide a symbol may be, pt."""

_STRAIGHT = 0.05
"""How far a line may lean and still be flat or upright, pt."""

_LYING = 0.6
"""Where more letters than this lie on their side the page does, of 1."""

_LEADING = 1.25
"""Distance of the baselines of one label, in font sizes."""

Thing = dict[str, Any]


def read(pdf: bytes | Path, most: int = 0) -> Proof:
    """Read a PDF back, of the pages at most so many where `most` isn't 0.

    Raises whatever pdfplumber raises for what isn't a PDF.
    """
    import pdfplumber

    stream = io.BytesIO(pdf) if isinstance(pdf, bytes) else pdf
    with pdfplumber.open(stream, pages=list(range(1, most + 1)) if most else None) as document:
        raw = [_raw(_upright(page)) for page in document.pages]
        source = attachment(document.doc)
    found = tables([sheet for _, sheet, _ in raw])
    pages = tuple(_drawn(page, table, things) for (page, _, things), table in zip(raw, found, strict=True))
    return Proof(pages, source)


def _upright(page: Any) -> Any:
    """The page turned so that most of its letters stand upright: some are made or scanned on their side."""
    chars = page.objects.get("char", [])
    lying = [char["matrix"] for char in chars if not char["upright"]]
    if len(lying) <= _LYING * len(chars):
        return page
    from pdfplumber.page import Page as Turned

    upward = sum(1 if matrix[1] > 0 else -1 for matrix in lying) > 0
    page.page_obj.attrs["Rotate"] = (page.rotation + (90 if upward else 270)) % 360
    page.page_obj.rotate = page.page_obj.attrs["Rotate"]
    return Turned(page.pdf, page.page_obj, page.page_number, page.initial_doctop)


def _raw(page: Any) -> tuple[Page, Sheet | None, dict[str, list[Thing]]]:
    """A page with its words and ruled cells, before anything is known of the flow."""
    words = tuple(
        Text(word["text"], Box(word["x0"], word["top"], word["x1"], word["bottom"]))
        for word in page.extract_words(x_tolerance=1.5, y_tolerance=1.0, **_turned(page))
    )
    things = {kind: page.objects.get(kind, []) for kind in ("line", "rect", "curve")}
    plain = [_box(thing) for thing in things["rect"] if not thing["stroke"]]
    drawn = [symbol.box for symbol in _symbols(page.page_number, things)]
    page_facts = Page(
        page.page_number,
        float(page.width),
        float(page.height),
        words,
        rules=rules(page.page_number, things),
        pictures=_pictures(page),
    )
    return page_facts, sheet(plain, words, drawn), things


def _turned(page: Any) -> dict[str, str]:
    """How letters that lie on their side are read: upward, unless they face the other way."""
    lying = next((char for char in page.objects.get("char", []) if not char["upright"]), None)
    upward = lying is not None and lying["matrix"][1] > 0
    return {"char_dir_rotated": "btt", "line_dir_rotated": "ltr"} if upward else {}


def _pictures(page: Any) -> float:
    """How much of the page raster images cover, of 1; overlaps count twice, up to the whole."""
    areas = [_box(image) for image in page.objects.get("image", [])]
    return min(1.0, sum(box.width * box.height for box in areas) / float(page.width * page.height))


def _drawn(page: Page, table: Table | None, things: dict[str, list[Thing]]) -> Page:
    """The page with all that is drawn in the field of its table."""
    if table is None:
        return replace(page, outlines=outlines(page.number, things))
    field = table.field
    symbols = tuple(
        _placed(symbol, table, page.words)
        for symbol in _symbols(page.number, things)
        if field.holds(*symbol.box.centre)
    )
    lines = [line for line in _lines(page.number, things) if field.meets(_fat(line[0].box))]
    strokes = tuple(sorted(segment for segment, white, _ in lines if not white))
    covers = [_fat(segment.box, width / 2) for segment, white, width in lines if white]
    heads = tuple(head for head in _heads(page.number, things) if field.holds(head.x, head.y, 2.0))
    return replace(
        page,
        outlines=tuple(o for o in outlines(page.number, things) if not table.box.meets(o.box)),
        table=table,
        symbols=symbols,
        strokes=strokes,
        segments=visible(strokes, covers, symbols),
        heads=heads,
        labels=tuple(_labels(page.words, table, symbols)),
    )


def _box(thing: Thing) -> Box:
    return Box(float(thing["x0"]), float(thing["top"]), float(thing["x1"]), float(thing["bottom"]))


def _fat(box: Box, by: float = 0.5) -> Box:
    return Box(box.x0 - by, box.y0 - by, box.x1 + by, box.y1 + by)


def _symbols(page: int, things: dict[str, list[Thing]]) -> Iterator[Symbol]:
    """Outlined shapes of a symbol's size; their outline counts to its outer edge."""
    for thing in things["rect"] + things["curve"]:
        box = _box(thing)
        if thing["stroke"] and _SMALLEST <= box.width <= _LARGEST and (shape := _shape(thing)):
            yield Symbol(page, _fat(box, float(thing["linewidth"] or 0) / 2), shape)


def _shape(thing: Thing) -> Shape | None:
    if thing["object_type"] == "rect":
        return Shape.KOTAK
    if any(step[0] == "c" for step in thing["path"]):
        return Shape.KAPSUL
    corners = {(round(x, 1), round(y, 1)) for x, y in thing["pts"]}
    return {4: Shape.BELAH_KETUPAT, 5: Shape.SEGILIMA}.get(len(corners))


def _placed(symbol: Symbol, table: Table, words: Iterable[Text]) -> Symbol:
    """The symbol with its row, its column, and a pentagon's letter."""
    x, y = symbol.box.centre
    letter = " ".join(word.text for word in words if symbol.box.holds(*word.box.centre))
    return replace(
        symbol,
        row=next((row.nomor for row in table.rows if row.y0 <= y < row.y1), None),
        column=next((i for i, column in enumerate(table.executors) if column.x0 <= x < column.x1), None),
        letter=letter if symbol.shape is Shape.SEGILIMA else "",
    )


def _lines(page: int, things: dict[str, list[Thing]]) -> Iterator[tuple[Segment, bool, float]]:
    """Flat and upright strokes; whether they are white; their width."""
    for thing in things["line"]:
        box = _box(thing)
        if min(box.width, box.height) <= _STRAIGHT:
            white = _is_white(thing["stroking_color"])
            yield Segment(page, *_rounded(box)), white, float(thing["linewidth"] or 0)


def _rounded(box: Box) -> tuple[float, float, float, float]:
    return round(box.x0, 3), round(box.y0, 3), round(box.x1, 3), round(box.y1, 3)


def _is_white(colour: Any) -> bool:
    return isinstance(colour, tuple) and len(colour) in (1, 3) and min(colour) > 0.99


def _heads(page: int, things: dict[str, list[Thing]]) -> Iterator[Head]:
    """Filled triangles with one flat or upright side: the tip is the corner that is not on it."""
    for thing in things["curve"]:
        corners = list(dict.fromkeys((round(x, 2), round(y, 2)) for x, y in thing["pts"]))
        if not thing["fill"] or len(corners) != 3:
            continue
        for tip in corners:
            a, b = (corner for corner in corners if corner != tip)
            if abs(a[0] - b[0]) <= _STRAIGHT:
                yield Head(page, *tip, "R" if tip[0] > a[0] else "L", _box(thing))
            elif abs(a[1] - b[1]) <= _STRAIGHT:
                yield Head(page, *tip, "D" if tip[1] > a[1] else "U", _box(thing))


def _labels(words: Iterable[Text], table: Table, symbols: Iterable[Symbol]) -> Iterator[Text]:
    """The words in the field that are no connector's letter, those of one label together."""
    pentagons = [symbol.box for symbol in symbols if symbol.shape is Shape.SEGILIMA]
    loose = [
        word
        for word in words
        if table.field.holds(*word.box.centre) and not any(box.holds(*word.box.centre) for box in pentagons)
    ]
    groups: list[list[Text]] = []
    for word in sorted(loose, key=lambda word: (word.box.y0, word.box.x0)):
        near = [group for group in groups if any(_together(word.box, other.box) for other in group)]
        groups = [group for group in groups if group not in near]
        groups.append([*(other for group in near for other in group), word])
    for group in groups:
        group.sort(key=lambda word: (round(word.box.y1), word.box.x0))
        boxes = [word.box for word in group]
        yield Text(
            " ".join(word.text for word in group),
            Box(
                min(box.x0 for box in boxes),
                min(box.y0 for box in boxes),
                max(box.x1 for box in boxes),
                max(box.y1 for box in boxes),
            ),
        )


def _together(a: Box, b: Box) -> bool:
    """Whether two words belong to one label: side by side, or on the next line."""
    size = a.height
    if abs(a.y1 - b.y1) < 0.3 * size:
        return max(a.x0, b.x0) - min(a.x1, b.x1) < 0.6 * size
    return abs(a.y1 - b.y1) < _LEADING * size and min(a.x1, b.x1) > max(a.x0, b.x0)
