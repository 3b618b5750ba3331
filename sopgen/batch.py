"""Many SOPs: what is unchanged is left alone, the rest is made in parallel, one fault stops nothing else."""

from __future__ import annotations

import json
import multiprocessing
import signal
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from sopgen import parse, record, source
from sopgen.assets import templates
from sopgen.diagnostic import Finding, SopgenError
from sopgen.model import Sop
from sopgen.project import Folder, beside, folder, logo, unit_of
from sopgen.record import Record
from sopgen.unit import Unit, citation


class State(StrEnum):
    """What became of one SOP."""

    MADE = "dibuat"
    KEPT = "tetap"
    FAULTY = "keliru"
    FAILED = "gagal"
    CRASHED = "galat program"


@dataclass(frozen=True)
class Outcome:
    """The result for one SOP. `message` says why it failed; `trace` is for developers, where it crashed."""

    id: str
    path: Path
    state: State
    record: Record | None = None
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
    message: str = ""
    trace: str = ""


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
    record.sweep(out)
    titles = _Titles(files, out)
    outcomes: dict[Path, Outcome] = {}
    jobs = []
    for file in files:
        kept = None if force else _kept(file, out, formats, titles)
        if kept:
            outcomes[file] = kept
            notice(kept)
        else:
            jobs.append(_Job(file, out, tuple(formats), titles.beside(file)))
    for outcome in _made(jobs, workers):
        outcomes[outcome.path] = outcome
        notice(outcome)
    return [outcomes[file] for file in files]


class _Titles:
    """The titles of SOPs by id, from their records where those are fresh, else from the files."""

    def __init__(self, files: Sequence[Path], out: Path) -> None:
        self.files = {file.stem: file for file in (*beside(files), *files)}
        self.sources: dict[str, str] = {}
        self.records = {id: self._fresh(id, out) for id in self.files}
        self.read: dict[str, str] = {}

    def _fresh(self, id: str, out: Path) -> Record | None:
        found = record.load(out, id)
        try:
            self.sources[id] = record.sha256(self.files[id].read_bytes())
        except OSError:
            return None
        return found if found and found.source == self.sources[id] else None

    def title(self, id: str) -> str | None:
        if found := self.records.get(id):
            return str(found.listing["judul"] or "")
        if id not in self.read and id in self.files:
            self.read[id] = _title(self.files[id])
        return self.read.get(id)

    def beside(self, file: Path) -> dict[str, str]:
        """The titles that this file's `keterkaitan` means."""
        found = self.records[file.stem]
        ids = found.uses["related"] if found else _related(file)
        return {id: title for id in ids if (title := self.title(id)) is not None}


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
            record.makers(templates(home.path.parent)),
        )
    )


def _made(jobs: list[_Job], workers: int) -> Iterator[Outcome]:
    """The outcomes of jobs, as they come; a worker that dies takes only its own job with it."""
    if workers <= 1 or len(jobs) <= 1:
        yield from map(_make, jobs)
        return
    left = {job.path: job for job in jobs}
    try:
        with _pool(min(workers, len(jobs))) as pool:
            try:
                for done in as_completed([pool.submit(_make, job) for job in jobs]):
                    outcome = done.result()
                    del left[outcome.path]
                    yield outcome
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
    except BrokenProcessPool:
        for job in left.values():
            yield _alone(job)


def _pool(workers: int) -> ProcessPoolExecutor:
    # Spawned, not forked: the parent may have threads that draw the progress bar.
    return ProcessPoolExecutor(
        workers, mp_context=multiprocessing.get_context("spawn"), initializer=_leave_interrupts
    )


def _leave_interrupts() -> None:
    """Ctrl-C reaches all processes of a terminal; only the first one answers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _alone(job: _Job) -> Outcome:
    """A job in a process of its own, after it or another broke the pool."""
    try:
        with _pool(1) as pool:
            done: Future[Outcome] = pool.submit(_make, job)
            return done.result()
    except BrokenProcessPool:
        message = "Proses pembuat dokumen ini terhenti, mungkin karena memori habis."
        return Outcome(job.path.stem, job.path, State.FAILED, message=message)


def _make(job: _Job) -> Outcome:
    """Make one SOP's documents; whatever goes wrong is told in the outcome."""
    try:
        return _document(job)
    except SopgenError as error:
        return Outcome(job.path.stem, job.path, State.FAILED, message=str(error))
    except Exception as error:
        message = f"{type(error).__name__}: {error}"
        return Outcome(job.path.stem, job.path, State.CRASHED, message=message, trace=traceback.format_exc())


def _document(job: _Job) -> Outcome:
    from sopgen import pipeline

    id, home = job.path.stem, folder(job.path.parent)
    # Taken before the file is read: a change in between shows as one at the next build.
    text = record.sha256(job.path.read_bytes()) if job.path.is_file() else ""
    tree = source.read(job.path)
    sop, findings = parse.parse(tree, home.units, home.register)
    if sop is None:
        return Outcome(id, job.path, State.FAULTY, findings=tuple(findings))
    unit = unit_of(sop, home.units)
    picture = logo(unit, home.path)
    before = record.load(job.out, id)
    key = next(key for key, value in home.units.items() if value is unit)
    digest = _digest(text, unit, home, sop.dasar_hukum, job.related)
    made = pipeline.document(
        pipeline.Source(
            id=id,
            name=job.path.name,
            text=tree.text,
            sop=sop,
            unit=unit,
            register=home.register,
            titles=job.related,
            logo=picture,
            templates=templates(home.path.parent),
        ),
        job.formats,
        # A hint from other sources could lead to other page breaks than a build from nothing.
        pipeline.hint(before.breaks) if before and before.digest == digest else None,
    )
    others = before.outputs if before and before.digest == digest else {}
    new = Record(
        source=text,
        uses={
            "unit": key,
            "laws": list(sop.dasar_hukum),
            "related": list(sop.keterkaitan),
        },
        digest=digest,
        outputs={**others, **record.written(job.out, made.files)},
        listing=_listing(sop, key),
        breaks=asdict(made.breaks),
        pages=made.pages or (before.pages if others and before else 0),
        certificate=asdict(made.certificate),
    )
    record.save(job.out, id, new)
    return Outcome(id, job.path, State.MADE, new, tuple(findings), made.notes)


def _listing(sop: Sop, unit: str) -> dict[str, Any]:
    """What the unit's list of SOPs shows of this one, as JSON values."""
    shown = {"nomor", "judul", "status", "revisi", "tanggal", "keterkaitan"}
    return {**sop.model_dump(mode="json", include=shown), "unit": unit}


def listed(found: Record) -> Sop:
    """The SOP of a record as far as lists show it."""
    return Sop.model_validate_json(json.dumps(found.listing))
