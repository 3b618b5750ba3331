"""`sopgen verify`."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sopgen.cli.choices import LEVELS, LEVELS_SHOWN, workers
from sopgen.cli.delivery import deliver
from sopgen.diagnostic import SopgenError, relative

if TYPE_CHECKING:
    from sopgen.verify import Report

_COLOURS = {"ya": "green", "tidak": "red", "tidak diketahui": "yellow", "tidak berlaku": None}
_CODES = {"ya": 0, "tidak": 1, "tidak diketahui": 2}


@click.command(
    options_metavar="[PILIHAN]",
    short_help="Memeriksa dokumen yang diterima: siapa penanda tangannya, utuhkah isinya.",
    epilog="Contoh: sopgen verify sop.pdf --trust ca.pem; sopgen verify terbitan/ --format html -o a.html.",
)
@click.argument("path", metavar="BERKAS|FOLDER", type=click.Path(path_type=Path))
@click.option(
    "--trust",
    "roots",
    metavar="BERKAS",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Sertifikat otoritas tepercaya (PEM atau DER), juga untuk stempel waktu; boleh berulang.",
)
@click.option(
    "--level",
    metavar=LEVELS_SHOWN,
    type=LEVELS,
    default="B-LTA",
    show_default=True,
    help="Tingkat tanda tangan yang dituntut.",
)
@click.option("--fetch", is_flag=True, help="Ambil data pencabutan dari peladen otoritas.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "html"]),
    default="text",
    show_default=True,
    help="Bentuk laporan.",
)
@click.option(
    "--rebuild",
    is_flag=True,
    help="Hanya ini: bangun ulang dari sumber di dalam PDF, lalu bandingkan byte demi byte.",
)
@click.option(
    "--sources",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Folder sumber untuk --rebuild: unit.yaml, peraturan.yaml, logo; bawaan sop_sources/.",
)
@click.option(
    "-o", "--output", "out", metavar="BERKAS", type=click.Path(path_type=Path), help="Berkas laporan."
)
def verify(
    path: Path,
    roots: tuple[Path, ...],
    level: str,
    fetch: bool,
    form: str,
    rebuild: bool,
    sources: Path | None,
    out: Path | None,
) -> int:
    """Memeriksa sebuah PDF, atau folder terbitan beserta segelnya: apakah ini dokumen yang disahkan.

    Empat pertanyaan dijawab ya, tidak, atau tidak diketahui beserta alasannya: apakah penanda tangannya
    pejabat yang disebut dokumen, apakah isinya tidak berubah, apakah waktunya terbukti, apakah masih dapat
    diperiksa sepuluh tahun lagi. Dengan --level B-B atau B-T jawaban yang tidak dituntut tingkat itu tetap
    ditulis, tetapi tidak menentukan. Tanpa --trust siapa penanda tangannya belum pasti; tanpa --fetch
    jaringan tidak dipakai.
    Kode akhir: 0 semuanya baik, 1 ada yang salah, 2 belum dapat dinilai atau tidak dapat bekerja, 3 kesalahan
    program.
    """
    if rebuild:
        from sopgen.cli.rebuild import rebuilt

        if roots or fetch or out:
            raise SopgenError("--rebuild tidak memakai --trust, --fetch, atau --output; jalankan tersendiri.")
        return rebuilt(path, sources, form)
    if sources:
        raise SopgenError("--sources hanya untuk --rebuild.")
    from sopgen import verify as verifying

    report = verifying.verify(
        path,
        verifying.authorities(roots, fetch=fetch),
        datetime.datetime.now(datetime.UTC),
        demanded=verifying.Level[level.partition("-")[2]],
        workers=workers(),
        shown=lambda one: relative(one, Path.cwd()),
    )
    _deliver(report, form, out)
    return _CODES[verifying.conclusion(report)]


def _deliver(report: Report, form: str, out: Path | None) -> None:
    from sopgen import verify as verifying

    if form == "text" and out is None:
        for line in verifying.text(report):
            colour = _COLOURS[line.answer] if line.answer else None
            click.secho(line.text, fg=colour, bold=bool(colour) and not line.text.startswith(" "))
        return
    deliver(_rendered(report, form).encode("utf-8", "replace").decode(), out)
    if out is not None and str(out) != "-":
        *_, conclusion = verifying.text(report)
        click.echo(f"{conclusion.text} Laporan: {out}")


def _rendered(report: Report, form: str) -> str:
    from sopgen import assets, html
    from sopgen import verify as verifying

    if form == "json":
        return verifying.json(report)
    if form == "html":
        return html.verdict(verifying.page(report), assets.templates(Path()))
    return "".join(f"{line.text}\n" for line in verifying.text(report))
