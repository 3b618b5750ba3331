"""Keterkaitan."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sopgen.blanks import are_empty
from sopgen.rule import INFO, WARNING, Basis, Certainty, Fault, Subject, rule
from sopgen.rules.titles import begins_with_act, same

_BOX = Basis("Lampiran, bagian identitas, keterkaitan", (Certainty.NEAR_VERBATIM,))


@rule(
    "KTR-01",
    severity=WARNING,
    basis=_BOX,
    needs=("keterkaitan",),
    bad="keterkaitan: []",
    good="keterkaitan: [SOP Pelaksanaan Patroli]",
)
def empty(subject: Subject) -> Iterator[Fault]:
    """Kotak Keterkaitan kosong.

    Keterkaitan menyebut prosedur lain yang distandarkan dan berhubungan dengan SOP ini.
    """
    if are_empty(subject.sop.keterkaitan):
        yield Fault(
            ("keterkaitan",),
            "Kotak Keterkaitan kosong; menyimpang dari pedoman.",
            "Sebutkan SOP lain yang mendahului, menyusul, atau dipakai dalam SOP ini.",
        )


@rule(
    "KTR-02",
    severity=WARNING,
    basis=_BOX,
    requires=("KTR-01",),
    needs=("keterkaitan", "judul"),
    bad="keterkaitan: [SOP PELAKSANAAN SAMBANG WARGA]",
    good="keterkaitan: [SOP Pelaksanaan Patroli]",
)
def names_itself(subject: Subject) -> Iterator[Fault]:
    """Keterkaitan menyebut SOP itu sendiri.

    Yang disebut adalah prosedur lain.
    """
    for index, item in enumerate(subject.sop.keterkaitan):
        if item == subject.id or same(item, subject.sop.judul or ""):
            yield Fault(
                ("keterkaitan", index),
                f'"{item}" adalah SOP ini sendiri; menyimpang dari pedoman.',
                "Sebutkan SOP lain yang berhubungan, atau hapus butir ini.",
            )


_ID = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
_NUMBER = re.compile(
    r"\s*(?:SOP\s+)?(?:(?:No\.?|Nomor)\s*:?\s*)?\S*\d\S*(?:\s+Tahun\s+\d{4})?"
    r"(?:\s+(?:tentang|mengenai)|\s*[:,–-])?\s+",
    re.IGNORECASE,
)
"""The number of an SOP before its title."""
_TOO_WIDE = re.compile(r"\b(?:seluruh|semua|segala)\b|\bSOP (?:lain(?:nya)?|terkait)\b", re.IGNORECASE)


@rule(
    "KTR-03",
    severity=INFO,
    basis=Basis("Disimpulkan dari isi keterkaitan (KTR-01) dan judul (JDL-02)", (Certainty.INFERRED,)),
    requires=("KTR-01",),
    needs=("keterkaitan",),
    bad="keterkaitan: [Seluruh SOP di lingkungan Polres]",
    good="keterkaitan: [SOP Pelaksanaan Patroli]",
)
def names_no_sop(subject: Subject) -> Iterator[Fault]:
    """Butir keterkaitan tidak menunjuk satu SOP tertentu.

    Pembaca harus dapat menemukan SOP yang dimaksud: judulnya, atau nama berkasnya tanpa .yaml. Nama berkas
    yang tidak ada di folder ini tercetak apa adanya dan tidak menunjuk apa-apa, karena itu peringatan; dalam
    dokumen jadi nama berkas tidak dicari.
    """
    for index, item in enumerate(subject.sop.keterkaitan):
        path = ("keterkaitan", index)
        if item == subject.id or item in subject.siblings or same(item, subject.sop.judul or ""):
            continue
        if _ID.fullmatch(item) and not subject.unseen:
            near = ", ".join(subject.siblings) or "belum ada SOP lain"
            message = f'Tidak ada SOP "{item}" di folder ini.'
            yield Fault(path, message, f"Pilih salah satu: {near}; atau tulis judul SOP-nya.", WARNING)
        elif _TOO_WIDE.search(item):
            yield Fault(path, f'"{item}" terlalu luas.', "Sebutkan SOP yang berhubungan satu per satu.")
        elif not begins_with_act(_NUMBER.sub("", item)):
            yield Fault(
                path,
                f'"{item}" tidak berbunyi seperti judul SOP.',
                "Tulis judul SOP-nya, misalnya SOP Pelaksanaan Patroli.",
            )
