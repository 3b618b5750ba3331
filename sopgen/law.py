"""Which SOP cites which regulation, and which SOPs a change of one regulation touches."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sopgen import citation
from sopgen.model import Sop
from sopgen.unit import Register

Lines = tuple[int, ...]
"""Numbers of lines in a Dasar Hukum box, from 1."""

_START = re.compile(r"\b(?:Undang-Undang|Peraturan|Keputusan|Instruksi)\b")


@dataclass(frozen=True, slots=True)
class Cited:
    """A regulation and the SOPs that cite it. `key` is None where the register doesn't know it."""

    key: str | None
    citation: str
    status: str | None
    sops: dict[str, Lines]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a change touches an SOP: it cites `key`, on these lines, and how that hangs on what changes."""

    key: str
    relation: str
    lines: Lines


@dataclass(frozen=True, slots=True)
class Touched:
    """An SOP that a change touches."""

    id: str
    nomor: str | None
    judul: str | None
    reasons: tuple[Reason, ...]


def law(sops: Mapping[str, Sop], register: Register) -> list[Cited]:
    """Every regulation that the SOPs cite: those of the register in its order, then the others by name."""
    known: dict[str, dict[str, Lines]] = defaultdict(dict)
    others: dict[object, tuple[str, dict[str, Lines]]] = {}
    for id_, sop in sops.items():
        for entry in citation.entries(sop.dasar_hukum, register):
            text = citation.canonical(entry.cited, register, None) if entry.cited.is_whole else entry.text
            found = known[entry.key] if entry.key else others.setdefault(entry.identity, (text, {}))[1]
            found[id_] = (*found.get(id_, ()), entry.index + 1)
    listed = [_known(key, register, known[key]) for key in register if key in known]
    return listed + [Cited(None, text, None, found) for text, found in sorted(others.values(), key=_by_name)]


def _by_name(other: tuple[str, dict[str, Lines]]) -> str:
    return other[0].casefold()


def _known(key: str, register: Register, sops: dict[str, Lines]) -> Cited:
    return Cited(key, citation.reference(key, register), str(register[key].status), sops)


def touched(key: str, sops: Mapping[str, Sop], register: Register) -> list[Touched]:
    """The SOPs to look at again when the entry `key` changes: they cite it, or what hangs on it."""
    relations = {key: "menyebutnya sendiri", **dict(related(key, register))}
    cited = {found.key: found.sops for found in law(sops, register)}
    touched_sops = []
    for id_, sop in sops.items():
        reasons = tuple(
            Reason(other, relation, cited[other][id_])
            for other, relation in relations.items()
            if id_ in cited.get(other, {})
        )
        if reasons:
            touched_sops.append(Touched(id_, sop.nomor, sop.judul, reasons))
    return touched_sops


def related(key: str, register: Register) -> Iterator[tuple[str, str]]:
    """The other entries that hang on an entry, and how."""
    for other, peraturan in register.items():
        if other == key:
            continue
        if peraturan.diganti_oleh == key:
            yield other, "yang digantikannya"
        elif peraturan.perubahan and peraturan.perubahan.terakhir == key:
            yield other, "yang diubahnya"
        elif key in _named(peraturan.tentang, register):
            yield other, "yang judulnya menunjuk kepadanya"


def _named(title: str, register: Register) -> set[str | None]:
    """The entries that a title names: what it amends, repeals, or carries out."""
    parts = [title[match.start() :] for match in _START.finditer(title)]
    return {citation.key_of(part, register) for part in parts if citation.read(part).nomor}
