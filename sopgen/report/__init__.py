"""Findings in the forms that people and other programs read.

Text is here; JSON, SARIF, JUnit and GitHub annotations have a module each, imported by those who need them.
"""

from __future__ import annotations

from sopgen.report.account import Account, Excused
from sopgen.report.text import counted, excused, summary, text

__all__ = ["Account", "Excused", "counted", "excused", "summary", "text"]
