"""The checking itself: SOPs read, shown to each other, and judged, by one process or several."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from sopgen import parse, source
from sopgen.check import check
from sopgen.diagnostic import Finding, KeyPath, Place, SopgenError
from sopgen.inspection.memory import Entry, Folder, stored
from sopgen.model import Sop
from sopgen.project import UNIT, folder, unit_of
from sopgen.rule import OWN, Subject
from sopgen.rules import RULES
from sopgen.source import Tree
from sopgen.unit import Unit

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

WORTHWHILE = 40
"""Files from which on it pays to start more processes."""

_T = TypeVar("_T")


def refresh(
    known: Folder,
    home: Path,
    sources: Mapping[str, str],
    names: Sequence[str],
    today: datetime.date | None,
    workers: int,
) -> None:
    """Bring what is known of a folder up to date for the named SOPs among its `sources` (name: hash)."""
    known.surroundings = _of_surroundings(home)
    unread = known.unread(sources)
    with _Crew(workers) as crew:
        for name, facts in crew.share(partial(_facts, home), unread):
            known.entries[name] = Entry(sources[name], facts)
        known.entries = {name: known.entries[name] for name in sources}
        context = known.context(sources)
        siblings = {Path(name).stem: entry.facts for name, entry in known.entries.items()}
        unjudged = known.unjudged(sources, names, today)
        for name, told in crew.share(partial(_judged, home, siblings, today), unjudged):
            known.entries[name] = replace(known.entries[name], context=context, **told)


def _of_surroundings(home: Path) -> dict[str, list[Any]]:
    told: dict[str, list[Any]] = {}
    for finding in folder(home).findings:
        told.setdefault(Path(finding.place.file).name, []).append(stored(finding))
    return told


class _Crew:
    """Processes that each keep their own share of the files, so that what one has read it also judges."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self.pools: list[ProcessPoolExecutor] = []
        self.shares: dict[str, int] = {}

    def __enter__(self) -> _Crew:
        return self

    def __exit__(self, *error: Any) -> None:
        for pool in self.pools:
            pool.shutdown(cancel_futures=True)

    def share(
        self, work: Callable[[list[str]], list[tuple[str, _T]]], names: Sequence[str]
    ) -> Iterator[tuple[str, _T]]:
        """The work done on all names, each by the process that had it before."""
        if self.workers > 1 and len(names) >= WORTHWHILE and not self.pools:
            self.pools = [_process() for _ in range(self.workers)]
        if not self.pools:
            yield from work(list(names))
            return
        shares: list[list[str]] = [[] for _ in self.pools]
        for index, name in enumerate(names):
            shares[self.shares.setdefault(name, index % len(shares))].append(name)
        tasks = [pool.submit(work, share) for pool, share in zip(self.pools, shares, strict=True)]
        yield from chain.from_iterable(map(_result, tasks))


def _process() -> ProcessPoolExecutor:
    import multiprocessing
    import signal
    from concurrent.futures import ProcessPoolExecutor

    # Spawned, as in building: a process copied amid its work inherits locks that nobody opens. Ctrl-C reaches
    # all processes of a terminal; only the first one answers.
    return ProcessPoolExecutor(
        1,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=signal.signal,
        initargs=(signal.SIGINT, signal.SIG_IGN),
    )


def _result(task: Future[_T]) -> _T:
    from concurrent.futures.process import BrokenProcessPool

    try:
        return task.result()
    except BrokenProcessPool as error:
        raise SopgenError("Proses pemeriksa terhenti, mungkin karena memori habis; coba -j 1.") from error


@dataclass(frozen=True)
class _Reading:
    """A file as read; the SOP is None where its shape is wrong."""

    tree: Tree
    sop: Sop | None
    findings: tuple[Finding, ...]


@cache
def _read(path: Path) -> _Reading:
    home, tree = folder(path.parent), source.read(path)
    # Where unit.yaml itself is faulty, that is told, and not again by every SOP.
    sop, findings = parse.parse(tree, home.units or None, home.register)
    return _Reading(tree, sop, tuple(findings))


