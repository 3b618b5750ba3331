"""Many SOPs checked: each beside the others of its folder, in parallel, and only where something has changed.

What was found the last time is remembered (`memory`), so that a run over unchanged files reads no YAML and
imports neither pydantic nor any rule; whatever is to be done anew is done by `work`.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sopgen.diagnostic import Finding
from sopgen.inspection import memory
from sopgen.inspection.memory import Folder
from sopgen.project import beside

MEMORY = Path(".sopgen-cache")
"""Where findings are remembered, below the working directory."""

_OF_READING = ("YAM", "BCA")


@dataclass(frozen=True, slots=True)
class Inspected:
    """What checking one file brought to light: findings by place, and faults that the SOP itself excuses."""

    path: Path
    findings: tuple[Finding, ...]
    waived: tuple[tuple[Finding, str], ...] = ()


def inspect(
    files: Sequence[Path],
    *,
    today: datetime.date | None = None,
    workers: int = 1,
    cache: Path | None = None,
) -> list[Inspected]:
    """Check SOP files by all rules that concern them; the results are in the order of the files.

    A folder's unit.yaml and peraturan.yaml come first where they have findings. `today` is the day of
    checking, None where it is to play no part. Raises SopgenError where a folder has no unit.yaml.
    """
    results: list[Inspected] = []
    for home in dict.fromkeys(file.parent for file in files):
        wanted = [file for file in files if file.parent == home]
        results += _of_folder(home, wanted, today, workers, cache)
    rank = {file: index for index, file in enumerate(files)}
    return list(_told_once(sorted(results, key=lambda result: rank.get(result.path, -1))))


def _of_folder(
    home: Path, wanted: Sequence[Path], today: datetime.date | None, workers: int, cache: Path | None
) -> Iterator[Inspected]:
    sources = {file.name: memory.source(file) for file in dict.fromkeys((*beside(wanted), *wanted))}
    names = [file.name for file in wanted]
    folder = memory.load(cache, home) if cache else Folder("")
    if not folder.is_fresh(sources, names, today):
        from sopgen.inspection import work

        work.refresh(folder, home, sources, names, today, workers)
        if cache:
            memory.save(cache, home, folder)
    for name, findings in folder.surroundings.items():
        yield Inspected(home / name, memory.findings(home, findings))
    for name in names:
        entry = folder.entries[name]
        excused = zip(memory.findings(home, entry.waived), entry.reasons, strict=True)
        yield Inspected(home / name, memory.findings(home, entry.findings), tuple(excused))


def _told_once(results: Iterable[Inspected]) -> Iterator[Inspected]:
    """What several SOPs say of the unit they share is said once."""
    told: set[Finding] = set()
    for result in results:
        left = tuple(finding for finding in result.findings if finding not in told)
        told |= {finding for finding in left if finding.place.file != str(result.path)}
        yield replace(result, findings=left)


def narrowed(
    results: Iterable[Inspected], select: Collection[str], ignore: Collection[str]
) -> list[Inspected]:
    """The results with the findings of some rules only, by code or family (`DHK`, `DHK-02`).

    What was wrong with reading a file stays: no rule has seen such a file.
    """

    def stays(finding: Finding) -> bool:
        names = {finding.code, finding.code.partition("-")[0]}
        if names & set(_OF_READING):
            return True
        return (not select or bool(names & set(select))) and not names & set(ignore)

    return [
        replace(
            result,
            findings=tuple(finding for finding in result.findings if stays(finding)),
            waived=tuple((finding, reason) for finding, reason in result.waived if stays(finding)),
        )
        for result in results
    ]
