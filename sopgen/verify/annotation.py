"""Annotations of a page: where they lie, and whether they may hide what is printed there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from math import inf
from typing import Any

from sopgen.verify.tree import field_type, full_name, inherited, numbers


@dataclass(frozen=True, slots=True)
class Annotation:
    """An annotation: its kind, the name of its field where it is one, its rectangle, and all of it as a hash.

    `is_visible` tells whether anything of it can show on the page, `covers` whether it may hide what is
    printed there: all do but links that show nothing, fields still to be signed, and signatures.
    """

    kind: str
    field: str
    rectangle: tuple[float, ...]
    digest: str
    is_visible: bool
    covers: bool


def annotation(one: Any, page: Any, digest: Callable[[Any, frozenset[str]], str]) -> Annotation:
    """An annotation (pikepdf) of a page; `digest` hashes a value but for some of its keys."""
    rectangle = numbers(one.get("/Rect"))
    kind = str(one.get("/Subtype", "")).lstrip("/")
    return Annotation(
        kind,
        full_name(one) if field_type(one) else "",
        rectangle,
        digest(one, frozenset({"/V"})),
        _is_visible(one, rectangle, numbers(inherited(page, "/MediaBox"))),
        _covers(one, kind),
    )


def _covers(one: Any, kind: str) -> bool:
    """What may hide something; what can't be read counts as that."""
    import pikepdf

    if kind == "Link":
        return _shows(one) or _border(one) > _THIN
    if kind == "Widget" and field_type(one) == "Sig":
        return _shows(one) and not isinstance(inherited(one, "/V"), pikepdf.Dictionary)
    return True


def _shows(one: Any) -> bool:
    """Whether an annotation has an appearance that isn't empty."""
    import pikepdf

    looks = one.get("/AP")
    look = looks.get("/N") if isinstance(looks, pikepdf.Dictionary) else None
    if isinstance(look, pikepdf.Stream):
        return bool(look.read_bytes().strip())
    return look is not None


def _border(one: Any) -> float:
    """The width of the border that a reader draws, in pt (ISO 32000-1, 12.5.4)."""
    import pikepdf

    style = one.get("/BS")
    if isinstance(style, pikepdf.Dictionary):
        width = style.get("/W", 1)
        return float(width) if isinstance(width, int | Decimal) else inf
    sides = numbers(one.get("/Border"))
    return sides[2] if len(sides) > 2 else 1.0


_THIN = 2.0
"""Up to this width, in pt, a frame around a link hides nothing."""


def _is_visible(one: Any, rectangle: tuple[float, ...], sheet: tuple[float, ...]) -> bool:
    """Whether it has an extent, on the page, and shows on a screen or on paper.

    ISO 32000-1, 12.5.3: bit 2 hides it everywhere, bit 6 on the screen alone, bit 3 lets it be printed.
    """
    if len(rectangle) != 4 or len(sheet) != 4:
        return True
    x0, x1 = sorted(rectangle[::2])
    y0, y1 = sorted(rectangle[1::2])
    flags = one.get("/F", 0)
    hidden = isinstance(flags, int) and bool(flags & 0b10 or flags & 0b100100 == 0b100000)
    on_page = (
        x0 < max(sheet[::2]) and x1 > min(sheet[::2]) and y0 < max(sheet[1::2]) and y1 > min(sheet[1::2])
    )
    return not hidden and x1 - x0 > 0 and y1 - y0 > 0 and on_page
