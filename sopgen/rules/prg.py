"""Peringatan."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sopgen.blanks import are_empty
from sopgen.rule import WARNING, Basis, Certainty, Fault, Subject, rule

_CONDITION = re.compile(
    r"\b(jika|apabila|bila|bilamana)\b.*(\b(maka|akan|dapat|mengakibatkan|menyebabkan)\b|,\s*\w)",
    re.IGNORECASE | re.DOTALL,
)
"""A condition and what follows from it; many write a comma for maka."""
_DEADLINE = re.compile(
    r"\b(paling (lambat|lama)|selambat-lambatnya|sebelum (tanggal|pukul)|dalam waktu|batas waktu)\b",
    re.IGNORECASE,
)
_SPAN = re.compile(r"\d\s*(menit|jam|hari|minggu|bulan|tahun)\b", re.IGNORECASE)
_MISPLACED = re.compile(
    r"^\W*(maksud|tujuan)\b|\b(bertujuan|dimaksudkan)\b"
    r"|\b(dilaksanakan|dilakukan|diselenggarakan)\s+(setiap|tiap|pada)\s+(hari|minggu|bulan|tanggal|tahun)\b",
    re.IGNORECASE,
)


@rule(
    "PRG-01",
    severity=WARNING,
    basis=Basis("Lampiran, bagian identitas, butir 10", (Certainty.MEMORY, Certainty.SINGLE)),
    needs=("peringatan",),
    bad="peringatan: []",
    good='peringatan: ["Apabila laporan terlambat, maka penanganan tertunda."]',
)
def empty(subject: Subject) -> Iterator[Fault]:
    """Kotak Peringatan kosong.

    Peringatan menjelaskan apa yang mungkin terjadi bila prosedur dilaksanakan atau tidak dilaksanakan.
    """
    if are_empty(subject.sop.peringatan):
        yield Fault(
            ("peringatan",),
            "Kotak Peringatan kosong; menyimpang dari pedoman.",
            "Tulis akibatnya bila prosedur tidak dijalankan: Apabila ..., maka ...",
        )


@rule(
    "PRG-03",
    severity=WARNING,
    basis=Basis("28 dari 260 kotak Peringatan nyata", (Certainty.EMPIRICAL,)),
    requires=("PRG-01",),
    needs=("peringatan",),
    bad='peringatan: ["Maksud dan tujuan: mengetahui keluhan warga."]',
    good='peringatan: ["Apabila keluhan warga tidak dicatat, maka keluhan itu tidak ditindaklanjuti."]',
)
def purpose_or_schedule(subject: Subject) -> Iterator[Fault]:
    """Kotak Peringatan memuat maksud, tujuan, atau jadwal.

    Kotak ini untuk akibat dan batas waktu. Maksud dan tujuan bukan bagian identitas SOP AP, sedangkan jadwal
    pelaksanaan tempatnya di kolom keterangan.
    """
    for index, text in enumerate(subject.sop.peringatan):
        if _is_misplaced(text):
            yield Fault(
                ("peringatan", index),
                f'"{text}" memuat maksud, tujuan, atau jadwal; menyimpang dari pedoman.',
                "Pindahkan, lalu tulis akibatnya bila prosedur tidak dijalankan: Apabila ..., maka ...",
            )


def _is_misplaced(text: str) -> bool:
    return bool(_MISPLACED.search(text)) and not _warns(text)


def _warns(text: str) -> bool:
    return bool(_CONDITION.search(text) or _DEADLINE.search(text))


@rule(
    "PRG-02",
    severity=WARNING,
    basis=Basis("Lampiran, bagian identitas, butir 10", (Certainty.NEAR_VERBATIM, Certainty.EMPIRICAL)),
    requires=("PRG-01",),
    needs=("peringatan",),
    bad='peringatan: ["Dilarang terlambat menyampaikan laporan."]',
    good='peringatan: ["Laporan disampaikan paling lambat 1 hari kerja."]',
)
def neither_condition_nor_deadline(subject: Subject) -> Iterator[Fault]:
    """Peringatan bukan kalimat jika-maka dan bukan batas waktu.

    Lampiran meminta bentuk "jika/apabila-maka" atau batas waktu; larangan saja tidak menerangkan akibatnya.
    Syarat dan akibat yang dipisahkan koma, tanpa kata maka, dan setiap lama waktu juga diterima.
    """
    for index, text in enumerate(subject.sop.peringatan):
        if not _warns(text) and not _is_misplaced(text) and not _SPAN.search(text):
            yield Fault(
                ("peringatan", index),
                f'"{text}" tidak berbentuk apabila-maka dan bukan batas waktu; menyimpang dari pedoman.',
                "Tulis syarat dan akibatnya: Apabila ..., maka ...; atau: paling lambat ...",
            )
