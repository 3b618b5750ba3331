"""What one reader shows of one page, and the places on a page that are left out of a comparison."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST = 600
"""Pixels of the longer side of a page's picture."""

EDGE = 12.0
"""Pt from the edge of a page up to which readers cut off words in different ways."""

Area = tuple[float, float, float, float]
"""Left, top, right and bottom in shares of the page as it is shown."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page: its words and picture but for what lies in fields that were signed later.

    `picture` is a hash, empty for a reader that draws none. `least` and `most` are the words that don't, and
    that do count what annotations show and what lies at the edge of the page or beyond.
    """

    words: tuple[str, ...]
    picture: str
    least: tuple[str, ...]
    most: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Areas:
    """By page: where fields are that were signed later, and where annotations draw anything."""

    later: tuple[tuple[Area, ...], ...] = ()
    drawn: tuple[tuple[Area, ...], ...] = ()

    def of(self, page: int) -> tuple[tuple[Area, ...], tuple[Area, ...]]:
        """Both of a page, counted from 0."""
        return tuple(one[page] if page < len(one) else () for one in (self.later, self.drawn))  # type: ignore[return-value]


def masked(pixels: bytearray, width: int, stride: int, areas: tuple[Area, ...]) -> bytes:
    """A picture of one byte a pixel with these areas black, one pixel more on each side."""
    height = len(pixels) // stride
    for left, top, right, bottom in areas:
        x0, x1 = max(0, int(left * width) - 1), min(width, int(right * width) + 2)
        for y in range(max(0, int(top * height) - 1), min(height, int(bottom * height) + 2)):
            pixels[y * stride + x0 : y * stride + x1] = bytes(max(0, x1 - x0))
    return bytes(pixels)
