"""The SOP that a finished document shows, with the place of every value, and what it doesn't show."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import PurePath
from typing import Any

from sopgen import proof
from sopgen.cetakan import Cetakan
from sopgen.diagnostic import KeyPath, Place, Spot
from sopgen.model import Kegiatan, Kelompok, Label, Langkah, Sampul, Sop, Status, TanggalSop
from sopgen.proof import Attachment, Block, Box, Grid, Page, Proof
from sopgen.recover.appearance import appearance, has_emblem
from sopgen.recover.drawing import Drawing, State, drawing
from sopgen.recover.form import Form, Passage, beginnings, form
from sopgen.recover.rows import Stripe, columns, heads, kegiatan, stripes, unknown_heads, without
from sopgen.recover.steps import Step, steps
from sopgen.recover.wording import Item, items, joined, narrow, pejabat, plain, tanggal
from sopgen.unit import Profil, Tampilan, Unit

FLOW = "alur"
"""Among what is unseen: symbols and arrows, though the table is there."""

_NEVER = (
    "jenis", "cakupan", "revisi", "riwayat_revisi", "kecuali", "standar_pelayanan", "terakhir_dievaluasi",
    "tte", "alamat",
)  # fmt: skip
"""What no document prints, or only some do."""

_DATES = ("tanggal_pembuatan", "tanggal_revisi", "tanggal_efektif")
_FEWEST_WORDS = 15
"""A document of fewer words is no text."""

_COVERED = 0.3
"""Pictures cover more than this of a scanned page, of 1."""

_POLICE = re.compile(r"kepolisian negara", re.IGNORECASE)
_ORGANISATION = re.compile(r"(kepolisian|daerah|resor|sektor)\b", re.IGNORECASE)
"""How the lines of a police kop begin; the last of them may be all that names the unit."""
_COVER = re.compile(r"standa?r[dt]? operasional prosedur|standard operating procedure", re.IGNORECASE)
_DECREE = re.compile(r"(menimbang|mengingat|memutuskan|menetapkan)\b", re.IGNORECASE)
"""How lines of a decision begin, which may stand before the title page and names the SOP too."""
_WORDIEST = 80
"""A page of more words is no title page."""
_NO_NAME = re.compile(
    rf"({_COVER.pattern}|SOP)[\W\s]*(SOP)?(AP)?\W*$|(jalan|jl|telp|telepon|e-?mail|laman|website|kode pos)\b",
    re.IGNORECASE,
)
"""Lines beside the fields that name no unit: that of the form, and addresses."""
_YEAR = re.compile(r"(tahun )?(19|20)[0-9]{2}", re.IGNORECASE)


_UNREAD = "Simbol alur tidak terbaca sebagai gambar vektor; alurnya tidak dapat dinilai."

_CELLS: dict[str, KeyPath] = {
    "kegiatan": ("uraian",),
    "kelengkapan": ("mutu_baku", "kelengkapan"),
    "waktu": ("mutu_baku", "waktu"),
    "output": ("mutu_baku", "output"),
    "keterangan": ("keterangan",),
}
"""Where the text of a column goes in a row."""

Chains = Mapping[int, Sequence[tuple[Step, Langkah]]]
"""The steps of each row, with the symbols they were read from."""


class Kind(StrEnum):
    """What a document turns out to be; only an SOP AP is judged."""

    SOP = "SOP AP"
    OTHER = "bukan SOP AP"
    SCAN = "pindaian tanpa teks"
    BROKEN = "rusak"


@dataclass(frozen=True, slots=True)
class Cover:
    """The title page: what it says, its page, and the box of its title."""

    sampul: Sampul
    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Sheets:
    """The parts of a document as found: title page, identity sheet, the table on each page, its rows."""

    found: Proof
    cover: Cover | None
    form: Form
    grids: tuple[Grid | None, ...]
    stripes: tuple[Stripe, ...]


@dataclass(frozen=True, slots=True)
class Recovered:
    """What was read back from one document.

    `unseen` are the fields (first part of a key path) that the document doesn't show, and `alur` where its
    drawing could not be read; `notes` say in Indonesian what else the reader should know. `numbers` are the
    printed numbers of the rows. `source` is the YAML inside a document of our own, `sheets` are the facts
    that all this was read from. `confidence` tells how surely the flow was followed, of 1; `cetakan` is how
    the document looks. `others` are further SOPs in the same file; `pages` is the number of its pages.
    """

    file: str
    kind: Kind
    sop: Sop = field(default_factory=Sop)
    unit: Unit | None = None
    unseen: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    numbers: tuple[int | None, ...] = ()
    source: Attachment | None = None
    spots: Mapping[KeyPath, Spot] = field(default_factory=dict, repr=False)
    sheets: Sheets | None = field(default=None, repr=False)
    confidence: float = 0.0
    cetakan: Cetakan | None = field(default=None, repr=False)
    others: tuple[Recovered, ...] = ()
    pages: int = 0

    def place(self, key_path: KeyPath) -> Place:
        """Where a value stands: that of the nearest value around it; the file where nothing is known."""
        for length in range(len(key_path), 0, -1):
            if spot := self.spots.get(key_path[:length]):
                return Place(self.file, spot=spot)
        return Place(self.file)


def recovered(found: Proof, file: str) -> Recovered:
    """Read an SOP from the facts of a document; `file` is its name as shown to people."""
    if scanned(found):
        note = "Halaman-halamannya gambar tanpa teks; jalankan pengenalan huruf (OCR) lebih dahulu."
        return Recovered(file, Kind.SCAN, unseen=_everything(), notes=(note,))
    grids = tuple(proof.grids(found.pages))
    starts = beginnings(found.pages, grids)
    if len(starts) > 1:
        return _several(found, file, starts)
    sheet = form(found.pages, grids)
    sheets = Sheets(found, _cover(found, sheet), sheet, grids, tuple(stripes(grids)))
    if not is_sop(sheets):
        note = "Label lembar identitas dan tabel kegiatan SOP AP tidak ditemukan."
        return Recovered(file, Kind.OTHER, unseen=_everything(), notes=(note,), source=found.attachment)
    return _document(sheets, file)


def _several(found: Proof, file: str, starts: Sequence[int]) -> Recovered:
    """Each SOP of a file as if it stood alone, the first with the others; the title page is the file's."""
    path = PurePath(file)
    ends = [*(start - 1 for start in starts[1:]), len(found.pages)]
    alone = (
        recovered(_only(found, start, end), file if index == 1 else str(path.with_stem(name)))
        for index, (start, end) in enumerate(zip([1, *starts[1:]], ends, strict=True), start=1)
        for name in [f"{path.stem} (SOP {index}, halaman {start})"]
    )
    first, *others = (replace(sop, unseen=sop.unseen | {"sampul"}) for sop in alone)
    return replace(first, others=tuple(others))


