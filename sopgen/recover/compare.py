"""What a document of our own prints, held against its source word by word."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from sopgen import bahasa, proof
from sopgen.diagnostic import Finding, KeyPath, Place, Spot, fault
from sopgen.flow import Flow, flow
from sopgen.model import Kegiatan, Kelompok, Kolom, Pejabat, Simbol, Sop, Status, Tanggal
from sopgen.proof import Box, Line, Page, Text
from sopgen.recover.document import Recovered, Sheets
from sopgen.recover.rows import Stripe
from sopgen.unit import Register, Unit, citation

OTHER_WORDS, FOREIGN_WORDS, OTHER_FLOW, NOT_PRINTED = "CTK-01", "CTK-02", "CTK-03", "CTK-04"

MARKS = {
    Status.USULAN: "USULAN \u2013 belum disahkan, menunggu penetapan",
    Status.BERLAKU: "",
    Status.DICABUT: "DICABUT \u2013 tidak berlaku lagi",
}
"""The mark at the head of every page."""

_KEY = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2010"))
_MOST = 6
"""The most words to quote in a message."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A text that a document prints, its place, and what the source says there; None where nobody knows."""

    key_path: KeyPath
    name: str
    page: int
    words: tuple[Text, ...]
    expected: str | None


def compare(
    document: Recovered,
    sop: Sop,
    unit: Unit | None = None,
    register: Register | None = None,
    titles: Mapping[str, str] | None = None,
) -> list[Finding]:
    """Every place where the document prints something else than its source says.

    Without `unit`, `register` and `titles` (of the unit's SOPs by id) what only they know is passed over.
    """
    sheets = document.sheets
    if sheets is None:
        return []
    passages = list(_passages(sheets, sop, unit, register or {}, titles or {}))
    passages += _signers(sheets, unit, {(p.page, word) for p in passages for word in p.words})
    found = [
        finding for p in passages if p.expected is not None for finding in _differences(document.file, p)
    ]
    found += _missing(document, sop)
    found += _flow_differences(document, sop)
    used = {(p.page, word) for p in passages for word in p.words}
    found += _leftover(document.file, sheets.found.pages, used)
    return sorted(found, key=lambda finding: (finding.place, finding.code))


# ---- one passage ------------------------------------------------------------------------------------------


def _differences(file: str, passage: Passage) -> Iterator[Finding]:
    printed = " ".join(word.text for word in passage.words)
    expected = passage.expected or ""
    if squashed(printed) == squashed(expected):
        return
    box = proof.around(word.box for word in passage.words)
    yield fault(
        OTHER_WORDS,
        f"{passage.name} tercetak lain daripada sumbernya: {_told(printed, expected)}.",
        Place(file, spot=_spot(passage.page, box)),
        passage.key_path,
        _REBUILD,
    )


def squashed(text: str) -> str:
    """A text without blanks and without the hyphens of the typesetter."""
    return "".join(unicodedata.normalize("NFKC", text).translate(_UNSEEN).split())


def _told(printed: str, expected: str) -> str:
    """The words that differ, as far as they can be told apart."""
    a, b = ([squashed(word) for word in text.split()] for text in (expected, printed))
    parts = []
    for what, a0, a1, b0, b1 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if what != "equal":
            parts.append(f"{_quoted(b[b0:b1])} (sumber: {_quoted(a[a0:a1])})")
    return "; ".join(parts[:3]) or f"{_quoted(b)} (sumber: {_quoted(a)})"


def _quoted(words: Sequence[str]) -> str:
    if not words:
        return "tidak ada"
    text = " ".join(words[:_MOST]) + (" ..." if len(words) > _MOST else "")
    return f'"{text}"'


def _spot(page: int, box: Box) -> Spot:
    return Spot(page, round(box.y0), round(box.x0))


# ---- all passages -----------------------------------------------------------------------------------------


def _passages(
    sheets: Sheets, sop: Sop, unit: Unit | None, register: Register, titles: Mapping[str, str]
) -> Iterator[Passage]:
    yield from _cover(sheets, sop, unit)
    yield from _identity(sheets, sop, unit)
    yield from _boxes(sheets, sop, register, titles)
    yield from _head(sheets, sop)
    for index, stripe in enumerate(sheets.stripes):
        yield from _row(index, stripe, sop)
    yield from _counts(sheets)
    yield from _history(sheets, sop)
    yield from _drawn(sheets)
    yield from _margins(sheets, sop, unit)


