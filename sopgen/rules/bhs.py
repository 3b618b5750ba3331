"""Bahasa: ejaan, singkatan, keseragaman istilah."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain, pairwise

from sopgen import prose
from sopgen.prose import Text, texts
from sopgen.rule import INFO, Basis, Certainty, Fault, Subject, rule
from sopgen.rules.tables import pairs

_LANGUAGE = Basis("Asas kemudahan dan kejelasan; Kamus Besar Bahasa Indonesia", (Certainty.INFERRED,))
_SHORTEST = 9
"""Letters of a word that two others make up; shorter ones are often different words (`ke luar`, `keluar`)."""


@rule(
    "BHS-01",
    severity=INFO,
    basis=_LANGUAGE,
    bad='pencatatan_pendataan: ["Laporan sambang dicatat dalam buku register ataw aplikasi"]',
    good='pencatatan_pendataan: ["Laporan sambang dicatat dalam buku register atau aplikasi"]',
)
def misspelt(subject: Subject) -> Iterator[Fault]:
    """Ejaan keliru.

    Dibandingkan dengan daftar kekeliruan yang sering terjadi; kata di luar daftar tidak diperiksa.
    """
    for path, text in texts(subject.sop):
        for wrong in dict.fromkeys(match.group() for match in _misspellings().finditer(text)):
            yield Fault(path, f'Ejaan "{wrong}" tidak baku.', f"Tulis {_corrected(wrong)}")


@cache
def _misspellings() -> re.Pattern[str]:
    exact = [word for word in pairs("ejaan") if word != word.lower()]
    folded = [word for word in pairs("ejaan") if word == word.lower()]
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, exact))}|(?i:{'|'.join(map(re.escape, folded))}))\b")


def _corrected(wrong: str) -> str:
    """The proper spelling, in capitals where the wrong one is."""
    right = pairs("ejaan").get(wrong) or pairs("ejaan")[wrong.lower()]
    if wrong.isupper():
        return right.upper()
    return right[0].upper() + right[1:] if wrong[0].isupper() else right


@rule(
    "BHS-02",
    severity=INFO,
    basis=_LANGUAGE,
    bad="peralatan_perlengkapan: [Buku kunjungan, R2]",
    good="peralatan_perlengkapan: [Buku kunjungan, Kendaraan roda dua (R2)]",
)
def abbreviation_unexplained(subject: Subject) -> Iterator[Fault]:
    """Singkatan yang hanya dikenal di satuan sendiri tidak diterangkan.

    Yang dinilai lembar identitas dan mutu baku, dan hanya singkatan dalam daftar; satu kali untuk tiap
    singkatan. Cukup diterangkan satu kali di mana saja di SOP, di dalam kurung.
    """
    sop = subject.sop
    whole = "\n".join(text for _, text in texts(sop))
    told: set[str] = set()
    for path, text in chain(prose.boxes(sop), prose.mutu_baku(sop)):
        for short in dict.fromkeys(match.group() for match in _abbreviations().finditer(text)):
            if short not in told and not re.search(rf"\(\s*{short}\s*\)|\b{short}\s*\(", whole):
                told.add(short)
                full = pairs("singkatan")[short]
                yield Fault(
                    path,
                    f'Singkatan "{short}" tidak diterangkan.',
                    f"Tulis {full} ({short}), atau kepanjangannya saja.",
                )


@cache
def _abbreviations() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, pairs('singkatan')))})\b")


@rule(
    "BHS-03",
    severity=INFO,
    basis=_LANGUAGE,
    bad="kualifikasi_pelaksana: [Memahami tugas Bhabin kamtibmas]",
    good="kualifikasi_pelaksana: [Memahami tugas Bhabinkamtibmas]",
)
def spelt_in_two_ways(subject: Subject) -> Iterator[Fault]:
    """Satu istilah ditulis serangkai di satu tempat dan terpisah di tempat lain.

    Istilah yang sama ditulis dengan cara yang sama dari awal sampai akhir.
    """
    all_texts = list(texts(subject.sop))
    joined = Counter(word for _, text in all_texts for word in _words(text) if len(word) >= _SHORTEST)
    apart = Counter(pair for _, text in all_texts for pair in _pairs(text) if "".join(pair) in joined)
    for one, two in sorted(apart):
        rarer, better = f"{one} {two}", one + two
        if joined[better] < apart[one, two]:
            rarer, better = better, rarer
        path, shown = _first(all_texts, rarer)
        yield Fault(
            path, f'"{shown}" di sini, "{better}" di tempat lain.', "Pilih satu penulisan untuk seluruh SOP."
        )


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.lower())


def _pairs(text: str) -> Iterable[tuple[str, str]]:
    """Neighbouring words with nothing but blanks between them."""
    for piece in re.split(r"[^\w\s]|\d", text.lower()):
        yield from pairwise(_words(piece))


def _first(all_texts: list[Text], words: str) -> Text:
    """Where the words first stand, and how they are spelt there."""
    pattern = re.compile(r"\b" + r"\s+".join(words.split()) + r"\b", re.IGNORECASE)
    return next((path, found.group()) for path, text in all_texts if (found := pattern.search(text)))
