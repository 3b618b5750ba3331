"""The flow sheet's table by its rules and the labels in its head, in a document of any origin."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sopgen.proof.facts import Block, Box, Page
from sopgen.proof.labels import COLUMNS, label_of
from sopgen.proof.ruled import Ruling, blocks, lines, ruling

_INSIDE = 1.5
"""How far inside a cell one looks, pt."""

_FOOT = 4.0
"""How far above the foot of a head its borders are looked for, pt: lines of the flow begin below it."""

_NARROWEST = 6.0
"""The narrowest column, pt."""

_LOWEST = 5.0
"""The lowest row, pt."""

_QUALITY = ("kelengkapan", "waktu", "output", "keterangan")
"""The columns behind the executors."""

_SAME = 3.0
"""How far a border may move from page to page, pt."""


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A column: what it is (`no`, `kegiatan`, `executor`, ...; empty where that is open), and its borders.

    `name` is its head's text, `group` what stands over an executor's name where the head has a level more.
    """

    kind: str
    name: str
    group: str
    x0: float
    x1: float
    head: Block | None = None


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of the table: its borders, and what each column holds, by the column's place."""

    page: int
    y0: float
    y1: float
    cells: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """The table on one page; `heads` are the cells of its head, none where the page repeats none."""

    page: int
    box: Box
    columns: tuple[GridColumn, ...]
    rows: tuple[GridRow, ...]
    heads: tuple[Block, ...]

    @property
    def has_executors(self) -> bool:
        """Whether it tells who does what."""
        return any(column.kind in ("executor", "pelaksana") for column in self.columns)

    def column(self, kind: str) -> int | None:
        """The place of the first column of a kind."""
        return next((i for i, column in enumerate(self.columns) if column.kind == kind), None)


def grids(pages: Iterable[Page]) -> list[Grid | None]:
    """The flow sheet's table on each page, None where there is none."""
    found: list[Grid | None] = []
    known: Grid | None = None
    for page in pages:
        rules = ruling(page)
        grid = _grid(page, rules, blocks(page, rules))
        if grid and known and known.has_executors > grid.has_executors:
            grid = None  # of something else, an annex
        elif grid is None and known:
            grid = _continued(page, rules, known)
        known = grid or known
        found.append(grid)
    return found


def _grid(page: Page, rules: Ruling, cells: Sequence[Block]) -> Grid | None:
    """The table under the head of a page, if there is a head."""
    heads = _heads(cells)
    if not heads:
        return None
    leaves = [cell.box.y1 for key, cell in heads if key in ("kegiatan", "waktu", "output", "keterangan")]
    top, bottom = min(cell.box.y0 for _, cell in heads), max(leaves)
    borders = _distinct(rules.crossing(bottom - _FOOT))
    band = [cell for cell in cells if top - _INSIDE <= cell.box.y0 and cell.box.y1 <= bottom + _INSIDE]
    columns = _kinds(
        [_column(band, x0, x1) for x0, x1 in itertools.pairwise(borders) if x1 - x0 > _NARROWEST]
    )
    if not any(column.kind == "kegiatan" for column in columns):
        return None
    box = Box(columns[0].x0, top, columns[-1].x1, bottom)
    grid = Grid(page.number, box, columns, (), tuple(cell for cell in band if cell.box.meets(box)))
    return _drawn_in(_filled(page, rules, grid, bottom))


def _drawn_in(grid: Grid) -> Grid:
    """The table, where a column of executors that holds no words is one to draw in: a single executor's."""
    at = grid.column("pelaksana")
    if at is None or not grid.rows or any(row.cells[at].lines for row in grid.rows):
        return grid
    columns = (replace(c, kind="executor") if i == at else c for i, c in enumerate(grid.columns))
    return replace(grid, columns=tuple(columns))


def _heads(cells: Sequence[Block]) -> list[tuple[str, Block]]:
    """The cells of a head with their labels: Kegiatan and at least two more beside it."""
    labelled = [(key, cell) for cell in cells if (key := label_of(cell.text, COLUMNS))]
    for _, start in (pair for pair in labelled if pair[0] == "kegiatan"):
        beside = [
            (key, cell)
            for key, cell in labelled
            if cell.box.y0 < start.box.y1 + _INSIDE and cell.box.y1 > start.box.y0 - _INSIDE
        ]
        if len({key for key, _ in beside}) >= 3:
            below = [
                (key, cell)
                for key, cell in labelled
                if any(abs(cell.box.y0 - other.box.y1) <= _INSIDE for _, other in beside)
                and key not in {other for other, _ in beside}
            ]
            return [*beside, *below]
    return []


def _column(band: Sequence[Block], x0: float, x1: float) -> GridColumn:
    """What stands over a column: its own head lowest, groups above it."""
    middle = (x0 + x1) / 2
    over = sorted(
        (cell for cell in band if cell.box.x0 <= middle <= cell.box.x1 and not _is_count(cell.text)),
        key=lambda cell: cell.box.y0,
    )
    if not over:
        return GridColumn("", "", "", x0, x1)
    kinds = [label_of(cell.text, COLUMNS) for cell in over]
    own, group = over[-1], over[-2].text if len(over) > 1 and not kinds[-2] else ""
    if "pelaksana" in kinds[:-1] and kinds[-1] in ("", "pelaksana"):
        return GridColumn("executor", own.text, group, x0, x1, own)
    return GridColumn(kinds[-1], own.text, group, x0, x1, own)


