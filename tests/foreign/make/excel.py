"""Excel files, by openpyxl; shapes, which it doesn't know, are put into the file afterwards."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from tests.foreign.make.shapes import Mark, Shape, box_of, lettering, properties
from tests.foreign.make.tables import Table

PAPER = {"A4": 9, "Letter": 1, "Legal": 5, "F4": 14}
"""Numbers of paper sizes; Folio (8.5 x 13 in) stands for F4."""

_THIN = Side(style="thin")


class Excel:
    """A workbook; each sheet has one grid of columns, and tables one below the other."""

    def __init__(self, paper: str = "A4", *, landscape: bool = True, fit: bool = True) -> None:
        self.book = openpyxl.Workbook()
        self.book.remove(self.book.active)
        self.paper, self.landscape, self.fit = paper, landscape, fit
        self.marks: dict[int, list[Mark]] = {}
        self.grids: list[tuple[list[float], list[float]]] = []

    def sheet(self, title: str, widths: Sequence[float]) -> Any:
        """A new sheet with columns of these widths, pt."""
        sheet = self.book.create_sheet(title)
        for index, width in enumerate(widths, start=1):
            sheet.column_dimensions[get_column_letter(index)].width = width / 5.25
        sheet.page_setup.paperSize = PAPER[self.paper]
        sheet.page_setup.orientation = "landscape" if self.landscape else "portrait"
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        setup = openpyxl.worksheet.properties.PageSetupProperties(fitToPage=self.fit)
        sheet.sheet_properties.pageSetUpPr = setup
        for side in ("left", "right", "top", "bottom"):
            setattr(sheet.page_margins, side, 0.5)
        sheet.print_options.horizontalCentered = True
        self.grids.append((list(widths), []))
        return sheet

    def table(self, sheet: Any, table: Table, *, gap: float = 0) -> float:
        """Put a table below what is there; returns the y of its upper edge on the sheet."""
        heights = self.grids[-1][1]
        if gap:
            heights.append(gap)
            sheet.row_dimensions[len(heights)].height = gap
        top, first = sum(heights), len(heights) + 1
        for index in range(len(table.rows)):
            height = table.heights[index] if index < len(table.heights) else 14.0
            heights.append(height)
            sheet.row_dimensions[len(heights)].height = height
        for cell in table.cells:
            self._cell(sheet, table, first + cell.row, cell)
        if table.head and table.repeat:
            sheet.print_title_rows = f"{first}:{first + table.head - 1}"
        return top

    def _cell(self, sheet: Any, table: Table, row: int, cell: Any) -> None:
        place = sheet.cell(row, cell.column + 1)
        place.value = cell.text or None
        last_row, last = row + cell.rows - 1, cell.column + cell.columns
        head = cell.row < table.head
        centred = head or cell.column in table.centred
        place.font = Font(name="Liberation Sans", size=table.size, bold=head)
        place.alignment = Alignment(
            wrap_text=True, horizontal="center" if centred else "left", vertical="center" if head else "top"
        )
        if table.shade and head:
            place.fill = PatternFill("solid", fgColor=table.shade)
        if not table.plain:
            for r in range(row, last_row + 1):
                for c in range(cell.column + 1, last + 1):
                    sheet.cell(r, c).border = Border(_THIN, _THIN, _THIN, _THIN)
        if cell.rows > 1 or cell.columns > 1:
            sheet.merge_cells(start_row=row, end_row=last_row, start_column=cell.column + 1, end_column=last)

    def draw(self, marks: Iterable[Mark]) -> None:
        """Shapes over the last sheet."""
        self.marks.setdefault(len(self.grids) - 1, []).extend(marks)

    def save(self, file: Path) -> None:
        """Write the file, shapes included."""
        plain = file.with_suffix(".tmp")
        self.book.save(plain)
        with zipfile.ZipFile(plain) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
            for item in old.infolist():
                new.writestr(item.filename, self._with_drawings(item.filename, old.read(item)))
            for index in self.marks:
                new.writestr(f"xl/drawings/drawing{index + 1}.xml", self._drawing(index))
                new.writestr(f"xl/worksheets/_rels/sheet{index + 1}.xml.rels", _RELATIONS.format(index + 1))
        plain.unlink()

    def _with_drawings(self, name: str, content: bytes) -> bytes:
        for index in self.marks:
            if name == f"xl/worksheets/sheet{index + 1}.xml":
                return content.replace(b"</worksheet>", _REFERENCE + b"</worksheet>")
            if name == "[Content_Types].xml":
                part = f'<Override PartName="/xl/drawings/drawing{index + 1}.xml" ContentType="{_DRAWING}"/>'
                content = content.replace(b"</Types>", part.encode() + b"</Types>")
        return content

    def _drawing(self, index: int) -> str:
        widths, heights = self.grids[index]
        shapes = [
            _anchored(mark, number, widths, heights) for number, mark in enumerate(self.marks[index], start=2)
        ]
        return f"{_HEAD}{''.join(shapes)}</xdr:wsDr>"


_REFERENCE = (
    b'<drawing xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId1"/>'
)
_DRAWING = "application/vnd.openxmlformats-officedocument.drawing+xml"
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
    'Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing" '
    'Target="../drawings/drawing{}.xml"/></Relationships>'
)
_HEAD = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
)


def _anchored(mark: Mark, number: int, widths: Sequence[float], heights: Sequence[float]) -> str:
    x, y, width, height = box_of(mark)
    start = _corner("from", x, y, widths, heights)
    end = _corner("to", x + width, y + height, widths, heights)
    name = f'<xdr:cNvPr id="{number}" name="Bentuk {number}"/>'
    if isinstance(mark, Shape):
        body = '<xdr:txBody><a:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"/>'
        body += f"<a:lstStyle/>{lettering(mark.text, 7)}</xdr:txBody>"
        kind = "sp"
        about = f"<xdr:nvSpPr>{name}<xdr:cNvSpPr/></xdr:nvSpPr>"
    elif mark.preset or len(mark.points) == 2:
        body, kind, about = "", "cxnSp", f"<xdr:nvCxnSpPr>{name}<xdr:cNvCxnSpPr/></xdr:nvCxnSpPr>"
    else:
        body, kind, about = "", "sp", f"<xdr:nvSpPr>{name}<xdr:cNvSpPr/></xdr:nvSpPr>"
    return (
        f'<xdr:twoCellAnchor>{start}{end}<xdr:{kind} macro="">{about}<xdr:spPr>{properties(mark)}</xdr:spPr>'
        f"{body}</xdr:{kind}><xdr:clientData/></xdr:twoCellAnchor>"
    )


def _corner(name: str, x: float, y: float, widths: Sequence[float], heights: Sequence[float]) -> str:
    column, across = _within(x, widths)
    row, down = _within(y, heights)
    return (
        f"<xdr:{name}><xdr:col>{column}</xdr:col><xdr:colOff>{across}</xdr:colOff>"
        f"<xdr:row>{row}</xdr:row><xdr:rowOff>{down}</xdr:rowOff></xdr:{name}>"
    )


def _within(place: float, sizes: Sequence[float]) -> tuple[int, int]:
    for index, size in enumerate(sizes):
        if place < size:
            return index, round(max(0.0, place) * 12700)
        place -= size
    return len(sizes), round(place * 12700)
