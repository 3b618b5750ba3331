"""Views set out by the templates; the only owner of Jinja2. Every text is escaped, every gap is an error."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from sopgen.diagnostic import SopgenError
from sopgen.view import View
from sopgen.view.index import Index
from sopgen.view.lembar import Lembar, Rekap
from sopgen.view.mark import Mark


def html(view: View, directories: Sequence[Path], *, links: bool, pdf: bool = True) -> str:
    """The document as one HTML file; `links` adds what a screen wants and paper doesn't.

    `pdf` tells whether the PDF of the same name lies beside it.
    """
    return _rendered("sop.html.j2", directories, sop=view, links=links, pdf=pdf)


def index(index: Index, directories: Sequence[Path]) -> str:
    """The unit's Daftar SOP as one HTML file; its only script is admitted by its hash."""
    script = _rendered("index.js", directories)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return _rendered("index.html.j2", directories, daftar=index, script=Markup(script), digest=digest)


def evaluation(lembar: Lembar, directories: Sequence[Path]) -> str:
    """A Lembar Evaluasi as one HTML file."""
    return _rendered("evaluasi.html.j2", directories, lembar=lembar)


def recapitulation(rekap: Rekap, directories: Sequence[Path]) -> str:
    """The recapitulation of many evaluations as one HTML file."""
    return _rendered("rekapitulasi.html.j2", directories, rekap=rekap)


def monitoring(procedures: Sequence[str], directories: Sequence[Path]) -> str:
    """The empty form of Tabel 7 as one HTML file."""
    return _rendered("pemantauan.html.j2", directories, daftar=procedures)


def mark(mark: Mark, directories: Sequence[Path]) -> str:
    """The mark of an electronic signature as a page of the size of its place."""
    return _rendered("tanda.html.j2", directories, tanda=mark)


def verdict(page: object, directories: Sequence[Path]) -> str:
    """The report on documents that were handed in (`sopgen.verify.page`) as one HTML file."""
    return _rendered("verifikasi.html.j2", directories, laporan=page)


def _rendered(template: str, directories: Sequence[Path], **values: Any) -> str:
    """A template filled in; a fault in a project's own template is told with its file and line."""
    try:
        return _environment(tuple(directories)).get_template(template).render(**values)
    except jinja2.TemplateSyntaxError as error:
        raise SopgenError(f"Templat {error.name}:{error.lineno} keliru: {error.message}") from error
    except jinja2.TemplateError as error:
        raise SopgenError(f"Templat {template} tidak dapat dipakai: {error.message}") from error


@cache
def _environment(directories: tuple[Path, ...]) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(directories),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["css"] = _css_string
    return environment


def _css_string(text: str) -> Markup:
    """A text as a CSS string: all but letters and digits is escaped, so nothing can end the string."""
    escaped = "".join(letter if letter.isalnum() else f"\\{ord(letter):06x}" for letter in text)
    return Markup(f'"{escaped}"')
