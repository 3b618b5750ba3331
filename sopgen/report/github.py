"""Findings as workflow commands, which GitHub shows beside the lines of a change."""

from __future__ import annotations

from collections.abc import Iterator

from sopgen.diagnostic import Finding, Severity, printable
from sopgen.report.account import Account

_COMMAND = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def github(account: Account) -> str:
    """One annotation a finding."""
    return "".join(f"{line}\n" for line in map(_annotation, account.findings))


def _annotation(finding: Finding) -> str:
    text = f"{finding.message}\nSaran: {finding.hint}" if finding.hint else finding.message
    where = ",".join(f"{name}={_escaped_value(value)}" for name, value in _properties(finding))
    return f"::{_COMMAND[finding.severity]} {where}::{_escaped(text)}"


def _properties(finding: Finding) -> Iterator[tuple[str, str]]:
    yield "file", finding.place.file
    if finding.place.line:
        yield "line", str(finding.place.line)
        yield "col", str(finding.place.column)
    yield "title", finding.code


def _escaped(text: str) -> str:
    lines = text.replace("%", "%25").replace("\r\n", "\n").split("\n")
    return "%0A".join(map(printable, lines))


def _escaped_value(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
