"""The flow sheet's text: labels and paragraphs, and how its room is shared between symbols and words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sopgen.drawing import Drawing, drawing
from sopgen.lettering import longest_word, width
from sopgen.matrix import Matrix
from sopgen.model import Kegiatan, Kolom, Sop
from sopgen.view.syllables import UNDIVIDED
from sopgen.view.widths import lines, text_columns

SIZE = 10.67
"""Font size of the flow sheet, px (8 pt)."""

HEAD_SIZE = 10.0
"""Font size of executor names in the head, px (7.5 pt)."""

INDENT = 6.0
"""How far a list's lines stand in, px."""

LINE = SIZE * 1.22
"""Height of a line of text, px."""

RULE = 1.0
"""Width of the table's rules, px (0.75 pt): a cell paints what its rule leaves."""

PADDING = 9.0
"""Left and right padding of a text cell together, px."""

BOLD = 1.09
"""How much wider a word is in bold letters."""

NUMBER_WIDTH = 28.0
"""Width of the No column, px."""

_FITS = (
    (34.0, 13.6, 96.0, 96.0, 1.0),
    (34.0, 13.6, 78.0, 84.0, 1.03),
    (34.0, 13.6, 64.0, 72.0, 1.06),
    (34.0, 13.6, 54.0, 60.0, 1.15),
    (32.0, 13.6, 48.0, 54.0, 1.3),
    (30.0, 10.0, 44.0, 50.0, 1.5),
    (28.0, 8.0, 42.0, 46.0, 1.7),
    (26.0, 8.0, 38.0, 42.0, 2.0),
    (24.0, 7.0, 34.0, 36.0, 2.5),
    (22.0, 6.0, 0.0, 0.0, 3.5),
    (18.0, 5.0, 0.0, 0.0, 5.0),
    (14.0, 3.0, 0.0, 0.0, 9.0),
)
"""What to try, px: symbol, distance of lanes, column, room for a long word; and the discomfort of it.

The table's height times the discomfort decides: the next, tighter fit must make the table that much lower.
"""

_LEAST = {Kolom.KELENGKAPAN: 84.0, Kolom.WAKTU: 0.0, Kolom.OUTPUT: 72.0, Kolom.KETERANGAN: 0.0}
"""Least widths of text columns, px."""

_SYLLABLE = 26.0
"""Least room for words in any text column, px: a syllable with its hyphen."""

_ENOUGH = (150.0, 230.0, 290.0, 370.0, 430.0)
"""Room in px that the text columns need, by how many of them stand beside Kegiatan."""


def fitted(matrix: Matrix, sop: Sop, room: float) -> Drawing:
    """The drawing that makes the lowest table in `room` px, comfort weighed against height."""
    names = list(sop.kolom_pelaksana.values())
    kolom = [k for k in Kolom if k in sop.kolom]
    texts = [texts_of(kegiatan, kolom) for kegiatan in sop.kegiatan]
    best: tuple[float, int, Drawing] | None = None
    for index, (size, lane, column, words, discomfort) in enumerate(_FITS):
        least = [max(column, _name_width(name, words)) for name in names]
        tried = drawing(matrix, size, lane, least)
        rest = room - NUMBER_WIDTH - tried.width
        if rest < _ENOUGH[len(kolom)] and index < len(_FITS) - 1:
            continue
        score = height_of(tried, texts, shared(sop, texts, kolom, rest)) * discomfort
        if best is None or score < best[0]:
            best = score, index, tried
        elif index > best[1] + 2:
            break
    assert best is not None, "the last fit is always tried"
    return best[2]


def sheet_height(sop: Sop, figure: Drawing, room: float) -> float:
    """Roughly how high the whole flow sheet is, its head included, px."""
    kolom, widths = text_widths(sop, figure, room)
    return 70.0 + height_of(figure, [texts_of(kegiatan, kolom) for kegiatan in sop.kegiatan], widths)


def _name_width(name: str, most: float) -> float:
    """The least width for an executor's name, px: its long words up to `most`, its short ones whole."""
    return max(min(most, longest_word([name], HEAD_SIZE)), longest_word(_undivided([name]), HEAD_SIZE)) + 7


def height_of(figure: Drawing, texts: Sequence[Sequence[Sequence[str]]], shared: list[float]) -> float:
    """Roughly how high the table's rows are together, px."""
    drawn = [0.0] * len(texts)
    for row, height in zip(figure.matrix.grid.tiers, figure.heights, strict=True):
        drawn[row] += height
    return sum(max(low, lines_of(row, shared) * LINE + 6) for low, row in zip(drawn, texts, strict=True))


