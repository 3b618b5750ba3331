"""Many SOPs: what is unchanged is left alone, the rest is made in parallel, one fault stops nothing else."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from functools import cache
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sopgen import parse, record, regular, source
from sopgen.assets import templates
from sopgen.bounded import is_of_memory, quiet
from sopgen.diagnostic import Finding, SopgenError
from sopgen.model import Sop
from sopgen.project import Folder, beside, folder, logo, misnamed, unit_of
from sopgen.record import Record
from sopgen.unit import Unit, citation

if TYPE_CHECKING:
    from sopgen import pipeline
    from sopgen.source import Tree


class State(StrEnum):
    """What became of one SOP."""

    MADE = "dibuat"
    KEPT = "tetap"
    DIFFERS = "berbeda dari sumbernya"
    FAULTY = "keliru"
    FAILED = "gagal"
    CRASHED = "galat program"


@dataclass(frozen=True)
class Outcome:
    """The result for one SOP. `message` says why it failed; `trace` is for developers, where it crashed.

    `record` is of the documents that are there: where this build failed, those of an earlier one, or None.
    """

    id: str
    path: Path
    state: State
    record: Record | None = None
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
    message: str = ""
    trace: str = ""

    @property
    def failed(self) -> bool:
        """Whether the documents are not what the source says."""
        return self.state not in (State.MADE, State.KEPT)


@dataclass(frozen=True)
class _Job:
    """One SOP to make, as told to a worker; `related` are the titles of the SOPs beside it that it names."""

    path: Path
    out: Path
    formats: tuple[str, ...]
    related: dict[str, str]


def build(
    files: Sequence[Path],
    out: Path,
    formats: Sequence[str] = ("pdf", "html"),
    *,
    workers: int = 1,
    force: bool = False,
    notice: Callable[[Outcome], None] = lambda outcome: None,
) -> list[Outcome]:
    """Build the documents of the SOP files into `out`; the outcomes are in the order of the files.

    `notice` hears of each outcome as it comes. Faults of documents are in the outcomes; SopgenError is
    raised only for what concerns all of them.
    """
    record.prepare(out)
    titles = _Titles(files, out)
    outcomes: dict[Path, Outcome] = {}
    jobs = []
    for file in files:
        done = _unusable(file) or (None if force else _kept(file, out, formats, titles))
        if done:
            outcomes[file] = done
            notice(done)
        else:
            jobs.append(_Job(file, out, tuple(formats), titles.beside(file)))
    for outcome in _made(jobs, workers):
        outcomes[outcome.path] = outcome
        notice(outcome)
    return [outcomes[file] for file in files]


def _unusable(file: Path) -> Outcome | None:
    """The outcome of a file that can't be built, whatever is in it."""
    message = misnamed(file)
    return Outcome(file.stem, file, State.FAILED, message=message) if message else None


class _Titles:
    """The titles of SOPs by id, from their records where those are fresh, else from the files."""

    def __init__(self, files: Sequence[Path], out: Path) -> None:
        self.files = {file.stem: file for file in (*beside(files), *files)}
        self.records = {id: self._fresh(id, out) for id in self.files}
        self.read: dict[str, str] = {}

    def _fresh(self, id: str, out: Path) -> Record | None:
        found = record.load(out, id)
        return found if found and found.source == _source(self.files[id]) else None

    def title(self, id: str) -> str | None:
        if found := self.records.get(id):
            return str(found.listing.get("judul") or "")
        if id not in self.read and id in self.files:
            self.read[id] = _title(self.files[id])
        return self.read.get(id)

    def beside(self, file: Path) -> dict[str, str]:
        """The titles that this file's `keterkaitan` means."""
        found = self.records[file.stem]
        ids = found.uses["related"] if found else _related(file)
        return {id: title for id in ids if (title := self.title(id)) is not None}


def _source(file: Path) -> str:
    """The hash of a source; empty where it is no file that could be read, a pipe for one."""
    try:
        return regular.sha256(file) if regular.is_file(file) else ""
    except OSError:
        return ""


