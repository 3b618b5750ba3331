"""From one source to its documents: the stages in their order, and nothing else."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sopgen import chart, pdf
from sopgen.certificate import GATES, MEASURES, Certificate
from sopgen.diagnostic import SopgenError
from sopgen.html import html
from sopgen.matrix import Matrix
from sopgen.model import Sop
from sopgen.project import Logo
from sopgen.unit import Register, Unit
from sopgen.view import Figure, View, figure, foretold, official, view, with_room
from sopgen.view.table import row_id

_PASSES = 12
"""Layouts to try at the most until the page breaks are those that the drawing was made for."""

_UNDATED = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class Source:
    """A parsed SOP with everything that its document needs of the world around it."""

    id: str
    name: str
    text: str
    sop: Sop
    unit: Unit
    register: Register
    titles: Mapping[str, str]
    logo: Logo | None
    templates: Sequence[Path]


@dataclass(frozen=True)
class Breaks:
    """Where a document's pages end.

    `rows` are those (from 0) after which a page ends, `roomy` those that keep room for connectors, which
    are the same but for rows at which an earlier layout ended a page; `one_sheet` tells whether identity
    and flow share a sheet.
    """

    rows: tuple[int, ...] = ()
    roomy: tuple[int, ...] = ()
    one_sheet: bool = False


@dataclass(frozen=True)
class Document:
    """The finished files of one SOP, and how they came out."""

    files: dict[str, bytes]
    certificate: Certificate
    breaks: Breaks
    pages: int
    notes: tuple[str, ...]


def document(source: Source, formats: Collection[str], hint: Breaks | None = None) -> Document:
    """Make the documents of one SOP in the given formats (`pdf`, `html`).

    `hint` are the page breaks of the last build: where they still hold, one layout is enough.
    Raises SopgenError where the drawing fails its certificate, or a file can't be used.
    """
    paged = figure(source.sop, source.unit)
    drawn = paged if paged.printed.sop is source.sop else figure(source.sop, source.unit, paged=False)
    _gate(source.id, drawn.certificate)
    notes: list[str] = []
    picture = _chart(source, drawn.drawing.matrix, notes, formats)
    files: dict[str, bytes] = {}
    pages, breaks = 0, hint or _foretold(source, paged, one_sheet=source.unit.tampilan.satu_lembar)
    if "pdf" in formats:
        appendix = picture if source.unit.tampilan.lampiran_diagram else ""
        laid, breaks = _laid_out(source, paged, breaks, appendix)
        notes += laid.warnings
        pages = len(laid.document.pages)
        signer = official(source.sop, source.unit).jabatan
        files[f"{source.id}.pdf"] = pdf.pdf(laid, _metadata(source), _attachment(source), signer=signer)
        if missing := pdf.unprintable(laid):
            notes.append(f"Huruf yang tidak ada di fon dokumen: {' '.join(missing)}")
    if "html" in formats:
        screen = _view(source, drawn, breaks=Breaks(one_sheet=breaks.one_sheet), picture=picture)
        page = html(screen, source.templates, links=True, pdf="pdf" in formats)
        files[f"{source.id}.html"] = page.encode()
    return Document(files, drawn.certificate, breaks, pages, tuple(notes))


def hint(data: Mapping[str, Any]) -> Breaks:
    """The page breaks that a record kept."""
    return Breaks(tuple(data["rows"]), tuple(data["roomy"]), data["one_sheet"])


def _gate(id: str, certificate: Certificate) -> None:
    """Stop a drawing that a reader could not follow."""
    if certificate.holds:
        return
    counts = {MEASURES[name]: getattr(certificate, name) for name in GATES}
    told = ", ".join(f"{text}: {count}" for text, count in counts.items() if count)
    raise SopgenError(f"Gambar alur {id} tidak lolos pemeriksaan mutu ({told}); dokumen tidak dibuat.")


def _chart(source: Source, matrix: Matrix, notes: list[str], formats: Collection[str]) -> str:
    """The Graphviz figure as SVG; empty, with a note, where `dot` can't draw it."""
    if not source.sop.kegiatan or ("html" not in formats and not source.unit.tampilan.lampiran_diagram):
        return ""
    try:
        dot = chart.dot(source.sop, matrix)
        return chart.draw(dot, "svg").decode()
    except SopgenError as error:
        notes.append(str(error))
        return ""


