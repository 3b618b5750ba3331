"""Web pages of any origin printed, so that they can be read like any other document.

No script runs, nothing but `data:` is fetched, and the paper is so long that no table breaks.
"""

from __future__ import annotations

import codecs
import contextlib
import io
import logging
import re
from collections.abc import Iterator
from typing import Any

from sopgen.pdf.files import ProjectFiles
from sopgen.pdf.render import ENGINE_LOGS

_LENGTH = 5000
"""The length of the paper, mm; PDF knows none longer than 5080."""

_WIDE = 420.0
"""The width of the paper where the page asks for none, mm."""

_OUR_WIDTH = re.compile(r"@page\s*\{\s*size:\s*(\d{2,4}(?:\.\d+)?)mm\s+\d")
_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)
_HEAD = 4096
"""How far into a file its encoding may be told, bytes."""

_PAPER = "@page {{ size: {width}mm {length}mm !important; margin: 12mm !important }}"
_UNSEEN = ".senyap, .sr-only, .visually-hidden, .screen-reader-text { display: none !important }"
"""Words for screen readers alone would be painted over the table."""

_RULED = """
table { border-collapse: collapse !important; break-inside: auto }
td, th { border: 0.75pt solid #000 !important }
body { width: auto !important; overflow: visible !important }
"""


def printed(html: bytes) -> bytes:
    """The page as a PDF on one long sheet for each of its own pages.

    Raises whatever the layout raises for what it can't set.
    """
    from weasyprint import CSS, HTML

    text = _decoded(html)
    own = _OUR_WIDTH.search(text)
    width = min(float(own[1]), 2000.0) if own else _WIDE
    paper = _PAPER.format(width=width, length=_LENGTH) + _UNSEEN
    with _unheard():
        style = CSS(string=paper if own else paper + _RULED)
        page: Any = HTML(string=text, base_url="http://halaman.invalid/", url_fetcher=ProjectFiles())
        out = io.BytesIO()
        page.render(stylesheets=[style], presentational_hints=True).write_pdf(out)
    return out.getvalue()


@contextlib.contextmanager
def _unheard() -> Iterator[None]:
    """What the engine thinks of somebody else's page is of no use to anybody."""
    loggers = [logging.getLogger(name) for name in ENGINE_LOGS]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)


def _decoded(html: bytes) -> str:
    """The text of a page: by its mark, by what it says, as UTF-8 if it can be, else as Windows writes."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if html.startswith(mark):
            return html.decode(name, errors="replace")
    try:
        return html.decode("utf-8")
    except UnicodeDecodeError:
        pass
    said = _CHARSET.search(html[:_HEAD])
    name = said[1].decode("ascii", errors="replace").lower() if said else ""
    # What calls itself Latin-1 or UTF-8 and isn't comes from Windows.
    wrong = name in ("", "utf-8", "utf8", "iso-8859-1", "latin1", "us-ascii") or not _is_known(name)
    return html.decode("windows-1252" if wrong else name, errors="replace")


def _is_known(name: str) -> bool:
    try:
        return bool(codecs.lookup(name)._is_text_encoding)
    except LookupError:
        return False
