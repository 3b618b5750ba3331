"""The SVG that a cell paints, and the symbols.

A cell's picture has no viewBox: its lines use percent, so it fits any row; fixed sizes stand in a
nested svg at a percent place. Everything is escaped here, and travels as a data URI without a
character that CSS or HTML could read as its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from sopgen.drawing import (
    CONNECTOR_HEIGHT,
    CONNECTOR_WIDTH,
    HEAD,
    LABEL_SIZE,
    LEVEL,
    Cell,
    Drawing,
    Label,
    Passage,
)
from sopgen.model import Simbol

FONT = "'Sopgen Sans','Liberation Sans',Arial,sans-serif"
_OPEN = '<svg xmlns="http://www.w3.org/2000/svg"'
_LINE = 'stroke="#000" stroke-width="1.3"'


_MERGE = {
    "T": "M0 -.6l-2.2 -5h4.4z",
    "B": "M0 .6l-2.2 5h4.4z",
    "L": "M-.6 0l-5 -2.2v4.4z",
    "R": "M.6 0l5 -2.2v4.4z",
}
"""Arrow heads of lines that join another, by the side they come from."""


@dataclass(frozen=True, slots=True)
class Connector:
    """An off-page connector (segilima): the line it stands on, its letter, and whether the page ends here."""

    passage: Passage
    letter: str
    leaving_page: bool


def cell(drawing: Drawing, cell: Cell, connectors: tuple[Connector, ...] = ()) -> str:
    """The picture of one cell; empty where nothing is to be painted."""
    if not (cell.strokes or connectors):
        return ""
    parts = [
        f'<line x1="{_percent(s.x1)}" y1="{_percent(s.y1)}" x2="{_percent(s.x2)}" y2="{_percent(s.y2)}"/>'
        for s in cell.strokes
    ]
    lines = f'<g {_LINE} stroke-linecap="square">{"".join(parts)}</g>'
    heads = "".join(_heads(drawing, cell))
    labels = "".join(_label(label) for label in cell.labels)
    merges = "".join(_at(x, y, f'<path d="{_MERGE[side]}"/>') for y, x, side in sorted(cell.merges))
    pentagons = "".join(_connector(connector) for connector in connectors)
    return f'{_OPEN} width="100%" height="100%">{lines}{heads}{merges}{pentagons}{labels}</svg>'


def symbol(kind: Simbol, width: float, height: float) -> str:
    """A capsule, box or diamond, `width` by `height` px, its outline inside."""
    inner_width, inner_height = width - 1.2, height - 1.2
    style = 'fill="#fff" stroke="#000" stroke-width="1.2"'
    if kind is Simbol.KEPUTUSAN:
        x, y = _n(inner_width / 2), _n(inner_height / 2)
        shape = f'<path d="M{_n(width / 2)} .6l{x} {y}l-{x} {y}l-{x} -{y}z" {style}/>'
    else:
        radius = "" if kind is Simbol.PROSES else f' rx="{_n(inner_height / 2)}"'
        size = f'width="{_n(inner_width)}" height="{_n(inner_height)}"'
        shape = f'<rect x=".6" y=".6" {size}{radius} {style}/>'
    w, h = _n(width), _n(height)
    return f'{_OPEN} width="{w}" height="{h}" viewBox="0 0 {w} {h}">{shape}</svg>'


def data_uri(svg: str) -> str:
    """An SVG as a URI in which every quote, bracket, space and ampersand is percent-encoded."""
    return "data:image/svg+xml," + quote(svg, safe="/:=,;")


def _heads(drawing: Drawing, cell: Cell) -> Iterator[str]:
    if cell.spot is None or not cell.heads:
        return
    room = drawing.columns[cell.spot.column]
    half, tall = drawing.symbol_width / 2, drawing.symbol_height / 2
    paths = {
        "T": f"M0 {_n(-tall)}l-2.6 {_n(-HEAD)}h5.2z",
        "L": f"M{_n(-half)} 0l{_n(-HEAD)} -2.6v5.2z",
        "R": f"M{_n(half)} 0l{_n(HEAD)} -2.6v5.2z",
    }
    path = "".join(paths[side] for side in sorted(cell.heads))
    yield _at(room.left / room.width, 0.5, f'<path d="{path}"/>')


def _label(label: Label) -> str:
    anchor = "end" if label.dx < 0 else "start"
    lines = "".join(
        f'<text x="{_n(label.dx)}" y="{_n(label.dy + index * LABEL_SIZE)}">{escape(line)}</text>'
        for index, line in enumerate(label.lines)
    )
    style = f'font-family="{FONT}" font-size="{LABEL_SIZE}" text-anchor="{anchor}"'
    return _at(label.x, label.y, f"<g {style}>{lines}</g>")


def _connector(connector: Connector) -> str:
    """A pentagon at the cell's foot (the page ends) or head (it begins), on its level, with its letter."""
    passage = connector.passage
    near = passage.level * LEVEL + 2
    outwards = passage.down is connector.leaving_page
    if connector.leaving_page:
        top, cover = -near - CONNECTOR_HEIGHT, f"M0 {_n(-near - 1)}V2"
        head = f"M0 {_n(top)}l-2.6 {_n(-HEAD)}h5.2z"
    else:
        top, cover = near, f"M0 -2V{_n(near + 1)}"
        head = f"M0 {_n(near + CONNECTOR_HEIGHT)}l-2.6 {_n(HEAD)}h5.2z"
    half, shoulder = CONNECTOR_WIDTH / 2 - 0.5, CONNECTOR_HEIGHT - 4
    shape = f"M{_n(-half)} {_n(top)}h{_n(2 * half)}v{_n(shoulder)}l{_n(-half)} 4l{_n(-half)} -4z"
    size = 8 if len(connector.letter) < 2 else 6.5
    style = f'font-family="{FONT}" font-size="{size}" font-weight="bold" text-anchor="middle"'
    text = f'<text y="{_n(top + 7.6)}" {style}>{escape(connector.letter)}</text>'
    return _at(
        passage.x,
        1.0 if connector.leaving_page else 0.0,
        f'<path d="{cover}" stroke="#fff" stroke-width="2.6"/>'
        + (f'<path d="{head}"/>' if outwards else "")
        + f'<path d="{shape}" fill="#fff" stroke="#000"/>{text}',
    )


def _at(x: float, y: float, inner: str) -> str:
    return f'<svg x="{_percent(x)}" y="{_percent(y)}" width="1" height="1" overflow="visible">{inner}</svg>'


def _percent(fraction: float) -> str:
    return f"{_n(fraction * 100)}%"


def _n(number: float) -> str:
    return f"{number:.3f}".rstrip("0").rstrip(".").replace("-0.", "-.") or "0"