def _only(found: Proof, start: int, end: int) -> Proof:
    """The document with some pages only, from 1; the others are blank, so that pages keep their numbers."""
    return replace(
        found,
        pages=tuple(
            page if start <= page.number <= end else Page(page.number, page.width, page.height, ())
            for page in found.pages
        ),
    )


def broken(file: str, why: str) -> Recovered:
    """A document that can't be read; `why` is Indonesian."""
    return Recovered(file, Kind.BROKEN, unseen=_everything(), notes=(why,))


def scanned(found: Proof) -> bool:
    """Whether the pages are pictures, with hardly a word that is text."""
    words = sum(len(page.words) for page in found.pages)
    pictures = [page.pictures for page in found.pages]
    return words < _FEWEST_WORDS * len(pictures) and bool(pictures) and max(pictures) > _COVERED


def is_sop(sheets: Sheets) -> bool:
    """Whether it is an SOP AP: it has the boxes of the identity sheet, or the table and some of the sheet."""
    boxes = sum(key in sheets.form.labels for key in proof.BOXES)
    fields = sum(key in sheets.form.labels for key in proof.IDENTITY)
    return boxes >= 3 or bool(sheets.stripes and fields + boxes >= 3)


def _everything() -> frozenset[str]:
    return frozenset(Sop.model_fields) | {FLOW}


