"""The labels of an SOP: which are official, which are accepted, which are slips."""

from __future__ import annotations

import re
from functools import cache

from sopgen.rules.tables import pairs

_SHORT = {"tgl": "tanggal", "ket": "keterangan", "no": "nomor"}

_SLIP = 3
"""How many letters of a label may be wrong, missing or too many for it still to be a slip."""


@cache
def labels() -> dict[str, tuple[str, ...]]:
    """The labels of the identity sheet and the flow sheet that the guideline accepts, the official first."""
    tables = {**pairs("label-identitas"), **pairs("label-tabel")}
    return {key: _names(entry.partition("||")[0]) for key, entry in tables.items()}


@cache
def variants(key: str) -> tuple[str, ...]:
    """Labels of the identity sheet that mean the same and are in use."""
    return _names(pairs("label-identitas")[key].partition("||")[2])


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split("|") if name.strip())


def folded(label: str) -> str:
    """A label without case, punctuation and abbreviation: what two ways to print it have in common."""
    return " ".join(_SHORT.get(word, word) for word in re.findall(r"[a-z0-9]+", label.lower()))


def is_among(label: str, names: tuple[str, ...]) -> bool:
    """Whether a label is one of the names; documents may glue its words together."""
    return _glued(label) in map(_glued, names)


def is_compound(label: str, names: tuple[str, ...]) -> bool:
    """Whether a label names itself twice, one of the names among these: `Pelaksana/Aktor`."""
    parts = label.split("/")
    return len(parts) > 1 and any(is_among(part, names) for part in parts)


def is_slip(label: str, meant: str) -> bool:
    """Whether a label is another one mistyped: a few letters differ, or only its first word does."""
    a, b = folded(label), folded(meant)
    same_end = " " in b and a.split()[1:] == b.split()[1:]
    return same_end or distance(_glued(label), _glued(meant)) <= min(_SLIP, len(b) // 3)


def _glued(label: str) -> str:
    return folded(label).replace(" ", "")


def distance(a: str, b: str) -> int:
    """How many letters must be put in, left out or exchanged to make one text of the other."""
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        above, row[0] = row[0], i
        for j, right in enumerate(b, 1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (left != right))
    return row[len(b)]
