"""The map of a unit's SOPs: which one names which under Keterkaitan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import quote

from sopgen.chart.lines import SPACING, in_box
from sopgen.chart.quote import name, quoted

FONT = "Liberation Sans"
SIZE = 9.0
MANY = 120
"""With more boxes than this the map is laid out by forces: layers take too long and grow too wide."""

ROOM = 130.0
"""Width of the text in a box, pt."""


_LAYERS = "rankdir=LR nodesep=0.18 ranksep=0.7"
_FORCES = "layout=sfdp overlap=prism splines=line"


class Related(NamedTuple):
    """What the map needs of an SOP; `keterkaitan` are ids of other SOPs, or texts."""

    judul: str
    nomor: str
    keterkaitan: tuple[str, ...]


def map_dot(sops: Mapping[str, Related], title: str = "Peta Keterkaitan SOP", suffix: str = ".html") -> str:
    """DOT source of the map: a box for each SOP, linked to `id` + `suffix`; dashed what no file is there for.

    SOPs that name each other are joined by one line with two heads.
    """
    return "\n".join(_source(sops, title, suffix)) + "\n"


def _source(sops: Mapping[str, Related], title: str, suffix: str) -> Iterator[str]:
    boxes = {key: f"n{number}" for number, key in enumerate(sops)}
    others = dict.fromkeys(to for sop in sops.values() for to in sop.keterkaitan if to not in sops)
    boxes |= {text: f"t{number}" for number, text in enumerate(others)}
    yield f"digraph {name(title)} {{"
    yield f"  graph [{_LAYERS if len(boxes) <= MANY else _FORCES}]"
    yield f"  node [shape=box fixedsize=true fontname={quoted(FONT)} fontsize={SIZE:g}]"
    yield "  edge [arrowsize=0.6]"
    for key, sop in sops.items():
        lines = (*in_box(sop.judul or key, SIZE, ROOM, 5), *in_box(sop.nomor, SIZE, ROOM, 1))
        link = f"URL={quoted(quote(key + suffix, safe=''))} tooltip={quoted(sop.judul or key)}"
        yield f"  {boxes[key]} [{_box(lines)} {link}]"
    for text in others:
        yield f"  {boxes[text]} [{_box(in_box(text, SIZE, ROOM, 5))} style=dashed tooltip={quoted(text)}]"
    yield from (f"  {boxes[a]} -> {boxes[b]}{' [dir=both]' if both else ''}" for a, b, both in _links(sops))
    yield "}"


def _links(sops: Mapping[str, Related]) -> Iterator[tuple[str, str, bool]]:
    """From, to, and whether it holds both ways; a pair comes once, and nobody is related to himself."""
    named = dict.fromkeys((a, b) for a, sop in sops.items() for b in sop.keterkaitan if a != b)
    done: set[tuple[str, str]] = set()
    for a, b in named:
        if (b, a) not in done:
            done.add((a, b))
            yield a, b, (b, a) in named


def _box(lines: tuple[str, ...]) -> str:
    height = len(lines) * SIZE * SPACING + 10
    return f"label={quoted(lines)} width={(ROOM + 14) / 72:.3f} height={height / 72:.3f}"