def _document(sheets: Sheets, file: str) -> Recovered:
    found, sheet, grids = sheets.found, sheets.form, sheets.grids
    drawn = drawing(found, grids)
    rows = without(sheets.stripes, [(page, label.box) for page, label in drawn.tracing.labels])
    performers, keys = _performers(grids)
    unit = _unit(sheets)
    performers = performers or _written(rows)
    chains = steps(drawn.tracing, rows, keys)
    values: dict[str, Any] = {
        **_identity(sheet),
        **({"unit": unit.nama} if unit else {}),
        **({"sampul": sheets.cover.sampul} if sheets.cover else {}),
        "label": _labels(sheet, grids),
        "kolom": columns(grids),
        "pelaksana": performers,
        "kegiatan": tuple(_rows(rows, chains)),
        "status": _status(found),
    }
    gaps = list(_gaps(sheets, rows, drawn, is_followed=bool(chains)))
    unseen = {*_NEVER, *(key for key in _first_parts(sheet) if key not in values), *_hidden(sheet)}
    return Recovered(
        file,
        Kind.SOP,
        Sop(**values),
        unit,
        frozenset(unseen.union(*(fields for fields, _ in gaps))),
        tuple(note for _, note in gaps),
        tuple(stripe.number for stripe in rows),
        found.attachment,
        dict(_spots(sheets, chains)),
        sheets,
        drawn.tracing.confidence if rows else 0.0,
        appearance(found, sheet, grids, rows),
        pages=len(found.pages),
    )


def _gaps(
    sheets: Sheets, rows: Sequence[Stripe], drawn: Drawing, *, is_followed: bool
) -> Iterator[tuple[set[str], str]]:
    """What of a document can't be told: the fields, and what the reader should know about it."""
    found, grids = sheets.found, sheets.grids
    if {*proof.IDENTITY, *proof.BOXES, "tanggal"} & _hidden(sheets.form):
        yield set(), "Sebagian lembar identitas terpotong atau tidak bergaris; butirnya tidak dapat dinilai."
    if not rows:
        lost = {"pelaksana", "kolom", FLOW} | (set() if is_identity_only(sheets) else {"kegiatan"})
        yield lost, "Tabel kegiatan tidak ditemukan; alurnya tidak dapat dinilai."
        return
    if is_cut(found, grids):
        lost = {"kegiatan", "kolom", FLOW}
        yield lost, "Tabel kegiatan terpotong di tepi halaman; kolom dan alurnya tidak dapat dinilai."
        return
    if names := unknown_heads(grids):
        yield {"kolom"}, f"Kepala kolom tidak dikenal: {', '.join(names)}; kolomnya tidak dapat dinilai."
    if drawn.state not in (State.FOLLOWED, State.ABSENT) or (
        drawn.state is State.FOLLOWED and not is_followed
    ):
        yield {FLOW}, drawn.note or _UNREAD
    elif drawn.strange:
        yield set(), drawn.note


def is_identity_only(sheets: Sheets) -> bool:
    """Whether a document surely has no flow sheet: no page but title and identity holds anything."""
    own = {sheets.form.page, sheets.cover.page if sheets.cover else 0}
    return all(
        page.number in own or (len(page.words) < _FEWEST_WORDS and not page.pictures)
        for page in sheets.found.pages
    )


def is_cut(found: Proof, grids: Sequence[Grid | None]) -> bool:
    """Whether the table goes on beyond the edge of a page: its rules do, or columns stand on other pages."""
    for page, grid in zip(found.pages, grids, strict=True):
        if grid is None:
            top = [word.text for line in proof.lines(page.words)[:4] for word in line.words]
            heads = {proof.label_of(text, proof.COLUMNS) for text in top}
            if any(grids) and len(heads & _QUALITY) >= 2 and "kegiatan" not in heads:
                return True
        elif any(rule.flat and rule.x1 > page.width - 1.0 for rule in page.rules) or any(
            _is_beside(word.box, grid.box) for word in page.words
        ):
            return True
    return False


_QUALITY = {"kelengkapan", "waktu", "output", "keterangan"}


def _is_beside(word: Box, table: Box) -> bool:
    """Whether a word stands to the right of a table, at its height."""
    x, y = word.centre
    return x > table.x1 + 2.0 and table.y0 < y < table.y1


