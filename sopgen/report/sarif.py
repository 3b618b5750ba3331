"""Findings as SARIF 2.1.0, which code-scanning services take in."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sopgen.diagnostic import Finding, Severity, written
from sopgen.report.account import Account

if TYPE_CHECKING:
    from sopgen.rule import Rule

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def sarif(account: Account, version: str) -> str:
    """One run with all findings; those that the SOP itself excuses carry their reason as a suppression."""
    codes = sorted({f.code for f in (*account.findings, *(finding for finding, _ in account.excused))})
    rules = [_rule(code, account.rules.get(code)) for code in codes]
    index = {code: number for number, code in enumerate(codes)}
    driver = {"name": "sopgen", "version": version, "language": "id", "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [
            *(_result(finding, index) for finding in account.findings),
            *(
                {**_result(finding, index), "suppressions": [_reason(why)]}
                for finding, why in account.excused
            ),
        ],
    }
    return (
        json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)
        + "\n"
    )


def _rule(code: str, rule: Rule | None) -> dict[str, Any]:
    """What there is to know of a rule; faults of reading have a code, but no rule."""
    if rule is None:
        return {"id": code}
    return {
        "id": code,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.why or rule.summary},
        "defaultConfiguration": {"level": _LEVEL[rule.severity]},
        "properties": {"dasar": rule.basis.source, "kepastian": list(rule.basis.certainty)},
    }


def _result(finding: Finding, index: Mapping[str, int]) -> dict[str, Any]:
    text = f"{finding.message} Saran: {finding.hint}" if finding.hint else finding.message
    return {
        "ruleId": finding.code,
        "ruleIndex": index[finding.code],
        "level": _LEVEL[finding.severity],
        "message": {"text": text},
        "locations": [_location(finding)],
    }


def _location(finding: Finding) -> dict[str, Any]:
    place = finding.place
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(place.file)}}
    if place.line:
        physical["region"] = {"startLine": place.line, "startColumn": max(place.column, 1)}
    location: dict[str, Any] = {"physicalLocation": physical}
    if finding.key_path:
        location["logicalLocations"] = [{"fullyQualifiedName": written(finding.key_path), "kind": "member"}]
    return location


def _uri(file: str) -> str:
    path = PurePath(file)
    return path.as_uri() if path.is_absolute() else quote(os.fsencode(path.as_posix()))


def _reason(reason: str) -> dict[str, str]:
    return {"kind": "inSource", "justification": reason}
