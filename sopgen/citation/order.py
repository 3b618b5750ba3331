"""In which order legal bases stand: by rank, by age."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from sopgen.citation.kinds import Kind, Span
from sopgen.citation.lookup import Entry

_ANYWHERE: Span = (1, 99)


def spans(entries: Iterable[Entry], rank: Callable[[Kind], Span]) -> list[Span]:
    """Between which ranks each line may stand; one of unknown kind anywhere."""
    return [rank(entry.cited.kind) if entry.cited.kind else _ANYWHERE for entry in entries]


def inversion(
    spans: Sequence[Span], told: Callable[[int, int], bool] = lambda earlier, later: False
) -> tuple[int, int] | None:
    """The first line that must come before an earlier one: the earlier, the later; pairs `told` excepted."""
    for later, span in enumerate(spans):
        for earlier in range(later):
            if spans[earlier][0] > span[1] and not told(earlier, later):
                return earlier, later
    return None


def sequence(spans: Sequence[Span]) -> list[int]:
    """The indices of the lines in the order that they should have; what has no rank stays where it is."""
    ranks: list[int] = []
    for span in spans:
        ranks.append(span[0] if span != _ANYWHERE else ranks[-1] if ranks else 0)
    return sorted(range(len(spans)), key=lambda index: ranks[index])


def younger_first(entries: Iterable[Entry]) -> tuple[Entry, Entry] | None:
    """The first two of one kind of which the younger comes first."""
    last: dict[str, Entry] = {}
    for entry in entries:
        age = _age(entry)
        if age is None:
            continue
        before = last.setdefault(entry.cited.jenis, entry)
        if (_age(before) or age) > age:
            return before, entry
        last[entry.cited.jenis] = entry
    return None


def _age(entry: Entry) -> tuple[int, int] | None:
    """Year and running number."""
    number = re.search(r"\d+", entry.cited.nomor)
    return (entry.cited.tahun, int(number[0])) if number and entry.cited.tahun else None
