"""Titles of regulations: their capitals, and whether two of them say the same."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

SMALL = frozenset(["tentang", "perihal", "tanggal", "di", "ke", "dari", "dan", "yang", "untuk"])
"""Words with a small letter inside a citation, as Perkap 1/2023 lists them."""

PARTICLES = SMALL | frozenset(
    ["atas", "atau", "bagi", "dalam", "dengan", "kepada", "oleh", "pada", "sebagai", "serta", "terhadap"]
)
"""Words that practice writes small too; a capital is right as well."""

_WORTHWHILE = 0.5
"""Titles that can't be more alike than this aren't compared in full: it takes long, and nobody asks."""

_SHORT = {
    "sop": "standar operasional prosedur",
    "sop ap": "standar operasional prosedur administrasi pemerintahan",
    "polri": "kepolisian negara republik indonesia",
    "ri": "republik indonesia",
    "pns": "pegawai negeri sipil",
    "asn": "aparatur sipil negara",
    "pnbp": "penerimaan negara bukan pajak",
    "skck": "surat keterangan catatan kepolisian",
    "sim": "surat izin mengemudi",
    "kuhp": "kitab undang-undang hukum pidana",
    "kuhap": "kitab undang-undang hukum acara pidana",
}


def titled(text: str) -> str:
    """A title with the capitals that it should have; a title all in capitals loses them."""
    words = (text.lower() if text.isupper() and " " in text else text).split()
    line = " ".join(_capital(word, first=index == 0) for index, word in enumerate(words))
    return line.replace("dalam Negeri", "Dalam Negeri")


def _capital(word: str, *, first: bool) -> str:
    plain = word.lower()
    if not first and (plain.strip("(),.;") in SMALL or word in PARTICLES):
        return plain
    if "undang-undang" in plain and not word.isupper():
        return plain.replace("undang-undang", "Undang-Undang", 1)
    start = next((index for index, letter in enumerate(word) if letter.isalpha()), 0)
    return word[:start] + word[start : start + 1].upper() + word[start + 1 :]


@lru_cache(maxsize=8192)
def folded(title: str) -> str:
    """What a title says, whatever its capitals, marks and abbreviations."""
    plain = re.sub(r"\(\s*[^\W\d_]{2,8}\s*\)", " ", title)
    plain = re.sub(r"\bundang\s*[-–—]?\s*undang\b", "undang-undang", plain.lower())
    words = re.findall(r"\w+(?:-\w+)*", plain)
    return " ".join(_SHORT.get(word, word) for word in words)


def is_same(one: str, other: str) -> bool:
    """Whether two titles are the same, apart from how they are written."""
    return folded(one) == folded(other)


@lru_cache(maxsize=8192)
def likeness(one: str, other: str) -> float:
    """How alike two titles are, 0 to 1; a title whose every word stands in the other is rather like it.

    Below one half it may say 0.
    """
    one, other = folded(one), folded(other)
    if not one or not other:
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    could_be = min(matcher.real_quick_ratio(), matcher.quick_ratio())
    ratio = matcher.ratio() if could_be >= _WORTHWHILE else 0.0
    fewer, more = sorted((set(one.split()), set(other.split())), key=len)
    return max(ratio, 0.85) if len(fewer) > 1 and fewer <= more else ratio