def _cover(sheets: Sheets, sop: Sop, unit: Unit | None) -> Iterator[Passage]:
    cover = sheets.cover
    if cover is None:
        return
    words = _words(proof.lines(sheets.found.pages[cover.page - 1].words))
    year = sop.sampul.tahun or _year(sop.tanggal.pembuatan)
    above = [
        "STANDAR OPERASIONAL PROSEDUR",
        (sop.sampul.judul or sop.judul or "").upper(),
        str(year or ""),
        *sop.sampul.keterangan,
        MARKS[sop.status],
    ]
    if unit:
        telephone = f"Tlp. {unit.telepon}" if unit.telepon else ""
        below = " ".join(text for text in (unit.nama, unit.alamat, telephone, unit.kota) if text)
        yield Passage(("sampul",), "Halaman judul", cover.page, words, " ".join([*above, below.upper()]))
    else:
        own = _beginning(words, " ".join(above))
        yield Passage(("sampul",), "Halaman judul", cover.page, own, " ".join(above))
        yield Passage(("unit",), "Nama unit", cover.page, words[len(own) :], None)


def _beginning(words: tuple[Text, ...], expected: str) -> tuple[Text, ...]:
    """The first words, as many as the expected text has letters."""
    left = len(squashed(expected))
    for index, word in enumerate(words):
        if left <= 0:
            return words[:index]
        left -= len(squashed(word.text))
    return words


def _year(value: Tanggal | None) -> int | None:
    return value.tanggal.year if value and isinstance(value.tanggal, datetime.date) else None


def _identity(sheets: Sheets, sop: Sop, unit: Unit | None) -> Iterator[Passage]:
    """Labels and values of the fields; the lines about the unit."""
    values = {
        "nomor": sop.nomor or "",
        "tanggal_pembuatan": _date(sop.tanggal.pembuatan),
        "tanggal_revisi": _date(sop.tanggal.revisi, "-"),
        "tanggal_efektif": _date(sop.tanggal.efektif),
        "disahkan_oleh": _official(sop, unit),
        "judul": (sop.judul or "").upper(),
    }
    paths: dict[str, KeyPath] = {f"tanggal_{n}": ("tanggal", n) for n in ("pembuatan", "revisi", "efektif")}
    for key, value in values.items():
        yield from _field(sheets, key, paths.get(key, (key,)), sop, value)
    page = sheets.form.page
    expected = None
    if unit:
        expected = " ".join([*unit.kop, unit.nama.upper(), (sop.judul or "").upper()])
    yield Passage(("unit",), "Nama unit dan kop", page, _words(sheets.form.unit), expected)


def _field(sheets: Sheets, key: str, path: KeyPath, sop: Sop, value: str | None) -> Iterator[Passage]:
    """A label, on each page where it stands, and its value."""
    passage = sheets.form.passages.get(key)
    if passage is None:
        return
    label = getattr(sop.label, key) or proof.official(key)
    for head in passage.heads:
        yield Passage(("label", key), f"Label {label}", head.page, _words(head.lines), label.upper())
    page = passage.values[0].page
    yield Passage(path, label.rstrip(" :"), page, _words(passage.lines), value)


def _date(value: Tanggal | None, empty: str = "") -> str:
    if value is None:
        return empty
    return value.tertulis or (bahasa.tanggal(value.tanggal) if value.tanggal else empty)


def _official(sop: Sop, unit: Unit | None) -> str | None:
    pejabat = sop.disahkan_oleh
    if isinstance(pejabat, str):
        if unit is None and _KEY.fullmatch(pejabat):
            return None
        pejabat = (unit.pejabat.get(pejabat) if unit else None) or Pejabat(jabatan=pejabat)
    return _pejabat(pejabat) if pejabat else ""


def _pejabat(pejabat: Pejabat) -> str:
    nrp, nip = pejabat.nrp and f"NRP {pejabat.nrp}", pejabat.nip and f"NIP {pejabat.nip}"
    parts = (pejabat.jabatan.upper(), pejabat.nama, pejabat.pangkat, nrp, nip)
    return " ".join(part for part in parts if part)


