"""The identity sheet: which label stands where, and what stands beside or below it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sopgen import proof
from sopgen.proof import Block, Box, Grid, Line, Page, Ruling, Text

_GAP = 9.0
"""A blank wider than this parts a label from its value, pt."""

_INTO = 4.0
"""How far into a neighbouring cell one looks, pt."""

_MOST = 4
"""A page with so many labels of fields, and a box, begins an identity sheet."""

_FEW = 5
"""The most lines that name a unit."""

_LONGEST = 7
"""The most words of a label."""

_LETTER = re.compile(r"[^\W\d_]")
"""What the name of a unit has at least."""

KEYS = proof.IDENTITY + proof.BOXES


@dataclass(frozen=True, slots=True)
class Passage:
    """A label and what belongs to it, on each page that it runs over."""

    heads: tuple[Block, ...]
    values: tuple[Block, ...]

    @property
    def label(self) -> str:
        """The label as printed, without a colon."""
        return self.heads[0].text.rstrip(" :").strip()

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines of the value."""
        return tuple(line for block in self.values for line in block.lines)


@dataclass(frozen=True, slots=True)
class Field:
    """A label found on a page: its key, its words, the cell it is in, and what follows it there.

    Where labels are `stacked` in one cell, their values are stacked in the one beside it.
    """

    key: str
    head: Block
    cell: Block
    rest: tuple[Line, ...]
    stacked: bool = False

    @property
    def box(self) -> Box:
        """Around the label."""
        return self.head.box


@dataclass(frozen=True, slots=True)
class Form:
    """The identity sheet as found. `page` is where it begins, 0 where there is none; `unit` are the lines
    about the unit that stand beside the fields; `hidden` fields have a label, and no cell for a value.
    A sheet of columns without rules between them is not `is_whole`: nothing of it can be told apart."""

    page: int
    passages: Mapping[str, Passage]
    unit: tuple[Line, ...]
    hidden: frozenset[str] = frozenset()
    is_whole: bool = True

    @property
    def labels(self) -> frozenset[str]:
        """The fields whose label was found."""
        return self.hidden | set(self.passages)


def form(pages: Sequence[Page], grids: Sequence[Grid | None]) -> Form:
    """The identity sheet of a document; a page whose flow sheet fills it has none of it."""
    found: dict[str, Passage] = {}
    hidden: set[str] = set()
    first, whole = 0, True
    unit: tuple[Line, ...] = ()
    for page, grid in zip(pages, grids, strict=True):
        rules = proof.ruling(page)
        cells = [block for block in proof.blocks(page, rules) if not _within(block, grid)]
        fields = [field for cell in cells for field in _fields(cell)]
        if not found and len({field.key for field in fields}) < 3:
            continue
        mixed = {id(cell) for cell in cells if _is_open(cell.box, page) and _is_mixed(cell)}
        whole = whole and not mixed
        values = {
            id(field): None if id(field.cell) in mixed else _value(field, fields, page, rules, grid)
            for field in fields
        }
        here = [value for value in values.values() if value]
        if not first:
            first, unit = page.number, _beside(cells, fields, here, page)
        for field in fields:
            if value := values[id(field)]:
                _take(found, field, value)
            else:
                hidden.add(field.key)
    return Form(first, found, unit, frozenset(hidden - set(found)), whole)


def beginnings(pages: Sequence[Page], grids: Sequence[Grid | None]) -> list[int]:
    """The pages, from 1, on which the identity sheet of an SOP begins: with another number or title than
    the one before, so that a sheet whose head comes again on each page is one."""
    found: list[int] = []
    known: tuple[str, ...] = ()
    for page, grid in zip(pages, grids, strict=True):
        sheet = form([page], [grid])
        if len(sheet.labels & set(proof.IDENTITY)) < _MOST or not sheet.labels & set(proof.BOXES):
            continue
        name = tuple(_said(sheet, key) for key in ("nomor", "judul"))
        if name != known:
            found.append(page.number)
            known = name
    return found


def _said(sheet: Form, key: str) -> str:
    return (
        proof.folded(" ".join(line.text for line in sheet.passages[key].lines))
        if key in sheet.passages
        else ""
    )


