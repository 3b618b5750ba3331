"""The visible mark of an electronic signature as a PDF of one page, for `sign.sign` to put into its field."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

from sopgen import html, pdf
from sopgen.model import Sop
from sopgen.unit import Unit
from sopgen.view import mark as view


def mark(
    sop: Sop,
    unit: Unit,
    field: str,
    size: tuple[float, float],
    *,
    digest: str,
    when: datetime.datetime,
    templates: Sequence[Path],
    logo: str = "",
) -> bytes:
    """Draw the mark for a signature field, of the field's width and height in pt (`sign.fields` tells them).

    `digest` is the SHA-256 of the source in hexadecimal, `when` the moment of signing in the zone that the
    mark names, `logo` the address of a picture (data URI). Raises SopgenError where a template is at fault.
    """
    shown = view.mark(sop, unit, field, size, digest=digest, when=when, logo=logo)
    page = html.mark(shown, templates)
    return pdf.picture(pdf.layout(page, root=templates[0], behind=templates[1:]), when)