def _hidden(sheet: Form) -> set[str]:
    """The fields of which only the label is on the page; all dates are one field."""
    hidden = sheet.hidden if sheet.is_whole else {*proof.IDENTITY, *proof.BOXES} - set(sheet.passages)
    return {"tanggal" if key in _DATES else key for key in hidden}


def _written(rows: Sequence[Stripe]) -> dict[str, Any]:
    """The executors where they are written in a column of their own, each once."""
    texts = (narrow(stripe.lines("pelaksana"), 0.0) for stripe in rows)
    names = (name.strip() for text in texts for name in re.split(r"[,;]|\bdan\b", text))
    return {f"p{i}": name for i, name in enumerate(dict.fromkeys(n for n in names if n), start=1)}


def _first_parts(sheet: Form) -> Iterator[str]:
    """The fields whose label was not found; all dates are one field."""
    yield from (key for key in (*proof.IDENTITY, *proof.BOXES) if key not in (*_DATES, *sheet.passages))
    if not any(key in sheet.passages for key in _DATES):
        yield "tanggal"


def _identity(sheet: Form) -> dict[str, Any]:
    """The fields and boxes that have a label on the sheet."""
    passages = sheet.passages
    values: dict[str, Any] = {
        key: plain(passages[key].lines) or None for key in ("nomor", "judul") if key in passages
    }
    if any(key in passages for key in _DATES):
        values["tanggal"] = TanggalSop(
            **{key.partition("_")[2]: tanggal(passages[key].lines) for key in _DATES if key in passages}
        )
    if "disahkan_oleh" in passages:
        values["disahkan_oleh"] = pejabat(passages["disahkan_oleh"].lines)
    for key in proof.BOXES:
        if key in passages:
            values[key] = tuple(item.text for item in _items(passages[key]))
    return values


def _items(passage: Passage) -> list[Item]:
    width = max((block.box.width for block in passage.values), default=0.0)
    return items(passage.lines, width)


def _labels(sheet: Form, grids: Sequence[Grid | None]) -> Label:
    """The labels that are printed otherwise than the regulation has them."""
    printed = {key: passage.label for key, passage in sheet.passages.items()}
    for key, block in heads(grids):
        printed.setdefault(key, joined([line.text for line in block.lines]))
    other = {key: text for key, text in printed.items() if not _is_official(key, text)}
    return Label(**other)


def _is_official(key: str, text: str) -> bool:
    return proof.folded(text) == proof.folded(proof.official(key))


def _performers(grids: Sequence[Grid | None]) -> tuple[dict[str, Any], list[str]]:
    """The executors, groups as groups, and the key of each column."""
    first = next((grid for grid in grids if grid), None)
    found: dict[str, Any] = {}
    keys: list[str] = []
    group = ""
    for column in first.columns if first else ():
        if column.kind != "executor":
            continue
        key, name = f"p{len(keys) + 1}", _name(column.head)
        if column.group and column.group == group:
            last = list(found)[-1]
            found[last] = Kelompok(kelompok=group, anggota={**found[last].anggota, key: name})
        elif column.group:
            found[f"k{len(keys) + 1}"] = Kelompok(kelompok=column.group, anggota={key: name})
        else:
            found[key] = name
        group = column.group
        keys.append(key)
    return found, keys


def _name(head: Block | None) -> str:
    return narrow(head.lines, head.box.width) if head else ""


def _rows(rows: Sequence[Stripe], chains: Chains) -> Iterator[Kegiatan]:
    for index, stripe in enumerate(rows):
        row, chain = kegiatan(stripe, index), tuple(link for _, link in chains.get(index, ()))
        if len(chain) == 1:
            own = {name: getattr(chain[0], name) for name in ("pelaksana", "simbol", "keputusan", "ke")}
            row = row.model_copy(update=own)
        elif chain:
            row = row.model_copy(update={"rangkaian": chain})
        yield row


def _cover(found: Proof, sheet: Form) -> Cover | None:
    """The title page before the identity sheet, if there is one."""
    for page in found.pages[: max(0, sheet.page - 1)]:
        lines = proof.lines(page.words)
        start = next((i for i, line in enumerate(lines) if _COVER.search(line.text)), None)
        if start is None or len(page.words) > _WORDIEST or any(_DECREE.match(line.text) for line in lines):
            continue
        years = (i for i, line in enumerate(lines) if _YEAR.fullmatch(line.text))
        year = next(years, None)
        title = lines[start + 1 : year if year is not None and year > start else start + 2]
        made = Sampul(
            judul=joined([line.text for line in title]) or None,
            tahun=int(lines[year].text[-4:]) if year is not None else None,
        )
        return Cover(made, page.number, proof.around(line.box for line in title))
    return None


