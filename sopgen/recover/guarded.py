"""Reading a file that nobody vouches for: in a process of its own, with bounds on time and memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from sopgen import bounded, proof
from sopgen.bounded import Stop, Stopped
from sopgen.recover.document import Recovered, broken, recovered

SECONDS = 60.0
"""The longest that one file may take."""

MOST_PAGES = 60
"""The most pages of a file that are read."""

_LARGEST = 100 * 1024 * 1024
"""Bytes."""

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
    name = file or str(path)
    size = path.stat().st_size
    if not size or size > _LARGEST:
        return broken(name, _TOO_LARGE if size else _EMPTY)
    is_page = path.suffix.lower() in WEB
    if is_page and (printer is None or size > _LARGEST_PAGE):
        return broken(name, _PAGE_TOO_LARGE if printer else _NO_PRINTER)
    found = bounded.run(unguarded, path, name, printer if is_page else None, seconds=seconds)
    if isinstance(found, Stopped):
        return broken(name, stopped(found, seconds, _BAD_PAGE if is_page else _BROKEN))
    assert isinstance(found, Recovered)
    return found


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
        content = path.read_bytes()
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
