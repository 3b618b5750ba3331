"""Titles of SOPs: what they say without the word SOP, and whether they name an activity."""

from __future__ import annotations

import re

from sopgen.rules.tables import words

_PREFIX = re.compile(
    r"\s*(?:SOP(?:\s*AP)?|POS|Standa?r[dt]? Operasional Prosedur|Prosedur Operasional Standar)\b"
    r"(?:\s+(?:tentang|mengenai))?[\s:.–-]*",
    re.IGNORECASE,
)
_ACT = re.compile(r"pe\w{3,}an|\w{3,}[au]si")


def bare(title: str) -> str:
    """A title without the words SOP or Standar Operasional Prosedur before it."""
    return _PREFIX.sub("", title, count=1).strip()


def same(title: str, other: str) -> bool:
    """Whether two titles differ in nothing but case, blanks, punctuation and the word SOP."""
    return _letters(title) == _letters(other)


def _letters(title: str) -> str:
    return re.sub(r"[\W_]+", "", bare(title).lower())


def begins_with_act(title: str) -> bool:
    """Whether a title begins with an aspect of an activity: Penyusunan, Pelaksanaan, Evaluasi."""
    match = re.match(r"[^\W\d_]+", bare(title).lower())
    word = match[0] if match else ""
    if word in words("bukan-aspek"):
        return False
    return bool(_ACT.fullmatch(word)) or word in words("aspek")
