"""What offices put on the web, or save from Word as a web page."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from html import escape
from pathlib import Path

from tests.foreign.make import contents
from tests.foreign.make.contents import Isi
from tests.foreign.make.plan import Form, chart, flow, identity
from tests.foreign.make.shapes import Habit, Line, Mark, Shape
from tests.foreign.make.tables import Table

_WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset=windows-1252">
<meta name=Generator content="Microsoft Word 15"><title>{title}</title>
<style><!-- p.MsoNormal {{margin:0cm;font-size:9.0pt;font-family:"Calibri",sans-serif}}
@page WordSection1 {{size:841.9pt 595.3pt;margin:36.0pt}} div.WordSection1 {{page:WordSection1}} --></style>
</head><body lang=IN><div class=WordSection1>
{body}
</div></body></html>"""

_PLAIN = """<!DOCTYPE html>
<html><head><title>{title}</title></head>
<body bgcolor="#ffffff">
{body}
</body></html>"""

_SITE = """<!DOCTYPE html>
<html lang="id"><head><meta charset="utf-8"><title>{title}</title>
<link rel="stylesheet" href="http://127.0.0.1:9/tema.css">
<script>document.title = "diubah"; document.body.innerHTML = "";</script>
<style>body {{ font-family: sans-serif }} td, th {{ border: 1px solid #333; padding: 4px; vertical-align: top }}
table {{ border-collapse: collapse; margin-bottom: 1em }} .alur {{ position: relative }}
.alur svg {{ position: absolute; left: 0; top: 0 }}</style></head>
<body><nav><a href="/">Beranda</a> | <a href="/sop">Daftar SOP</a></nav>
{body}
<footer>Hak cipta</footer></body></html>"""


BROWSED = {"cuti-peramban": lambda: site_page(contents.CUTI)}
"""Printed by a browser."""


def word_page(isi: Isi) -> bytes:
    """As Word saves it: windows-1252, dashes and quotes of its own, no doctype."""
    body = "\n<br clear=all>\n".join(
        _table(table, "class=MsoTableGrid border=1 cellspacing=0 cellpadding=3", "MsoNormal")
        for table in (identity(isi, 760.0, "titik dua"), flow(isi, 760.0, Form(text=True)))
    )
    return _WORD.format(title=escape(isi.judul), body=body).encode("cp1252")


def plain_page(isi: Isi) -> bytes:
    """No charset, no style; tables with border=1."""
    body = f"<h1>SOP {escape(isi.judul)}</h1>" + "<p>".join(
        _table(table, "border=1 width=100%")
        for table in (identity(isi, 760.0, "rapi"), flow(isi, 760.0, Form()))
    )
    return _PLAIN.format(title=escape(isi.judul), body=body).encode()


def site_page(isi: Isi) -> bytes:
    """A site with a script that would spoil it, a stylesheet that cannot be had, and the flow as SVG."""
    table = flow(isi, 760.0, Form(row=60.0, head=24.0))
    marks = "".join(_svg(mark) for mark in chart(isi, table, 0.0, 0.0, Habit()))
    svg = (
        '<svg width="760pt" height="400pt" viewBox="0 0 760 400"><defs><marker id="m" markerWidth="7" '
        'markerHeight="6" refX="7" refY="3" orient="auto"><path d="M0,0 L7,3 L0,6 z"/></marker></defs>'
        f"{marks}</svg>"
    )
    sheet = _table(identity(isi, 760.0, "rapi"), "")
    body = f'{sheet}<div class="alur">{_table(table, "", fixed=True)}{svg}</div>'
    return _SITE.format(title=escape(isi.judul), body=body).encode()


def printed_by_browser(page: bytes) -> bytes:
    """The page as Chromium prints it."""
    program = (
        shutil.which("chromium") or shutil.which("google-chrome") or sys.exit("Chromium tidak ditemukan.")
    )
    with tempfile.TemporaryDirectory() as name:
        file, made = Path(name, "x.html"), Path(name, "x.pdf")
        style = (
            b"<style>@page { size: A4 landscape; margin: 10mm } .alur { break-before: page }</style></head>"
        )
        file.write_bytes(re.sub(rb"<(script|link)\b.*", b"", page).replace(b"</head>", style))
        command = [program, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        command += [f"--user-data-dir={name}/profil", f"--print-to-pdf={made}", file.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return made.read_bytes()


def _table(table: Table, attributes: str, paragraph: str = "", *, fixed: bool = False) -> str:
    style = ""
    if fixed:
        style = f' style="table-layout: fixed; width: {sum(table.widths)}pt; font-size: 8pt"'
    rows: list[list[str]] = [[] for _ in table.rows]
    for cell in table.cells:
        spans = (f" rowspan={cell.rows}" if cell.rows > 1 else "") + (
            f" colspan={cell.columns}" if cell.columns > 1 else ""
        )
        text = "<br>".join(escape(line) for line in cell.text.split("\n"))
        if paragraph:
            text = "".join(
                f"<p class={paragraph}>{escape(line) or '&nbsp;'}</p>" for line in cell.text.split("\n")
            )
        kind = "th" if cell.row < table.head else "td"
        rows[cell.row].append(f"<{kind}{spans}>{text}</{kind}>")
    heights = [
        f' style="height: {height}pt"' if fixed else "" for height in (*table.heights, *[0] * len(rows))
    ]
    columns = "".join(f'<col style="width: {width}pt">' for width in table.widths) if fixed else ""
    body = "\n".join(
        f"<tr{height}>{''.join(cells)}</tr>" for cells, height in zip(rows, heights, strict=False)
    )
    return f"<table {attributes}{style}>{columns}\n{body}\n</table>"


def _svg(mark: Mark) -> str:
    look = 'fill="white" stroke="black" stroke-width="0.75"'
    if isinstance(mark, Line):
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in mark.points)
        return f'<polyline points="{points}" fill="none" stroke="black" stroke-width="0.75" marker-end="url(#m)"/>'
    return _shape(mark, look)


def _shape(shape: Shape, look: str) -> str:
    x, y, w, h = shape.x, shape.y, shape.width, shape.height
    if shape.kind == "teks":
        return f'<text x="{x + 2:.1f}" y="{y + h - 3:.1f}" font-size="7">{escape(shape.text)}</text>'
    if shape.kind == "ketupat":
        corners = f"{x},{y + h / 2} {x + w / 2},{y} {x + w},{y + h / 2} {x + w / 2},{y + h}"
        return f'<polygon points="{corners}" {look}/>'
    radius = f' rx="{h / 2}"' if shape.kind == "kapsul" else ""
    return f'<rect x="{x}" y="{y}" width="{w}" height="{h}"{radius} {look}/>'


WEB = {
    "surat-simpan-word": lambda: word_page(
        replace(
            contents.SURAT_MASUK,
            dasar=contents.SURAT_MASUK.dasar.replace("Undang-Undang", "Undang\u2013Undang"),
        )
    ),
    "cuti-halaman-polos": lambda: plain_page(contents.CUTI),
    "posyandu-situs": lambda: site_page(contents.POSYANDU),
}
"""Read as they are."""

PRINTED = {"bantuan-web-cetak": lambda: plain_page(replace(contents.BANTUAN, revisi=""))}
"""Turned into PDF by the office program."""


def write(folder: Path) -> list[Path]:
    """The pages that are to be printed."""
    files = []
    for name, make in PRINTED.items():
        files.append(folder / f"{name}.html")
        files[-1].write_bytes(make())
    return files
