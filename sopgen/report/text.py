"""Findings as people read them in a terminal: where, what, the line itself, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from sopgen import regular
from sopgen.diagnostic import Finding, Severity, printable, written
from sopgen.report.account import Account, Excused

_SEVERITY = {Severity.ERROR: "kesalahan", Severity.WARNING: "peringatan", Severity.INFO: "catatan"}
_WIDTH = 100


def text(findings: Iterable[Finding]) -> Iterator[str]:
    """The findings as lines of text, each with the line of the file that it is about.

    Names of files and words of sources can't add lines to it or colour it.
    """
    return map(printable, _told(findings))


def _told(findings: Iterable[Finding]) -> Iterator[str]:
    lines: dict[str, list[str]] = {}
    for finding in findings:
        place = finding.place
        where = f" [{written(finding.key_path)}]" if finding.key_path else ""
        yield f"{place}: {_SEVERITY[finding.severity]} {finding.code}: {finding.message}{where}"
        if place.line:
            source = lines.setdefault(place.file, _lines(place.file))
            if place.line <= len(source):
                yield from _excerpt(source[place.line - 1], place.line, place.column)
        if finding.hint:
            yield f"      saran: {finding.hint}"


def _lines(file: str) -> list[str]:
    try:
        return regular.read(Path(file)).decode("utf-8-sig", "replace").splitlines()
    except OSError:
        return []


def _excerpt(line: str, number: int, column: int) -> Iterator[str]:
    """The line and a mark under the column; a long line is cut around it, control characters become dots."""
    start = max(0, column - 1 - _WIDTH // 2) if len(line) > _WIDTH else 0
    shown = line[start : start + _WIDTH]
    yield f"{number:5d} | {shown}"
    yield f"      | {' ' * (column - 1 - start)}^"


def counted(findings: Iterable[Finding]) -> str:
    """How many there are of each severity: `2 kesalahan, 1 peringatan`."""
    severities = [finding.severity for finding in findings]
    counts = [(severities.count(severity), name) for severity, name in _SEVERITY.items()]
    return ", ".join(f"{count} {name}" for count, name in counts if count)


def excused(waivers: Iterable[Excused]) -> Iterator[str]:
    """The faults that SOPs excuse themselves from, with their reasons."""
    for finding, reason in waivers:
        yield printable(f"{finding.place}: dikecualikan {finding.code}: {finding.message}")
        yield printable(f"      alasan: {reason}")


def summary(account: Account) -> str:
    """How many SOPs, how many findings, how many of them excused; and which no rule has seen."""
    found = counted(account.findings) or "tidak ada temuan"
    waived = f"; {len(account.excused)} dikecualikan" if account.excused else ""
    sops = [file for file in account.files if Path(file).name not in _BESIDE]
    unread = len(set(sops) & {finding.place.file for finding in account.findings if _is_of_reading(finding)})
    rest = (
        f" {unread} SOP belum terbaca dan belum diperiksa terhadap pedoman; perbaiki dahulu."
        if unread
        else ""
    )
    return f"{len(sops)} SOP: {found}{waived}.{rest}"


_BESIDE = ("unit.yaml", "peraturan.yaml")


def _is_of_reading(finding: Finding) -> bool:
    """Whether it keeps a file from being checked: such a file is no SOP yet."""
    return finding.severity is Severity.ERROR and finding.code.startswith(("YAM", "BCA"))
