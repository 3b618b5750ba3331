"""Pages laid out, measured and written: the calls to WeasyPrint, and what it says while it works."""

from __future__ import annotations

import ctypes
import gc
import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sopgen.diagnostic import SopgenError
from sopgen.pdf import archive, signature, structure
from sopgen.pdf.files import ORIGIN, ProjectFiles

if TYPE_CHECKING:
    from weasyprint import Document

ENGINE_LOGS = ("weasyprint", "fontTools")

_SWEEP = 50_000
"""New objects after which Python looks for unused ones that hold each other; pages are made of very many."""


class Box(NamedTuple):
    """The rectangle an element takes on a page: page index from 0, corners in CSS px from the top left."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True)
class Metadata:
    """What a PDF says of itself. `created` is UTC and comes from the SOP's dates, never from the clock.

    `identifier` is a hash of the source: it makes the file's identity the source's.
    """

    title: str
    author: str
    subject: str
    keywords: tuple[str, ...]
    created: datetime
    identifier: str


@dataclass(frozen=True)
class Attachment:
    """A file that travels inside the PDF as its source (`AFRelationship` Source); `modified` is UTC."""

    name: str
    data: bytes
    description: str
    mime: str
    modified: datetime


@dataclass(frozen=True, eq=False)
class Layout:
    """Pages that are laid out and not yet written, and what WeasyPrint warned of (English, for `-v`).

    `signers` are the offices of those who sign in it, by the id of the element where each does.
    """

    document: Document
    files: ProjectFiles
    warnings: tuple[str, ...]
    signers: Mapping[str, str]


def layout(
    html: str, *, root: Path, behind: Sequence[Path] = (), cache: dict[str, Any] | None = None
) -> Layout:
    """Break HTML into pages. Relative URLs mean files below `root`, or below the folders `behind` it.

    Nothing else is ever fetched.

    `cache` keeps decoded pictures from one layout to the next of the *same* document; a cached SVG
    is drawn with the fonts of the document that decoded it, so it must not be shared between documents.
    Raises SopgenError (Indonesian) where the page wants a file outside `root`, lacks one, or is faulty.
    """
    _hold_pango()
    from weasyprint import HTML

    files = ProjectFiles(root, *behind)
    with _heard(files) as warnings, _seldom_swept():
        page = HTML(string=html, base_url=ORIGIN, url_fetcher=files)
        signers = signature.mark(page.etree_element)
        try:
            document = page.render(cache={} if cache is None else cache)
        except AssertionError as error:
            # WeasyPrint gives up where not even a part of something fits on an empty page.
            raise SopgenError(_TOO_FULL) from error
    return Layout(document, files, tuple(warnings), signers)


_TOO_FULL = (
    "Halaman tidak dapat disusun: isi sebuah baris tidak muat di selembar kertas. Ringkas teksnya, pecah "
    "barisnya, kurangi pelaksananya, atau pakai kertas yang lebih besar (kertas: F4 atau Legal)."
)


def _hold_pango() -> None:
    # Its font thread may outlive us, and crashes where the library is unloaded first, at exit.
    with suppress(OSError):
        ctypes.CDLL("libpangoft2-1.0.so.0")


def anchors(pages: Layout) -> dict[str, tuple[Box, ...]]:
    """Where each element with an id stands: a box a page, in page order, several where it is split."""
    boxes: dict[str, tuple[Box, ...]] = {}
    for number, page in enumerate(pages.document.pages):
        for name, corners in page.anchors.items():
            boxes[name] = (*boxes.get(name, ()), Box(number, *corners))
    return boxes


def pdf(
    pages: Layout, metadata: Metadata, attachment: Attachment | None = None, *, signer: str = ""
) -> bytes:
    """Write the pages as PDF/A-3a and PDF/UA-1; the same arguments give the same bytes.

    Where the page has an element with the id `pengesahan`, an unsigned signature field of that name is
    prepared over it; `signer` (an office) is told to screen readers. Further fields are prepared over
    elements with an id and the signer's office in `data-pejabat`. Raises SopgenError as `layout` does.
    """
    document = pages.document
    _describe(document, metadata)
    places = anchors(pages)
    signers = {**pages.signers, signature.FIELD: signer}

    def finish(_: Document, file: Any) -> None:
        structure.mend(file)
        archive.mend(file, attachment.mime if attachment else "")
        for name in filter(places.__contains__, pages.signers):
            signature.prepare(file, name, places[name][0], signers[name], alone=len(pages.signers) == 1)

    with _heard(pages.files), _clock_at(metadata.created), _seldom_swept():
        content: bytes = document.write_pdf(
            finisher=finish,
            pdf_variant="pdf/a-3a",
            pdf_identifier=metadata.identifier.encode(),
            attachments=[_attached(attachment, pages.files)] if attachment else None,
        )
    return content


def picture(pages: Layout, moment: datetime) -> bytes:
    """Write the pages as a PDF that others can take a page from: fonts embedded, sRGB, and no structure.

    `moment` stands for the clock. Raises SopgenError as `layout` does.
    """
    with _heard(pages.files), _clock_at(moment), _seldom_swept():
        content: bytes = pages.document.write_pdf(
            finisher=lambda _, file: archive.show_plainly(file),
            pdf_variant="pdf/a-3b",
            pdf_identifier=b"tanda",
        )
    return content


def unprintable(pages: Layout) -> str:
    """The characters for which no font has a glyph, sorted; known once `pdf` has drawn the pages.

    Each of them costs the file its conformance (ISO 19005-3, 6.2.11.8; ISO 14289-1, 7.21.8).
    """
    return "".join(sorted({chr(code) for font in pages.document.fonts.values() for code in font.missing}))


def _describe(document: Document, metadata: Metadata) -> None:
    about = document.metadata
    about.title, about.description = metadata.title, metadata.subject
    about.authors, about.keywords = [metadata.author], list(metadata.keywords)
    about.generator = "sopgen"
    about.created = about.modified = metadata.created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    # A page cannot attach files of its own: they would carry the time of the build.
    about.attachments = []


def _attached(attachment: Attachment, files: ProjectFiles) -> Any:
    import weasyprint

    modified = attachment.modified.astimezone(UTC)
    return weasyprint.Attachment(
        file_obj=BytesIO(attachment.data),
        url_fetcher=files,
        name=attachment.name,
        description=attachment.description,
        created=modified,
        modified=modified,
        relationship="Source",
    )


class _Ear(logging.Handler):
    """Keeps what is logged."""

    def __init__(self, records: list[logging.LogRecord]) -> None:
        super().__init__(logging.WARNING)
        self.records = records

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one record."""
        self.records.append(record)