def _boxes(sheets: Sheets, sop: Sop, register: Register, titles: Mapping[str, str]) -> Iterator[Passage]:
    laws = [citation(item, register) if item in register else _unless_key(item) for item in sop.dasar_hukum]
    related = [f"SOP {titles[item]}" if item in titles else _unless_key(item) for item in sop.keterkaitan]
    for key in proof.BOXES:
        plain: list[str | None] = list(getattr(sop, key))
        items = {"dasar_hukum": laws, "keterkaitan": related}.get(key, plain)
        numbered = [f"{number}. {item}" for number, item in enumerate(items, start=1)]
        yield from _field(sheets, key, (key,), sop, None if None in items else " ".join(numbered))


def _unless_key(item: str) -> str | None:
    """A text as it is; None for a key whose text only the folder knows."""
    return None if _KEY.fullmatch(item) else item


def _head(sheets: Sheets, sop: Sop) -> Iterator[Passage]:
    """The head of the table, on each page."""
    groups = [value.kelompok for value in sop.pelaksana.values() if isinstance(value, Kelompok)]
    mutu = [k for k in Kolom if k in sop.kolom and k is not Kolom.KETERANGAN]
    labels = ["no", "kegiatan", *(["pelaksana"] if sop.pelaksana else []), *(["mutu_baku"] if mutu else [])]
    labels += [k.value for k in Kolom if k in sop.kolom]
    wanted = [getattr(sop.label, key) or proof.official(key) for key in labels]
    wanted += [*groups, *sop.kolom_pelaksana.values()]
    for grid in (grid for grid in sheets.grids if grid):
        left = Counter(squashed(text) for text in wanted)
        for block in grid.heads:
            text = squashed(block.text)
            known = bool(left[text])
            left[text] -= known
            if known or not text.isdecimal():
                path = ("label", proof.label_of(block.text, proof.COLUMNS) or "pelaksana")
                yield Passage(
                    path, "Kepala tabel", block.page, _words(block.lines), block.text if known else ""
                )
        for text in (text for text, count in left.items() if count and text):
            yield Passage(("label",), "Kepala tabel", grid.page, (), text)


def _counts(sheets: Sheets) -> Iterator[Passage]:
    """The numbers of the columns, between the head and the first row."""
    for grid in (grid for grid in sheets.grids if grid and grid.heads and grid.rows):
        page = sheets.found.pages[grid.page - 1]
        band = Box(grid.box.x0, max(cell.box.y1 for cell in grid.heads), grid.box.x1, grid.rows[0].y0)
        if words := tuple(word for word in page.words if band.holds(*word.box.centre)):
            numbers = " ".join(str(number + 1) for number in range(len(grid.columns)))
            yield Passage(("kolom",), "Nomor kolom", grid.page, _by_line(words), numbers)


def _history(sheets: Sheets, sop: Sop) -> Iterator[Passage]:
    """The revision history below the flow."""
    wanted = " ".join(f"{r.revisi} {_date(r.tanggal, '-')} {r.uraian}" for r in sop.riwayat_revisi)
    for page in sheets.found.pages:
        inner = [word for word in page.words if word.box.y0 <= page.height - _MARGINS[1]]
        lines = proof.lines(inner)
        start = next((i for i, line in enumerate(lines) if line.text == _HISTORY), None)
        if start is not None:
            text = f"{_HISTORY} Revisi Tanggal Uraian Perubahan {wanted}"
            yield Passage(("riwayat_revisi",), "Riwayat revisi", page.number, _words(lines[start:]), text)


_HISTORY = "RIWAYAT REVISI"

_COLUMNS: dict[str, KeyPath] = {
    "kegiatan": ("uraian",),
    "kelengkapan": ("mutu_baku", "kelengkapan"),
    "waktu": ("mutu_baku", "waktu"),
    "output": ("mutu_baku", "output"),
    "keterangan": ("keterangan",),
}


