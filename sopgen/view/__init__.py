"""Everything a page shows, decided; a template only sets it out."""

from __future__ import annotations

import datetime
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sopgen import drawing
from sopgen.bahasa import tanggal
from sopgen.certificate import Certificate, certificate
from sopgen.drawing import Drawing
from sopgen.flow import flow
from sopgen.matrix import matrix
from sopgen.model import Pejabat, Sop, Status, Tanggal
from sopgen.unit import Kertas, Register, Unit, citation
from sopgen.view.appendix import Chart, chart_of
from sopgen.view.columns import fitted, sheet_height, text_widths
from sopgen.view.fitting import Head, cover_size, identity_size
from sopgen.view.forecast import forecast
from sopgen.view.ink import data_uri
from sopgen.view.splitting import Printed, printed
from sopgen.view.table import Table, table

__all__ = ["Figure", "View", "figure", "foretold", "official", "signers", "view", "with_room"]

PAPER = {
    Kertas.A4: (297.0, 210.0),
    Kertas.F4: (330.0, 215.0),
    Kertas.LEGAL: (355.6, 215.9),
    Kertas.LETTER: (279.4, 215.9),
}
"""Landscape paper, width and height in mm."""

MARGIN = (15.0, 12.0, 16.0, 15.0)
"""Page margins in mm: top, right, bottom (the running foot and the electronic signature's line), left."""

_MARKS = {
    Status.USULAN: "USULAN \u2013 belum disahkan, menunggu penetapan",
    Status.BERLAKU: "",
    Status.DICABUT: "DICABUT \u2013 tidak berlaku lagi",
}


@dataclass(frozen=True, slots=True)
class Related:
    """A related SOP: its title, and the id of its own document where it has one."""

    text: str
    id: str


