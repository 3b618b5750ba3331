"""Long words get soft hyphens where Indonesian divides them, so that no browser has to know how."""

from __future__ import annotations

from functools import cache

import pyphen

from sopgen.lettering import width

UNDIVIDED = 6
"""Words of so few letters are never divided."""

SOFT_HYPHEN, ANYWHERE = "\u00ad", "\u200b"


def divided(text: str, room: float, size: float) -> str:
    """The text with soft hyphens in each word wider than `room` px at a font size of `size` px.

    What has no syllables and is still too wide (an address, a row of digits) may break anywhere.
    """
    if all(width(word, size) <= room for word in text.split()):
        return text
    return "".join(_divided(word, room, size) if width(word, size) > room else word for word in _words(text))


def _divided(word: str, room: float, size: float) -> str:
    if len(word) <= UNDIVIDED:
        return word
    syllables = _hyphens().inserted(word, SOFT_HYPHEN).split(SOFT_HYPHEN)
    return SOFT_HYPHEN.join(part if width(part, size) <= room else ANYWHERE.join(part) for part in syllables)


def _words(text: str) -> list[str]:
    """Words and the white space between them, nothing lost."""
    pieces: list[str] = []
    for letter in text:
        if pieces and letter.isspace() == pieces[-1].isspace():
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces


@cache
def _hyphens() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="id")