def _row(index: int, stripe: Stripe, sop: Sop) -> Iterator[Passage]:
    """The text cells of a row; the dashes of lists are the typesetter's."""
    kegiatan = sop.kegiatan[index] if index < len(sop.kegiatan) else Kegiatan()
    expected = {
        "kegiatan": _prose(kegiatan),
        "kelengkapan": " ".join(kegiatan.mutu_baku.kelengkapan),
        "waktu": kegiatan.mutu_baku.waktu or "",
        "output": " ".join(kegiatan.mutu_baku.output),
        "keterangan": " ".join(kegiatan.keterangan),
    }
    for column, path in _COLUMNS.items():
        words = _words(stripe.lines(column))
        if words or column in stripe.cells:
            name = f"Kegiatan {index + 1}, {column}"
            page = stripe.parts[0].page
            yield Passage(
                ("kegiatan", index, *path), name, page, _undashed(words), _undashed_text(expected[column])
            )
            yield Passage(("kegiatan", index, *path), name, page, words, None)
    number = _words(stripe.lines("no"))
    yield Passage(
        ("kegiatan", index), f"Nomor kegiatan {index + 1}", stripe.parts[0].page, number, str(index + 1)
    )


def _undashed(words: tuple[Text, ...]) -> tuple[Text, ...]:
    return tuple(word for word in words if word.text != "-")


def _undashed_text(text: str) -> str:
    return " ".join(word for word in text.split() if word != "-")


def _prose(kegiatan: Kegiatan) -> str:
    parts = [kegiatan.judul, kegiatan.uraian]
    if kegiatan.judul or kegiatan.maksud or kegiatan.tujuan:
        headings = [
            (name, texts)
            for name, texts in (("Maksud", kegiatan.maksud), ("Tujuan", kegiatan.tujuan))
            if texts
        ]
        for number, (name, texts) in enumerate(headings, start=1):
            parts += [f"{number}. {name}", *texts]
    return " ".join(part for part in parts if part)


def _drawn(sheets: Sheets) -> Iterator[Passage]:
    """The labels of branches and the letters of connectors; the flow is compared by itself."""
    for page in sheets.found.pages:
        if page.table:
            field = page.table.field
            words = tuple(word for word in page.words if field.holds(*word.box.centre))
            yield Passage(("kegiatan",), "Alur", page.number, words, None)


def _margins(sheets: Sheets, sop: Sop, unit: Unit | None) -> Iterator[Passage]:
    """What runs along every page: the mark above, number and title and the page's number below."""
    foot = " \u00b7 ".join(text for text in (sop.nomor, sop.judul) if text)
    notice = f" {unit.tanda_tangan.kalimat}" if unit and unit.tanda_tangan.kaki and sop.tte else ""
    last = len(sheets.found.pages)
    for page in sheets.found.pages:
        if sheets.cover and page.number == sheets.cover.page:
            continue
        above = tuple(word for word in page.words if word.box.y1 < _MARGINS[0])
        below = tuple(word for word in page.words if word.box.y0 > page.height - _MARGINS[1])
        yield Passage(("status",), "Tanda di atas halaman", page.number, above, MARKS[sop.status])
        numbered = f"{foot} Halaman {page.number} dari {last}{notice}"
        known = None if unit is None and sop.tte else numbered
        yield Passage(("nomor",), "Kaki halaman", page.number, _by_line(below), known)


def _signers(sheets: Sheets, unit: Unit | None, used: Container[tuple[int, Text]]) -> Iterator[Passage]:
    """Those who sign before the approval, side by side in equal columns below the boxes."""
    for page in sheets.found.pages:
        free = [
            word
            for word in page.words
            if (page.number, word) not in used and word.box.y1 < page.height - _MARGINS[1]
        ]
        head = next((line for line in proof.lines(free) if _SIGNERS.fullmatch(line.text)), None)
        if head is None:
            continue
        free = [word for word in free if word.box.y0 > head.box.y0 - 1]
        told = [_signer(unit, *item) for item in unit.tanda_tangan.penandatangan.items()] if unit else [None]
        left, wide = _SIDES[0], (page.width - sum(_SIDES)) / (len(told) or 1)
        for column, expected in enumerate(told):
            x0, x1 = left + column * wide, left + (column + 1) * wide
            words = [word for word in free if x0 <= word.box.centre[0] < x1]
            yield Passage(("unit",), "Penandatangan", page.number, _by_line(words), expected)
        return


def _signer(unit: Unit, name: str, key: str) -> str:
    return f"{name.replace('_', ' ')} oleh".upper() + f" {_pejabat(unit.pejabat[key])}"


