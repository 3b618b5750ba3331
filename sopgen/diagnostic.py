"""What can be said of a document: where, how grave, and what to do about it.

A fault in a document is a `Finding`: a value, collected and returned, never raised.
A fault of the call or of the machine is a `SopgenError`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

KeyPath = tuple[str | int, ...]
"""The way to a value in a YAML file: `("kegiatan", 3, "mutu_baku", "waktu")`."""


class Severity(IntEnum):
    """How grave a finding is; the greater, the graver."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A place on a printed page; page 0 means none. Points (1/72 inch) from the page's upper left corner."""

    page: int = 0
    y: int = 0
    x: int = 0

    def __str__(self) -> str:
        return f"halaman {self.page}, ({self.x}, {self.y})"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in a file. Line and column count from 1; 0 means the file as a whole.

    A finished document has pages instead of lines: there `spot` tells where.
    """

    file: str
    line: int = 0
    column: int = 0
    spot: Spot = Spot()

    def __str__(self) -> str:
        if self.spot.page:
            return f"{self.file}: {self.spot}"
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault, said once: what, where, how grave, and what to do.

    `key_path` names the value; `place` is where it stands in the file.
    """

    code: str
    severity: Severity
    message: str
    place: Place
    key_path: KeyPath = ()
    hint: str = ""


def fault(code: str, message: str, place: Place, key_path: KeyPath = (), hint: str = "") -> Finding:
    """A finding of severity error."""
    return Finding(code, Severity.ERROR, message, place, key_path, hint)


class SopgenError(Exception):
    """The call or the machine is at fault; the message is Indonesian and ready to print."""


def written(key_path: KeyPath) -> str:
    """A key path as staff read it; list items count from 1: `kegiatan[4].mutu_baku.waktu`."""
    text = ""
    for part in key_path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def worst(findings: Iterable[Finding]) -> Severity | None:
    """The gravest severity among the findings, or None where there is none."""
    return max((finding.severity for finding in findings), default=None)


def relative(path: Path, start: Path) -> str:
    """The path as shown to people: relative to `start` where it lies below it."""
    try:
        return str(path.resolve().relative_to(start.resolve()))
    except ValueError:
        return str(path)


def legible(path: Path | str) -> str:
    """A path, or words about one, for any file: what can't be printed or is no UTF-8 as escapes."""
    return "".join(char if char.isprintable() else _escape(char) for char in str(path))


def _escape(char: str) -> str:
    is_byte = "\udc80" <= char <= "\udcff"
    return f"\\x{ord(char) - 0xDC00:02x}" if is_byte else char.encode("unicode_escape").decode()


def printable(text: str) -> str:
    """A stranger's text as one line: a dot for all that moves the cursor or turns the way of reading."""
    return "".join(letter if letter.isprintable() or letter == "\u00a0" else "\u00b7" for letter in text)
