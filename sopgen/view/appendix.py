"""The flow chart as an appendix: on the document's paper where it can be read, else on a larger sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LEGIBLE = 0.7
"""The least scale at which the chart's lettering (9 pt) is still easy to read."""

_SERIES = ((420.0, 297.0), (594.0, 420.0), (841.0, 594.0), (1189.0, 841.0))
"""A3 to A0, landscape, mm."""

_HEADING = 16.0
"""Height of the heading over the chart, mm."""

_PT = 25.4 / 72


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart's address, the paper of its appendix, and the width it is printed at there, mm."""

    uri: str
    paper: tuple[float, float]
    width: float


def chart_of(svg: str, uri: str, paper: tuple[float, float], margin: tuple[float, ...]) -> Chart:
    """Choose the paper for a chart; `paper` is the document's, mm, and its margins as in CSS."""
    wide, high = (float(size) * _PT for size in re.findall(r'\b(?:width|height)="([\d.]+)pt"', svg)[:2])
    top, right, bottom, left = margin
    for sheet in _sheets(paper):
        scale = min((sheet[0] - left - right) / wide, (sheet[1] - top - bottom - _HEADING) / high, 1.0)
        if scale >= LEGIBLE:
            break
    return Chart(uri, sheet, wide * scale)


def _sheets(paper: tuple[float, float]) -> Iterator[tuple[float, float]]:
    for wide, high in (paper, *_SERIES):
        yield wide, high
        yield high, wide
