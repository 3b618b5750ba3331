"""What a manifest tells of each SOP: its edition in force, and those that it took the place of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sopgen.model import Status

EARLIER = "pendahulu"
"""The key of the earlier editions of a document, newest first."""

ELSEWHERE = "terdahulu"
"""The key of the documents that an earlier release gave out and this one does not."""


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition of an SOP: number, revision, the hashes of PDF and source; `size` of the PDF in bytes."""

    nomor: str
    revisi: int
    sha256: str
    source: str
    size: int

    @property
    def data(self) -> dict[str, Any]:
        """As it stands in a manifest."""
        return {
            "nomor": self.nomor,
            "revisi": self.revisi,
            "sha256": self.sha256,
            "size": self.size,
            "sumber_sha256": self.source,
        }


@dataclass(frozen=True, slots=True)
class Listed:
    """An SOP in a manifest: its newest edition, its status, and its earlier editions, newest first."""

    id: str
    judul: str
    status: str
    edition: Edition
    earlier: tuple[Edition, ...] = ()

    @property
    def editions(self) -> tuple[Edition, ...]:
        """All editions, newest first."""
        return (self.edition, *self.earlier)

    @property
    def standing(self) -> Edition | None:
        """The edition in force; that before it where the newest is a proposal, None where there is none."""
        if self.status != Status.USULAN:
            return self.edition if self.status == Status.BERLAKU else None
        return self.earlier[0] if self.earlier else None

    @property
    def data(self) -> dict[str, Any]:
        """As it stands in the manifest of a release that gives out nothing of it."""
        about = {"id": self.id, "judul": self.judul, "status": self.status}
        return {**about, **self.edition.data, EARLIER: [one.data for one in self.earlier]}


def listed(data: Mapping[str, Any]) -> tuple[Listed, ...]:
    """The documents of a manifest; what is not in their form is left out."""
    return tuple(_listed(data))


def _listed(data: Mapping[str, Any]) -> Iterator[Listed]:
    for one in (*_dicts(data.get("files")), *_dicts(data.get(ELSEWHERE))):
        edition = _edition(one)
        is_document = str(one.get("path", "x.pdf")).lower().endswith(".pdf")
        if edition and is_document:
            earlier = tuple(found for other in _dicts(one.get(EARLIER)) if (found := _edition(other)))
            yield Listed(
                _text(one.get("id")), _text(one.get("judul")), _text(one.get("status")), edition, earlier
            )


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _edition(one: Mapping[str, Any]) -> Edition | None:
    revisi, digest, size = one.get("revisi"), one.get("sha256"), one.get("size")
    numbers = all(isinstance(number, int) and not isinstance(number, bool) for number in (revisi, size))
    if not numbers or not isinstance(digest, str):
        return None
    return Edition(
        _text(one.get("nomor")), int(revisi or 0), digest, _text(one.get("sumber_sha256")), int(size or 0)
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
