"""`sopgen flow`, `sopgen chart` and `sopgen map`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import click

from sopgen import chart as charts
from sopgen import parse, record, report, source
from sopgen.certificate import MEASURES
from sopgen.diagnostic import SopgenError
from sopgen.flow import flow as flow_of
from sopgen.matrix import matrix
from sopgen.model import Sop
from sopgen.project import UNIT, Folder, folder, sources, unit_of
from sopgen.view import figure
from sopgen.view.account import account

_FORMATS = click.Choice(charts.FORMATS)


def _file(path: Path) -> Path:
    """The path where it means one SOP."""
    if path.is_dir():
        raise SopgenError(f"{path} sebuah folder; sebutkan satu berkas SOP di dalamnya.")
    return sources([path])[0]


def _sop(file: Path, home: Folder | None = None) -> Sop | None:
    """The SOP of a file, or None after its faults were told; those of the folder too where it is given."""
    known = (home.units, home.register) if home and not home.faulty else ()
    sop, findings = parse.parse(source.read(file), *known)
    for line in report.text((*(home.findings if home else ()), *findings)):
        click.echo(line, err=True)
    return sop


@click.command(options_metavar="[PILIHAN]", short_help="Menampilkan alur: simbol, panah, dan mutu gambarnya.")
@click.argument("file", metavar="BERKAS", type=click.Path(path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Bentuk."
)
def flow(file: Path, form: str) -> int:
    """Menampilkan alur SOP sebagaimana digambar: simbol, panah, ruas garis, dan sertifikat mutu.

    Ruas garis ditulis dalam baris gambar, kolom pelaksana, dan jalur, bukan dalam milimeter.
    """
    file = _file(file)
    home = folder(file.parent)
    sop = _sop(file, home)
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
        click.echo(f"{index:3d}. langkah {symbol['langkah']}: {symbol['simbol']} oleh {who}")
    for edge in found["edges"]:
        label = f" [{edge['label']}]" if edge["label"] else ""
        click.echo(f"     {edge['source']} -> {edge['target']}{label}, {len(edge['segments'])} ruas")
    for name, words in MEASURES.items():
        click.echo(f"     {words}: {found['certificate'][name]}")


@click.command(
    options_metavar="[PILIHAN]", short_help="Menggambar diagram alir yang berdiri sendiri (Graphviz)."
)
@click.argument("file", metavar="BERKAS", type=click.Path(path_type=Path))
@click.option("--format", "form", type=_FORMATS, default="svg", show_default=True, help="Bentuk gambar.")
@click.option(
    "-o", "--output", "out", metavar="BERKAS", type=click.Path(path_type=Path), help="Berkas hasil."
)
def chart(file: Path, form: str, out: Path | None) -> int:
    """Menggambar diagram alir dengan satu jalur tiap pelaksana, untuk poster atau paparan.

    Hasilnya ditulis di folder kerja dengan nama SOP, misalnya deteksi-dini.svg, atau ke berkas yang
    disebut dengan -o; tanda hubung saja berarti keluaran baku.
    """
    sop = _sop(_file(file))
    if sop is None:
        return 1
    drawn = charts.draw(charts.dot(sop, matrix(flow_of(sop))), cast(charts.Format, form))
    _deliver(drawn, out or Path(f"{file.stem}.{form}"))
    return 0


@click.command(options_metavar="[PILIHAN]", name="map", short_help="Menggambar peta keterkaitan antar-SOP.")
@click.argument("paths", metavar="[BERKAS|FOLDER]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", type=_FORMATS, default="svg", show_default=True, help="Bentuk gambar.")
@click.option(
    "-o", "--output", "out", metavar="BERKAS", type=click.Path(path_type=Path), help="Berkas hasil."
)
def map_(paths: tuple[Path, ...], form: str, out: Path | None) -> int:
    """Menggambar bagaimana SOP saling terkait menurut kotak Keterkaitan; tanpa masukan: sop_sources/.

    Hasilnya ditulis di folder kerja dengan nama peta-sop, misalnya peta-sop.svg, atau ke berkas yang disebut
    dengan -o; tanda hubung saja berarti keluaran baku.
    """
    read = {file.stem: _sop(file) for file in sources(paths)}
    sops = {
        id: charts.Related(sop.judul or "", sop.nomor or "", sop.keterkaitan)
        for id, sop in read.items()
        if sop
    }
    drawn = charts.draw(charts.map_dot(sops), cast(charts.Format, form))
    _deliver(drawn, out or Path(f"peta-sop.{form}"))
    return 0 if all(read.values()) else 1


def _deliver(data: bytes, out: Path) -> None:
    if str(out) == "-":
        click.echo(data, nl=False)
        return
    record.write(out, data)
    click.echo(str(out))
