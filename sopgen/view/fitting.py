"""Which font size lets the identity sheet stand on one page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sopgen.lettering import width
from sopgen.view.widths import lines

SIZES = (9.5, 9.0, 8.5, 8.0, 7.5)
"""Font sizes of the identity sheet, pt, the comfortable first; below the last it runs on to a second page."""

_LEADING = 1.25
_HEAD_LINES = 10
_HEAD_FIXED = 100.0
_BOX_FIXED = 12.0
_INDENT = 40.0


def identity_size(pairs: Iterable[Sequence[Sequence[str]]], room: float, height: float) -> float:
    """The largest size in pt at which the head and the pairs of boxes fit into `room` by `height` px."""
    pairs = list(pairs)
    for size in SIZES:
        px = size * 96 / 72
        tall = _HEAD_FIXED + _HEAD_LINES * px * _LEADING
        for pair in pairs:
            most = max(sum(lines(width(t, px), room / 2 - _INDENT) for t in items) for items in pair)
            tall += _BOX_FIXED + (most + 1) * px * _LEADING
        if tall <= height:
            return size
    return SIZES[-1]