def _take(found: dict[str, Passage], field: Field, value: Block) -> None:
    """A label that comes again on a later page goes on there if it is a box; a field is said once."""
    known = found.get(field.key)
    if known is None or not any(block.lines for block in known.values):
        found[field.key] = Passage((field.head,), (value,))
    elif field.key in proof.BOXES and value.lines and known.values[-1].page < value.page:
        found[field.key] = Passage((*known.heads, field.head), (*known.values, value))


def _within(block: Block, grid: Grid | None) -> bool:
    return grid is not None and grid.box.holds(*block.box.centre, 2.0)


def _fields(cell: Block) -> list[Field]:
    """The labels in a cell: all of it, or the beginning of a line of it."""
    if (key := proof.label_of(cell.text, KEYS)) and not _has_value(cell):
        return [Field(key, cell, cell, ())]
    if len(cell.lines) > 1 and all(proof.label_of(line.text, KEYS) for line in cell.lines):
        return [_stacked(cell, line) for line in cell.lines]
    starts = [(i, start) for i, line in enumerate(cell.lines) if (start := _start(line, first=i == 0))]
    found = []
    ends = [*(i for i, _ in starts), None][1:]
    for (i, (key, words)), following in zip(starts, ends, strict=True):
        line = cell.lines[i]
        own = _value_words(line.words[words:])
        rest = (*((Line(own),) if own else ()), *cell.lines[i + 1 : following])
        label = line.words[:words]
        head = Block(cell.page, proof.around(word.box for word in label), (Line(label),))
        found.append(Field(key, head, cell, rest))
    return found


def _stacked(cell: Block, line: Line) -> Field:
    """One of several labels in a cell, as if it had a cell of its own."""
    own = Box(cell.box.x0, line.box.y0 - 1.0, cell.box.x1, line.box.y1 + 1.0)
    head = Block(cell.page, line.box, (line,))
    return Field(proof.label_of(line.text, KEYS), head, Block(cell.page, own, (line,)), (), stacked=True)


def _has_value(cell: Block) -> bool:
    """Whether something stands behind the colon of a label, or each of several lines is a label."""
    _, colon, value = cell.text.partition(":")
    if colon and proof.folded(value):
        return True
    return len(cell.lines) > 1 and all(proof.label_of(line.text, KEYS) for line in cell.lines)


def _start(line: Line, *, first: bool) -> tuple[str, int] | None:
    """The label that a line begins with, and how many words it has."""
    words = line.words
    for count in range(min(_LONGEST, len(words)), 0, -1):
        text = " ".join(word.text for word in words[:count])
        key = "" if ":" in text.rstrip(": ") else proof.label_of(text, KEYS)
        if not key or _is_shorter(words, count, key):
            continue
        rest = words[count:]
        parted = text.endswith(":") or (rest and rest[0].text.startswith(":"))
        apart = bool(rest) and rest[0].box.x0 - words[count - 1].box.x1 > _GAP
        alone = not rest and first
        run_on = first and count > 1 and key in proof.IDENTITY
        if parted or apart or alone or run_on:
            return key, count
    return None


def _is_shorter(words: tuple[Text, ...], count: int, key: str) -> bool:
    """Whether the label is complete with fewer words, so that the last ones are the value's."""
    if count < 2:
        return False
    text = " ".join(word.text for word in words[: count - 1])
    return proof.label_of(text, (key,)) == key and any(letter.isdigit() for letter in words[count - 1].text)


def _value_words(words: tuple[Text, ...]) -> tuple[Text, ...]:
    """The words of a value without the colon before them."""
    if not words or not words[0].text.startswith(":"):
        return words
    first = words[0].text.lstrip(":")
    return (Text(first, words[0].box), *words[1:]) if first else words[1:]


def _value(
    field: Field, fields: Sequence[Field], page: Page, rules: Ruling, grid: Grid | None
) -> Block | None:
    """What belongs to a label: the rest of its cell, else the cell beside it, else the one below.

    None where there is no such cell.
    """
    if field.rest:
        return Block(page.number, proof.around(line.box for line in field.rest), field.rest)
    labels = [other.box for other in fields]
    box = field.cell.box
    _, height = proof.around(line.box for line in field.head.lines).centre
    beside = rules.cell(box.x1 + _INTO, height)
    below = rules.cell((field.box.x0 + field.box.x1) / 2, box.y1 + _INTO)
    if _is_colon(beside, page):
        beside = rules.cell(beside.x1 + _INTO, height)
    ways = [below, beside] if field.key in proof.BOXES else [beside, below]
    for way in ways[:1] if field.stacked else ways:
        if (
            _is_open(way, page)
            or not _is_bounded(way, rules)
            or any(way.holds(*label.centre) for label in labels)
        ):
            continue
        if grid is not None and grid.box.meets(way, 2.0):
            continue
        lines = _inside(way, page)
        if field.stacked:
            lines = tuple(line for line in lines if _is_level(line.box, field.box))
            way = field.cell.box if not lines else proof.around(line.box for line in lines)
        if lines or field.stacked or way is ways[0]:
            return Block(page.number, way, lines)
    if _is_open(ways[0], page) and not any(other.rest and other.key in proof.IDENTITY for other in fields):
        return None
    return Block(page.number, field.box, ())


