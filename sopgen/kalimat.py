"""Sentences as the tables of SOPs have them: how one begins, how many acts it names, which words count.

What a language cannot be asked by rule (which words look like verbs and are none) comes as word lists.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

_NUMBERED = re.compile(r"\s*(?:[A-Za-z]|[IVXivx]{1,4}|\d{1,2})\s*[.)]\s+")
_WORD = re.compile(r"[^\W\d_]+(?:[-–][^\W\d_]+)*")
_ACTIVE = re.compile(r"(?:me[lmnrwy-]|ber)[a-z–-]{3,}")
_BIDDING = re.compile(r"(?!di|ter|pe|ke)[a-z]{3,}kan")
_PARTS = re.compile(r"[,;]|\b(?:dan|serta|lalu|kemudian|sambil|sekaligus|selanjutnya|atau)\b", re.IGNORECASE)
_SECTION = re.compile(r"\b(?:maksud|tujuan)(?: dan tujuan)?\s*:", re.IGNORECASE)


def without_number(text: str) -> str:
    """A text without the number or letter that lists it: `a. Menyusun` is `Menyusun`."""
    return text[match.end() :] if (match := _NUMBERED.match(text)) else text.strip()


def first_word(text: str) -> str:
    """The first word of a text in small letters, its list number aside; empty where there is none."""
    match = _WORD.search(without_number(text))
    return match[0].lower() if match else ""


def is_active(word: str, verbs: Collection[str], others: Collection[str]) -> bool:
    """Whether a word in small letters is an active verb: me- and ber- forms, requests in -kan, or in `verbs`.

    `others` are the words of these forms that are no verbs.
    """
    bidding = word not in others and bool(_BIDDING.fullmatch(word))
    return word in verbs or bidding or has_active_form(word, others)


def has_active_form(word: str, others: Collection[str]) -> bool:
    """Whether a word in small letters has the prefix me- or ber- of active verbs and is none of `others`."""
    return word not in others and bool(_ACTIVE.fullmatch(word))


def is_heading(text: str, verbs: Collection[str], others: Collection[str]) -> bool:
    """Whether a text is a heading, or a paragraph with Maksud and Tujuan, in the place of a sentence."""
    if _SECTION.search(text):
        return True
    numbered, words = without_number(text) != text.strip(), _WORD.findall(without_number(text))
    shouted = bool(words) and all(word.isupper() for word in words) and sum(map(len, words)) > 5
    return numbered and shouted and not is_active(first_word(text), verbs, others)


def acts(text: str, verbs: Collection[str], others: Collection[str]) -> list[str]:
    """The parts of a sentence that begin with a verb of their own: what is to be done, one after another."""
    parts = (part.strip() for part in _PARTS.split(without_number(text)))
    return [part for part in parts if is_active(first_word(part), verbs, others)]


def opens_with(text: str, names: Iterable[str]) -> str:
    """The longest of the names that a text begins with, letter case aside; empty where none."""
    plain = _plain(without_number(text))
    found = [name for name in names if re.match(rf"{re.escape(_plain(name))}\b", plain)]
    return max(found, key=len, default="")


def mentions(text: str, name: str, before: str) -> bool:
    """Whether a text names somebody right behind a word: `oleh Kasat`."""
    return bool(re.search(rf"\b{before}\s+{re.escape(_plain(name))}\b", _plain(text)))


def telling_words(text: str, common: Collection[str]) -> frozenset[str]:
    """The words of a text that tell what it is about: of three letters or more and not among the common."""
    words = (word.lower() for word in re.findall(r"[^\W_]+", text))
    return frozenset(word for word in words if len(word) >= 3 and word not in common)


def _plain(text: str) -> str:
    return " ".join(text.lower().split())