def _kinds(columns: list[GridColumn]) -> tuple[GridColumn, ...]:
    """The columns, where executors that stand under no common label are recognised by their place."""
    start = next((i for i, column in enumerate(columns) if column.kind == "kegiatan"), len(columns))
    end = next(
        (i for i, c in enumerate(columns) if i > start and c.kind in ("kelengkapan", "waktu", "output")),
        len(columns),
    )
    named = [i for i in range(start + 1, end) if not columns[i].kind]
    if not any(column.kind == "executor" for column in columns):
        columns = [replace(c, kind="executor") if i in named else c for i, c in enumerate(columns)]
    return tuple(_by_elimination(columns))


def _by_elimination(columns: list[GridColumn]) -> list[GridColumn]:
    """The columns, where one behind the executors has a head that nobody knows, and one is lacking."""
    behind = max((i for i, column in enumerate(columns) if column.kind == "executor"), default=len(columns))
    unknown = [i for i, column in enumerate(columns) if i > behind and column.name and not column.kind]
    lacking = [kind for kind in _QUALITY if not any(column.kind == kind for column in columns)]
    if len(unknown) != 1 or len(lacking) != 1:
        return columns
    return [replace(c, kind=lacking[0]) if i in unknown else c for i, c in enumerate(columns)]


def _filled(page: Page, rules: Ruling, grid: Grid, top: float) -> Grid:
    """The table with its rows below `top`."""
    at = grid.column("kegiatan")
    assert at is not None
    column = grid.columns[at]
    end = max(_end(rules, column.x0, top), _end(rules, grid.columns[0].x0, top))
    edges = _edges(rules, column, top, end)
    if len(edges) > 1 and _counts(page, grid, edges[0], edges[1]):
        edges = edges[1:]
    bands = [(a, b) for a, b in itertools.pairwise(edges) if b - a >= _LOWEST]
    rows = tuple(_row(page, rules, grid, a, b) for a, b in bands)
    bottom = bands[-1][1] if bands else top
    return replace(grid, rows=rows, box=replace(grid.box, y1=bottom))


def _edges(rules: Ruling, column: GridColumn, top: float, end: float) -> list[float]:
    """The upper and lower edges of the rows, by the rules across the column of the text."""
    inner = column.x0 + _INSIDE, column.x1 - _INSIDE
    edges = [y for y in rules.under(*inner) if top - _INSIDE <= y <= end + _INSIDE]
    if not edges or edges[0] > top + _LOWEST:
        edges = [top, *edges]
    if end - edges[-1] > 2 * _LOWEST:
        edges.append(end)
    return _cells_apart(edges)


def _cells_apart(edges: list[float]) -> list[float]:
    """Edges once, where two rules stand close together."""
    found: list[float] = []
    for edge in edges:
        if not found or edge - found[-1] >= _LOWEST / 2:
            found.append(edge)
    return found


def _end(rules: Ruling, x: float, top: float) -> float:
    """How far down the rule on a column's left goes."""
    end = top
    for at, low, high in sorted(rules.uprights, key=lambda upright: upright[1]):
        if abs(at - x) <= _INSIDE and low <= end + _SAME:
            end = max(end, high)
    return end


def _row(page: Page, rules: Ruling, grid: Grid, y0: float, y1: float) -> GridRow:
    return GridRow(page.number, y0, y1, tuple(_cell(page, rules, c, y0, y1) for c in grid.columns))


def _cell(page: Page, rules: Ruling, column: GridColumn, y0: float, y1: float) -> Block:
    """What a column holds in a row; a cell over several rows belongs to each of them."""
    top, bottom = y0, y1
    if column.kind != "executor":
        edges = rules.under(column.x0 + _INSIDE, column.x1 - _INSIDE)
        top = max((y for y in edges if y <= y0 + _SAME), default=y0)
        bottom = min((y for y in edges if y >= y1 - _SAME), default=y1)
    box = Box(column.x0, min(top, y0), column.x1, max(bottom, y1))
    words = [word for word in page.words if box.holds(*word.box.centre)]
    return Block(page.number, box, lines(words))


def _counts(page: Page, grid: Grid, y0: float, y1: float) -> bool:
    """Whether a row does nothing but number the columns."""
    texts = []
    for column in grid.columns:
        box = Box(column.x0, y0, column.x1, y1)
        texts.append(" ".join(word.text for word in page.words if box.holds(*word.box.centre)))
    numbered = [_is_count(text) for text in texts if text]
    return len(numbered) >= max(3, 0.6 * len(texts)) and all(numbered)


def _is_count(text: str) -> bool:
    return bool(re.fullmatch(r"[(\[]?\d{1,2}[)\].]?", text))


def _continued(page: Page, rules: Ruling, known: Grid) -> Grid | None:
    """The table where it goes on without a head: most borders stand where they stood."""
    tops = sorted({low for _, low, _ in rules.uprights})
    wanted = [known.columns[0].x0, *(column.x1 for column in known.columns)]
    for top in tops:
        here = rules.crossing(top + _LOWEST)
        kept = sum(any(abs(x - border) <= _SAME for x in here) for border in wanted)
        if kept >= 0.8 * len(wanted) and len(_distinct(here)) <= 2 * len(wanted):
            box = Box(known.box.x0, top, known.box.x1, top)
            empty = replace(known, page=page.number, box=box, rows=(), heads=())
            grid = _filled(page, rules, empty, top)
            return grid if grid.rows else None
    return None


def _distinct(places: Iterable[float]) -> list[float]:
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _SAME:
            found.append(place)
    return found


def numbers(rows: Sequence[GridRow], place: int | None) -> Iterator[int | None]:
    """The printed number of each row; None where there is none."""
    for row in rows:
        text = row.cells[place].text if place is not None else ""
        match = re.fullmatch(r"[(\[]?(\d{1,3})[)\].]*", text.strip())
        yield int(match[1]) if match else None
