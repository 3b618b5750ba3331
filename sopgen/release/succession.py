"""Which release a release follows, and which edition of an SOP took the place of which."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sopgen.diagnostic import SopgenError
from sopgen.model import Status
from sopgen.record import sha256
from sopgen.verify.edition import EARLIER, ELSEWHERE, Edition, Listed, listed
from sopgen.verify.listing import MANIFEST, read
from sopgen.verify.manifest import manifest
from sopgen.verify.trust import Trust

PREVIOUS = "previous"
"""The key of the manifest that a release follows: its SHA-256, None for the first release."""


@dataclass(frozen=True)
class Previous:
    """A release that another one follows: the SHA-256 of its manifest, and all documents that it knows."""

    digest: str
    documents: tuple[Listed, ...]


def previous(folder: Path, moment: datetime.datetime) -> Previous:
    """The release in a folder. Raises SopgenError where there is none, or it is no longer as it was made.

    Who sealed it is for whoever names it to know.
    """
    if not (folder / MANIFEST).is_file():
        raise SopgenError(f"--previous {folder} bukan folder terbitan: tidak ada {MANIFEST} di dalamnya.")
    found = manifest(folder, str(folder), Trust(), moment)
    if found.findings:
        raise SopgenError(f"--previous {folder} tidak utuh lagi: {found.findings[0].message}")
    data, _, _ = read(folder, str(folder))
    return Previous(sha256((folder / MANIFEST).read_bytes()), listed(data))


@dataclass(frozen=True)
class Succession:
    """What a release tells of earlier ones; `documents` are its own SOPs as the manifest tells them."""

    previous: Previous | None
    documents: Sequence[Mapping[str, Any]]

    @property
    def data(self) -> dict[str, Any]:
        """The part of the manifest about earlier releases: what it follows, and what it leaves out."""
        if self.previous is None:
            return {PREVIOUS: None, ELSEWHERE: []}
        return {PREVIOUS: self.previous.digest, ELSEWHERE: [one.data for one in self._left]}

    def of(self, id: str) -> dict[str, Any]:
        """The part of the manifest about the earlier editions of an SOP."""
        return {EARLIER: [one.data for one in self._earlier(id)]}

    def notes(self) -> Iterator[str]:
        """What deserves a look: SOPs that are left out but still in force, revisions that don't go up."""
        for one in self._left:
            if one.status == Status.BERLAKU:
                yield (
                    f"{one.id} ({one.edition.nomor}) tidak ikut terbit, tetap tercatat berlaku; bila sudah "
                    "tidak, terbitkan dengan status: dicabut"
                )
        for document in self.documents:
            former = next(iter(self._earlier(document["id"])), None)
            if former and document["status"] != Status.DICABUT and _is_silent(former, document):
                yield (
                    f"{document['id']} berubah sejak terbitan sebelumnya (revisi {former.revisi}), tetapi "
                    f"sekarang revisi {document['revisi']}; naikkan nomor revisinya"
                )

    @property
    def _left(self) -> tuple[Listed, ...]:
        """The documents of earlier releases that this one has nothing of."""
        if self.previous is None:
            return ()
        followed = {self._former(document) for document in self.documents}
        return tuple(one for one in self.previous.documents if one not in followed)

    def _former(self, document: Mapping[str, Any]) -> Listed | None:
        """The same SOP in the previous release: by its name, else by its number."""
        known = self.previous.documents if self.previous else ()
        by_id = (one for one in known if one.id == document["id"])
        ids = {other["id"] for other in self.documents}
        by_number = (
            one
            for one in known
            if one.id not in ids and one.edition.nomor and one.edition.nomor == document["nomor"]
        )
        return next(by_id, None) or next(by_number, None)

    def _earlier(self, id: str) -> tuple[Edition, ...]:
        """The earlier editions of an SOP, newest first; a proposal never was in force and counts for none."""
        document = next(one for one in self.documents if one["id"] == id)
        former = self._former(document)
        if former is None:
            return ()
        return former.earlier if former.status == Status.USULAN else former.editions


def _is_silent(former: Edition, document: Mapping[str, Any]) -> bool:
    """Whether an SOP changed without a higher revision."""
    return former.source != document["sumber_sha256"] and former.revisi >= int(document["revisi"])
