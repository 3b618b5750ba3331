"""Long words get soft hyphens where Indonesian divides them, so that no browser has to know how."""

from __future__ import annotations

import re
from functools import cache

import pyphen

from sopgen.lettering import width

UNDIVIDED = 6
"""Words of so few letters are never divided."""

_PARTS = """
bag baur bhabin bid bin binkamsa binmas binpolmas bintibmas bintibsos dal dalmas dalops dir dit dokkes
gakkum humas intelkam ka kamtibmas kanit kaur kum lantas log min minops mintu narkoba obvit ops pamobvit
paur pers pol polair polairud polda polmas polres polsek propam regident res reskrim samapta sarpras sat
satker sdm si sub sus tahti tik tipidkor um wa was yanmin
"""
"""What the names of police posts are put together of; they are divided between these parts first."""

SOFT_HYPHEN, ANYWHERE = "\u00ad", "\u200b"


def divided(text: str, room: float, size: float) -> str:
    """The text with soft hyphens in each word wider than `room` px at a font size of `size` px.

    What has no syllables and is still too wide (an address, a row of digits) may break anywhere.
    """
    text = _UNBROKEN.sub(rf"\g<0>{ANYWHERE}", text)
    if all(width(word, size) <= room for word in text.split()):
        return text
    return "".join(_divided(word, room, size) if width(word, size) > room else word for word in _words(text))


_UNBROKEN = re.compile(r"[\"'\u2019\u201d] +(?=[(\[{])")
"""Between a quotation mark and a bracket no line ends, whatever stands between (UAX 14, LB15a)."""


def _divided(word: str, room: float, size: float) -> str:
    if len(word) <= UNDIVIDED:
        return word
    pieces = _composed(word) or (word,)
    if len(pieces) == 1 or any(width(f"{piece}-", size) > room for piece in pieces):
        pieces = tuple(syllable for piece in pieces for syllable in _syllables(piece))
    return SOFT_HYPHEN.join(piece if width(piece, size) <= room else ANYWHERE.join(piece) for piece in pieces)


def _composed(word: str) -> tuple[str, ...]:
    """The parts of a post's name; empty where a letter is left over."""
    for length in range(len(word), 0, -1):
        rest = word[length:]
        if word[:length].casefold() in _parts() and (not rest or _composed(rest)):
            return (word[:length], *_composed(rest))
    return ()


def _syllables(word: str) -> list[str]:
    marked: str = _hyphens().inserted(word, SOFT_HYPHEN)
    return marked.split(SOFT_HYPHEN)


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
def _parts() -> frozenset[str]:
    return frozenset(_PARTS.split())


@cache
def _hyphens() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="id")
