"""How wide a text will be in the document's typeface (Liberation Sans, the metric twin of Arial)."""

from __future__ import annotations

from collections.abc import Iterable

_ADVANCES = """
278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556
556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778
722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222
500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584
"""
_WIDTHS = {chr(32 + index): int(advance) / 1000 for index, advance in enumerate(_ADVANCES.split())}
_WIDEST = 1.0


def width(text: str, size: float) -> float:
    """Width of one line of text in px for a font size in px; an unknown letter counts as a full em."""
    return size * sum([_WIDTHS.get(letter, _WIDEST) for letter in text])


def longest_word(texts: Iterable[str], size: float) -> float:
    """Width in px of the widest word in the texts."""
    return max((width(word, size) for text in texts for word in text.split()), default=0.0)


def wrapped(text: str, size: float, limit: float) -> tuple[str, ...]:
    """The text in as few lines as fit into `limit` px; a single longer word stays whole."""
    lines: list[str] = []
    for word in text.split():
        if lines and width(f"{lines[-1]} {word}", size) <= limit:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines)
