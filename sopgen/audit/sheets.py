"""What an audit leaves behind: a Lembar Evaluasi for each document, the recapitulation, the empty Tabel 7."""

from __future__ import annotations

import codecs
import datetime
import re
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from functools import partial
from itertools import chain
from multiprocessing import get_context
from pathlib import Path, PurePath

from sopgen import record
from sopgen.bounded import quiet
from sopgen.evaluasi import Evaluasi
from sopgen.report import evaluasi as tables
from sopgen.view import lembar as views

FORMATS = ("html", "pdf", "csv", "json")
RECAPITULATION, MONITORING = "index", "tabel-7-monitoring"
DOCUMENTS, CLAUSES, ALL = "rekapitulasi.csv", "klausul.csv", "evaluasi.json"

_UNDATED = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)

Page = tuple[str, str]
"""The name of a file without its ending, and its HTML."""

Written = tuple[str, list[Path]]
"""The name of a page, and the files it was written to."""


def write(
    semua: Sequence[Evaluasi],
    out: Path,
    formats: Collection[str],
    directories: Sequence[Path],
    *,
    workers: int = 1,
    notice: Callable[[str], None] = lambda name: None,
) -> list[Path]:
    """Write the sheets of all verdicts into a folder; the paths of what was written, the index first.

    `notice` hears of each page as it is there. Raises SopgenError where the folder can't be written to.
    """
    names = dict(zip((e.berkas for e in semua), _names([e.berkas for e in semua]), strict=True))
    files = _tables(semua, formats)
    for name, parts in files.items():
        mark = [codecs.BOM_UTF8] if name.endswith(".csv") else []
        record.write(out / name, chain(mark, (part.encode() for part in parts)))
    ending = next((form for form in ("html", "pdf") if form in formats), "")
    written = [out / name for name in files]
    if ending:
        # For the pages of one document it does not pay to start processes.
        workers = workers if "pdf" in formats and len(semua) > 1 else 1
        pages = _pages(semua, names, ending, [*files, f"{MONITORING}.{ending}"], directories)
        written = [*_written(pages, out, formats, directories, workers, notice), *written]
    return written


def _tables(semua: Sequence[Evaluasi], formats: Collection[str]) -> dict[str, Iterable[str]]:
    files: dict[str, Iterable[str]] = {}
    if "csv" in formats:
        files |= {DOCUMENTS: tables.documents_csv(semua), CLAUSES: tables.clauses_csv(semua)}
    if "json" in formats:
        files |= {ALL: tables.evaluation_json(semua)}
    return files


def _names(files: Sequence[str]) -> list[str]:
    """A name for the sheet of each file: its own, with its ending or a number where others have the same."""
    taken = {RECAPITULATION, MONITORING}
    stems = Counter(_plain(PurePath(file).stem) for file in files)
    names = []
    for file in files:
        path = PurePath(file)
        stem = _plain(path.stem)
        plain = stem if stems[stem] == 1 else f"{stem}-{path.suffix[1:].lower()}"
        tries = (plain, *(f"{plain}-{number}" for number in range(2, len(files) + 4)))
        name = next(name for name in tries if name.casefold() not in taken)
        taken.add(name.casefold())
        names.append(name)
    return names


def _plain(stem: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]+", "-", stem).strip("-.") or "dokumen"


def _pages(
    semua: Sequence[Evaluasi],
    names: dict[str, str],
    ending: str,
    beside: Sequence[str],
    directories: Sequence[Path],
) -> Iterator[Page]:
    from sopgen import html

    sheets = {file: f"{name}.{ending}" for file, name in names.items()}
    yield RECAPITULATION, html.recapitulation(views.rekap(semua, sheets, beside), directories)
    yield MONITORING, html.monitoring(views.pemantauan(semua), directories)
    for evaluasi in semua:
        yield names[evaluasi.berkas], html.evaluation(views.lembar(evaluasi), directories)


def _written(
    pages: Iterable[Page],
    out: Path,
    formats: Collection[str],
    directories: Sequence[Path],
    workers: int,
    notice: Callable[[str], None],
) -> list[Path]:
    """Write pages as HTML and PDF; laying out PDFs takes long, so that several processes share it."""
    work = partial(_write_one, out=out, formats=tuple(formats), directories=tuple(directories))
    written: list[Path] = []
    for name, paths in _shared(work, pages, workers):
        notice(name)
        written += paths
    return written


def _shared(work: Callable[[Page], Written], pages: Iterable[Page], workers: int) -> Iterator[Written]:
    """The work done on all pages, in their order; only so many pages are held at a time."""
    if workers < 2:
        yield from map(work, pages)
        return
    with ExitStack() as stack:
        pool = stack.enter_context(ProcessPoolExecutor(workers, get_context("spawn"), quiet))
        stack.callback(pool.shutdown, cancel_futures=True)
        waiting: deque[Future[Written]] = deque()
        for page in pages:
            waiting.append(pool.submit(work, page))
            if len(waiting) > 2 * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _write_one(page: Page, out: Path, formats: Sequence[str], directories: Sequence[Path]) -> Written:
    name, text = page
    written = []
    if "html" in formats:
        record.write(out / f"{name}.html", text.encode())
        written.append(out / f"{name}.html")
    if "pdf" in formats:
        record.write(out / f"{name}.pdf", _pdf(name, text, directories))
        written.append(out / f"{name}.pdf")
    return name, written


def _pdf(name: str, text: str, directories: Sequence[Path]) -> bytes:
    """A page as PDF/A, as the documents themselves are; it carries no time, like them."""
    from sopgen import pdf

    title = {RECAPITULATION: "Rekapitulasi evaluasi SOP AP", MONITORING: "Monitoring pelaksanaan SOP AP"}
    about = pdf.Metadata(
        title.get(name, f"Lembar Evaluasi {name}"),
        "sopgen",
        "Evaluasi dokumen SOP AP menurut Permenpan RB 35/2012",
        ("SOP", "evaluasi"),
        _UNDATED,
        record.sha256(text.encode()),
    )
    return pdf.pdf(pdf.layout(text, root=directories[0], behind=directories[1:]), about)
