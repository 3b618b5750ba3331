"""A PDF as sopgen reads it back: words alone."""

from __future__ import annotations

import re

from sopgen import proof
from sopgen.verify.readers.leaf import EDGE, Leaf

_UNMAPPED = re.compile(r"\(cid:\d+\)")


def leaves(content: bytes) -> list[Leaf]:
    """All pages; raises what pdfplumber raises for a file that it can't read."""
    return [_leaf(page) for page in proof.read(content).pages]


def _leaf(page: proof.Page) -> Leaf:
    inner = [word.text for word in page.words if _lies_inside(word.box, page)]
    words, least = (
        tuple(_UNMAPPED.sub("", text) for text in texts)
        for texts in ([word.text for word in page.words], inner)
    )
    return Leaf(words, "", least, words)


def _lies_inside(box: proof.Box, page: proof.Page) -> bool:
    return box.x0 >= EDGE and box.y0 >= EDGE and box.x1 <= page.width - EDGE and box.y1 <= page.height - EDGE
