"""Pencatatan dan Pendataan."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sopgen.blanks import are_empty
from sopgen.rule import INFO, WARNING, Basis, Certainty, Fault, Subject, rule
from sopgen.rules.tables import words

_BOX = Basis(
    "Lampiran, bagian identitas, butir 13 (halaman 24)", (Certainty.NEAR_VERBATIM, Certainty.VERBATIM)
)
_TOLD = re.compile(
    r"\boleh\b|\b(?:di|ter|me)(?:catat|simpan|isi|arsip|tanda|rekam|dokumentasi|buku|himpun|masuk|lapor|susun"
    r"|kelola|agenda|register|muat|tulis|tuang|ncatat|nyimpan|ngisi|ngarsip|rekam|mbuku|laporkan)\w*",
    re.IGNORECASE,
)


@rule(
    "CTT-01",
    severity=WARNING,
    basis=_BOX,
    needs=("pencatatan_pendataan",),
    bad="pencatatan_pendataan: []",
    good="pencatatan_pendataan: [Buku register oleh Bhabinkamtibmas]",
)
def empty_or_thin(subject: Subject) -> Iterator[Fault]:
    """Kotak Pencatatan dan Pendataan kosong, atau tidak mengatakan siapa mencatat apa.

    Kotak ini memuat apa yang dicatat dan didata oleh pejabat tertentu; setiap pelaksana mencatat apa yang
    dikerjakannya. Nama buku saja ("Buku catatan") hanya dicatat sebagai kekurangan.
    """
    items = subject.sop.pencatatan_pendataan
    if are_empty(items):
        yield Fault(
            ("pencatatan_pendataan",),
            "Kotak Pencatatan dan Pendataan kosong; menyimpang dari pedoman.",
            "Tulis apa yang dicatat, oleh siapa, dan di mana: ... dicatat oleh ... dalam buku register.",
        )
    elif not any(_TOLD.search(item) or _names_a_performer(subject, item) for item in items):
        yield Fault(
            ("pencatatan_pendataan",),
            f'"{"; ".join(items)}" tidak mengatakan siapa mencatat apa; menyimpang dari pedoman.',
            "Lengkapi: ... dicatat oleh ... dalam ...",
            INFO,
        )


def _names_a_performer(subject: Subject, item: str) -> bool:
    return any(name.lower() in item.lower() for name in subject.sop.kolom_pelaksana.values())


@rule(
    "CTT-02",
    severity=INFO,
    basis=Basis("Lampiran, bagian identitas, butir 13", (Certainty.INFERRED,)),
    requires=("CTT-01",),
    needs=("pencatatan_pendataan",),
    bad='pencatatan_pendataan: ["Setiap kunjungan dicatat oleh Bhabinkamtibmas"]',
    good='pencatatan_pendataan: ["Setiap kunjungan dicatat oleh Bhabinkamtibmas dalam buku register"]',
)
def no_medium(subject: Subject) -> Iterator[Fault]:
    """Pencatatan tidak menyebut tempat mencatat.

    Paling sedikit satu disebut: formulir, buku, register, agenda, arsip, aplikasi, atau data elektronik.
    """
    text = " ".join(subject.sop.pencatatan_pendataan).lower()
    if words("media").isdisjoint(re.findall(r"[^\W_]+", text)):
        yield Fault(
            ("pencatatan_pendataan",),
            "Pencatatan tidak menyebut formulir, buku, register, arsip, atau aplikasi.",
            "Tambahkan tempatnya: ... dicatat dalam buku register.",
        )
