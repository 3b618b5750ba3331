"""A drawing in letters, true to scale, so that a reviewer sees in a diff what changed."""

from __future__ import annotations

from collections import defaultdict
from itertools import accumulate

from sopgen.drawing import HEAD, LABEL_SIZE, Cell, Drawing, Label
from sopgen.model import Simbol

WIDE, HIGH = 4.0, 6.9
"""What one letter stands for, px."""

_UP, _DOWN, _LEFT, _RIGHT = 1, 2, 4, 8
_LINES = " ╵╷│╴┘┐┤╶└┌├─┴┬┼"
_HEADS = {"T": "▼", "B": "▲", "L": "►", "R": "◄"}
_SHAPES = {
    Simbol.PROSES: ("┌─┐", "│ │", "└─┘"),
    Simbol.KEPUTUSAN: ("╱─╲", "< >", "╲─╱"),
    Simbol.MULAI: ("╭─╮", "( )", "╰─╯"),
    Simbol.SELESAI: ("╭─╮", "( )", "╰─╯"),
}

Canvas = dict[tuple[int, int], str]


def letters(drawing: Drawing) -> str:
    """The whole figure; symbols bear the number of their row, dots are the table's rules."""
    canvas: Canvas = {}
    _rules(drawing, canvas)
    _lines(drawing, canvas)
    for (tier, column), cell in drawing.cells.items():
        left, top = _corner(drawing, tier, column)
        wide, high = drawing.columns[column].width, drawing.heights[tier]
        for y, x, side in sorted(cell.merges):
            dy, dx = {"T": (-1, 0), "B": (1, 0), "L": (0, -1), "R": (0, 1)}[side]
            canvas[_y(top + y * high) + dy, _x(left + x * wide) + dx] = _HEADS[side]
        if cell.spot:
            _symbol(drawing, cell, canvas)
        for label in cell.labels:
            _lettering(label, left + label.x * wide, top + label.y * high, canvas)
    last = max(y for y, _ in canvas)
    width = max(x for _, x in canvas)
    lines = ("".join(canvas.get((y, x), " ") for x in range(width + 1)) for y in range(last + 1))
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _x(px: float) -> int:
    return int(px / WIDE)


def _y(px: float) -> int:
    return int(px / HIGH)


def _corner(drawing: Drawing, tier: int, column: int) -> tuple[float, float]:
    return sum(room.width for room in drawing.columns[:column]), sum(drawing.heights[:tier])


def _rules(drawing: Drawing, canvas: Canvas) -> None:
    lefts = [_x(x) for x in accumulate((room.width for room in drawing.columns), initial=0.0)]
    tiers = drawing.matrix.grid.tiers
    ends = [
        _y(y)
        for tier, y in enumerate(accumulate(drawing.heights, initial=0.0))
        if tier in (0, len(tiers)) or tiers[tier] != tiers[tier - 1]
    ]
    for y in range(ends[-1] + 1):
        canvas.update({(y, x): "." for x in lefts})
    for y in ends:
        canvas.update({(y, x): "." for x in range(0, lefts[-1] + 1, 2)})


def _lines(drawing: Drawing, canvas: Canvas) -> None:
    arms: dict[tuple[int, int], int] = defaultdict(int)
    for (tier, column), cell in drawing.cells.items():
        left, top = _corner(drawing, tier, column)
        wide, high = drawing.columns[column].width, drawing.heights[tier]
        for s in cell.strokes:
            x1, x2 = sorted((_x(left + s.x1 * wide), _x(left + s.x2 * wide)))
            y1, y2 = sorted((_y(top + s.y1 * high), _y(top + s.y2 * high)))
            for x in range(x1, x2):
                arms[y1, x] |= _RIGHT
                arms[y1, x + 1] |= _LEFT
            for y in range(y1, y2):
                arms[y, x1] |= _DOWN
                arms[y + 1, x1] |= _UP
    canvas.update({place: _LINES[mask] for place, mask in arms.items()})


def _symbol(drawing: Drawing, cell: Cell, canvas: Canvas) -> None:
    assert cell.spot
    tier, column = cell.spot.tier, cell.spot.column
    left, top = _corner(drawing, tier, column)
    x, y = left + drawing.columns[column].left, top + drawing.heights[tier] / 2
    first, last = _x(x - drawing.symbol_width / 2) + 1, _x(x + drawing.symbol_width / 2) - 1
    middle = _y(y)
    symbol = drawing.matrix.flow.symbols[cell.spot.symbol]
    name = str(symbol.row + 1).center(last - first - 1)
    for line, (a, fill, b) in enumerate(_SHAPES[symbol.kind], middle - 1):
        text = a + (name if line == middle else fill * (last - first - 1)) + b
        canvas.update({(line, first + index): letter for index, letter in enumerate(text)})
    for side in cell.heads:
        place = {"T": (middle - 2, _x(x)), "L": (middle, first - 1), "R": (middle, last + 1)}[side]
        canvas[place] = _HEADS[side]


def _lettering(label: Label, x: float, y: float, canvas: Canvas) -> None:
    first = _y(y) + (-len(label.lines) if label.dy < 0 else round((label.dy - LABEL_SIZE / 3) / HIGH))
    for line, text in enumerate(label.lines, first):
        start = _x(x) + 1 if label.dx > 0 else _x(x) - len(text)
        if abs(label.dx) > HEAD:
            start = _x(x + label.dx) if label.dx > 0 else _x(x + label.dx) - len(text)
        canvas.update({(line, start + place): letter for place, letter in enumerate(text)})