def _title(file: Path) -> str:
    return str(_data(file).get("judul") or "")


def _related(file: Path) -> list[str]:
    items = _data(file).get("keterkaitan") or []
    return [item for item in ([items] if isinstance(items, str) else items) if isinstance(item, str)]


def _data(file: Path) -> dict[str, Any]:
    try:
        return source.read(file).data
    except SopgenError:
        return {}


def _kept(file: Path, out: Path, formats: Sequence[str], titles: _Titles) -> Outcome | None:
    """The outcome of an SOP whose documents are there and still what they would become."""
    found = titles.records[file.stem]
    if found is None:
        return None
    try:
        home = folder(file.parent)
        unit = home.units[found.uses["unit"]]
        fresh = found.digest == _digest(found.source, unit, home, found.uses["laws"], titles.beside(file))
    except (SopgenError, KeyError):
        return None
    if fresh and record.intact(out, found.outputs, [f"{file.stem}.{ending}" for ending in formats]):
        return Outcome(file.stem, file, State.KEPT, found)
    return None


def _digest(text: str, unit: Unit, home: Folder, laws: Sequence[str], related: dict[str, str]) -> str:
    """A hash of everything that shows in a document."""
    picture = logo(unit, home.path)
    return record.digest(
        (
            text,
            unit.model_dump_json(),
            *(citation(law, home.register) for law in laws),
            *(f"{id} {title}" for id, title in sorted(related.items())),
            record.sha256(picture.data) if picture else "",
            _makers(home.path),
        )
    )


@cache
def _makers(home: Path) -> str:
    """A hash of all that makes a project's documents; taken once, for a build asks for it at every SOP."""
    return record.makers(templates(home.resolve().parent))


def _made(jobs: list[_Job], workers: int) -> Iterator[Outcome]:
    """The outcomes of jobs, as they come; a worker that dies takes only its own job with it."""
    if workers <= 1 or len(jobs) <= 1:
        yield from map(_make, jobs)
        return
    left = {job.path: job for job in jobs}
    try:
        for outcome in _worked(jobs, workers):
            del left[outcome.path]
            yield outcome
    except BrokenProcessPool:
        for job in left.values():
            yield _alone(job)


def _worked(jobs: Sequence[_Job], workers: int) -> Iterator[Outcome]:
    """The outcomes of jobs done by worker processes; BrokenProcessPool where one of them dies."""
    # Spawned, not forked: the parent may have threads that draw the progress bar.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(workers, len(jobs)), context, _follow_the_parent) as pool:
        try:
            with _deaf_to_interrupts():
                futures = [pool.submit(_make, job) for job in jobs]
            for done in as_completed(futures):
                yield done.result()
        except BaseException:
            # Files are written whole or not at all, so that a worker may be stopped at any moment.
            for worker in multiprocessing.active_children():
                worker.terminate()
            pool.shutdown(wait=True, cancel_futures=True)
            raise


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """What is started here never hears of Ctrl-C: it reaches all processes of a terminal, one answers."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _follow_the_parent() -> None:
    """Let this worker end when the first process does, even where that one is killed; it is silent."""
    quiet()
    threading.Thread(target=_end_with, args=(multiprocessing.parent_process(),), daemon=True).start()


def _end_with(process: BaseProcess) -> None:
    process.join()
    os._exit(1)


def _alone(job: _Job) -> Outcome:
    """A job in a process of its own, after it or another broke the pool."""
    try:
        return next(_worked([job], 1))
    except BrokenProcessPool:
        message = "Proses pembuat dokumen ini terhenti, mungkin karena memori habis."
        return Outcome(job.path.stem, job.path, State.FAILED, message=message)


def _make(job: _Job) -> Outcome:
    """Make one SOP's documents; whatever goes wrong is told in the outcome."""
    id, path = job.path.stem, job.path
    try:
        made = _document(job)
    except SopgenError as error:
        made = Outcome(id, path, State.FAILED, message=str(error))
    except OSError as error:
        message = (
            f"{error.filename or 'Berkas sementara'} tidak dapat dibaca atau ditulis: {record.why(error)}."
        )
        made = Outcome(id, path, State.FAILED, message=message)
    except Exception as error:
        made = _crashed(job, error)
    return replace(made, record=record.load(job.out, id)) if made.failed else made


