"""How a PDF departs from PDF/A-3a and PDF/UA-1, measured; the only owner of page-validation."""

from __future__ import annotations

import re
from collections.abc import Mapping

PROFILES: Mapping[str, str] = {"PDF/A-3a": "3a", "PDF/UA-1": "ua1"}
"""The two standards that every document of ours meets, and what the validator calls them."""


def departures(content: bytes, standard: str) -> tuple[str, ...]:
    """What departs from a standard (`PDF/A-3a`, `PDF/UA-1`), in the validator's own words, each once."""
    import page

    try:
        report = page.validate_pdf_bytes(content, profile=PROFILES[standard])
    except page.PageError as error:
        return (str(error),)
    failures = (failure for failure in report.failures if not _is_of_the_past(failure.rule_id, content))
    return tuple(dict.fromkeys(f"{failure.rule_id}: {failure.message}" for failure in failures))


_UNCOVERED = "SIGNATURE-BYTERANGE-001"
"""The rule that a signature covers the whole file but itself (ISO 19005-3, 6.4.3)."""

_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")
_END = re.compile(rb"%%EOF\s*\Z")


def _is_of_the_past(rule: str, content: bytes) -> bool:
    """Whether the rule is held against a signature only for what was added after it.

    The file that a signature covers is the file as it was signed; time stamps and further signatures follow.
    """
    ranges = [tuple(map(int, match.groups())) for match in _RANGE.finditer(content)]
    return rule.endswith(_UNCOVERED) and bool(ranges) and all(_covers(content, *range) for range in ranges)


def _covers(content: bytes, start: int, before: int, after: int, rest: int) -> bool:
    """Whether a byte range is the whole of a revision but for one string in hexadecimal."""
    hidden, end = content[before:after], content[max(after, after + rest - 16) : after + rest]
    return (
        start == 0
        and after + rest <= len(content)
        and (hidden[:1], hidden[-1:]) == (b"<", b">")
        and _END.search(end) is not None
    )
