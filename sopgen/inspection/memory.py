"""What was found in a folder the last time, and whether it still holds."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from sopgen import regular
from sopgen.assets import PACKAGE
from sopgen.diagnostic import Finding, Place, Severity, SopgenError
from sopgen.project import REGISTER, UNIT

_IGNORE = "# Ditulis oleh sopgen check; boleh dihapus kapan saja.\n*\n"

Stored = list[Any]
"""A finding as JSON: code, severity, message, file name, line, column, key path, hint."""


@dataclass
class Entry:
    """One SOP: the hash of its source, what the SOPs beside it may see of it (JSON), and what was found.

    `context` is a hash of all the other SOPs' `facts` at that time; `day` is the day of checking where it
    played a part.
    """

    source: str
    facts: str
    context: str = ""
    day: str | None = None
    findings: list[Stored] = field(default_factory=list)
    waived: list[Stored] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)


@dataclass
class Folder:
    """A folder: the hash of all that its SOPs share, the findings in that, and the SOPs by file name."""

    shared: str
    surroundings: dict[str, list[Stored]] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)

    def unread(self, sources: Mapping[str, str]) -> list[str]:
        """The files that were never read, or not as they are now."""
        return [
            name
            for name, source in sources.items()
            if name not in self.entries or self.entries[name].source != source
        ]

    def context(self, names: Iterable[str]) -> str:
        """A hash of what the named SOPs show each other."""
        return digest(f"{name} {self.entries[name].facts}" for name in sorted(names))

    def unjudged(
        self, sources: Mapping[str, str], names: Iterable[str], today: datetime.date | None
    ) -> list[str]:
        """Those of the named SOPs of which what was found may no longer hold."""
        context, days = self.context(sources), (None, str(today))
        entries = self.entries
        return [name for name in names if entries[name].context != context or entries[name].day not in days]

    def is_fresh(
        self, sources: Mapping[str, str], names: Collection[str], today: datetime.date | None
    ) -> bool:
        """Whether all there is to say of the named SOPs is known."""
        return not self.unread(sources) and not self.unjudged(sources, names, today)


def source(file: Path) -> str:
    """The hash of a file's content; of what is no file, a word."""
    try:
        return regular.sha256(file) if regular.is_file(file) else "bukan berkas"
    except OSError as error:
        raise SopgenError(f"{file} tidak dapat dibaca: {error.strerror or error}.") from error


def shared(home: Path) -> str:
    """A hash of all that the findings of a folder's SOPs rest on, besides the SOPs themselves."""
    return digest((_code(), *(source(home / name) for name in (UNIT, REGISTER))))


@cache
def _code() -> str:
    """A hash of sopgen itself, its rules and their tables."""
    files = sorted((*PACKAGE.rglob("*.py"), *(PACKAGE / "rules" / "data").iterdir()))
    return digest(f"{file.relative_to(PACKAGE)} {source(file)}" for file in files)


def digest(parts: Iterable[str]) -> str:
    """One hash of all parts, in order."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(part.encode("utf-8", "surrogatepass") + b"\0")
    return whole.hexdigest()


def stored(finding: Finding) -> Stored:
    """A finding as it is remembered."""
    place, path = finding.place, list(finding.key_path)
    where = [Path(place.file).name, place.line, place.column, path]
    return [finding.code, int(finding.severity), finding.message, *where, finding.hint]


def findings(home: Path, stored: Iterable[Stored]) -> tuple[Finding, ...]:
    """Remembered findings of a folder."""
    return tuple(
        Finding(code, Severity(severity), message, Place(str(home / name), line, column), tuple(path), hint)
        for code, severity, message, name, line, column, path, hint in stored
    )


def load(cache: Path, home: Path) -> Folder:
    """What is remembered of a folder; nothing where that is damaged, or was found under other conditions."""
    conditions = shared(home)
    try:
        data = json.loads(regular.read(_file(cache, home)))
        if data["shared"] == conditions:
            entries = {name: Entry(**entry) for name, entry in data["entries"].items()}
            return Folder(conditions, data["surroundings"], entries)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        pass
    return Folder(conditions)


def save(cache: Path, home: Path, folder: Folder) -> None:
    """Remember a folder; where nothing can be written, nothing is."""
    from sopgen.record import write

    with contextlib.suppress(SopgenError):
        if not (cache / ".gitignore").exists():
            write(cache / ".gitignore", _IGNORE.encode())
        write(
            _file(cache, home),
            json.dumps(asdict(folder), ensure_ascii=False).encode("utf-8", "surrogatepass"),
        )


def _file(cache: Path, home: Path) -> Path:
    return cache / f"check-{digest([str(home.resolve())])[:16]}.json"
