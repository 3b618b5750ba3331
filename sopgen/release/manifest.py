"""What a release says of itself: `manifest.json`, and the sums that `sha256sum -c SHA256SUMS` checks."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sopgen.batch import Outcome, listed
from sopgen.diagnostic import SopgenError
from sopgen.model import Sop, Tanggal
from sopgen.record import sha256
from sopgen.release.origin import Origin
from sopgen.release.succession import Succession
from sopgen.verify.listing import FORMAT, SEAL


@dataclass(frozen=True)
class Entry:
    """One file of a release; `document` tells what SOP it is of, where it is of one."""

    path: str
    sha256: str
    size: int
    document: Mapping[str, Any]


def entries(folder: Path, documents: Mapping[str, Mapping[str, Any]]) -> list[Entry]:
    """All files of a folder, in the order of their names; `documents` by file name."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return [_entry(path, path.relative_to(folder).as_posix(), documents) for path in found]


def _entry(path: Path, name: str, documents: Mapping[str, Mapping[str, Any]]) -> Entry:
    data = path.read_bytes()
    return Entry(name, sha256(data), len(data), documents.get(name, {}))


def manifest(origin: Origin, files: Iterable[Entry], succession: Succession) -> bytes:
    """The manifest; the same release gives the same bytes."""
    data = {
        "format": FORMAT,
        "sopgen": origin.sopgen,
        "source_commit": origin.commit,
        "source_dirty": origin.is_dirty,
        "libraries": origin.libraries,
        "files": [
            {"path": entry.path, "sha256": entry.sha256, "size": entry.size, **entry.document}
            for entry in files
        ],
        **succession.data,
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def sums(folder: Path) -> bytes:
    """The lines of SHA256SUMS for all files of a folder but the seal, which speaks for itself."""
    found = (entry for entry in entries(folder, {}) if entry.path != SEAL)
    return "".join(f"{entry.sha256}  {entry.path}\n" for entry in found).encode()


def document(outcome: Outcome, source: str) -> dict[str, Any]:
    """What the manifest tells of an SOP; `source` is the text that travels inside its PDF."""
    sop = listed(outcome.record) if outcome.record else None
    if sop is None:
        raise SopgenError(f"Catatan pembuatan {outcome.id} tidak terbaca; ulangi perintahnya.")
    return {
        "id": outcome.id,
        "nomor": sop.nomor,
        "judul": sop.judul,
        "revisi": sop.revisi,
        "tanggal": _dates(sop),
        "status": str(sop.status),
        "sumber_sha256": sha256(source.encode()),
    }


def _dates(sop: Sop) -> dict[str, str | None]:
    dates = sop.tanggal
    return {
        "pembuatan": _day(dates.pembuatan),
        "revisi": _day(dates.revisi),
        "efektif": _day(dates.efektif),
    }


def _day(date: Tanggal | None) -> str | None:
    day: datetime.date | None = date.tanggal if date else None
    return day.isoformat() if day else None