def _crashed(job: _Job, error: Exception) -> Outcome:
    if is_of_memory(error):
        message = "Memori tidak cukup untuk membuat dokumen ini; tutup program lain, atau pakai -j 1."
        return Outcome(job.path.stem, job.path, State.FAILED, message=message)
    message = f"{type(error).__name__}: {error}"
    return Outcome(job.path.stem, job.path, State.CRASHED, message=message, trace=traceback.format_exc())


def _document(job: _Job) -> Outcome:
    from sopgen import audit, pipeline

    id, home = job.path.stem, folder(job.path.parent)
    # Taken before the file is read: a change in between shows as one at the next build.
    text = _source(job.path)
    tree = source.read(job.path)
    # Where the surroundings are faulty, what the SOP takes from them can't be judged.
    known = () if home.faulty else (home.units, home.register)
    sop, findings = parse.parse(tree, *known)
    if sop is None:
        return Outcome(id, job.path, State.FAULTY, findings=tuple(findings))
    if home.faulty:
        message = f"{home.faulty} keliru; perbaiki dahulu berkas itu."
        return Outcome(id, job.path, State.FAILED, findings=tuple(findings), message=message)
    unit = unit_of(sop, home.units)
    before = record.load(job.out, id)
    key = next(key for key, value in home.units.items() if value is unit)
    digest = _digest(text, unit, home, sop.dasar_hukum, job.related)
    there = before.outputs if before and before.digest == digest else {}
    made = pipeline.document(
        _source_with(tree, sop, unit, home, job),
        # All that there is is made again together: the HTML page links to the PDF.
        {*job.formats, *(Path(name).suffix[1:] for name in there)},
        # A hint from other sources could lead to other page breaks than a build from nothing.
        pipeline.hint(before.breaks) if before and before.digest == digest else None,
    )
    around = audit.Surroundings(home.units, home.register, job.related)
    misprints = [replace(found, hint="") for found in audit.own.misprints(made.files, sop, unit, around)]
    new = Record(
        source=text,
        uses={"unit": key, "laws": list(sop.dasar_hukum), "related": list(sop.keterkaitan)},
        # What differs from its source never counts as done: the next build makes it, and tells, again.
        digest="" if misprints else digest,
        outputs=record.written(job.out, made.files),
        listing=_listing(sop, key),
        breaks=asdict(made.breaks),
        pages=made.pages,
        certificate=asdict(made.certificate),
    )
    record.save(job.out, id, new)
    state = State.DIFFERS if misprints else State.MADE
    return Outcome(id, job.path, state, new, (*findings, *misprints), made.notes)


def _source_with(tree: Tree, sop: Sop, unit: Unit, home: Folder, job: _Job) -> pipeline.Source:
    """The SOP with everything that its document needs of the world around it."""
    from sopgen import pipeline

    return pipeline.Source(
        id=job.path.stem,
        name=job.path.name,
        text=tree.text,
        sop=sop,
        unit=unit,
        register=home.register,
        titles=job.related,
        logo=logo(unit, home.path),
        templates=templates(home.path.resolve().parent),
    )


def _listing(sop: Sop, unit: str) -> dict[str, Any]:
    """What the unit's list of SOPs shows of this one, as JSON values."""
    shown = {"nomor", "judul", "status", "revisi", "tanggal", "keterkaitan"}
    return {**sop.model_dump(mode="json", include=shown), "unit": unit}


def listed(found: Record) -> Sop | None:
    """The SOP of a record as far as lists show it; None where another version of sopgen wrote it."""
    try:
        return Sop.model_validate_json(json.dumps(found.listing))
    except ValueError:
        return None
