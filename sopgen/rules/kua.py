"""Kualifikasi Pelaksana."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sopgen import kalimat
from sopgen.blanks import are_empty
from sopgen.rule import ERROR, INFO, WARNING, Basis, Certainty, Fault, Subject, rule
from sopgen.rules.tables import lines, words

_BOX = "Lampiran, bagian identitas, butir 11"
_NUMBER = re.compile(r"\b(?:NRP|NIP)\b|\b\d{8}\b|\b\d{18}\b")


@rule(
    "KUA-01",
    severity=ERROR,
    basis=Basis(_BOX, (Certainty.NEAR_VERBATIM,)),
    needs=("kualifikasi_pelaksana",),
    bad="kualifikasi_pelaksana: []",
    good="kualifikasi_pelaksana: [Memahami tugas Bhabinkamtibmas]",
)
def empty_or_a_person(subject: Subject) -> Iterator[Fault]:
    """Kualifikasi Pelaksana kosong atau menunjuk orang.

    Kualifikasi adalah keahlian dan keterampilan yang berlaku umum bagi semua pelaksana, bukan perorangan.
    Nama orang, pangkat dengan nama, atau NIP di sini adalah peringatan.
    """
    items = subject.sop.kualifikasi_pelaksana
    if are_empty(items):
        yield Fault(
            ("kualifikasi_pelaksana",),
            "Kotak Kualifikasi Pelaksana kosong; menyimpang dari pedoman.",
            "Tulis keahlian dan keterampilan yang diperlukan: Memahami ..., Mampu ...",
        )
    for index, item in enumerate(items):
        if _is_person(item):
            yield Fault(
                ("kualifikasi_pelaksana", index),
                f'"{item}" menunjuk orang; menyimpang dari pedoman.',
                "Tulis keahlian yang diperlukan, bukan orangnya: Mampu ...",
                WARNING,
            )


def _is_person(item: str) -> bool:
    """Whether a text names a person: by number, by rank with a name, by titles behind a name."""
    first, _, rest = kalimat.without_number(item).partition(" ")
    ranked = first.lower().strip(".") in words("pangkat") and rest[:1].isupper() and "/" not in rest
    titled = any(re.search(rf"\w,\s*{re.escape(title)}(?:\W|$)", item) for title in lines("gelar"))
    return bool(_NUMBER.search(item)) or ranked or titled


@rule(
    "KUA-02",
    severity=INFO,
    basis=Basis("Contoh lembar identitas; kebiasaan pada SOP nyata", (Certainty.EMPIRICAL,)),
    requires=("KUA-01",),
    needs=("kualifikasi_pelaksana",),
    bad="kualifikasi_pelaksana: [Bekerja sama dengan tokoh masyarakat]",
    good="kualifikasi_pelaksana: [Mampu bekerja sama dengan tokoh masyarakat]",
)
def duty_instead_of_competence(subject: Subject) -> Iterator[Fault]:
    """Butir kualifikasi bukan kompetensi.

    Kompetensi dimulai dengan Memiliki, Mengetahui, Memahami, Mampu, Menguasai, Pendidikan, dan sejenisnya;
    "Bekerja sama dengan ..." adalah tugas.
    """
    for index, item in enumerate(subject.sop.kualifikasi_pelaksana):
        first = kalimat.first_word(item)
        if first and first not in words("kompetensi"):
            verb = kalimat.is_active(first, words("verba"), words("bukan-verba"))
            told = kalimat.without_number(item)
            yield Fault(
                ("kualifikasi_pelaksana", index),
                f'"{item}" {"adalah tugas, bukan kompetensi" if verb else "bukan kompetensi"}.',
                f"Tulis Mampu {told[:1].lower()}{told[1:]}"
                if verb
                else "Mulai dengan Memiliki ..., Memahami ...",
            )
