"""Findings as JSON, for programs of one's own."""

from __future__ import annotations

from json import dumps
from typing import Any

from sopgen.diagnostic import Finding, Severity, written
from sopgen.report.account import Account


def json(account: Account) -> str:
    """All findings and how many there are of each severity; what is excused stands apart, with its reason."""
    severities = [finding.severity for finding in account.findings]
    data = {
        "findings": [_finding(finding, account) for finding in account.findings],
        "summary": {str(severity): severities.count(severity) for severity in reversed(Severity)},
        "waived": [{**_finding(finding, account), "reason": reason} for finding, reason in account.excused],
    }
    return dumps(data, ensure_ascii=False, indent=2) + "\n"


def _finding(finding: Finding, account: Account) -> dict[str, Any]:
    rule = account.rules.get(finding.code)
    basis = {"source": rule.basis.source, "certainty": list(rule.basis.certainty)} if rule else None
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "message": finding.message,
        "hint": finding.hint,
        "path": finding.place.file,
        "line": finding.place.line,
        "column": finding.place.column,
        "key_path": written(finding.key_path),
        "basis": basis,
    }
