"""Word files, by python-docx and a little WordprocessingML for shapes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from PIL import Image, ImageDraw

from tests.foreign.make.shapes import Mark, Shape, box_of, properties
from tests.foreign.make.tables import Cell, Table

_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


class Word:
    """A Word document that grows from top to bottom."""

    def __init__(self, paper: tuple[float, float], margin: float = 36.0, font: str = "Liberation Sans"):
        self.document = docx.Document()
        self._set(self.document.sections[0], paper, margin)
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = font, Pt(9)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), font)
        style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)
        self._shapes = 0

    def section(self, paper: tuple[float, float], margin: float) -> None:
        """A new page on other paper."""
        self._set(self.document.add_section(), paper, margin)

    def _set(self, section: Any, paper: tuple[float, float], margin: float) -> None:
        self.paper, self.margin = paper, margin
        section.page_width, section.page_height = Pt(paper[0]), Pt(paper[1])
        section.orientation = WD_ORIENT.LANDSCAPE if paper[0] > paper[1] else WD_ORIENT.PORTRAIT
        for side in ("left", "right", "top", "bottom"):
            setattr(section, f"{side}_margin", Pt(margin))
        section.header_distance = section.footer_distance = Pt(12)

    def text(
        self, text: str = "", *, size: float = 9, bold: bool = False, centred: bool = False, before: float = 0
    ) -> Any:
        """A paragraph."""
        paragraph = self.document.add_paragraph()
        run = paragraph.add_run(text)
        run.font.size, run.bold = Pt(size), bold
        paragraph.paragraph_format.space_before = Pt(before)
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        return paragraph

    def page(self) -> None:
        """A new page: a hair-thin paragraph that begins it."""
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.line_spacing = Pt(1)
        paragraph.add_run().add_break(WD_BREAK.PAGE)
        paragraph.runs[0].font.size = Pt(1)

    def foot(self, text: str) -> None:
        """The same text at the foot of every page."""
        paragraph = self.document.sections[0].footer.paragraphs[0]
        paragraph.add_run(text).font.size = Pt(7)

    def table(self, table: Table) -> Any:
        """A ruled table of fixed widths."""
        made = self.document.add_table(len(table.rows), len(table.widths))
        made.autofit = False
        if not table.plain:
            made.style = "Table Grid"
        properties = made._tbl.tblPr
        properties.append(parse_xml(f'<w:tblInd {nsdecls("w")} w:w="0" w:type="dxa"/>'))
        properties.append(
            parse_xml(
                f'<w:tblCellMar {nsdecls("w")}><w:left w:w="60" w:type="dxa"/>'
                '<w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
            )
        )
        for column, width in zip(made.columns, table.widths, strict=True):
            column.width = Pt(width)
        for index, row in enumerate(made.rows):
            self._row(row, table, index)
        for cell in table.cells:
            self._cell(made, table, cell)
        return made

    def _row(self, row: Any, table: Table, index: int) -> None:
        height = table.heights[index] if index < len(table.heights) else 0
        if height:
            row.height, row.height_rule = Pt(height), WD_ROW_HEIGHT_RULE.EXACTLY
        more = row._tr.get_or_add_trPr()
        more.append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
        if index < table.head and table.repeat:
            more.append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
        for cell, width in zip(row.cells, table.widths, strict=True):
            cell.width = Pt(width)

    def _cell(self, made: Any, table: Table, cell: Cell) -> None:
        place = made.cell(cell.row, cell.column)
        if cell.rows > 1 or cell.columns > 1:
            place = place.merge(made.cell(cell.row + cell.rows - 1, cell.column + cell.columns - 1))
        for index, text in enumerate(cell.text.split("\n")):
            paragraph = place.paragraphs[0] if index == 0 else place.add_paragraph()
            run = paragraph.add_run(text)
            run.font.size, run.bold = Pt(table.size), cell.row < table.head
            if cell.row < table.head or cell.column in table.centred:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if cell.row == table.head - 1 and cell.column in table.upright:
            turned = parse_xml(f'<w:textDirection {nsdecls("w")} w:val="btLr"/>')
            place._tc.get_or_add_tcPr().append(turned)
        if table.shade and cell.row < table.head:
            shade = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{table.shade}"/>')
            place._tc.get_or_add_tcPr().append(shade)

    def draw(self, marks: Iterable[Mark], anchor: Any, size: float = 7.0) -> None:
        """Shapes at places on the page of a paragraph, over the text."""
        for mark in marks:
            self._shapes += 1
            anchor.add_run()._r.append(parse_xml(_drawing(mark, self._shapes, size)))

    def logo(self, table: Any, width: float = 40.0) -> None:
        """A picture above what stands in a table's first cell."""
        run = table.cell(0, 0).paragraphs[0].insert_paragraph_before().add_run()
        run.add_picture(_emblem(), width=Pt(width))

    def save(self, file: Path) -> None:
        """Write the file."""
        self.document.save(str(file))


def _drawing(mark: Mark, number: int, size: float) -> str:
    x, y, width, height = (round(length * 12700) for length in box_of(mark))
    body = ""
    if isinstance(mark, Shape):
        run = f'<w:r><w:rPr><w:sz w:val="{round(size * 2)}"/></w:rPr><w:t>{escape(mark.text)}</w:t></w:r>'
        paragraph = f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{run if mark.text else ""}</w:p>'
        body = f"<wps:txbx><w:txbxContent>{paragraph}</w:txbxContent></wps:txbx>" if mark.text else ""
    inner = '<wps:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"/>'
    kind = "<wps:cNvSpPr/>" if isinstance(mark, Shape) else "<wps:cNvCnPr/>"
    return (
        f'<mc:AlternateContent {_SPACES}><mc:Choice Requires="wps"><w:drawing>'
        f'<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="{number}" '
        'behindDoc="0" locked="0" layoutInCell="0" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{x}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{y}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        f'<wp:docPr id="{number + 100}" name="Bentuk {number}"/><wp:cNvGraphicFramePr/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f"<wps:wsp>{kind}<wps:spPr>{properties(mark)}</wps:spPr>{body}{inner}</wps:wsp>"
        "</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent>"
    )


def _emblem() -> BytesIO:
    """A picture that could be an emblem."""
    picture = Image.new("RGB", (96, 96), "white")
    pen = ImageDraw.Draw(picture)
    pen.ellipse((4, 4, 91, 91), outline="darkgreen", width=6, fill="gold")
    pen.polygon([(48, 14), (76, 76), (20, 76)], fill="darkgreen")
    out = BytesIO()
    picture.save(out, "PNG")
    out.seek(0)
    return out


def first_paragraph(table: Any, row: int = 0) -> Any:
    """Where shapes over a table hold on: the first paragraph of a row."""
    return table.cell(row, 0).paragraphs[0]


def broken(heights: Sequence[float], head: float, room: float, *, repeat: bool) -> list[tuple[int, float]]:
    """The page (from 0) and the upper edge of each row below the head, as a word processor breaks them."""
    places: list[tuple[int, float]] = []
    page, y = 0, head
    for height in heights:
        if y + height > room:
            page, y = page + 1, head if repeat else 0.0
        places.append((page, y))
        y += height
    return places