def _foretold(source: Source, paged: Figure, *, one_sheet: bool) -> Breaks:
    """Where the pages will probably end, so that one layout is enough; one sheet is hoped for."""
    if one_sheet:
        return Breaks(one_sheet=True)
    rows = foretold(paged, source.unit)
    return Breaks(rows, rows)


def _laid_out(source: Source, paged: Figure, hint: Breaks, picture: str) -> tuple[pdf.Layout, Breaks]:
    """Lay out until the pages end where the off-page connectors were drawn."""
    breaks = hint
    seen: list[Breaks] = []
    cache: dict[str, object] = {}
    for _ in range(_PASSES):
        drawn = with_room(paged, breaks.roomy)
        page = html(_view(source, drawn, breaks=breaks, picture=picture), source.templates, links=False)
        laid = pdf.layout(page, root=source.templates[0], behind=source.templates[1:], cache=cache)
        found = _breaks(laid, len(drawn.printed.numbers), breaks.one_sheet)
        if found.rows == breaks.rows and found.one_sheet == breaks.one_sheet:
            _gate(source.id, drawn.certificate)
            return laid, breaks
        seen.append(breaks)
        if found.one_sheet != breaks.one_sheet:
            found = _foretold(source, paged, one_sheet=False)
        if found in seen:
            # Room for connectors moves the break that it is for: from here on room is only added.
            found = replace(found, roomy=tuple(sorted({*found.rows, *breaks.roomy})))
        breaks = found
    raise SopgenError(f"Batas halaman {source.id} tidak mau tetap; laporkan berkas ini kepada pengembang.")


def _breaks(laid: pdf.Layout, rows: int, one_sheet: bool) -> Breaks:
    """Where the pages end now; one sheet is given up where identity and flow don't fit on it."""
    places = pdf.anchors(laid)
    pages = [[box.page for box in places[row_id(row)]] for row in range(rows)]
    if one_sheet and rows and pages[-1][-1] != places["identitas"][0].page:
        return Breaks()
    ends = tuple(row for row in range(rows - 1) if pages[row][-1] != pages[row + 1][0])
    return Breaks(ends, ends, one_sheet)


def _view(source: Source, drawn: Figure, *, breaks: Breaks | None = None, picture: str = "") -> View:
    breaks = breaks or Breaks()
    return view(
        source.id,
        source.sop,
        source.unit,
        source.register,
        source.titles,
        drawn,
        breaks=breaks.rows,
        one_sheet=breaks.one_sheet,
        logo=source.logo.address if source.logo else "",
        chart=picture,
    )


def _metadata(source: Source) -> pdf.Metadata:
    sop = source.sop
    title = " ".join(text for text in (sop.nomor, sop.judul) if text) or source.id
    return pdf.Metadata(
        title=title,
        author=source.unit.nama,
        subject="Standar Operasional Prosedur Administrasi Pemerintahan",
        keywords=tuple(text for text in ("SOP", sop.nomor, source.unit.nama) if text),
        created=_dated(sop),
        identifier=hashlib.sha256(source.text.encode()).hexdigest(),
    )


def _attachment(source: Source) -> pdf.Attachment:
    description = f"Sumber YAML dari dokumen ini ({source.name})"
    return pdf.Attachment(
        source.name, source.text.encode(), description, "application/yaml", _dated(source.sop)
    )


def _dated(sop: Sop) -> datetime.datetime:
    """The document's own latest date, so that its bytes don't depend on the day it is built."""
    dates = [d.tanggal for d in (sop.tanggal.pembuatan, sop.tanggal.revisi) if d and d.tanggal]
    if not dates:
        return _UNDATED
    return datetime.datetime.combine(max(dates), datetime.time(), tzinfo=datetime.UTC)
