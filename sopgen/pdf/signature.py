"""The signature field, prepared unsigned: filling it later changes nothing that PDF/A or PDF/UA looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

import pydyf

from sopgen.pdf.objects import Object, found, of_type

if TYPE_CHECKING:
    from sopgen.pdf.render import Box

FIELD = "pengesahan"
"""The id of the element where one signs, and the name of the field."""

MARKER = "pengesahan-tempat"
"""The id of the empty link that `mark` puts there."""

PRINT = 4
"""The annotation flag that PDF/A demands."""

POINTS = 0.75
"""Points in a CSS px."""


def mark(page: Element) -> None:
    """Put an empty link to itself into the element where one signs.

    WeasyPrint gives a link an annotation, and a structure element in the right place of the reading
    order; `prepare` makes the field of these two.
    """
    place = next((element for element in page.iter() if element.get("id") == FIELD), None)
    if place is not None:
        place.append(Element("a", id=MARKER, href=f"#{MARKER}", style="position: absolute"))


def prepare(file: Object, box: Box, signer: str) -> None:
    """Turn the marker's link into an unsigned signature field over `box` (ISO 32000-1, 12.7.4.5)."""
    page = found(file, file.page_references[box.page])
    widget, form = _marker(file)
    rectangle = _rectangle(box, page["MediaBox"][3])
    picture = pydyf.Stream([], {"Type": "/XObject", "Subtype": "/Form", "BBox": _extent(rectangle)})
    file.add_object(picture)
    parent = widget["StructParent"]
    widget.clear()
    widget |= {
        "Type": "/Annot",
        "Subtype": "/Widget",
        "FT": "/Sig",
        "T": pydyf.String(FIELD),
        "TU": pydyf.String(f"Tempat tanda tangan elektronik {signer}".strip()),
        "Rect": rectangle,
        "F": PRINT,
        "P": page.reference,
        "AP": pydyf.Dictionary({"N": picture.reference}),
        "StructParent": parent,
    }
    form["S"] = "/Form"
    file.catalog["AcroForm"] = pydyf.Dictionary({"Fields": pydyf.Array([widget.reference])})


def _marker(file: Object) -> tuple[Object, Object]:
    """The marker's annotation and its structure element, by way of the tree that joins the two."""
    root = found(file, file.catalog["StructTreeRoot"])
    entries = found(file, root["ParentTree"])["Nums"]
    start = len(file.page_references)
    owners = {
        key: found(file, entries[2 * place + 1]) for place, key in enumerate(entries[::2]) if key >= start
    }
    links = (link for link in of_type(file, "/Annot") if "StructParent" in link)
    return next(
        (link, owners[link["StructParent"]])
        for link in links
        if getattr(link.get("Dest"), "string", None) == MARKER
    )


def _rectangle(box: Box, height: float) -> Object:
    return pydyf.Array((box.x0 * POINTS, height - box.y1 * POINTS, box.x1 * POINTS, height - box.y0 * POINTS))


def _extent(rectangle: Object) -> Object:
    x0, y0, x1, y1 = rectangle
    return pydyf.Array((0, 0, x1 - x0, y1 - y0))