def _status(found: Proof) -> Status:
    """As our own documents are marked."""
    texts = {word.text for page in found.pages for word in page.words}
    return Status.USULAN if "USULAN" in texts else Status.DICABUT if "DICABUT" in texts else Status.BERLAKU


def _unit(sheets: Sheets) -> Unit | None:
    """The unit by the lines beside the identity fields: its name last, the kop above it."""
    sheet = sheets.form
    title = proof.folded(plain(sheet.passages["judul"].lines)) if "judul" in sheet.passages else ""
    lines = [
        line.text
        for line in sheet.unit
        if not (title and proof.folded(line.text) in title) and not _NO_NAME.match(line.text.strip())
    ]
    if not lines:
        return None
    police = any(_POLICE.search(line) for line in lines)
    page, grid = sheets.found.pages[sheet.page - 1], sheets.grids[sheet.page - 1]
    return Unit(
        nama=lines[-1],
        kop=tuple(lines if _ORGANISATION.match(lines[-1]) else lines[:-1]),
        profil=Profil.POLRI if police else Profil.UMUM,
        logo=f"gambar di halaman {page.number}"
        if page.pictures < _COVERED and has_emblem(page, grid)
        else None,
        tampilan=Tampilan(sampul=sheets.cover is not None),
    )


def _spots(sheets: Sheets, chains: Chains) -> Iterator[tuple[KeyPath, Spot]]:
    """Where everything stands: values by their key paths, labels under `label`."""
    for index, _ in enumerate(sheets.found.pages):
        yield ("halaman", index), Spot(index + 1)
    for key, passage in sheets.form.passages.items():
        path: KeyPath = ("tanggal", key.partition("_")[2]) if key in _DATES else (key,)
        yield ("label", key), _spot(passage.heads[0])
        yield path, _spot(passage.values[0])
        for index, item in enumerate(_items(passage)) if key in proof.BOXES else ():
            pages = (block.page for block in passage.values if item.start in block.lines)
            yield (*path, index), _at(next(pages, passage.heads[0].page), item.start.box)
    for key, block in heads(sheets.grids):
        yield ("label", key), _spot(block)
    first = next((grid for grid in sheets.grids if grid), None)
    if first:
        for name in ("pelaksana", "kegiatan", "kolom"):
            yield (name,), _at(first.page, first.box)
        executors = [column for column in first.columns if column.kind == "executor"]
        for index, column in enumerate(executors, start=1):
            yield ("pelaksana", f"p{index}"), Spot(first.page, round(first.box.y0), round(column.x0))
    for index, stripe in enumerate(sheets.stripes):
        yield from _row_spots(index, stripe, [step for step, _ in chains.get(index, ())])
    if sheets.cover:
        yield ("sampul",), _at(sheets.cover.page, sheets.cover.box)


def _row_spots(index: int, stripe: Stripe, chain: Sequence[Step]) -> Iterator[tuple[KeyPath, Spot]]:
    row: KeyPath = ("kegiatan", index)
    yield row, _at(*stripe.place)
    for column, path in _CELLS.items():
        if blocks := stripe.cells.get(column):
            yield (*row, *path), _spot(blocks[0])
    for place, step in enumerate(chain):
        symbol = step.symbols[0]
        link: KeyPath = (*row, "rangkaian", place) if len(chain) > 1 else row
        for name in ("pelaksana", "simbol", "keputusan", "ke"):
            yield (*link, name), _at(symbol.page, symbol.box)
        if len(chain) > 1:
            yield link, _at(symbol.page, symbol.box)


def _spot(block: Block) -> Spot:
    """The upper left corner of the words, of the cell where it has none."""
    return _at(block.page, proof.around(line.box for line in block.lines) if block.lines else block.box)


def _at(page: int, box: Box) -> Spot:
    return Spot(page, round(box.y0), round(box.x0))