def lines_of(row: Sequence[Sequence[str]], shared: list[float]) -> int:
    """Lines of the fullest text cell of a row."""
    return max(
        sum(lines(width(text, SIZE), room - PADDING - indent_of(cell)) for text in cell)
        for cell, room in zip(row, shared, strict=True)
    )


def shared(
    sop: Sop, texts: Sequence[Sequence[Sequence[str]]], kolom: list[Kolom], rest: float
) -> list[float]:
    """The widths of the text columns in `rest` px."""
    label = labels_of(sop)
    heads = [label["kegiatan"], *(label[k] for k in kolom)]
    cells = [[row[index] for row in texts] for index in range(len(heads))]
    sides = [PADDING + max(map(indent_of, column), default=0.0) for column in cells]
    return text_columns(cells, heads, rest, SIZE, _least(texts, heads, kolom, rest), sides)


def indent_of(cell: Sequence[str]) -> float:
    """How far the lines of a cell stand in, px: several paragraphs are a list with dashes."""
    return INDENT if len(cell) > 1 else 0.0


def text_widths(sop: Sop, figure: Drawing, room: float) -> tuple[list[Kolom], list[float]]:
    """The columns printed beside Kegiatan, and the widths of it and them beside a drawing, px."""
    kolom = [k for k in Kolom if k in sop.kolom]
    texts = [texts_of(kegiatan, kolom) for kegiatan in sop.kegiatan]
    return kolom, shared(sop, texts, kolom, room - NUMBER_WIDTH - figure.width)


def _least(
    texts: Sequence[Sequence[Sequence[str]]], heads: list[str], kolom: list[Kolom], rest: float
) -> list[float]:
    """The least widths of the text columns, px: a sentence, a head's word, a time on one line.

    Where there is too little room for that, what no column gives up is its words that are never divided.
    """
    least = [130.0]
    for index, k in enumerate(kolom, start=1):
        times = [width(text, SIZE) for row in texts for text in row[index]] if k is Kolom.WAKTU else []
        head = longest_word([heads[index]], SIZE) * BOLD
        least.append(max(head, _LEAST[k], min(62.0, max(times, default=0.0))) + PADDING + 1)
    cells = ([text for row in texts for text in row[index]] for index in range(len(heads)))
    floors = [min(low, _floor(head, c)) for low, head, c in zip(least, heads, cells, strict=True)]
    return _scaled(least, floors, rest)


def _floor(head: str, column: Iterable[str]) -> float:
    words = max(longest_word(_undivided([head]), SIZE) * BOLD, longest_word(_undivided(column), SIZE))
    return max(words, _SYLLABLE) + PADDING + 1


def _scaled(least: list[float], floors: list[float], rest: float) -> list[float]:
    """The widths, all made narrower alike until they fit into `rest` px, but none below its floor."""
    free = set(range(len(least)))
    while True:
        left = rest - sum(floor for index, floor in enumerate(floors) if index not in free)
        share = max(0.0, min(1.0, left / sum(least[index] for index in free))) if free else 0.0
        low = {index for index in free if least[index] * share < floors[index]}
        if not low:
            return [least[i] * share if i in free else floors[i] for i in range(len(least))]
        free -= low


def _undivided(texts: Iterable[str]) -> Iterator[str]:
    return (word for text in texts for word in text.split() if len(word) <= UNDIVIDED)


def labels_of(sop: Sop) -> dict[str, str]:
    """The column labels: the official ones, or those that an old document prints."""
    defaults = {
        "no": "No",
        "kegiatan": "Kegiatan",
        "pelaksana": "Pelaksana",
        "mutu_baku": "Mutu Baku",
        "kelengkapan": "Kelengkapan",
        "waktu": "Waktu",
        "output": "Output",
        "keterangan": "Keterangan",
    }
    return {key: getattr(sop.label, key) or default for key, default in defaults.items()}


def texts_of(kegiatan: Kegiatan, kolom: list[Kolom]) -> tuple[tuple[str, ...], ...]:
    """The paragraphs of a row's text cells: kegiatan first, then the columns that are printed."""
    mutu = kegiatan.mutu_baku
    by_column = {
        Kolom.KELENGKAPAN: mutu.kelengkapan,
        Kolom.WAKTU: (mutu.waktu,) if mutu.waktu else (),
        Kolom.OUTPUT: mutu.output,
        Kolom.KETERANGAN: kegiatan.keterangan,
    }
    prose = [kegiatan.judul, kegiatan.uraian, *kegiatan.maksud, *kegiatan.tujuan]
    return (tuple(text for text in prose if text), *(by_column[k] for k in kolom))
