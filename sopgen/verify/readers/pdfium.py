"""A PDF as PDFium shows it: the reader of Chrome and Edge."""

from __future__ import annotations

import hashlib
from typing import Any

from sopgen.verify.readers.leaf import EDGE, LONGEST, Areas, Leaf, masked


def leaves(content: bytes, areas: Areas) -> list[Leaf]:
    """All pages; raises what pypdfium2 raises for a file that it can't read."""
    import pypdfium2

    file = pypdfium2.PdfDocument(content)
    try:
        if file.get_formtype():
            file.init_forms()
        return [_leaf(file[number], number, areas) for number in range(len(file))]
    finally:
        file.close()


def _leaf(page: Any, number: int, areas: Areas) -> Leaf:
    left, bottom, right, top = page.get_bbox()
    text = page.get_textpage()
    inner = text.get_text_bounded(left + EDGE, bottom + EDGE, right - EDGE, top - EDGE)
    width, height = page.get_size()
    bitmap = page.render(scale=LONGEST / max(width, height, 1.0), grayscale=True)
    later, _ = areas.of(number)
    pixels = masked(bytearray(bitmap.buffer), bitmap.width, bitmap.stride, later)
    words = tuple(text.get_text_range().split())
    return Leaf(words, hashlib.sha256(pixels).hexdigest(), tuple(inner.split()), words)
