"""Whether readers show the same: each with itself before and after, and all with one another; pure."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from sopgen.verify.changes import DISAGREED, SHOWN
from sopgen.verify.readers.leaf import Leaf
from sopgen.verify.values import Change

_WORDS = 3
"""Words quoted of those that differ."""

_LONGEST = 40
"""Letters quoted of a word."""


def differences(reader: str, signed: Sequence[Leaf], now: Sequence[Leaf]) -> Iterator[Change]:
    """What one reader shows differently from what it shows of the part that was signed."""
    if len(signed) != len(now):
        told = f"{reader} menampilkan {len(now)} halaman; saat ditandatangani {len(signed)}."
        yield Change(SHOWN, told)
        return
    for number, (old, new) in enumerate(zip(signed, now, strict=True), start=1):
        if old.words != new.words:
            told = f"{reader} membaca kata lain di halaman {number} daripada saat ditandatangani"
            yield Change(SHOWN, f"{told}{_quoted(old.words, new.words)}.", number)
        elif old.picture != new.picture:
            told = f"{reader} menggambar halaman {number} lain daripada saat ditandatangani."
            yield Change(SHOWN, told, number)


def disagreements(shown: Mapping[str, Sequence[Leaf]]) -> Iterator[Change]:
    """Where readers don't agree on the words of the part that was signed."""
    for (one, mine), (other, theirs) in combinations(shown.items(), 2):
        if len(mine) != len(theirs):
            told = f"{one} menampilkan {len(mine)} halaman, {other} {len(theirs)}."
            yield Change(DISAGREED, told)
            continue
        for number, (a, b) in enumerate(zip(mine, theirs, strict=True), start=1):
            if not _agree(a, b):
                told = f"{one} dan {other} membaca kata yang berbeda di halaman {number} yang ditandatangani"
                yield Change(DISAGREED, f"{told}{_quoted(a.most, b.most)}.", number)


def _agree(one: Leaf, other: Leaf) -> bool:
    """Whether each reads at least what the other reads for certain."""
    return letters(one.least) <= letters(other.most) and letters(other.least) <= letters(one.most)


def letters(words: Iterable[str]) -> Counter[str]:
    """The letters of words, whatever their order: neither blanks, dashes nor what can't be seen."""
    text = unicodedata.normalize("NFKC", "".join(words))
    return Counter(
        letter for letter in text if unicodedata.category(letter)[0] not in "CZ" and _counts(letter)
    )


def _counts(letter: str) -> bool:
    return unicodedata.category(letter) != "Pd" and letter != "\N{REPLACEMENT CHARACTER}"


def _quoted(old: Iterable[str], new: Iterable[str]) -> str:
    """The first words that only one of the two has."""
    before, after = Counter(old), Counter(new)
    gone, come = (
        ", ".join(word[:_LONGEST] for word in list(more)[:_WORDS])
        for more in (before - after, after - before)
    )
    parts = [f"hilang: {gone}" if gone else "", f"muncul: {come}" if come else ""]
    told = "; ".join(part for part in parts if part)
    return f" ({told})" if told else ""
