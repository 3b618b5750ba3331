"""What a release would hold, and what stands against it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sopgen import regular, source
from sopgen.diagnostic import Finding, Severity, SopgenError
from sopgen.inspection import inspect
from sopgen.model import Status
from sopgen.project import REGISTER, UNIT
from sopgen.report import Account
from sopgen.rules import BY_CODE


@dataclass(frozen=True)
class Plan:
    """SOP files as they were found, `account` of what `sopgen check` says of them.

    `sources` are hashes of all that was judged, by which it is known later whether it is still the same.
    """

    files: tuple[Path, ...]
    account: Account
    statuses: Mapping[Path, Status]
    sources: Mapping[Path, str]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What forbids a release: errors that no SOP excuses with a reason."""
        return tuple(found for found in self.account.findings if found.severity is Severity.ERROR)

    def with_status(self, status: Status) -> tuple[Path, ...]:
        """The files of a status, `usulan` for one."""
        return tuple(file for file in self.files if self.statuses[file] is status)

    @property
    def to_sign(self) -> tuple[Path, ...]:
        """The files whose documents an official signs: those in force, and those withdrawn, which say so."""
        return tuple(file for file in self.files if self.statuses[file] is not Status.USULAN)

    def refuse_changed(self) -> None:
        """Raise SopgenError where a source is no longer what was judged."""
        changed = [str(file) for file, digest in self.sources.items() if _digest(file) != digest]
        if changed:
            raise SopgenError(f"{', '.join(changed)} berubah selagi diterbitkan; ulangi perintahnya.")


def plan(files: Sequence[Path], *, today: datetime.date, workers: int = 1) -> Plan:
    """Judge SOP files for a release on a day, anew: nothing remembered from earlier checks is trusted.

    Raises SopgenError as `sopgen.inspection.inspect` does.
    """
    homes = dict.fromkeys(file.parent for file in files)
    judged = (*files, *(home / name for home in homes for name in (UNIT, REGISTER)))
    sources = {file: _digest(file) for file in judged}
    results = inspect(files, today=today, workers=workers)
    account = Account(
        files=tuple(str(file) for file in files),
        findings=tuple(finding for result in results for finding in result.findings),
        excused=tuple(excused for result in results for excused in result.waived),
        rules=BY_CODE,
    )
    return Plan(tuple(files), account, {file: _status(file) for file in files}, sources)


def _digest(file: Path) -> str:
    """The hash of a file; empty where there is none."""
    return regular.sha256(file) if regular.is_file(file) else ""


def _status(file: Path) -> Status:
    """The status that a source tells; the usual one where that is no status (an error of its own)."""
    told = source.read(file).data.get("status")
    return Status(told) if told in tuple(Status) else Status.BERLAKU
