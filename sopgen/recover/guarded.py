"""Reading a file that nobody vouches for: in a process of its own, with bounds on time and memory."""

from __future__ import annotations

import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar, cast

from sopgen import bounded, proof, regular
from sopgen.bounded import Stop, Stopped
from sopgen.recover.document import Recovered, broken, recovered

SECONDS = 60.0
"""The longest that one file may take."""

MOST_PAGES = 60
"""The most pages of a file that are read."""

_LARGEST = 100 * 1024 * 1024
"""Bytes."""

T = TypeVar("T")

Printer = Callable[[bytes], bytes]
"""Turns the bytes of a web page into those of a PDF."""

WEB = (".html", ".htm", ".xhtml", ".mht")
"""Endings of web pages."""

_LARGEST_PAGE = 8 * 1024 * 1024
_PAGE_TOO_LARGE = "Halaman web lebih dari 8 MB; simpan ulang tanpa gambar."
_NO_PRINTER = "Berkas HTML tidak dapat dibaca di sini; cetaklah menjadi PDF lebih dahulu."
_BAD_PAGE = (
    "Berkas tidak dapat disusun sebagai halaman HTML: terlalu rumit, rusak, atau dibuat untuk mengacau."
)
_ARCHIVE = "Berkas arsip web (MHT) tidak dibaca; simpan sebagai HTML atau PDF."
_BROKEN = "Berkas tidak dapat dibaca sebagai PDF: rusak atau terpotong."
_LOCKED = "Berkas terkunci kata sandi; simpan ulang tanpa kata sandi."
_SPECIAL = "Bukan berkas biasa, melainkan folder, pipa, soket, atau perangkat; tidak dibaca."
_EMPTY = "Berkas kosong (0 bita)."
_TOO_LARGE = "Berkas lebih dari 100 MB; kecilkan gambarnya."
_TOO_LONG = (
    "Pembacaan dihentikan sesudah {seconds:.0f} detik; berkas ini terlalu rumit, atau dibuat untuk mengacau."
)
_TOO_BIG = (
    "Pembacaan dihentikan: isinya memuai melewati batas memori; berkas ini rusak, atau dibuat untuk mengacau."
)
_CRASHED = "Pembacaan berhenti mendadak; berkas ini rusak, atau dibuat untuk mengacau."


def recover(
    path: Path, file: str = "", *, seconds: float = SECONDS, printer: Printer | None = None
) -> Recovered:
    """Read a document back into an SOP; what can't be read comes back as `Kind.BROKEN`, and says why.

    `file` is its name as shown to people. A web page is set by `printer`, a function other processes can
    import, and read like any PDF. Raises OSError where the file can't be opened at all.
    """
    return examine(path, file or str(path), _itself, seconds=seconds, printer=printer)


def examine(
    path: Path,
    file: str,
    work: Callable[[Recovered], T],
    *,
    seconds: float = SECONDS,
    printer: Printer | None = None,
) -> T:
    """The same, and what `work` makes of the document in the process that has read it.

    `work` must be picklable, and so must what it returns; a document that can't be read is handed to it, too.
    """
    if why := _refused(path, printer):
        return work(broken(file, why))
    is_page = path.suffix.lower() in WEB
    found = bounded.run(_worked, path, file, work, printer if is_page else None, seconds=seconds)
    if isinstance(found, Stopped):
        return work(broken(file, stopped(found, seconds, _BAD_PAGE if is_page else _BROKEN)))
    return cast(T, found)


def _itself(document: Recovered) -> Recovered:
    return document


def _worked(path: Path, file: str, work: Callable[[Recovered], T], printer: Printer | None) -> T:
    return work(unguarded(path, file, printer))


def _refused(path: Path, printer: Printer | None) -> str:
    """Why a file is not even opened; empty where it is. Raises OSError where it isn't there."""
    info = path.stat()
    if not stat.S_ISREG(info.st_mode):
        return _SPECIAL
    if not info.st_size or info.st_size > _LARGEST:
        return _TOO_LARGE if info.st_size else _EMPTY
    if path.suffix.lower() not in WEB:
        return ""
    if printer is None:
        return _NO_PRINTER
    return _PAGE_TOO_LARGE if info.st_size > _LARGEST_PAGE else ""


def stopped(why: Stopped, seconds: float, otherwise: str = _BROKEN) -> str:
    """Why a file could not be read, in Indonesian; `otherwise` where no more is known."""
    if why.why is Stop.TIME:
        return _TOO_LONG.format(seconds=seconds)
    if why.why is Stop.ERROR:
        return _LOCKED if "PDFPasswordIncorrect" in why.names else otherwise
    return _TOO_BIG if why.why is Stop.MEMORY else _CRASHED


def unguarded(path: Path, file: str, printer: Printer | None = None) -> Recovered:
    """Read a document that one trusts, in this process; raises whatever the reader raises."""
    content: Path | bytes = path
    if path.suffix.lower() in WEB and printer:
        content = regular.read(path, _LARGEST_PAGE)
        if content[:64].lower().startswith((b"mime-version", b"from:")):
            return broken(file, _ARCHIVE)
        content = printer(content)
    found = proof.read(content, most=MOST_PAGES + 1)
    if not found.pages:
        return broken(file, _BROKEN)
    document = recovered(found, file)
    if content is not path:
        document = _without_pages(document)
    if len(found.pages) <= MOST_PAGES:
        return document
    return replace(document, notes=(*document.notes, f"Hanya {MOST_PAGES} halaman pertama yang dibaca."))


def _without_pages(document: Recovered) -> Recovered:
    """A web page: its pages are ours, not its own."""
    looks = document.cetakan
    none = {"halaman": (), "terpotong": (), "lepas": ()}
    return replace(
        document,
        cetakan=looks.model_copy(update=none) if looks else None,
        others=tuple(map(_without_pages, document.others)),
    )
