"""The two tables of an SOP as offices set them, and the flow drawn over the second.

Symbols are written `row.column kind`, arrows `from>to label way`; `-` instead of `>` is a line without head.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tests.foreign.make.contents import Isi
from tests.foreign.make.shapes import Arrow, Chart, Habit, Mark
from tests.foreign.make.tables import Table

LABELS = {
    "nomor": "Nomor SOP",
    "pembuatan": "Tanggal Pembuatan",
    "revisi": "Tanggal Revisi",
    "efektif": "Tanggal Efektif",
    "disahkan": "Disahkan oleh",
    "judul": "Nama SOP",
    "dasar": "Dasar Hukum",
    "kualifikasi": "Kualifikasi Pelaksana",
    "keterkaitan": "Keterkaitan",
    "peralatan": "Peralatan/Perlengkapan",
    "peringatan": "Peringatan",
    "pencatatan": "Pencatatan dan Pendataan",
}
PAIRS = (("dasar", "kualifikasi"), ("keterkaitan", "peralatan"), ("peringatan", "pencatatan"))


def identity(isi: Isi, width: float, style: str = "rapi", **more: object) -> Table:
    """The identity sheet: `rapi`, `titik dua`, `satu sel`, `bawah`, `tumpuk` or `campur`."""
    label = LABELS | isi.label
    fields = [(label[key], getattr(isi, key)) for key in ("nomor", "pembuatan", "revisi", "efektif")]
    fields += [(label["disahkan"], approval(isi)), (label["judul"], isi.judul)]
    fields = [(name, value) for name, value in fields if name]
    boxes = [(label[a], getattr(isi, a), label[b], getattr(isi, b)) for a, b in PAIRS]
    half, rest = width * 0.5, width * 0.5
    if style == "titik dua":
        rows = [("^", name, ":", value) for name, value in fields]
        rows[0] = (isi.unit, *rows[0][1:])
        for a, x, b, y in boxes:
            rows += [(f"{a} :", f"{b} :", "<", "<"), (x, y, "<", "<")]
        widths = (half, rest * 0.34, rest * 0.04, rest * 0.62)
    elif style == "satu sel":
        rows = [("^", f"{name.upper()} : {value}") for name, value in fields]
        rows[0] = (isi.unit, rows[0][1])
        rows += [(f"{a.upper()} :\n{x}", f"{b.upper()} :\n{y}") for a, x, b, y in boxes]
        widths = (half, rest)
    elif style == "bawah":
        rows = [(isi.unit, "<"), (fields[-1][0], "<"), (fields[-1][1], "<")]
        rows += [(fields[0][0], fields[1][0]), (fields[0][1], fields[1][1])]
        rows += [(fields[2][0], fields[3][0]), (fields[2][1] or "-", fields[3][1])]
        for a, x, b, y in boxes:
            rows += [(a, b), (x, y)]
        rows += [(fields[-2][0], "<"), (fields[-2][1], "<")]
        widths = (half, rest)
    elif style == "tumpuk":
        rows = [(isi.unit, "\n".join(name for name, _ in fields[:4]), "\n".join(v for _, v in fields[:4]))]
        rows += [("^", name, value) for name, value in fields[4:]]
        for a, x, b, y in boxes:
            rows += [(a, b, "<"), (x, y, "<")]
        widths = (half, rest * 0.35, rest * 0.65)
    else:
        rows = [("^", name, value) for name, value in fields]
        rows[0] = (isi.unit, *rows[0][1:])
        for a, x, b, y in boxes:
            rows += [(f"{a}:", f"{b}:", "<"), (x, y, "<")]
        widths = (half, rest * 0.35, rest * 0.65)
    return Table(widths, tuple(rows), **more)


def approval(isi: Isi) -> str:
    """Office, a blank for the signature, name and number."""
    return f"{isi.jabatan}\n\n\n\n{isi.nama}\n{isi.nip}"


@dataclass(frozen=True)
class Form:
    """How the flow table looks: labels of its head, which columns it has, what stands around the rows."""

    no: str = "No"
    kegiatan: str = "Kegiatan"
    pelaksana: str = "Pelaksana"
    mutu: str = "Mutu Baku"
    columns: tuple[str, ...] = ("kelengkapan", "waktu", "output", "keterangan")
    names: tuple[str, ...] = ("Kelengkapan", "Waktu", "Output", "Keterangan")
    groups: tuple[tuple[str, int], ...] = ()
    counted: str = ""
    numbers: tuple[str, ...] = ()
    row: float = 44.0
    head: float = 18.0
    total: str = ""
    text: bool = False


def flow(isi: Isi, width: float, form: Form, **more: object) -> Table:
    """The flow table, its executors empty; as text in one column where the form says so."""
    executors = ("",) if form.text else isi.pelaksana
    top, second, third = _head(isi, form, len(executors))
    rows = [top, second, *([third] if form.groups else [])]
    count = len(top)
    if form.counted:
        rows.append(tuple(form.counted.format(i) for i in range(1, count + 1)))
    head = len(rows)
    doers = _doers(isi)
    for index, row in enumerate(isi.rows):
        number = form.numbers[index] if form.numbers else str(index + 1)
        cells = [doers.get(index + 1, "")] if form.text else [""] * len(executors)
        rows.append((number, row.uraian, *cells, *(getattr(row, name) for name in form.columns)))
    if form.total:
        # Over everything left of the time, as spreadsheets do.
        at = form.columns.index("waktu")
        rest = ["<"] * (1 + len(executors) + at)
        blank = [""] * (len(form.columns) - at - 1)
        rows.append(("Total waktu", *rest, form.total, *blank))
    narrow = 22.0
    each = 80.0 if form.text else max(30.0, min(62.0, 0.4 * width / len(executors)))
    left = width - narrow - each * len(executors)
    shares = {"kelengkapan": 1.2, "waktu": 0.75, "output": 1.1, "keterangan": 0.8}
    total = 2.0 + sum(shares[name] for name in form.columns)
    widths = (
        narrow,
        2.0 * left / total,
        *([each] * len(executors)),
        *(left * shares[name] / total for name in form.columns),
    )
    heights = (*([form.head] * head), *([form.row] * len(isi.rows)), *([form.head] if form.total else []))
    settings = {"head": head, "heights": heights, "size": 7.5, "centred": (0,)} | more
    return Table(widths, tuple(rows), **settings)


def _head(isi: Isi, form: Form, count: int) -> tuple[tuple[str, ...], ...]:
    """Head rows: groups, names, and a third level where executors stand in groups."""
    quality = [name for name in form.columns if name != "keterangan"]
    last = [form.names[form.columns.index("keterangan")]] if "keterangan" in form.columns else []
    names = [form.names[form.columns.index(name)] for name in quality]
    top = (form.no, form.kegiatan, form.pelaksana, *["<"] * (count - 1), form.mutu, *["<"] * (len(names) - 1))
    doers = ["^"] if form.text else list(isi.pelaksana)
    if not form.groups:
        return (*top, *last), ("^", "^", *doers, *names, *["^"] * len(last)), ()
    groups = [part for name, size in form.groups for part in (name, *["<"] * (size - 1))]
    second = ("^", "^", *groups, *names, *["^"] * len(last))
    alone = {sum(size for _, size in form.groups[:i]) for i, (_, size) in enumerate(form.groups) if size == 1}
    third = (
        "^",
        "^",
        *("^" if i in alone else n for i, n in enumerate(doers)),
        *["^"] * (len(names) + len(last)),
    )
    return (*top, *last), second, third


def _doers(isi: Isi) -> dict[int, str]:
    """The executors of each row as text."""
    found: dict[int, list[str]] = {}
    for name, _ in placed(isi):
        row, column = (int(part) for part in name.split("."))
        found.setdefault(row, []).append(isi.pelaksana[column - 1])
    return {row: ", ".join(names) for row, names in found.items()}


def placed(isi: Isi) -> list[tuple[str, str]]:
    """Symbols by `row.column`, with their kinds."""
    return [tuple(part.split()) for part in re.split(r";\s*", isi.simbol)]


def arrows(isi: Isi) -> list[Arrow]:
    """The arrows; a row with one symbol may be named by its number alone."""
    names = [name for name, _ in placed(isi)]

    def whole(name: str) -> str:
        return name if name in names else next(n for n in names if n.partition(".")[0] == name)

    found = []
    for part in re.split(r";\s*", isi.panah):
        ends, _, rest = part.partition(" ")
        start, head, end = re.fullmatch(r"([\d.]+)([>-])([\d.]+)", ends).groups()
        way = re.search(r"\b(kiri|kanan|lurus|bawah)$", rest)
        label = rest[: way.start()].strip() if way else rest
        found.append(Arrow(whole(start), whole(end), label, way[1] if way else "", head == ">"))
    return found


def chart(isi: Isi, table: Table, x: float, y: float, habit: Habit) -> list[Mark]:
    """The flow over a table whose upper left corner stands at x, y; all on one page."""
    top = y + sum(table.heights[: table.head])
    return charts(isi, table, x, {0: top}, [0] * len(isi.rows), habit)[0]


def charts(
    isi: Isi, table: Table, x: float, tops: Mapping[int, float], pages: Sequence[int], habit: Habit
) -> dict[int, list[Mark]]:
    """The flow page by page: `tops` are where the rows begin, below the head; pentagons join pages.

    `pages` tells on which page each row stands; rows of a page follow each other below the head.
    """
    heights = table.heights[table.head :]
    found: dict[int, list[Mark]] = {}
    links = 0
    made = {}
    for page in sorted(set(pages)):
        drawn = Chart(replace(habit, seed=habit.seed + page))
        made[page] = drawn
        for name, kind in placed(isi):
            row, column = (int(part) for part in name.split("."))
            if pages[row - 1] == page:
                above = sum(h for i, h in enumerate(heights) if i < row - 1 and pages[i] == page)
                middle = tops[page] + above + heights[row - 1] / 2
                shape = {"kapsul": habit.start, "kotak": habit.box, "keputusan": habit.decision}[kind]
                drawn.put(name, shape, x + table.centre(column + 1), middle)
    for arrow in arrows(isi):
        a, b = (pages[int(name.partition(".")[0]) - 1] for name in (arrow.start, arrow.end))
        if a == b:
            made[a].join(arrow)
            continue
        links += 1
        over, under = min(a, b), max(a, b)
        foot = tops[over] + sum(h for i, h in enumerate(heights) if pages[i] == over) - 8
        for page, name, y in ((over, f"f{links}", foot), (under, f"h{links}", tops[under] + 8)):
            own = arrow.start if page == a else arrow.end
            spot = made[page].places[own]
            made[page].put(name, "segilima", spot.x + spot.width / 2, y, chr(64 + links))
        made[a].join(replace(arrow, end=f"f{links}" if a == over else f"h{links}", way=""))
        made[b].join(Arrow(f"h{links}" if a == over else f"f{links}", arrow.end))
    for page, drawn in made.items():
        found[page] = drawn.marks
    return found
