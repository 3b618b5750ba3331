"""The manifest of a release as anybody may have written it, read with suspicion; where releases are."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sopgen import regular
from sopgen.diagnostic import Finding, Place, Severity
from sopgen.record import why

MANIFEST, SEAL, SUMS = "manifest.json", "manifest.json.p7s", "SHA256SUMS"

INDEX, FINDINGS = "index.html", "temuan.json"

COMMON = (INDEX, FINDINGS)
"""The files of a release that belong to no document by itself."""

UNREADABLE, OUTSIDE = "MNF-01", "MNF-02"

FORMAT = 1
"""The number of this form of the manifest; another one means that readers of this one must not guess."""

LARGEST = 16 * 1024 * 1024
"""Bytes of a manifest or a list of checksums."""

MOST = 20_000
"""The most files of a release."""

_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Entry:
    """A file as the manifest lists it."""

    path: str
    sha256: str
    size: int | None


def home(path: Path) -> Path | None:
    """The release folder that a file stands in; None where it stands in none. `path` may be the folder."""
    path = path.resolve()
    if path.is_dir() and _is_release(path, 1):
        return path
    return next((folder for folder in path.parents[:3] if _is_release(folder, 2)), None)


def inside(folder: Path) -> list[Path]:
    """The release folders below a folder."""
    return sorted(
        {
            file.parent
            for file in walk(folder)
            if file.name in (MANIFEST, SEAL) and _is_release(file.parent, 2)
        }
    )


def _is_release(folder: Path, least: int) -> bool:
    """Whether enough of a release is there; other programs call a file `manifest.json`, too."""
    there = [name for name in (MANIFEST, SEAL, SUMS) if regular.is_file(folder / name)]
    return len(there) >= least and there != [SUMS]


def walk(folder: Path) -> Iterator[Path]:
    """All that is in a folder and below it, folders aside; links are not followed."""
    waiting = [folder]
    while waiting:
        for one in sorted(waiting.pop().iterdir()):
            if one.is_dir() and not one.is_symlink():
                waiting.append(one)
            else:
                yield one


def paths(folder: Path) -> list[Path]:
    """The PDFs that the manifest lists and that are there, each once, in its order."""
    _, entries, _ = read(folder, "")
    files = dict.fromkeys(folder / entry.path for entry in entries if not faulty(entry.path))
    return [file for file in files if file.suffix.lower() == ".pdf" and regular.is_file(file)]


def read(folder: Path, shown: str) -> tuple[Mapping[str, Any], list[Entry], list[Finding]]:
    """The manifest, its entries, and what is wrong with it."""
    file = folder / MANIFEST
    try:
        data = json.loads(regular.read(file, LARGEST), object_pairs_hook=_once)
    except FileNotFoundError:
        return {}, [], [fault(UNREADABLE, f"{MANIFEST} hilang.", shown, MANIFEST)]
    except OSError as error:
        told = f"{MANIFEST} tidak dapat dibaca: {why(error)}."
        return {}, [], [fault(UNREADABLE, told, shown, MANIFEST)]
    except (ValueError, RecursionError):
        return {}, [], [fault(UNREADABLE, f"{MANIFEST} rusak: bukan JSON yang utuh.", shown, MANIFEST)]
    listed = data.get("files") if isinstance(data, dict) and data.get("format") == FORMAT else None
    if not isinstance(listed, list) or len(listed) > MOST:
        told = f"{MANIFEST} bukan daftar terbitan sopgen (format {FORMAT})."
        return {}, [], [fault(UNREADABLE, told, shown, MANIFEST)]
    entries = [entry for one in listed if (entry := _entry(one))]
    findings = list(_listed(entries, shown))
    if len(entries) != len(listed):
        told = f"{len(listed) - len(entries)} baris {MANIFEST} tidak lengkap atau rusak."
        findings.append(fault(UNREADABLE, told, shown, MANIFEST))
    return data, entries, findings


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object; one that says the same key twice may be read in two ways."""
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError("a key twice")
    return dict(pairs)


def _entry(one: Any) -> Entry | None:
    if not isinstance(one, dict):
        return None
    path, digest, size = one.get("path"), one.get("sha256"), one.get("size")
    if not isinstance(path, str) or not isinstance(digest, str) or not _HASH.fullmatch(digest):
        return None
    if size is not None and (not isinstance(size, int) or isinstance(size, bool)):
        return None
    return Entry(path, digest, size)


def _listed(entries: list[Entry], shown: str) -> Iterator[Finding]:
    """Paths that lead out of the folder or can't be one, and those listed twice."""
    for entry in entries:
        if reason := faulty(entry.path):
            yield fault(OUTSIDE, f"{MANIFEST} menunjuk {entry.path!r}: {reason}.", shown, MANIFEST)
    for path, count in Counter(entry.path for entry in entries).items():
        if count > 1:
            yield fault(UNREADABLE, f"{path} terdaftar {count} kali di {MANIFEST}.", shown, MANIFEST)


def faulty(path: str) -> str:
    """Why a listed path can't be one of a release; empty where it can."""
    parts = path.split("/")
    if path.startswith("/") or re.match(r"[A-Za-z]:", path) or ".." in parts:
        return "di luar folder terbitan"
    if any(part in ("", ".") for part in parts) or re.search(r"[\\\x00-\x1f\x7f]", path):
        return "bukan nama berkas yang sah"
    return ""


def fault(code: str, message: str, shown: str, path: str) -> Finding:
    """A finding about a file of a release folder that is called `shown`."""
    where = f"{shown.rstrip('/')}/{path}" if path else shown
    return Finding(code, Severity.ERROR, message, Place(where))