def _facts(home: Path, names: list[str]) -> list[tuple[str, str]]:
    """What each SOP shows of itself to the others, as JSON."""
    return [(name, _shown(_read(home / name))) for name in names]


def shown(sop: Sop) -> str:
    """What an SOP lets the others see, as JSON."""
    return sop.model_dump_json(exclude=set(OWN), exclude_unset=True)


def seen(facts: str) -> Sop:
    """An SOP as the others see it."""
    return Sop.model_validate_json(facts)


def _shown(reading: _Reading) -> str:
    """What a file shows of itself; of one that is faulty, what can be made out."""
    if reading.sop is not None:
        return shown(reading.sop)
    legible = {key: value for key, value in reading.tree.data.items() if key in ("nomor", "judul")}
    return json.dumps({key: value for key, value in legible.items() if _is_sound(key, value)})


def _is_sound(key: str, value: Any) -> bool:
    """Whether an SOP takes this value: it must come back from JSON as one."""
    try:
        return bool(Sop.model_validate({key: value}))
    except ValidationError:
        return False


def _judged(
    home: Path, siblings: Mapping[str, str], today: datetime.date | None, names: list[str]
) -> list[tuple[str, dict[str, Any]]]:
    """What there is to say of each SOP, as it is remembered."""
    sops = {id: seen(facts) for id, facts in siblings.items()}
    return [(name, _verdict(home / name, sops, today)) for name in names]


def _verdict(path: Path, sops: Mapping[str, Sop], today: datetime.date | None) -> dict[str, Any]:
    reading = _read(path)
    if reading.sop is None:
        return {"findings": [stored(finding) for finding in reading.findings]}
    subject = _subject(path, reading, sops, today)
    try:
        verdict = check(subject, RULES)
    except Exception as error:
        error.add_note(f"Berkas: {path}")
        raise
    told = partial(_of_unit, subject, path.parent)
    return {
        "day": str(today) if subject.has_asked_for_the_day else None,
        "findings": [stored(told(finding)) for finding in (*reading.findings, *verdict.findings)],
        "waived": [stored(told(waiver.finding)) for waiver in verdict.waived],
        "reasons": [waiver.reason for waiver in verdict.waived],
    }


@dataclass(frozen=True)
class _Watched(Subject):
    """A subject that notices whether any rule asks for the day."""

    asked: list[str] = field(default_factory=list)

    def __getattribute__(self, name: str) -> Any:
        if name == "today":
            self.asked.append(name)
        return super().__getattribute__(name)

    @property
    def has_asked_for_the_day(self) -> bool:
        """Whether the verdict holds for this day only."""
        return bool(self.asked)


def _subject(path: Path, reading: _Reading, sops: Mapping[str, Sop], today: datetime.date | None) -> _Watched:
    assert reading.sop is not None
    home, tree, id = folder(path.parent), reading.tree, path.stem
    others = {key: sop for key, sop in sops.items() if key != id}
    return _Watched(id, reading.sop, _unit(reading.sop, home.units), home.register, tree.place, today, others)


def _unit(sop: Sop, units: Mapping[str, Unit]) -> Unit | None:
    try:
        return unit_of(sop, units)
    except SopgenError:
        return None


def _of_unit(subject: Subject, home: Path, finding: Finding) -> Finding:
    """A finding about the unit, `("_unit", ...)`, brought to where it stands in unit.yaml."""
    if finding.key_path[:1] != ("_unit",):
        return finding
    keys = [key for key, unit in folder(home).units.items() if unit is subject.unit]
    path: KeyPath = (*keys, *finding.key_path[1:])
    return replace(finding, key_path=path, place=_place_in_unit(home, path))


def _place_in_unit(home: Path, path: KeyPath) -> Place:
    return _unit_tree(home).place(path)


@cache
def _unit_tree(home: Path) -> Tree:
    return source.read(home / UNIT)
