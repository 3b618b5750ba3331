"""Where annotations lie on the pages of a PDF, and which of them are fields that were signed later."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from sopgen.verify.readers.leaf import Area, Areas
from sopgen.verify.tree import array, field_type, full_name, inherited, numbers


def areas(signed: bytes, content: bytes) -> Areas:
    """The places in a file of which `signed` is the part that was signed first."""
    import pikepdf

    with (
        pikepdf.open(BytesIO(signed), suppress_warnings=True) as old,
        pikepdf.open(BytesIO(content), suppress_warnings=True) as new,
    ):
        before = {name for page in old.pages for name, _ in _filled(page.obj)}
        later = tuple(
            tuple(area for name, area in _filled(page.obj) if name not in before) for page in new.pages
        )
        drawn = tuple(tuple(_area(one, page.obj) for one in _annotations(page.obj)) for page in new.pages)
        return Areas(later, drawn)


def _annotations(page: Any) -> Iterator[Any]:
    import pikepdf

    for one in array(page.get("/Annots")):
        if isinstance(one, pikepdf.Dictionary) and "/AP" in one and len(numbers(one.get("/Rect"))) == 4:
            yield one


def _filled(page: Any) -> Iterator[tuple[str, Area]]:
    """The signed fields on a page that show anything."""
    for one in _annotations(page):
        if field_type(one) == "Sig" and inherited(one, "/V") is not None:
            yield full_name(one), _area(one, page)


def _area(one: Any, page: Any) -> Area:
    """The rectangle of an annotation on the page as it is shown: cropped, and turned."""
    box = numbers(inherited(page, "/CropBox")) or numbers(inherited(page, "/MediaBox"))
    x0, y0, x1, y1 = (*box, 0.0, 0.0, 1.0, 1.0)[:4]
    rectangle = numbers(one.get("/Rect"))
    xs = sorted((x - min(x0, x1)) / (abs(x1 - x0) or 1.0) for x in rectangle[::2])
    ys = sorted((max(y0, y1) - y) / (abs(y1 - y0) or 1.0) for y in rectangle[1::2])
    turn = inherited(page, "/Rotate")
    for _ in range(int(turn) // 90 % 4 if isinstance(turn, int) else 0):
        xs, ys = sorted(1.0 - y for y in ys), xs
    return xs[0], ys[0], xs[1], ys[1]
