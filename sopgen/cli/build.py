"""`sopgen build`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from sopgen import batch, site
from sopgen.batch import Outcome, State
from sopgen.certificate import MEASURES
from sopgen.cli.choices import formats, jobs, to_folder
from sopgen.cli.delivery import say
from sopgen.cli.progress import meter
from sopgen.cli.reading import tell
from sopgen.diagnostic import Finding, Severity, worst
from sopgen.project import Folder, folder, sources

FORMATS = ("pdf", "html")


@click.command(
    options_metavar="[PILIHAN]",
    short_help="Membuat PDF, HTML, dan Daftar SOP.",
    epilog="Contoh: sopgen build; sopgen build sop_sources/deteksi-dini.yaml --format pdf.",
)
@click.argument("paths", metavar="[BERKAS|FOLDER]...", nargs=-1, type=click.Path(path_type=Path))
@to_folder("build", "Folder hasil.")
@click.option(
    "--format",
    "forms",
    metavar="pdf,html",
    default="pdf,html",
    show_default=True,
    callback=formats(FORMATS),
    help="Jenis hasil.",
)
@jobs
@click.option("--force", is_flag=True, help="Buat ulang semuanya, juga yang tidak berubah.")
@click.option("-v", "--verbose", is_flag=True, help="Tampilkan juga mutu gambar alur dan catatan.")
def build(
    paths: tuple[Path, ...], out: Path, forms: tuple[str, ...], jobs: int, force: bool, verbose: bool
) -> int:
    """Membuat dokumen dari BERKAS atau FOLDER sumber; tanpa masukan: seluruh folder sop_sources/.

    SOP yang tidak berubah sejak pembuatan terakhir dilewati. SOP yang keliru tidak menghentikan yang lain.
    Kode akhir: 0 semua jadi, 1 ada yang keliru, 2 tidak dapat bekerja, 3 kesalahan program.
    """
    files = sources(paths)
    shared = tuple(finding for home in _homes(files) for finding in home.findings)
    with _progress(len(files), verbose) as notice:
        outcomes = batch.build(files, out, forms, workers=jobs, force=force, notice=notice)
    tell(shared)
    for outcome in outcomes:
        _tell_findings(outcome)
    _tell_failures(outcomes)
    site.schemas(out)
    for note in site.daftar(out, outcomes):
        say(f"catatan: {note}", err=True)
    return _summary(outcomes, shared, out)


def _homes(files: Sequence[Path]) -> list[Folder]:
    return [folder(home) for home in dict.fromkeys(file.parent for file in files)]


@contextmanager
def _progress(total: int, verbose: bool) -> Iterator[Callable[[Outcome], None]]:
    """A bar and the SOPs that went wrong on a terminal, a line for each SOP elsewhere."""
    with meter("Membuat SOP", total) as shown:
        done = 0

        def step(outcome: Outcome) -> None:
            nonlocal done
            done += 1
            shown.advance(outcome.id)
            quiet = (State.KEPT, State.MADE) if shown.is_bar else (State.KEPT,)
            if verbose or outcome.state not in quiet:
                count = "" if shown.is_bar else f"[{done}/{total}] "
                shown.say(f"{count}{_told(outcome, verbose)}")
                for note in outcome.notes if verbose else ():
                    shown.say(f"    catatan: {note}")

        yield step


def _told(outcome: Outcome, verbose: bool) -> str:
    """One SOP in one line; with the certificate of its drawing when asked."""
    text, found = f"{outcome.id}: {outcome.state}", outcome.record
    if found is None:
        return text
    if outcome.failed and outcome.state is not State.DIFFERS:
        return f"{text}; dokumen yang lama tetap ada"
    if found.pages:
        text += f", {found.pages} halaman"
    if verbose:
        text += "; " + ", ".join(f"{words} {found.certificate[name]}" for name, words in MEASURES.items())
    return text


def _tell_failures(outcomes: Sequence[Outcome]) -> None:
    """Why SOPs failed, a reason that several have in common told once."""
    paths: dict[tuple[State, str], list[str]] = {}
    for outcome in outcomes:
        if outcome.message:
            paths.setdefault((outcome.state, outcome.message), []).append(str(outcome.path))
    for (state, message), failed in paths.items():
        say(f"{', '.join(failed)}: {state}: {message}", err=True)


def _tell_findings(outcome: Outcome) -> None:
    findings, more = outcome.findings, 0
    if outcome.state is State.DIFFERS:
        # A template that went astray differs everywhere.
        findings, more = findings[:_MOST], len(findings[_MOST:])
    tell(findings)
    if outcome.state is State.DIFFERS:
        say(_told_difference(outcome, more), err=True)
    if outcome.trace:
        say("Ini kesalahan sopgen, bukan kesalahan Anda. Kirim teks berikut kepada pengembang:", err=True)
        say(*outcome.trace.splitlines(), err=True)


def _told_difference(outcome: Outcome, more: int) -> str:
    """Why a document that differs from its source was written nevertheless."""
    rest = f" Dan {more} perbedaan lagi." if more else ""
    notes = "".join(f" {note}." for note in outcome.notes)
    return (
        f"{outcome.id}: dokumen ini tidak sama dengan sumbernya; jangan diedarkan.{rest}{notes} "
        "Penyebabnya templat proyek, atau huruf yang tidak ada di fon dokumen."
    )


_MOST = 5
"""The most differences of a document to tell."""


def _summary(outcomes: Sequence[Outcome], shared: Sequence[Finding], out: Path) -> int:
    counts = {state: sum(1 for o in outcomes if o.state is state) for state in State}
    told = ", ".join(f"{count} {state}" for state, count in counts.items() if count)
    say(f"{len(outcomes)} SOP: {told}. Buka {out / 'index.html'}")
    if counts[State.CRASHED]:
        return 3
    faulty = (
        any(counts[state] for state in (State.DIFFERS, State.FAULTY, State.FAILED))
        or worst(shared) is Severity.ERROR
    )
    return 1 if faulty else 0
