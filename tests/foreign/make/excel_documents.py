"""What offices make with Excel."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.foreign.make import contents
from tests.foreign.make.contents import Isi
from tests.foreign.make.excel import Excel
from tests.foreign.make.plan import Form, chart, flow, identity, placed
from tests.foreign.make.shapes import Habit
from tests.foreign.make.tables import ABOVE, LEFT, Table

BOXES = (15.0,) * 4 + (72.0, 16.0) + (15.0, 62.0) * 3
WIDTH = 770.0


def two_sheets(isi: Isi, paper: str, form: Form, habit: Habit | None, style: str = "rapi") -> Excel:
    """A sheet for the identity, one for the flow."""
    book = Excel(paper)
    sheet = identity(isi, WIDTH, style, size=9, heights=BOXES)
    book.table(book.sheet("Identitas", sheet.widths), sheet)
    table = flow(isi, WIDTH, form)
    top = book.table(book.sheet("Alur", table.widths), table)
    if habit:
        book.draw(chart(isi, table, 0.0, top, habit))
    return book


def surat_masuk_satu_lembar() -> Excel:
    """Identity and flow on one sheet, whose columns serve both."""
    isi = contents.SURAT_MASUK
    book = Excel("F4")
    table = flow(isi, WIDTH, Form(names=("Kelengkapan", "Waktu", "Output", "Ket"), row=40.0))
    sheet = book.sheet("SOP", table.widths)
    book.table(sheet, _spread(identity(isi, WIDTH, "rapi", size=8, heights=BOXES), len(table.widths)))
    top = book.table(sheet, table, gap=8.0)
    book.draw(chart(isi, table, 0.0, top, Habit(weight=1.0)))
    return book


def _spread(table: Table, count: int) -> Table:
    """The identity sheet over more columns than it has: three of its own."""
    first, second = count // 2, count - count // 2 - 3
    rows = []
    for index, row in enumerate(table.rows):
        a, b, c = row
        above = ABOVE if a == ABOVE else LEFT
        tail = LEFT if c == LEFT else c
        if index < 6:
            rows.append((a, *[above] * (first - 1), b, *[LEFT] * (second - 1), tail, LEFT, LEFT))
        else:
            rows.append((a, *[LEFT] * (first - 1), b, *[LEFT] * (second - 1), LEFT, LEFT, LEFT))
    return replace(table, widths=(1.0,) * count, rows=tuple(rows))


def cuti_panah_teks() -> Excel:
    """Boxes and arrows are characters in the cells."""
    isi = contents.CUTI
    table = flow(isi, WIDTH, Form(row=24.0), centred=(0, 2, 3, 4, 5))
    kinds = {"kapsul": "⬭", "kotak": "■", "keputusan": "◆"}
    rows = [list(row) for row in table.rows]
    for name, kind in placed(isi):
        row, column = (int(part) for part in name.split("."))
        rows[table.head + row - 1][column + 1] = kinds[kind] + (" ↓" if row < len(isi.rows) else "")
    book = Excel("A4")
    sheet = identity(isi, WIDTH, "titik dua", size=9, heights=BOXES)
    book.table(book.sheet("Identitas", sheet.widths), sheet)
    book.table(book.sheet("Alur", table.widths), replace(table, rows=tuple(tuple(row) for row in rows)))
    return book


def posyandu_waktu_gabung() -> Excel:
    """One time for two rows, and a total that the rows don't add up to."""
    isi = contents.POSYANDU
    table = flow(isi, WIDTH, Form(total="3 jam", row=48.0))
    rows = [list(row) for row in table.rows]
    at = len(isi.pelaksana) + 3
    rows[table.head + 1][at] = ABOVE
    rows[table.head][at] = "1 jam"
    book = Excel("A4")
    sheet = identity(isi, WIDTH, "rapi", size=9, heights=BOXES)
    book.table(book.sheet("Identitas", sheet.widths), sheet)
    top = book.table(book.sheet("Alur", table.widths), replace(table, rows=tuple(tuple(row) for row in rows)))
    book.draw(chart(isi, table, 0.0, top, Habit(fill="DDEBF7", size=(40, 18))))
    return book


def izin_konektor() -> Excel:
    """Snapping connectors, which other programs draw as they please."""
    return two_sheets(contents.IZIN, "Legal", Form(row=40.0), Habit(lines="konektor"))


def makam_terpotong() -> Excel:
    """Rows over two pages with print titles; lines run on over the break, no connector marks it."""
    return _unscaled(480.0)


def makam_melebar() -> Excel:
    """Too wide for the page, so that the last columns are printed on pages of their own."""
    return _unscaled(770.0)


def _unscaled(width: float) -> Excel:
    isi = contents.MAKAM
    book = Excel("A4", fit=False)
    sheet = identity(isi, width, "rapi", size=9, heights=BOXES)
    book.table(book.sheet("Identitas", sheet.widths), sheet)
    table = flow(isi, width, Form(row=64.0))
    top = book.table(book.sheet("Alur", table.widths), table)
    book.draw(chart(isi, table, 0.0, top, Habit(weight=1.0)))
    return book


def cuti_terbalik() -> Excel:
    """In force before it was made; no box of warnings; branches without labels; an unused executor."""
    isi = replace(
        contents.CUTI,
        pembuatan="5 Maret 2024",
        efektif="1 Februari 2024",
        label={"peringatan": "Pernyataan"},
        pelaksana=(*contents.CUTI.pelaksana, "Arsiparis"),
        panah="1>2; 2>3; 2>1 kiri; 3>4; 4>5 kanan; 4>3; 5>6",
        dasar="1. Peraturan Pemerintah Nomor 50 Tahun 2010 tentang Jenis dan Tarif atas Jenis Penerimaan Negara "
        "Bukan Pajak yang Berlaku pada Kepolisian Negara Republik Indonesia\n"
        "2. Undang-Undang No. 25 tentang Pelayanan Publik",
    )
    return two_sheets(isi, "A4", Form(row=44.0), Habit(fill="E2EFDA"))


def undian_centang() -> Excel:
    """Check marks in the executors' cells instead of symbols."""
    isi = contents.UNDIAN
    table = flow(isi, WIDTH, Form(row=24.0), centred=(0, 2, 3, 4))
    rows = [list(row) for row in table.rows]
    for name, _ in placed(isi):
        row, column = (int(part) for part in name.split("."))
        rows[table.head + row - 1][column + 1] = "√"
    book = Excel("Letter")
    sheet = identity(isi, WIDTH, "satu sel", size=9, heights=(15.0,) * 4 + (72.0, 16.0) + (70.0,) * 3)
    book.table(book.sheet("Identitas", sheet.widths), sheet)
    book.table(book.sheet("Alur", table.widths), replace(table, rows=tuple(tuple(row) for row in rows)))
    return book


DOCUMENTS = {
    "surat-masuk-satu-lembar": surat_masuk_satu_lembar,
    "cuti-panah-teks": cuti_panah_teks,
    "posyandu-waktu-gabung": posyandu_waktu_gabung,
    "izin-konektor": izin_konektor,
    "makam-terpotong": makam_terpotong,
    "makam-melebar": makam_melebar,
    "cuti-terbalik": cuti_terbalik,
    "undian-centang": undian_centang,
}


def write(folder: Path) -> list[Path]:
    """All of them as .xlsx."""
    files = []
    for name, make in DOCUMENTS.items():
        files.append(folder / f"{name}.xlsx")
        make().save(files[-1])
    return files