_SIGNERS = re.compile(r"[A-Z0-9. -]*\bOLEH\b[A-Z0-9. -]*")
"""The heads of those who sign: DISUSUN OLEH DIPERIKSA OLEH."""

_SIDES = (42.5, 34.0)
"""The left and the right margin of our pages, pt."""

_MARGINS = (42.0, 45.0)
"""The upper and the lower margin of our pages, pt."""


def _by_line(words: Iterable[Text]) -> tuple[Text, ...]:
    return _words(proof.lines(list(words)))


def _words(lines: Iterable[Line]) -> tuple[Text, ...]:
    return tuple(word for line in lines for word in line.words)


# ---- the whole --------------------------------------------------------------------------------------------


def _missing(document: Recovered, sop: Sop) -> Iterator[Finding]:
    """Parts of the source that the document doesn't print at all."""
    sheets = document.sheets
    assert sheets is not None
    for key in (*proof.IDENTITY, *proof.BOXES):
        if key not in sheets.form.passages:
            label = getattr(sop.label, key) or proof.official(key)
            yield fault(NOT_PRINTED, f"{label} tidak tercetak.", Place(document.file), (key,), _REBUILD)
    if len(sheets.stripes) != len(sop.kegiatan):
        message = f"Tercetak {len(sheets.stripes)} kegiatan; di sumber {len(sop.kegiatan)}."
        yield fault(NOT_PRINTED, message, document.place(("kegiatan",)), ("kegiatan",), _REBUILD)


def _flow_differences(document: Recovered, sop: Sop) -> Iterator[Finding]:
    """Symbols and arrows that are drawn otherwise than the source says."""
    drawn, meant = flow(document.sop), flow(sop)
    for what, printed, wanted in (
        ("Simbol", _symbols(drawn, meant.executors), _symbols(meant, meant.executors)),
        ("Panah", _arrows(drawn, meant.executors), _arrows(meant, meant.executors)),
    ):
        for text, row in sorted(
            ((printed - wanted) + (wanted - printed)).elements(), key=lambda pair: pair[1]
        ):
            there = (text, row) in printed
            seen = "tergambar, tetapi tidak ada di" if there else "tidak tergambar; ada di"
            message = f"{what} {text} {seen} sumber."
            path: KeyPath = ("kegiatan", row)
            yield fault(OTHER_FLOW, message, document.place(path), path, _REBUILD)


def _symbols(flow: Flow, names: Sequence[str]) -> Counter[tuple[str, int]]:
    return Counter((_symbol(flow, index, names), symbol.row) for index, symbol in enumerate(flow.symbols))


def _arrows(flow: Flow, names: Sequence[str]) -> Counter[tuple[str, int]]:
    return Counter(
        (
            f"dari {_symbol(flow, edge.source, names)} ke {_symbol(flow, edge.target, names)}"
            + (f" ({edge.label})" if edge.label else ""),
            flow.symbols[edge.source].row,
        )
        for edge in flow.edges
    )


def _symbol(flow: Flow, index: int, names: Sequence[str]) -> str:
    """A symbol by its shape, its columns' names in the source, and its row."""
    symbol = flow.symbols[index]
    shape = "kapsul" if symbol.kind in (Simbol.MULAI, Simbol.SELESAI) else str(symbol.kind)
    columns = (names[c] if c < len(names) else f"kolom {c + 1}" for c in symbol.columns)
    return f"{shape} {' dan '.join(columns)} pada kegiatan {symbol.row + 1}"


def _leftover(file: str, pages: Sequence[Page], used: set[tuple[int, Text]]) -> Iterator[Finding]:
    """Words that are part of nothing the source knows, line by line."""
    for page in pages:
        words = [word for word in page.words if (page.number, word) not in used]
        if any(line.text == _APPENDIX for line in proof.lines(words)):
            continue
        for line in proof.lines(words):
            message = (
                f"{_quoted([word.text for word in line.words])} tercetak, tetapi tidak berasal dari sumber."
            )
            yield fault(FOREIGN_WORDS, message, Place(file, spot=_spot(page.number, line.box)), (), _REBUILD)


_APPENDIX = "Lampiran: diagram alir"
_REBUILD = "Bangun ulang dokumen ini dari sumbernya."
