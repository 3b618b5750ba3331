"""`sopgen verify`."""

from __future__ import annotations

import datetime
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sopgen.cli.choices import LEVELS, LEVELS_SHOWN, workers
from sopgen.cli.delivery import deliver, say
from sopgen.diagnostic import SopgenError, relative
from sopgen.project import SOURCES, UNIT

if TYPE_CHECKING:
    from sopgen.verify import Report

_COLOURS = {"ya": "green", "tidak": "red", "tidak diketahui": "yellow", "tidak berlaku": None}
_CODES = {"ya": 0, "tidak": 1, "tidak diketahui": 2}


@click.command(
    options_metavar="[PILIHAN]",
    short_help="Memeriksa dokumen yang diterima: siapa penanda tangannya, utuhkah isinya.",
    epilog="Contoh: sopgen verify sop.pdf --trust ca.pem --unit sop_sources/unit.yaml; "
    "sopgen verify terbitan/ --trust ca.pem --format html -o a.html.",
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
    "--unit",
    "unit",
    metavar="BERKAS",
    type=click.Path(path_type=Path),
    help="unit.yaml unit Anda sendiri: siapa yang berhak mengesahkan, juga yang dahulu.",
)
@click.option(
    "--pejabat",
    "officials",
    metavar="JABATAN=NAMA",
    multiple=True,
    help="Siapa yang berhak mengesahkan, bila tidak ada unit.yaml; boleh berulang.",
)
@click.option(
    "--register",
    metavar="FOLDER|BERKAS",
    type=click.Path(path_type=Path),
    help="Terbitan terbaru unitnya, atau manifest.json-nya beserta segelnya: apakah dokumen masih berlaku.",
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
    unit: Path | None,
    officials: tuple[str, ...],
    register: Path | None,
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
    ditulis, tetapi tidak menentukan. Tanpa --trust siapa penanda tangannya belum pasti; tanpa --unit atau
    --pejabat jabatannya belum pasti, kecuali sertifikatnya sendiri menyebutnya; tanpa --register tidak
    ditanyakan apakah dokumennya masih berlaku; tanpa --fetch jaringan tidak dipakai.
    Kode akhir: 0 semuanya baik, 1 ada yang salah, 2 belum dapat dinilai atau tidak dapat bekerja, 3 kesalahan
    program.
    """
    if rebuild:
        from sopgen.cli.rebuild import rebuilt

        if roots or fetch or out or unit or officials or register:
            raise SopgenError(
                "--rebuild tidak memakai --trust, --unit, --pejabat, --register, --fetch, atau --output; "
                "jalankan tersendiri."
            )
        return rebuilt(path, sources, form)
    if sources:
        raise SopgenError("--sources hanya untuk --rebuild.")
    from sopgen import verify as verifying

    report = verifying.verify(
        path,
        verifying.authorities(roots, fetch=fetch),
        datetime.datetime.now(datetime.UTC),
        demanded=verifying.Level[level.partition("-")[2]],
        expected=verifying.expected(unit, officials),
        register=register,
        workers=workers(),
        shown=lambda one: relative(one, Path.cwd()),
    )
    _deliver(report, form, out)
    if roots and not report.expected:
        _suggest_unit(report)
    return _CODES[verifying.conclusion(report)]


def _suggest_unit(report: Report) -> None:
    """The command that settles the office; never done unasked, for the folder may be a stranger's."""
    is_open = any(one.official and not one.is_office_checked for one in report.verdicts)
    unit = SOURCES / UNIT
    if is_open and unit.is_file():
        command = shlex.join(["sopgen", *sys.argv[1:], "--unit", str(unit)])
        told = f"catatan: bila {unit} milik unit Anda sendiri, periksa jabatannya dengan:"
        say(told, f"  {command}", err=True)


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
        say(f"{conclusion.text} Laporan: {out}")


def _rendered(report: Report, form: str) -> str:
    from sopgen import assets, html
    from sopgen import verify as verifying

    if form == "json":
        return verifying.json(report)
    if form == "html":
        return html.verdict(verifying.page(report), assets.templates(Path()))
    return "".join(f"{line.text}\n" for line in verifying.text(report))