@contextmanager
def _heard(files: ProjectFiles) -> Iterator[list[str]]:
    """Listen to WeasyPrint: yield the list its warnings go to, and raise SopgenError for its errors."""
    records: list[logging.LogRecord] = []
    warnings: list[str] = []
    ear = _Ear(records)
    loggers = [logging.getLogger(name) for name in ENGINE_LOGS]
    for logger in loggers:
        logger.addHandler(ear)
    try:
        yield warnings
    except OSError:
        # A few fetches are not guarded by WeasyPrint; `_refuse` says what they wanted.
        if not files.refused and not files.missing:
            raise
    finally:
        for logger in loggers:
            logger.removeHandler(ear)
    warnings += [record.getMessage() for record in records if record.levelno < logging.ERROR]
    _refuse(files, [record.getMessage() for record in records if record.levelno >= logging.ERROR])


def _refuse(files: ProjectFiles, errors: list[str]) -> None:
    """Raise the gravest of what went wrong, if anything did."""
    if files.refused:
        raise SopgenError(f"Berkas di luar proyek tidak boleh dibaca: {', '.join(files.refused)}")
    if files.missing:
        raise SopgenError(f"Berkas tidak ditemukan di dalam proyek: {', '.join(files.missing)}")
    errors = [_BROKEN if error.startswith(_EMBEDDED) else error for error in errors]
    if errors:
        raise SopgenError(f"Halaman tidak dapat disusun: {'; '.join(errors).replace(ORIGIN, '')[:500]}")


_EMBEDDED = "Failed to load image at 'data:"
_BROKEN = "sebuah gambar, misalnya logo, rusak; simpan ulang sebagai SVG atau PNG"


@contextmanager
def _seldom_swept() -> Iterator[None]:
    """Spare the tenth of the time that looking for unused objects takes; it costs some memory."""
    before = gc.get_threshold()
    gc.set_threshold(_SWEEP, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def _clock_at(moment: datetime) -> Iterator[None]:
    """Show font tools this moment instead of now: what they stamp into a rewritten font is reproducible."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(int(moment.timestamp()))
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before
