"""Which font sizes let the title page and the identity sheet stand on one page each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sopgen.lettering import width, wrapped
from sopgen.view.columns import BOLD
from sopgen.view.widths import lines

SIZES = (9.5, 9.0, 8.5, 8.0, 7.5)
"""Font sizes of the identity sheet, pt, the comfortable first; below the last it runs on to a second page."""

_LEADING = 1.25
_HEAD_LINES = 10
_HEAD_FIXED = 100.0
_BOX_FIXED = 12.0
_INDENT = 40.0
_LEFT_FIXED = (2 + 2 + 0.6 + 5 + 2) / 25.4 * 96 + 2
_LEFT_SIDES, _RIGHT_SIDES = 6 / 25.4 * 96, (44.4 + 4.4) / 25.4 * 96
_SHEET_LOGO = (24 + 4) / 25.4 * 96

COVER_SIZES = (20.0, 18.0, 16.0, 14.0, 12.0, 10.0, 8.0)
"""Font sizes of the title on the title page, pt; all that stands about it is measured by them."""

_COVER = (178 - 28) / 25.4 * 96 - 7
_COVER_SIDES = 40 / 25.4 * 96 + 7
_LOGO, _MARK = 34 / 25.4 * 96, (10 + 3) / 25.4 * 96 + 3
_NAME, _SMALL = 13 * 96 / 72, 9 * 96 / 72

_PLACE = 15 / 25.4 * 96
"""The least height of the row of those who sign before the approval, px."""

_SIGNER, _SIGNER_SIDE, _SIGNER_FIXED = 0.39, 2.2 / 25.4 * 96, 1.4 / 25.4 * 96 + 1
_TALLER = (21 + 1.2 - 15) / 25.4 * 96
"""How much taller a place is that is signed electronically, px."""


def cover_size(
    judul: str, beside: Sequence[str], name: str, address: Sequence[str], room: float, *, has_logo: bool
) -> float:
    """The largest size in pt at which a title page of `room` px shows its title and what is `beside` it.

    `name` and `address` are the unit's, at the foot; the sizes are those of templates/sop.css.
    """
    room -= _COVER_SIDES
    foot = 1.45 * (_NAME * _bold_lines(name, _NAME, room) + _SMALL * len(address))
    small = _LEADING * _SMALL * sum(lines(width(text, _SMALL), room) for text in beside if text)
    left = _COVER - foot - small - _MARK - (_LOGO if has_logo else 0.0)
    around = (1.7 if has_logo else 4.25) + 1.1 * _LEADING + 0.85 + 1.42 + 0.9 * _LEADING
    for size in COVER_SIZES:
        px = size * 96 / 72
        if (around + _LEADING * _bold_lines(judul, px, room)) * px <= left:
            return size
    return COVER_SIZES[-1]


def _bold_lines(text: str, size: float, room: float) -> int:
    """Lines that a text takes in bold capitals of `size` px."""
    return len(wrapped(text.upper(), size * BOLD, room))


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the boxes: left kop, logo and both names, right the official and the title."""

    kop: Sequence[str]
    name: str
    judul: str
    official: Sequence[str]
    has_logo: bool
    is_electronic: bool


def identity_size(
    head: Head,
    pairs: Iterable[Sequence[Sequence[str]]],
    signers: Sequence[Sequence[str]],
    room: float,
    height: float,
) -> float:
    """The largest size in pt at which head, boxes (in pairs) and signers fit into `room` by `height` px."""
    pairs = list(pairs)
    for size in SIZES:
        px = size * 96 / 72
        tall = _head_height(head, px, room) + _signing_height(signers, px, room)
        for pair in pairs:
            most = max(sum(lines(width(t, px), room / 2 - _INDENT) for t in items) for items in pair)
            tall += _BOX_FIXED + (most + 1) * px * _LEADING
        if tall <= height:
            return size
    return SIZES[-1]


def _head_height(head: Head, px: float, room: float) -> float:
    """The height in px of the head's taller side at a font size of `px`."""
    left, right = 0.4 * room - _LEFT_SIDES, 0.6 * room - _RIGHT_SIDES
    names = 1.2 * sum(_bold_lines(text, 1.2 * px, left) for text in (head.name, head.judul))
    logo = _SHEET_LOGO if head.has_logo else 0.0
    official = sum(len(wrapped(text.upper(), px * BOLD, right)) for text in head.official)
    fields = max(_HEAD_LINES, 4 + official + _bold_lines(head.judul, px, right))
    return max(
        _LEFT_FIXED + logo + (len(head.kop) + names) * px * _LEADING,
        _HEAD_FIXED + fields * px * _LEADING + _TALLER * head.is_electronic,
    )


def _signing_height(signers: Sequence[Sequence[str]], px: float, room: float) -> float:
    """The height in px of the row of those who sign before the approval; 0 where nobody does."""
    if not signers:
        return 0.0
    column = _SIGNER * (room / len(signers) - _SIGNER_SIDE)
    most = max(sum(_bold_lines(text, px, column) for text in texts) for texts in signers)
    return max(_PLACE, most * px * _LEADING + _SIGNER_FIXED)
