"""A signed document as several independent readers show it: what was signed, and the file as it is.

A file that is sound by its structure may still be read in different ways. Only verify knows PDFium.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sopgen import bounded
from sopgen.bounded import Stop, Stopped
from sopgen.verify.changes import DISAGREED
from sopgen.verify.readers import own, pdfium, poppler
from sopgen.verify.readers.agreement import differences, disagreements
from sopgen.verify.readers.areas import areas
from sopgen.verify.readers.leaf import Areas, Leaf
from sopgen.verify.values import Change

__all__ = ["WITHOUT_POPPLER", "compared", "installed", "shown"]

Look = Callable[[bytes, Areas, Path, float], list[Leaf]]

_READERS: dict[str, Look] = {
    "PDFium": lambda content, out, _folder, _seconds: pdfium.leaves(content, out),
    "Poppler": poppler.leaves,
    "pembaca sopgen": lambda content, _out, _folder, _seconds: own.leaves(content),
}
WITHOUT_POPPLER = (
    "Poppler (pdftotext, pdftoppm) tidak terpasang; tampilannya dibandingkan menurut PDFium dan sopgen saja."
)
_WHY = {Stop.TIME: "tidak selesai pada waktunya", Stop.MEMORY: "kehabisan memori"}


def compared(path: Path, end: int, *, seconds: float) -> tuple[Change, ...]:
    """Where readers show anything else than what was signed, the first `end` bytes, or differ on that.

    Each reader works in a process of its own; one that comes to nothing within `seconds` is named.
    """
    readers = installed()
    with ThreadPoolExecutor(len(readers)) as pool:
        looks = list(pool.map(lambda reader: _bounded(reader, path, end, seconds), readers))
    told: list[Change] = []
    signed: dict[str, list[Leaf]] = {}
    for reader, seen in zip(readers, looks, strict=True):
        if isinstance(seen, Stopped):
            why = _WHY.get(seen.why, "tidak dapat membacanya")
            told.append(Change(DISAGREED, f"{reader} {why}; tampilannya tidak dapat dibandingkan."))
        else:
            signed[reader], now = seen
            told += differences(reader, signed[reader], now)
    return (*told, *disagreements(signed))


def _bounded(reader: str, path: Path, end: int, seconds: float) -> tuple[list[Leaf], list[Leaf]] | Stopped:
    with tempfile.TemporaryDirectory(prefix="sopgen-") as folder:
        seen: tuple[list[Leaf], list[Leaf]] | Stopped = bounded.run(
            shown, reader, path, end, Path(folder), seconds / 4, seconds=seconds
        )
    return seen


def installed() -> list[str]:
    """The readers that this machine has."""
    return [name for name in _READERS if name != "Poppler" or poppler.is_installed()]


def shown(reader: str, path: Path, end: int, folder: Path, seconds: float) -> tuple[list[Leaf], list[Leaf]]:
    """What a reader shows of the part that was signed and of all; raises what the reader raises."""
    content = path.read_bytes()
    out = areas(content[:end], content)
    first = _READERS[reader](content[:end], out, folder, seconds)
    if not content[end:].strip():
        return first, first
    return first, _READERS[reader](content, out, folder, seconds)
