"""Mending the structure tree that WeasyPrint 70 writes, where it falls short of PDF/UA-1 (ISO 14289-1).

Running heads and feet become artifacts (7.8), figures get their box in page coordinates (7.3),
every table cell names the heads that are really its own (7.5).
"""

from __future__ import annotations

import pydyf

from sopgen.pdf.objects import Object, elements, found, number, of_type
from sopgen.pdf.table import Cell, link_heads

POINTS = 0.75
"""Points in a CSS px."""


def mend(file: Object) -> None:
    """Mend the whole tree in place."""
    root = found(file, file.catalog["StructTreeRoot"])
    cut: list[Cell] = []
    for element in list(elements(file, root)):
        if element["S"] == "/Figure":
            _place(file, element)
        elif element["S"] == "/Table":
            cut = link_heads(file, element, cut)
    _set_apart(file, root, {element.number for element in elements(file, root)})


def _place(file: Object, figure: Object) -> None:
    """Turn a figure's box from CSS px below the page's top to points above its foot."""
    height = found(file, figure["Pg"])["MediaBox"][3]
    x0, y0, x1, y1 = (side * POINTS for side in figure["A"]["BBox"])
    figure["A"]["BBox"] = pydyf.Array((x0, height - y1, x1, height - y0))


def _set_apart(file: Object, root: Object, reached: set[int]) -> None:
    """Make artifacts of all content whose element is not in the tree: the boxes in the page margins."""
    entries = found(file, root["ParentTree"])["Nums"]
    for page, parents in zip(file.page_references, entries[1::2], strict=False):
        stray = {mcid for mcid, parent in enumerate(parents) if number(parent) not in reached}
        for mcid in stray:
            parents[mcid] = b"null"
        _unmark(found(file, found(file, page)["Contents"]), stray)
    for element in of_type(file, "/StructElem"):
        if element.number not in reached:
            element.clear()


def _unmark(content: Object, stray: set[int]) -> None:
    """Rewrite `/Span <</MCID 3>> BDC` as an artifact of the page, for the MCIDs in `stray`."""
    for place, item in enumerate(content.stream):
        if isinstance(item, dict) and item.get("MCID") in stray:
            content.stream[place - 1 : place + 1] = ["/Artifact", pydyf.Dictionary({"Type": "/Pagination"})]
