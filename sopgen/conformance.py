"""How a PDF departs from PDF/A-3a and PDF/UA-1, measured; the only owner of page-validation."""

from __future__ import annotations

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
    return tuple(dict.fromkeys(f"{failure.rule_id}: {failure.message}" for failure in report.failures))
