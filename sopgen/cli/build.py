"""`sopgen build`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from sopgen import batch, report, site
from sopgen.batch import Outcome, State
from sopgen.certificate import MEASURES
from sopgen.diagnostic import Finding, Severity, worst
from sopgen.project import Folder, folder, sources

FORMATS = ("pdf", "html")


def _formats(context: click.Context, parameter: click.Parameter, value: str) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(part.strip().lower() for part in value.split(",") if part.strip()))
    unknown = [part for part in wanted if part not in FORMATS]
    if unknown or not wanted:
        raise click.BadParameter(f"{', '.join(unknown) or 'kosong'}; pilih pdf, html, atau pdf,html.")
    return wanted


def _workers() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@click.command(
    options_metavar="[PILIHAN]",
    short_help="Membuat PDF, HTML, dan Daftar SOP.",
    epilog="Contoh: sopgen build; sopgen build sop_sources/deteksi-dini.yaml --format pdf.",
)
@click.argument("paths", metavar="[BERKAS|FOLDER]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    "out",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    default=Path("build"),
    show_default=True,
    help="Folder hasil.",
)
@click.option(
    "--format",
    "formats",
    metavar="pdf,html",
    default="pdf,html",
    show_default=True,
    callback=_formats,
    help="Jenis hasil.",
)
@click.option(
    "-j",
    "--jobs",
    metavar="N",
    type=click.IntRange(1, 256),
    default=None,
    help="Banyaknya proses sekaligus; bawaan sebanyak inti prosesor.",
)
@click.option("--force", is_flag=True, help="Buat ulang semuanya, juga yang tidak berubah.")
@click.option("-v", "--verbose", is_flag=True, help="Tampilkan juga mutu gambar alur dan catatan.")
def build(
    paths: tuple[Path, ...], out: Path, formats: tuple[str, ...], jobs: int | None, force: bool, verbose: bool
) -> int:
    """Membuat dokumen dari BERKAS atau FOLDER sumber; tanpa masukan: seluruh folder sop_sources/.

    SOP yang tidak berubah sejak pembuatan terakhir dilewati. SOP yang keliru tidak menghentikan yang lain.
    Kode akhir: 0 semua jadi, 1 ada yang keliru, 2 tidak dapat bekerja, 3 kesalahan program.
    """
    files = sources(paths)
    shared = tuple(finding for home in _homes(files) for finding in home.findings)
    with _progress(len(files), verbose) as notice:
        outcomes = batch.build(files, out, formats, workers=jobs or _workers(), force=force, notice=notice)
    for line in report.text(shared):
        click.echo(line, err=True)
    for outcome in outcomes:
        _tell_findings(outcome)
    _tell_failures(outcomes)
    site.schemas(out)
    for note in site.daftar(out, outcomes):
        click.echo(f"catatan: {note}", err=True)
    return _summary(outcomes, shared, out)


def _homes(files: Sequence[Path]) -> list[Folder]:
    return [folder(home) for home in dict.fromkeys(file.parent for file in files)]


@contextmanager
def _progress(total: int, verbose: bool) -> Iterator[Callable[[Outcome], None]]:
    """How far we are: a bar with the time left on a terminal, a line for each SOP elsewhere."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True, highlight=False)
    if not console.is_terminal:
        done = 0

        def line(outcome: Outcome) -> None:
            nonlocal done
            done += 1
            if outcome.state is not State.KEPT or verbose:
                click.echo(f"[{done}/{total}] {_told(outcome, verbose)}")

        yield line
        return
    columns = (
        TextColumn("Membuat SOP"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("sisa"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[id]}", markup=False),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=total, id="")

        def step(outcome: Outcome) -> None:
            bar.update(task, advance=1, id=outcome.id)
            if verbose or outcome.state not in (State.KEPT, State.MADE):
                bar.console.print(_told(outcome, verbose), markup=False)

        yield step


def _told(outcome: Outcome, verbose: bool) -> str:
    """One SOP in one line; with the certificate of its drawing when asked."""
    text, found = f"{outcome.id}: {outcome.state}", outcome.record
    if found is None:
        return text
    if outcome.failed:
        return f"{text}; dokumen yang lama tetap ada"
    if found.pages:
        text += f", {found.pages} halaman"
    if verbose:
        text += "; " + ", ".join(f"{words} {found.certificate[name]}" for name, words in MEASURES.items())
        text += "".join(f"\n    catatan: {note}" for note in outcome.notes)
    return text


def _tell_failures(outcomes: Sequence[Outcome]) -> None:
    """Why SOPs failed, a reason that several have in common told once."""
    paths: dict[tuple[State, str], list[str]] = {}
    for outcome in outcomes:
        if outcome.message:
            paths.setdefault((outcome.state, outcome.message), []).append(str(outcome.path))
    for (state, message), failed in paths.items():
        click.echo(f"{', '.join(failed)}: {state}: {message}", err=True)


def _tell_findings(outcome: Outcome) -> None:
    for line in report.text(outcome.findings):
        click.echo(line, err=True)
    if outcome.trace:
        click.echo(
            "Ini kesalahan sopgen, bukan kesalahan Anda. Kirim teks berikut kepada pengembang:", err=True
        )
        click.echo(outcome.trace, err=True)


def _summary(outcomes: Sequence[Outcome], shared: Sequence[Finding], out: Path) -> int:
    counts = {state: sum(1 for o in outcomes if o.state is state) for state in State}
    told = ", ".join(f"{count} {state}" for state, count in counts.items() if count)
    click.echo(f"{len(outcomes)} SOP: {told}. Buka {out / 'index.html'}")
    if counts[State.CRASHED]:
        return 3
    faulty = counts[State.FAULTY] or counts[State.FAILED] or worst(shared) is Severity.ERROR
    return 1 if faulty else 0
