"""A PDF as sopgen reads it back: words alone."""

from __future__ import annotations

import re

from sopgen import proof
from sopgen.verify.readers.leaf import Leaf

_UNMAPPED = re.compile(r"\(cid:\d+\)")


def leaves(content: bytes) -> list[Leaf]:
    """All pages; raises what pdfplumber raises for a file that it can't read."""
    return [_leaf(page) for page in proof.read(content).pages]


def _leaf(page: proof.Page) -> Leaf:
    inside = proof.Box(0.0, 0.0, page.width, page.height)
    words = tuple(_UNMAPPED.sub("", word.text) for word in page.words if inside.holds(*word.box.centre))
    return Leaf(words, "", words, words)
