"""Which entry of the register a legal basis means, by its key, its number and year, or its title."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache

from sopgen.citation.reading import Citation, read
from sopgen.citation.titles import likeness
from sopgen.unit import Register, StatusPeraturan, citation

_ALIKE = 0.8
_MAKERLESS = frozenset(
    ["uud", "tap", "uu", "perppu", "pp", "perpres", "keppres", "inpres", "perpol", "perkap", "perma"]
)
"""Kinds of which kind, number and year say all; of others the issuing institution must agree too."""

_IDLE = frozenset(
    ["peraturan", "surat", "keputusan", "menteri", "negara", "republik", "indonesia", "kepala", "dan"]
)

Number = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of Dasar Hukum: where it stands, what it says, and which entry of the register it means.

    `identity` is equal for two lines about the same regulation. `is_exact`: the source names its key, or
    writes just what the register prints. `by_title` is the entry that the title belongs to where that is
    another one.
    """

    index: int
    text: str
    cited: Citation
    key: str | None
    identity: str
    is_exact: bool = False
    by_title: str | None = None


class _Same:
    """A register that is looked up by being the same one, not by its content, which would take long."""

    def __init__(self, register: Register) -> None:
        self.register = register

    def __hash__(self) -> int:
        return id(self.register)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.register is self.register


Titles = dict[str, str]
"""Titles of regulations that the register doesn't know, by their identity."""


@dataclass(frozen=True)
class _Index:
    """A register made ready; `titles` remembers those of every Dasar Hukum asked for."""

    cited: dict[str, Citation]
    by_number: dict[Number, list[str]]
    titles: dict[tuple[str, ...], Titles]


def entries(dasar_hukum: tuple[str, ...], register: Register) -> tuple[Entry, ...]:
    """The legal bases of an SOP, each read and looked up."""
    return _entries(dasar_hukum, _Same(register))


def titles(
    wanted: AbstractSet[str], boxes: Iterable[tuple[str, tuple[str, ...]]], register: Register
) -> dict[str, list[tuple[str, str]]]:
    """The titles under which Dasar Hukum boxes cite regulations that the register doesn't know.

    `wanted` are identities, `boxes` come with a name; told is identity -> name and title, by name.
    """
    same = _Same(register)
    remembered = _index(same).titles
    found = defaultdict(list)
    for name, lines in boxes:
        known = remembered.get(lines)
        if known is None:
            known = remembered[lines] = _titles(lines, same)
        if not wanted.isdisjoint(known):
            for identity in wanted & known.keys():
                found[identity].append((name, known[identity]))
    return {identity: sorted(named) for identity, named in found.items()}


def key_of(text: str, register: Register) -> str | None:
    """The entry that a key or a citation means."""
    return text if text in register else _key(read(text), _index(_Same(register)), register)


@lru_cache(maxsize=4096)
def _entries(dasar_hukum: tuple[str, ...], same: _Same) -> tuple[Entry, ...]:
    return tuple(_entry(index, text, same) for index, text in enumerate(dasar_hukum))


def _titles(dasar_hukum: tuple[str, ...], same: _Same) -> Titles:
    found = (entry for entry in _entries(dasar_hukum, same) if entry.key is None)
    return {e.identity: e.cited.tentang for e in found if e.cited.nomor and e.cited.tentang}


@lru_cache(maxsize=16)
def _index(same: _Same) -> _Index:
    cited = {key: _of_entry(key, same.register) for key in same.register}
    by_number = defaultdict(list)
    for key, parts in cited.items():
        number = _number(parts)
        if number:
            by_number[number].append(key)
    return _Index(cited, dict(by_number), {})


def _of_entry(key: str, register: Register) -> Citation:
    entry = register[key]
    return read(f"{entry.jenis} Nomor {entry.nomor} Tahun {entry.tahun} tentang {entry.tentang}")


def _entry(index: int, text: str, same: _Same) -> Entry:
    known = _index(same)
    if text in known.cited:
        return Entry(index, text, known.cited[text], text, identity=text, is_exact=True)
    cited = read(text)
    key = _key(cited, known, same.register)
    is_exact = key is not None and text.strip(" .;") == citation(key, same.register)
    number = _number(cited)
    identity = key or (f"{cited.jenis} {number}".casefold() if number else text.casefold().strip(" .;"))
    return Entry(index, text, cited, key, identity, is_exact, _owner_of_title(cited, key, known))


def _key(cited: Citation, known: _Index, register: Register) -> str | None:
    number = _number(cited)
    if number:
        numbered = known.by_number.get(number, [])
        agreeing = [key for key in numbered if _agree(cited, known.cited[key])]
        return _most_alike(cited, agreeing or _alike(cited, numbered, known), known)
    near = _alike(cited, known.cited, known)
    near = [key for key in near if _not_contrary(cited, known.cited[key])]
    binding = [key for key in near if register[key].status is not StatusPeraturan.DICABUT]
    return _most_alike(cited, binding or near, known)


def _number(cited: Citation) -> Number | None:
    """The running number and the year; letters, zeros and codes around it play no part."""
    first = re.search(r"\d+", cited.nomor)
    return (int(first[0]), cited.tahun) if first and cited.tahun else None


def _agree(one: Citation, other: Citation) -> bool:
    """Whether two citations of one number and year are of the same kind and from the same house."""
    if _same_code(one.nomor, other.nomor):
        return True
    if one.kind is None or other.kind is None or one.kind.code != other.kind.code:
        return False
    ours, theirs = _house(one), _house(other)
    if one.kind.code in _MAKERLESS or ours == theirs:
        return True
    return len(ours & theirs) * 2 >= max(1, min(len(ours), len(theirs)))


def _same_code(one: str, other: str) -> bool:
    """Whether two old-style numbers are the same; such a number names its house itself."""
    return "/" in one and re.sub(r"\W", "", one).casefold() == re.sub(r"\W", "", other).casefold()


def _house(cited: Citation) -> set[str]:
    return set(re.findall(r"\w+", cited.jenis.lower())) - _IDLE


def _not_contrary(one: Citation, other: Citation) -> bool:
    """Whether what a citation without number or year does say is true of the other."""
    first = re.search(r"\d+", one.nomor)
    return (
        (one.kind is None or one.kind == other.kind)
        and one.tahun in (None, other.tahun)
        and (first is None or first[0] in re.findall(r"\d+", other.nomor))
    )


def _alike(cited: Citation, keys: Iterable[str], known: _Index) -> list[str]:
    return [key for key in keys if likeness(cited.tentang, known.cited[key].tentang) >= _ALIKE]


def _most_alike(cited: Citation, keys: Iterable[str], known: _Index) -> str | None:
    return max(keys, key=lambda key: likeness(cited.tentang, known.cited[key].tentang), default=None)


def _owner_of_title(cited: Citation, key: str | None, known: _Index) -> str | None:
    """The entry of the same kind whose title is cited under the number of another."""
    if key is None or not cited.tentang or likeness(cited.tentang, known.cited[key].tentang) >= 0.6:
        return None
    near = [other for other in _alike(cited, known.cited, known) if known.cited[other].kind == cited.kind]
    return _most_alike(cited, near, known)
