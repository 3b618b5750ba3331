"""The YAML source that travels inside a PDF."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sopgen.proof.facts import Attachment

_ENDINGS = (".yaml", ".yml")
_MOST = 4 * 1024 * 1024
"""What is longer, in bytes, is no source."""


def attachment(document: Any) -> Attachment | None:
    """The first attached YAML file of a document opened with pdfminer, if it has one."""
    for specification in _specifications(document):
        name = _name(specification)
        if name.lower().endswith(_ENDINGS):
            data = _data(specification)
            if data is not None and len(data) <= _MOST:
                return Attachment(name, data.decode("utf-8-sig", errors="replace"))
    return None


def _specifications(document: Any) -> Iterator[dict[str, Any]]:
    """The catalogue's associated files (PDF/A-3)."""
    for reference in _resolved(document.catalog.get("AF")) or ():
        specification = _resolved(reference)
        if isinstance(specification, dict):
            yield specification


def _name(specification: dict[str, Any]) -> str:
    name = _resolved(specification.get("UF") or specification.get("F"))
    if not isinstance(name, bytes):
        return str(name or "")
    if name.startswith(b"\xfe\xff"):
        return name[2:].decode("utf-16-be", errors="replace")
    return name.decode("latin-1")


def _data(specification: dict[str, Any]) -> bytes | None:
    files = _resolved(specification.get("EF")) or {}
    stream: Any = _resolved(files.get("F")) if isinstance(files, dict) else None
    return bytes(stream.get_data()) if hasattr(stream, "get_data") else None


def _resolved(value: Any) -> Any:
    from pdfminer.pdftypes import resolve1

    return resolve1(value)
