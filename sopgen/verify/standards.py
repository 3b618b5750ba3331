"""Whether a file keeps the standards of archive and accessibility that it claims; for a bounded process."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from sopgen import conformance, regular


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard by its name, what the file claims instead of it, and how it departs from it.

    `is_claimed` is False where the file claims another one (`other`) or none at all.
    """

    name: str
    is_claimed: bool
    other: str = ""
    departures: tuple[str, ...] = ()


def standards(path: Path) -> tuple[Standard, Standard]:
    """PDF/A-3a and PDF/UA-1, measured where the file claims them."""
    content = regular.read(path)
    archive, accessible = _claims(content)
    return (
        _measured(content, "PDF/A-3a", f"PDF/A-{archive}" if archive else ""),
        _measured(content, "PDF/UA-1", f"PDF/UA-{accessible}" if accessible else ""),
    )


def _claims(content: bytes) -> tuple[str, str]:
    """What the metadata say: part and letter of PDF/A (ISO 19005), part of PDF/UA (ISO 14289)."""
    import pikepdf

    try:
        with (
            pikepdf.open(BytesIO(content), suppress_warnings=True) as file,
            file.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as data,
        ):
            part, letter = str(data.get("pdfaid:part", "")), str(data.get("pdfaid:conformance", ""))
            return f"{part}{letter.lower()}"[:8], str(data.get("pdfuaid:part", ""))[:4]
    except MemoryError:
        raise
    except Exception:
        return "", ""


def _measured(content: bytes, name: str, claimed: str) -> Standard:
    if claimed != name:
        return Standard(name, is_claimed=False, other=claimed)
    return Standard(name, is_claimed=True, departures=conformance.departures(content, name))
