"""`sopgen audit`."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sopgen.cli.choices import PATH, SEVERITIES, fail_on, formats, jobs, to_folder, today
from sopgen.cli.delivery import say
from sopgen.cli.progress import meter
from sopgen.diagnostic import Severity
from sopgen.evaluasi import TINGKAT, Evaluasi, Hasil
from sopgen.project import SOURCES, UNIT
from sopgen.recover import Kind

if TYPE_CHECKING:
    from sopgen.audit import Surroundings

FORMATS = ("html", "pdf", "csv", "json")


@click.command(
    options_metavar="[PILIHAN]",
    short_help="Menilai dokumen jadi (PDF, HTML) terhadap Permenpan RB 35/2012.",
    epilog="Contoh: sopgen audit arsip/; sopgen audit sop-lama.pdf -o hasil --format html,csv.",
)
@click.argument("paths", metavar="BERKAS|FOLDER...", nargs=-1, required=True, type=PATH)
@to_folder("audit", "Folder Lembar Evaluasi.")
@click.option(
    "--format",
    "forms",
    metavar="html,pdf,csv,json",
    default=",".join(FORMATS),
    show_default=True,
    callback=formats(FORMATS),
    help="Jenis hasil; kosong berarti hanya laporan di layar.",
)
@click.option(
    "--sources",
    "home",
    metavar="FOLDER",
    type=PATH,
    help="Folder sumber dengan unit.yaml dan peraturan.yaml; bawaan sop_sources/ bila ada.",
)
@fail_on
@today("Hari penilaian; bawaan hari ini.")
@jobs
@click.option("-v", "--verbose", is_flag=True, help="Tampilkan tiap temuan, juga catatan.")
def audit(
    paths: tuple[Path, ...],
    out: Path,
    forms: tuple[str, ...],
    home: Path | None,
    fail_on: str,
    today: datetime.date,
    jobs: int,
    verbose: bool,
) -> int:
    """Menilai dokumen jadi di BERKAS atau FOLDER (beserta isinya), buatan sopgen ataupun bukan.

    Tiap dokumen mendapat Lembar Evaluasi: klausul demi klausul SESUAI, PERLU PERBAIKAN, atau TIDAK DAPAT
    DINILAI, dengan halaman dan teks sebagai bukti. Dokumen buatan sopgen dibandingkan pula dengan sumber di
    dalamnya, kata demi kata. Formulir Tabel 7 yang kosong ikut dibuat.
    Kode akhir: 0 tidak ada temuan setingkat --fail-on, 1 ada, atau ada berkas yang tidak dapat dinilai, 2
    tidak dapat bekerja, 3 kesalahan program.
    """
    from sopgen.assets import templates
    from sopgen.audit import audit as judged
    from sopgen.audit import documents, sheets

    files = documents(paths, ignore=[out])
    around = _surroundings(home)
    with meter("Membaca dokumen", len(files), tenths=True) as shown:
        found = judged(files, around=around, today=today, workers=jobs, notice=shown.advance)
    for evaluasi in found:
        _tell(evaluasi, verbose)
    written: list[Path] = []
    if forms:
        pages = len(files) + 2 if {"html", "pdf"} & set(forms) else 0
        with meter("Menulis lembar", pages, tenths=True) as shown:
            directories = templates(Path.cwd())
            written = sheets.write(found, out, forms, directories, workers=jobs, notice=shown.advance)
    _summary(found, written)
    return 1 if any(_has_failed(evaluasi, SEVERITIES[fail_on]) for evaluasi in found) else 0


def _surroundings(home: Path | None) -> Surroundings | None:
    """What the sources know; without them the standing of regulations can't be judged, and that is told."""
    from sopgen.audit import surroundings

    if home is None and not (SOURCES / UNIT).is_file():
        say(
            f"catatan: tidak ada {SOURCES / UNIT}; keberlakuan dasar hukum tidak dinilai. Tunjukkan register "
            "peraturan dengan --sources.",
            err=True,
        )
        return None
    return surroundings(home or SOURCES)


def _tell(evaluasi: Evaluasi, verbose: bool) -> None:
    """One document: its outcome, and its faults; remarks too when asked."""
    if evaluasi.jenis is not Kind.SOP:
        say(f"{evaluasi.berkas}: {evaluasi.hasil}: {evaluasi.jenis}. {' '.join(evaluasi.catatan)}")
        return
    say(f"{evaluasi.berkas}: {evaluasi.hasil}: {evaluasi.ringkasan}")
    for note in evaluasi.catatan:
        say(f"    {note}")
    for klausul in evaluasi.klausul:
        for bukti in klausul.bukti:
            if bukti.tingkat > Severity.INFO or verbose:
                page = f" halaman {bukti.halaman}:" if bukti.halaman else ""
                say(f"    {TINGKAT[bukti.tingkat]} {klausul.kode}:{page} {bukti.temuan}")


def _summary(found: Sequence[Evaluasi], written: Sequence[Path]) -> None:
    counts = [(sum(e.hasil is hasil for e in found), hasil) for hasil in Hasil]
    told = ", ".join(f"{count} {hasil.lower()}" for count, hasil in counts if count)
    say(f"{len(found)} dokumen: {told}." + (f" Buka {written[0]}" if written else ""))


def _has_failed(evaluasi: Evaluasi, threshold: Severity) -> bool:
    """Whether a document departs from the guideline, or can't be read; another kind of form is neither."""
    if evaluasi.jenis is not Kind.SOP:
        return evaluasi.jenis is not Kind.OTHER
    return any(bukti.tingkat >= threshold for klausul in evaluasi.klausul for bukti in klausul.bukti)