def _is_level(a: Box, b: Box) -> bool:
    return abs(a.centre[1] - b.centre[1]) <= 0.6 * min(a.height, b.height)


def _is_mixed(cell: Block) -> bool:
    """Whether words of several columns stand in it without a rule between them: no line can be told."""
    return any(_column(line) != line for line in cell.lines)


def _column(line: Line) -> Line:
    """The line up to a label that begins far to its right."""
    for i, (a, b) in enumerate(pairwise(line.words), start=1):
        if b.box.x0 - a.box.x1 > _GAP and _start(Line(line.words[i:]), first=True):
            return Line(line.words[:i])
    return line


def _is_colon(box: Box, page: Page) -> bool:
    """Whether a cell holds nothing but the colon between a label and its value."""
    words = [word.text for word in page.words if box.holds(*word.box.centre)]
    return words == [":"]


def _is_open(box: Box, page: Page) -> bool:
    """Whether a cell is none: on three sides or more no rule bounds it."""
    edges = (box.x0 <= 0, box.y0 <= 0, box.x1 >= page.width, box.y1 >= page.height)
    return sum(edges) > 1


def _is_bounded(box: Box, rules: Ruling) -> bool:
    """Whether an upright rule stands beside the middle of a cell: below a table there is none."""
    return bool(rules.crossing(box.centre[1]))


def _inside(box: Box, page: Page) -> tuple[Line, ...]:
    """The lines in a cell, without a colon before the first."""
    found = proof.lines([word for word in page.words if box.holds(*word.box.centre)])
    if found and (first := _value_words(found[0].words)) != found[0].words:
        return (*((Line(first),) if first else ()), *found[1:])
    return found


def _beside(
    cells: Iterable[Block], fields: Sequence[Field], values: Collection[Block], page: Page
) -> tuple[Line, ...]:
    """The lines on the identity sheet that are neither label nor value and stand no lower than the fields."""
    lowest = max((f.cell.box.y1 for f in fields if f.key in proof.IDENTITY), default=0.0)
    labelled = [field.cell.box for field in fields]
    taken = [value.box for value in values]
    labelled_fields = [field.cell.box for field in fields if field.key in proof.IDENTITY]
    lines = [
        line
        for cell in cells
        if not any(cell.box.covers(box, 1.0) for box in labelled) and not _is_open(cell.box, page)
        for line in cell.lines
        if line.box.y1 <= lowest + _INTO
        and not any(box.holds(*line.box.centre) for box in taken)
        and not _is_in_line(cell, labelled_fields, taken)
        and _LETTER.search(line.text)
    ]
    return tuple(sorted(lines, key=lambda line: line.box.y0)) or _above(cells, fields, page)


def _is_in_line(cell: Block, labels: Sequence[Box], values: Sequence[Box]) -> bool:
    """Whether a cell below the first label stands under labels or values: another field, not the unit."""
    first = min((box.y0 for box in labels), default=0.0)
    beside = [*labels, *values]
    same = any(abs(cell.box.x0 - box.x0) < 1.0 and abs(cell.box.x1 - box.x1) < 1.0 for box in beside)
    return cell.box.y0 > first + 1.0 and same


def _above(cells: Iterable[Block], fields: Sequence[Field], page: Page) -> tuple[Line, ...]:
    """The lines above the first label where no rules part them."""
    first = min((field.box.y0 for field in fields), default=0.0)
    lines = [_column(line) for cell in cells if _is_open(cell.box, page) for line in cell.lines]
    above = tuple(line for line in lines if line.box.y1 <= first + 1.0)
    return above if len(above) <= _FEW else ()
