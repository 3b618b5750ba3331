"""`sopgen flow`, `sopgen chart` and `sopgen map`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import click

from sopgen import chart as charts
from sopgen.certificate import MEASURES
from sopgen.cli import reading
from sopgen.cli.choices import PATH, form, to_file
from sopgen.cli.delivery import deliver, say
from sopgen.flow import flow as flow_of
from sopgen.matrix import matrix
from sopgen.project import UNIT, folder, sources, unit_of
from sopgen.view import figure
from sopgen.view.account import account


@click.command(
    options_metavar="[PILIHAN]",
    short_help="Menampilkan alur: simbol, panah, dan mutu gambarnya.",
    epilog="Contoh: sopgen flow sop_sources/deteksi-dini.yaml.",
)
@click.argument("file", metavar="BERKAS", type=PATH)
@form(["text", "json"])
def flow(file: Path, form: str) -> int:
    """Menampilkan alur SOP sebagaimana digambar: simbol, panah, ruas garis, dan sertifikat mutu.

    Ruas garis ditulis dalam baris gambar, kolom pelaksana, dan jalur, bukan dalam milimeter.
    """
    file = reading.one(file)
    home = folder(file.parent)
    reading.tell(home.findings)
    sop = reading.sop(file, home)
    if sop is None or home.faulty == UNIT:
        return 1
    unit = unit_of(sop, home.units)
    drawn = figure(sop, unit)
    found = account(drawn.drawing, drawn.certificate)
    if form == "json":
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        _print(found)
    return 0


def _print(found: dict[str, Any]) -> None:
    for index, symbol in enumerate(found["symbols"], start=1):
        who = " + ".join(symbol["pelaksana"])
        say(f"{index:3d}. langkah {symbol['langkah']}: {symbol['simbol']} oleh {who}")
    for edge in found["edges"]:
        label = f" [{edge['label']}]" if edge["label"] else ""
        say(f"     {edge['source']} -> {edge['target']}{label}, {len(edge['segments'])} ruas")
    for name, words in MEASURES.items():
        say(f"     {words}: {found['certificate'][name]}")


@click.command(
    options_metavar="[PILIHAN]",
    short_help="Menggambar diagram alir yang berdiri sendiri (Graphviz).",
    epilog="Contoh: sopgen chart sop_sources/deteksi-dini.yaml --format pdf -o poster.pdf.",
)
@click.argument("file", metavar="BERKAS", type=PATH)
@form(charts.FORMATS, "Bentuk gambar.")
@to_file("Berkas hasil; tanda hubung (-) berarti keluaran baku.")
def chart(file: Path, form: str, out: Path | None) -> int:
    """Menggambar diagram alir dengan satu jalur tiap pelaksana, untuk poster atau paparan.

    Tanpa -o hasilnya ditulis di folder kerja dengan nama SOP, misalnya deteksi-dini.svg.
    """
    file = reading.one(file)
    sop = reading.sop(file)
    if sop is None:
        return 1
    drawn = charts.draw(charts.dot(sop, matrix(flow_of(sop))), cast(charts.Format, form))
    _deliver(drawn, out or Path(f"{file.stem}.{form}"))
    return 0


@click.command(
    options_metavar="[PILIHAN]",
    name="map",
    short_help="Menggambar peta keterkaitan antar-SOP.",
    epilog="Contoh: sopgen map; sopgen map sop_sources/ --format png.",
)
@click.argument("paths", metavar="[BERKAS|FOLDER]...", nargs=-1, type=PATH)
@form(charts.FORMATS, "Bentuk gambar.")
@to_file("Berkas hasil; tanda hubung (-) berarti keluaran baku.")
def map_(paths: tuple[Path, ...], form: str, out: Path | None) -> int:
    """Menggambar bagaimana SOP saling terkait menurut kotak Keterkaitan; tanpa masukan: sop_sources/.

    Tanpa -o hasilnya ditulis di folder kerja dengan nama peta-sop, misalnya peta-sop.svg.
    """
    read = {file.stem: reading.sop(file) for file in sources(paths)}
    sops = {
        id: charts.Related(sop.judul or "", sop.nomor or "", sop.keterkaitan)
        for id, sop in read.items()
        if sop
    }
    drawn = charts.draw(charts.map_dot(sops), cast(charts.Format, form))
    _deliver(drawn, out or Path(f"peta-sop.{form}"))
    return 0 if all(read.values()) else 1


def _deliver(data: bytes, out: Path) -> None:
    """Write a picture, and say where it is."""
    deliver(data, out)
    if str(out) != "-":
        say(str(out))
