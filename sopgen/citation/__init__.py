"""Citations of regulations: read as people write them, found in the register, written as they should be."""

from __future__ import annotations

from sopgen.citation.force import Standing, standing, successor, successors
from sopgen.citation.kinds import Kind
from sopgen.citation.lookup import Entry, entries, key_of, titles
from sopgen.citation.reading import Citation, Lapse, read
from sopgen.citation.titles import folded, is_same, titled
from sopgen.citation.writing import canonical, name, reference

__all__ = [
    "Citation",
    "Entry",
    "Kind",
    "Lapse",
    "Standing",
    "canonical",
    "entries",
    "folded",
    "is_same",
    "key_of",
    "name",
    "read",
    "reference",
    "standing",
    "successor",
    "successors",
    "titled",
    "titles",
]
