"""What a reader would stumble over in the drawing, measured."""

from __future__ import annotations

from collections.abc import Iterator

from sopgen.proof.facts import Box, Flaw, Page, Proof, Segment, Shape, Symbol
from sopgen.proof.lines import TOUCH
from sopgen.proof.network import Network, Port, network, tips

_CLEAR = 0.1
"""How deep two things may overlap and still be apart, pt."""

_RULE = 0.4
"""How much of a cell's box may be its rule, pt."""

_TALL = 0.7
"""How much higher and deeper the box of a word in a narrow line may be than its letters, pt."""


def flaws(proof: Proof) -> list[Flaw]:
    """All places where the drawing misleads: ends in the air, symbols run through, text on lines."""
    net = network(proof)
    found = [*_hanging(proof, net), *_ports(net)]
    for page in proof.pages:
        if page.table:
            found += [*_heads(net, page), *_through(page), *_cut(page), *_overwritten(page), *_spilt(page)]
    return sorted(found)


def _hanging(proof: Proof, net: Network) -> Iterator[Flaw]:
    for number, x, y in net.loose:
        yield Flaw(number, x, y, "ujung garis tidak menyentuh simbol atau garis lain")
    for symbol in net.unpaired:
        yield _at(symbol, f"penghubung {symbol.letter!r} tidak berpasangan atau arahnya tidak jelas")
    attached = {port.symbol for port in net.ports}
    for page in proof.pages:
        for symbol in page.symbols:
            if symbol not in attached:
                yield _at(symbol, f"{symbol.shape} tidak tersambung dengan garis apa pun")


def _ports(net: Network) -> Iterator[Flaw]:
    """Lines belong at the middle of a side: the corners of a diamond."""
    for port in net.ports:
        x, y = port.symbol.box.centre
        if abs(port.y - y if port.side in "LR" else port.x - x) > TOUCH:
            yield Flaw(
                port.symbol.page, port.x, port.y, "garis menyentuh simbol di luar titik tengah sisinya"
            )


def _heads(net: Network, page: Page) -> Iterator[Flaw]:
    """An arrow head touches the symbol, or the line, that it points at."""
    nodes = [node for node in net.links if not isinstance(node, Port) or node.entered]
    for head in page.heads:
        if not any(node.page == page.number and tips(head, node.x, node.y) for node in nodes):
            yield Flaw(page.number, head.x, head.y, "mata panah tidak menyentuh simbol atau garis")


def _through(page: Page) -> Iterator[Flaw]:
    """Painted lines under a symbol must end in its middle, also where the symbol hides them."""
    for stroke in page.strokes:
        for symbol in page.symbols:
            if symbol.shape is Shape.SEGILIMA or not _enters(stroke, symbol.box):
                continue
            x, y = symbol.box.centre
            ends = [(abs(a - x) <= TOUCH and abs(b - y) <= TOUCH) for a, b in stroke.ends]
            if not any(ends):
                yield _at(symbol, f"garis menembus {symbol.shape}")


def _enters(stroke: Segment, box: Box) -> bool:
    return Box(stroke.x0 - 0.2, stroke.y0 - 0.2, stroke.x1 + 0.2, stroke.y1 + 0.2).meets(box, 0.2 + TOUCH)


def _cut(page: Page) -> Iterator[Flaw]:
    """What sticks out of its cell is not painted."""
    assert page.table
    for symbol in page.symbols:
        x, _ = symbol.box.centre
        column = next((c for c in page.table.executors if c.x0 <= x < c.x1), None)
        if column is None or symbol.box.x0 < column.x0 - _RULE or symbol.box.x1 > column.x1 + _RULE:
            yield _at(symbol, f"{symbol.shape} {symbol.letter} terpotong tepi kolom".replace("  ", " "))


def _overwritten(page: Page) -> Iterator[Flaw]:
    """Branch labels keep clear of lines, rules, symbols and arrow heads."""
    assert page.table
    things = [
        *((segment.box, "garis") for segment in page.segments),
        *((symbol.box, str(symbol.shape)) for symbol in page.symbols),
        *((head.box, "mata panah") for head in page.heads),
    ]
    for label in page.labels:
        x, y = label.box.centre
        for box, name in things:
            if _fat(box).meets(label.box, _CLEAR + 0.4):
                yield Flaw(page.number, x, y, f"label {label.text!r} bersentuhan dengan {name}")
        cell = next((cell for cell in page.table.cells if cell.box.holds(x, y)), None)
        if cell and not _inside(cell.box).covers(label.box):
            yield Flaw(page.number, x, y, f"label {label.text!r} melewati tepi sel")


def _fat(box: Box) -> Box:
    """A line as thick as it is painted, about."""
    return Box(box.x0 - 0.4, box.y0 - 0.4, box.x1 + 0.4, box.y1 + 0.4)


def _spilt(page: Page) -> Iterator[Flaw]:
    """Words keep inside their cell."""
    assert page.table
    for word in page.words:
        x, y = word.box.centre
        cell = next((cell for cell in page.table.cells if cell.box.holds(x, y)), None)
        if cell is None:
            if page.table.box.meets(word.box):
                yield Flaw(page.number, x, y, f"kata {word.text!r} berada di atas garis tabel")
        elif not _inside(cell.box, _TALL).covers(word.box):
            yield Flaw(page.number, x, y, f"kata {word.text!r} melewati tepi sel")


def _inside(cell: Box, tall: float = 0.0) -> Box:
    """A cell without the rules on its right and at its foot; the others are its neighbours'."""
    return Box(cell.x0, cell.y0 - tall, cell.x1 - _RULE, cell.y1 - _RULE + tall)


def _at(symbol: Symbol, message: str) -> Flaw:
    x, y = symbol.box.centre
    return Flaw(symbol.page, x, y, message)
