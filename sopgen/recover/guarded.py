"""Reading a file that nobody vouches for: in a process of its own, with bounds on time and memory."""

from __future__ import annotations

import contextlib
import multiprocessing
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from pathlib import Path

from sopgen import proof
from sopgen.recover.document import Recovered, broken, recovered

SECONDS = 60.0
"""The longest that one file may take."""

MOST_PAGES = 60
"""The most pages of a file that are read."""

_MEMORY = 1536 * 1024 * 1024
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
    if path.suffix.lower() not in WEB:
        printer = None
    elif printer is None or size > _LARGEST_PAGE:
        return broken(name, _PAGE_TOO_LARGE if printer else _NO_PRINTER)
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = _context().Process(target=_work, args=(theirs, path, name, printer))
    process.start()
    theirs.close()
    try:
        return _answer(ours, name, seconds)
    finally:
        ours.close()
        process.kill()
        process.join()


@cache
def _context() -> ForkServerContext | SpawnContext:
    """Processes that come from a server which has the reader loaded already, where the system can."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["pdfplumber", __name__])
    return context


def _answer(connection: Connection, name: str, seconds: float) -> Recovered:
    if not connection.poll(seconds):
        return broken(name, _TOO_LONG.format(seconds=seconds))
    try:
        answer = connection.recv()
    except EOFError:
        return broken(name, _CRASHED)
    return answer if isinstance(answer, Recovered) else broken(name, str(answer))


def _work(connection: Connection, path: Path, name: str, printer: Printer | None) -> None:
    """What the other process does: read, and send what came of it."""
    _bound()
    answer: Recovered | str
    try:
        answer = unguarded(path, name, printer)
    except MemoryError:
        answer = _TOO_BIG
    except Exception as error:
        answer = _reason(error)
        if answer == _BROKEN and path.suffix.lower() in WEB:
            answer = _BAD_PAGE
    with contextlib.suppress(BrokenPipeError):
        connection.send(answer)


def _reason(error: BaseException | None) -> str:
    """What an error of the reader means, its causes included."""
    while error is not None:
        names = [type(error).__name__, *(type(part).__name__ for part in error.args)]
        if "PDFPasswordIncorrect" in names:
            return _LOCKED
        if "MemoryError" in names:
            return _TOO_BIG
        error = error.__cause__ or error.__context__
    return _BROKEN


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
    return replace(document, cetakan=looks.model_copy(update=none)) if looks else document


def _bound() -> None:
    """Bounds on memory and processor time, where the system knows them."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