@dataclass(frozen=True, slots=True)
class Box:
    """One of the six boxes of the identity sheet."""

    label: str
    items: tuple[Related, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A line of the identity sheet."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Official:
    """Who approves: the lines above and below the place for signature and stamp."""

    jabatan: str
    nama: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs before the approval: the name of the field, what is done by signing, and who does it."""

    id: str
    label: str
    official: Official


@dataclass(frozen=True, slots=True)
class Cover:
    """The title page (lampiran, halaman judul): title, unit, year, whatever else is needed; `size` in pt."""

    judul: str
    tahun: str
    lines: tuple[str, ...]
    size: float


@dataclass(frozen=True, slots=True)
class History:
    """A line of the revision history."""

    revisi: int
    tanggal: str
    uraian: str


@dataclass(frozen=True, slots=True)
class Figure:
    """The drawn flow of an SOP, the rows it was drawn for, and its certificate."""

    drawing: Drawing
    printed: Printed
    certificate: Certificate


@dataclass(frozen=True, slots=True)
class View:
    """One document, ready to be set out. Sizes in mm where the paper is meant, in px elsewhere."""

    id: str
    judul: str
    nomor: str
    mark: str
    foot: str
    notice: str
    paper: tuple[float, float]
    margin: tuple[float, float, float, float]
    room: float
    unit: Unit
    logo: str
    cover: Cover | None
    fields: tuple[Field, ...]
    approval_label: str
    title: Field
    official: Official
    signers: tuple[Signer, ...]
    electronic: bool
    boxes: tuple[tuple[Box, Box], ...]
    identity_size: float
    table: Table
    history: tuple[History, ...]
    one_sheet: bool
    chart: Chart | None


def figure(sop: Sop, unit: Unit, *, paged: bool = True) -> Figure:
    """Route and draw the flow for the unit's paper, and measure the drawing.

    What isn't `paged` goes on one endless page, where no row is too tall.
    """
    room = _room(unit)
    found = fitted(matrix(flow(sop)), sop, room)
    height = _height(unit) if paged else math.inf
    rows = printed(sop, *text_widths(sop, found, room), height)
    if rows.sop is not sop:
        found = fitted(matrix(flow(rows.sop)), rows.sop, room)
    return Figure(found, rows, certificate(found))


def with_room(drawn: Figure, breaks: Collection[int]) -> Figure:
    """The figure with room for connectors at the foot of the printed rows (from 0) where a page may end."""
    if not breaks:
        return drawn
    found = drawing.with_room(drawn.drawing, breaks)
    return Figure(found, drawn.printed, certificate(found))


def foretold(drawn: Figure, unit: Unit) -> tuple[int, ...]:
    """The printed rows (from 0) after which pages will probably end, where the flow has sheets of its own."""
    room = _room(unit)
    sheet = table(drawn.printed, drawn.drawing, room)
    return forecast(sheet, drawn.drawing, _height(unit), numbers=unit.tampilan.nomor_kolom)


def view(
    id: str,
    sop: Sop,
    unit: Unit,
    register: Register,
    titles: Mapping[str, str],
    drawn: Figure,
    *,
    breaks: Collection[int] = (),
    one_sheet: bool = False,
    logo: str = "",
    chart: str = "",
) -> View:
    """All that the document shows.

    `titles` maps the ids of the unit's SOPs to their titles; `breaks` are the rows (from 0) after which a
    page ends; `logo` is the address of a picture and `chart` an SVG; empty for none.
    """
    judul, nomor = sop.judul or "", sop.nomor or ""
    room = _room(unit)
    boxes, found = _boxes(sop, register, titles), official(sop, unit)
    return View(
        id=id,
        judul=judul,
        nomor=nomor,
        mark=_MARKS[sop.status],
        foot=" \u00b7 ".join(text for text in (nomor, judul) if text),
        notice=unit.tanda_tangan.kalimat if sop.tte and unit.tanda_tangan.kaki else "",
        paper=PAPER[unit.kertas],
        margin=MARGIN,
        room=room,
        unit=unit,
        logo=logo,
        cover=_cover(sop, unit, bool(logo)) if unit.tampilan.sampul else None,
        fields=_fields(sop),
        approval_label=sop.label.disahkan_oleh or "Disahkan oleh",
        title=Field(sop.label.judul or "Nama SOP", judul),
        official=found,
        signers=signers(unit),
        electronic=sop.tte,
        boxes=boxes,
        identity_size=identity_size(
            Head(unit.kop, unit.nama, judul, (found.jabatan, found.nama, *found.lines), bool(logo), sop.tte),
            ([[item.text for item in box.items] for box in pair] for pair in boxes),
            [
                (who.label, who.official.jabatan, who.official.nama, *who.official.lines)
                for who in signers(unit)
            ],
            room,
            _height(unit) - (sheet_height(drawn.printed.sop, drawn.drawing, room) if one_sheet else 0.0),
        ),
        table=table(drawn.printed, drawn.drawing, room, breaks),
        history=_history(sop) if unit.tampilan.riwayat_revisi else (),
        one_sheet=one_sheet,
        chart=chart_of(chart, data_uri(chart), PAPER[unit.kertas], MARGIN) if chart else None,
    )


def _room(unit: Unit) -> float:
    """The width between the margins, px (96 to the inch)."""
    return (PAPER[unit.kertas][0] - MARGIN[1] - MARGIN[3]) / 25.4 * 96


def _height(unit: Unit) -> float:
    """The height between the margins, px."""
    return (PAPER[unit.kertas][1] - MARGIN[0] - MARGIN[2]) / 25.4 * 96


def _date(value: Tanggal | None, empty: str = "") -> str:
    if value is None:
        return empty
    return value.tertulis or (tanggal(value.tanggal) if value.tanggal else empty)


def _fields(sop: Sop) -> tuple[Field, ...]:
    label = sop.label
    return (
        Field(label.nomor or "Nomor SOP", sop.nomor or ""),
        Field(label.tanggal_pembuatan or "Tanggal Pembuatan", _date(sop.tanggal.pembuatan)),
        Field(label.tanggal_revisi or "Tanggal Revisi", _date(sop.tanggal.revisi, "-")),
        Field(label.tanggal_efektif or "Tanggal Efektif", _date(sop.tanggal.efektif)),
    )


def official(sop: Sop, unit: Unit) -> Official:
    """Who approves the SOP (lampiran, bagian identitas, butir 6); empty where nobody is named."""
    pejabat = sop.disahkan_oleh
    if isinstance(pejabat, str):
        pejabat = unit.pejabat.get(pejabat, Pejabat(jabatan=pejabat))
    return _official(pejabat) if pejabat else Official("", "", ())


def signers(unit: Unit) -> tuple[Signer, ...]:
    """Who signs before the SOP is approved, in their order."""
    return tuple(
        Signer(name, f"{name.replace('_', ' ').capitalize()} oleh", _official(unit.pejabat[key]))
        for name, key in unit.tanda_tangan.penandatangan.items()
    )


def _official(pejabat: Pejabat) -> Official:
    lines = (
        pejabat.pangkat or "",
        f"NRP {pejabat.nrp}" if pejabat.nrp else "",
        f"NIP {pejabat.nip}" if pejabat.nip else "",
    )
    return Official(pejabat.jabatan, pejabat.nama or "", tuple(line for line in lines if line))


def _boxes(sop: Sop, register: Register, titles: Mapping[str, str]) -> tuple[tuple[Box, Box], ...]:
    """The six boxes in their pairs (lampiran, Gambar 3)."""
    label = sop.label

    def box(name: str | None, default: str, items: tuple[str, ...]) -> Box:
        return Box(name or default, tuple(Related(item, "") for item in items))

    laws = tuple(citation(item, register) for item in sop.dasar_hukum)
    related = tuple(
        Related(f"SOP {titles[item]}" if item in titles else item, item if item in titles else "")
        for item in sop.keterkaitan
    )
    return (
        (
            box(label.dasar_hukum, "Dasar Hukum", laws),
            box(label.kualifikasi_pelaksana, "Kualifikasi Pelaksana", sop.kualifikasi_pelaksana),
        ),
        (
            Box(label.keterkaitan or "Keterkaitan", related),
            box(label.peralatan_perlengkapan, "Peralatan/Perlengkapan", sop.peralatan_perlengkapan),
        ),
        (
            box(label.peringatan, "Peringatan", sop.peringatan),
            box(label.pencatatan_pendataan, "Pencatatan dan Pendataan", sop.pencatatan_pendataan),
        ),
    )


def _cover(sop: Sop, unit: Unit, has_logo: bool) -> Cover:
    made = sop.tanggal.pembuatan
    year: int | None = sop.sampul.tahun
    if year is None and made and isinstance(made.tanggal, datetime.date):
        year = made.tanggal.year
    judul, lines = sop.sampul.judul or sop.judul or "", sop.sampul.keterangan
    address = [line for line in (unit.alamat, unit.telepon, unit.kota) if line]
    beside = [*lines, _MARKS[sop.status]]
    size = cover_size(judul, beside, unit.nama, address, _room(unit), has_logo=has_logo)
    return Cover(judul, str(year or ""), lines, size)


def _history(sop: Sop) -> tuple[History, ...]:
    return tuple(History(r.revisi, _date(r.tanggal, "-"), r.uraian) for r in sop.riwayat_revisi)
