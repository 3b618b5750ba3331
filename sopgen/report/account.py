"""What a report is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sopgen.diagnostic import Finding, Severity

if TYPE_CHECKING:
    from sopgen.rule import Rule

Excused = tuple[Finding, str]
"""A fault that the SOP itself excuses, and the reason it gives."""


@dataclass(frozen=True, slots=True)
class Account:
    """All that was found in some files. `rules` by code give each finding its basis.

    `threshold` is the severity from which on a finding counts as a failure.
    """

    files: tuple[str, ...]
    findings: tuple[Finding, ...]
    excused: tuple[Excused, ...]
    rules: Mapping[str, Rule]
    threshold: Severity = Severity.ERROR

    @property
    def has_failed(self) -> bool:
        """Whether any finding is as grave as the threshold."""
        return any(finding.severity >= self.threshold for finding in self.findings)
