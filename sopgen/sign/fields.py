"""The signature fields of a PDF: what is prepared, what is signed already."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from sopgen.diagnostic import SopgenError


@dataclass(frozen=True)
class Field:
    """A signature field: its name, what it tells screen readers, and its size on the page in points."""

    name: str
    label: str
    width: float
    height: float
    is_signed: bool


def fields(content: bytes) -> tuple[Field, ...]:
    """The visible signature fields of a PDF in their order. Raises SopgenError where it can't be read."""
    from pyhanko.sign.fields import enumerate_sig_fields

    found = enumerate_sig_fields(opened(content).prev)
    known = (_field(name, value, reference.get_object()) for name, value, reference in found)
    return tuple(field for field in known if field.width and field.height)


def opened(content: bytes) -> Any:
    """A PDF to add to (pyHanko). Raises SopgenError where it can't be read.

    Its metadata stays as it is, for that is where PDF/A and PDF/UA look.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.misc import PdfError

    class Writer(IncrementalPdfFileWriter):
        def _update_meta(self) -> None:
            pass

        def write(self, stream: Any) -> None:
            super().write(_Ending(stream))  # type: ignore[no-untyped-call]

    try:
        return Writer(io.BytesIO(content))
    except (PdfError, ValueError) as error:
        raise SopgenError(f"Berkas bukan PDF yang dapat ditandatangani: {error}") from error


class _Ending:
    """A file in which no stream's data lends its last carriage return to the line feed that follows.

    Certificates and all that is deflated end in any byte; then `/Length` seems wrong (ISO 19005-3, 6.1.7.1).
    """

    def __init__(self, file: Any) -> None:
        self.file, self.last = file, b""

    def write(self, data: Any) -> None:
        """Write data, the end of a stream on a line of its own."""
        if self.last == b"\r" and data == b"\nendstream":
            self.file.write(b"\r")
        self.file.write(data)
        self.last = bytes(data[-1:])

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)


def _field(name: str, value: Any, widget: Any) -> Field:
    x0, y0, x1, y1 = (float(side) for side in widget.get("/Rect", (0, 0, 0, 0)))
    return Field(name, str(widget.get("/TU", "")), abs(x1 - x0), abs(y1 - y0), value is not None)
