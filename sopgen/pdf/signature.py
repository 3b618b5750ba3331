"""The signature field, prepared unsigned: filling it later changes nothing that PDF/A or PDF/UA looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

import pydyf

from sopgen.pdf.objects import Object, found, of_type

if TYPE_CHECKING:
    from sopgen.pdf.render import Box

FIELD = "pengesahan"
"""The id of the element where the document is approved, and the name of the field."""

SIGNER = "data-pejabat"
"""The attribute of further elements where one signs: the signer's office. Their id names the field."""

PRINT = 4
"""The annotation flag that PDF/A demands."""

POINTS = 0.75
"""Points in a CSS px."""


def mark(page: Element) -> dict[str, str]:
    """Put an empty link to itself into each element where one signs; tell the signers' offices.

    Returned are these by the elements' ids.

    WeasyPrint gives a link an annotation, and a structure element in the right place of the reading
    order; `prepare` makes the field of these two.
    """
    places = {
        name: (element, element.get(SIGNER, ""))
        for element in page.iter()
        if (name := element.get("id", "")) == FIELD or (name and SIGNER in element.attrib)
    }
    for name, (element, _) in places.items():
        element.append(Element("a", id=_marker(name), href=f"#{_marker(name)}", style="position: absolute"))
    return {name: signer for name, (_, signer) in places.items()}


def _marker(name: str) -> str:
    """The id of the empty link in the place of a field."""
    return f"{name}-tempat"


def prepare(file: Object, name: str, box: Box, signer: str, *, alone: bool) -> None:
    """Turn a marker's link into an unsigned signature field over `box` (ISO 32000-1, 12.7.4.5).

    Where the field is not `alone` it changes after others were signed. That is looked into by those who
    verify, and pyHanko finds a field in the structure tree only where it is its element's kid without a list.
    """
    page = found(file, file.page_references[box.page])
    widget, form = _link(file, _marker(name))
    rectangle = _rectangle(box, page["MediaBox"][3])
    picture = pydyf.Stream([], {"Type": "/XObject", "Subtype": "/Form", "BBox": _extent(rectangle)})
    file.add_object(picture)
    parent = widget["StructParent"]
    widget.clear()
    widget |= {
        "Type": "/Annot",
        "Subtype": "/Widget",
        "FT": "/Sig",
        "T": pydyf.String(name),
        "TU": pydyf.String(f"Tempat tanda tangan elektronik {signer}".strip()),
        "Rect": rectangle,
        "F": PRINT,
        "P": page.reference,
        "AP": pydyf.Dictionary({"N": picture.reference}),
        "StructParent": parent,
    }
    form["S"] = "/Form"
    if not alone:
        (form["K"],) = form["K"]
    if name == FIELD and not alone:
        widget["Lock"] = _lock(file)
    fields = file.catalog.setdefault("AcroForm", pydyf.Dictionary({"Fields": pydyf.Array()}))["Fields"]
    fields.append(widget.reference)


def _lock(file: Object) -> bytes:
    """What the signature that is given last forbids: any change but validation data and time stamps.

    (ISO 32000-2, 12.7.5.5; readers of before pass the permission over.)
    """
    lock = pydyf.Dictionary({"Type": "/SigFieldLock", "Action": "/All", "P": 1})
    file.add_object(lock)
    reference: bytes = lock.reference
    return reference


def _link(file: Object, marker: str) -> tuple[Object, Object]:
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
        if getattr(link.get("Dest"), "string", None) == marker
    )


def _rectangle(box: Box, height: float) -> Object:
    return pydyf.Array((box.x0 * POINTS, height - box.y1 * POINTS, box.x1 * POINTS, height - box.y0 * POINTS))


def _extent(rectangle: Object) -> Object:
    x0, y0, x1, y1 = rectangle
    return pydyf.Array((0, 0, x1 - x0, y1 - y0))
