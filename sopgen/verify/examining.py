"""A PDF looked at from all sides that concern its signatures; for a process with bounds."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from sopgen import regular
from sopgen.verify import octets, reach
from sopgen.verify.appended import appended
from sopgen.verify.changes import FOREIGN, SYNTAX, UNREADABLE, changes
from sopgen.verify.octets import Range
from sopgen.verify.signatures import NO_SIGNATURES, Signatures, signatures
from sopgen.verify.snapshot import Snapshot, snapshot
from sopgen.verify.tokens import SyntaxFault
from sopgen.verify.trust import Trust
from sopgen.verify.values import Change, Increment

_MOST = 40
"""The most increments that are compared one by one."""


@dataclass(frozen=True, slots=True)
class Laid:
    """An annotation that lay on a page when it was signed: its page, its kind, its place."""

    page: int
    kind: str
    rectangle: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Examined:
    """What was seen. `fault`: the file can't be read as a PDF; `is_locked`: it wants a password.

    `is_blind`: what was signed first can't be looked at, so nobody knows what lay on its pages; `is_layered`:
    it has layers that a reader shows or hides (optional content).
    `start` is how much of the file was signed first, in bytes; `readings` is what readers don't agree on.
    """

    ranges: tuple[Range, ...] = ()
    signatures: Signatures = NO_SIGNATURES
    increments: tuple[Increment, ...] = ()
    laid: tuple[Laid, ...] = ()
    fault: str = ""
    is_locked: bool = False
    is_blind: bool = False
    is_layered: bool = False
    start: int = 0
    readings: tuple[Change, ...] = ()


def examine(path: Path, trust: Trust, moment: datetime.datetime) -> Examined:
    """Look at a file; what is no PDF any more still has its bytes looked at."""
    content = regular.read(path)
    ranges = tuple(octets.ranges(content))
    try:
        if _is_locked(content):
            return Examined(ranges, is_locked=True)
        found = signatures(content, trust, moment)
    except (MemoryError, OSError):
        raise
    except Exception as error:
        return Examined(ranges, fault=type(error).__name__)
    start = _first(found, ())
    signed = _shot(content[:start]) if start else None
    return Examined(
        ranges,
        found,
        tuple(_increments(content, found, ranges)),
        tuple(_laid(signed)) if signed else (),
        is_blind=bool(start) and signed is None,
        is_layered=signed is not None and "/OCProperties" in signed.catalogue,
        start=start,
    )


def _is_locked(content: bytes) -> bool:
    """Whether it is encrypted with a password that one has to know."""
    from io import BytesIO

    import pikepdf

    try:
        with pikepdf.open(BytesIO(content), suppress_warnings=True):
            return False
    except pikepdf.PasswordError:
        return True
    except pikepdf.PdfError:
        return False


def _increments(content: bytes, found: Signatures, ranges: Sequence[Range]) -> Iterator[Increment]:
    """What came after the first signature, one by one; the last one tells of what is no increment, too."""
    start = _first(found, ranges)
    if not start or start > len(content):
        return
    ends = [start, *(end for end in found.ends if end > start + 2)][: _MOST + 1]
    if len(ends) == 1 or len(content) - ends[-1] > 2:
        ends.append(len(content))
    else:
        ends[-1] = len(content)
    shots = [_shot(content[:end]) for end in ends]
    for number, ((old, new), (begin, end)) in enumerate(
        zip(pairwise(shots), pairwise(ends), strict=True), start=1
    ):
        told = _compared(old, new)
        if end == ends[-1]:
            told += [*_foreign(content, start, found, new), *out_of_form(content, start)]
        if told or end - begin > 2:
            yield Increment(number, end - begin, tuple(told))


def _first(found: Signatures, ranges: Sequence[Range]) -> int:
    """Where the part of the file ends that was signed first; 0 where nothing is."""
    ends = [one.end for one in found.found if one.end] or [one.end for one in ranges]
    return min(ends, default=0)


def _shot(content: bytes) -> Snapshot | None:
    try:
        return snapshot(content)
    except MemoryError:
        raise
    except Exception:
        return None


def _compared(old: Snapshot | None, new: Snapshot | None) -> list[Change]:
    if old is None or new is None:
        when = "saat ditandatangani" if old is None else "sesudah tambahan ini"
        return [Change(UNREADABLE, f"Dokumen {when} tidak dapat dibaca kembali; tidak dapat dibandingkan.")]
    return changes(old, new)


def _foreign(content: bytes, start: int, found: Signatures, last: Snapshot | None) -> list[Change]:
    """What stands in the file and belongs to no increment."""
    told = []
    if count := octets.trailing(content):
        told.append(Change(FOREIGN, f"Ada {count} bita asing di belakang akhir dokumen."))
    if count := octets.strays(content, start, found.listed):
        told.append(
            Change(FOREIGN, f"Ada {count} objek yang tidak terdaftar; pembaca PDF lain dapat menampilkannya.")
        )
    if last is not None and last.is_mended:
        told.append(
            Change(FOREIGN, "Tabel rujukan berkas rusak; pembaca PDF lain dapat menampilkan isi lain.")
        )
    return told


def out_of_form(content: bytes, start: int) -> Iterator[Change]:
    """What of the increments the grammar doesn't know, and the objects in them that nothing refers to.

    `start` is the length of what was signed first.
    """
    try:
        for one in appended(content, reach.signed(content[:start])):
            if idle := sorted(number for number, _ in one.objects - reach.reached(content[: one.end])):
                told = ", ".join(map(str, idle[:5]))
                yield Change(
                    FOREIGN, f"Tambahan ini membawa {len(idle)} objek yang tidak dirujuk apa pun ({told})."
                )
    except SyntaxFault as fault:
        yield Change(
            SYNTAX,
            f"Tambahan sesudah tanda tangan menyalahi bentuk baku PDF: {fault.message} (bita {fault.place}).",
        )
    except MemoryError:
        raise
    except Exception:
        yield Change(UNREADABLE, "Tambahan sesudah tanda tangan tidak dapat diuraikan.")


def _laid(signed: Snapshot) -> Iterator[Laid]:
    """What covered the pages that were signed."""
    for number, sheet in enumerate(signed.sheets, start=1):
        for one in sheet.annotations:
            if one.is_visible and one.covers:
                yield Laid(number, one.kind, one.rectangle)
