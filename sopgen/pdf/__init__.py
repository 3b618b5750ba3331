"""From the page's HTML to a PDF that is archival, accessible and ready to sign; the only owner of WeasyPrint.

`layout` breaks the HTML into pages, `anchors` tells where everything came to stand, `pdf` writes the file,
`picture` one whose pages other files can show; `printed` sets a page that somebody else wrote.
"""

from __future__ import annotations

from sopgen.pdf.page import printed
from sopgen.pdf.render import Attachment, Box, Layout, Metadata, anchors, layout, pdf, picture, unprintable
from sopgen.pdf.signature import FIELD

__all__ = [
    "FIELD",
    "Attachment",
    "Box",
    "Layout",
    "Metadata",
    "anchors",
    "layout",
    "pdf",
    "picture",
    "printed",
    "unprintable",
]
