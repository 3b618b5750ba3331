"""Peralatan dan Perlengkapan."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sopgen import kalimat
from sopgen.blanks import are_empty
from sopgen.rule import INFO, WARNING, Basis, Certainty, Fault, Subject, rule
from sopgen.rules.tables import words


@rule(
    "ALT-01",
    severity=WARNING,
    basis=Basis("Lampiran, bagian identitas, butir 12", (Certainty.NEAR_VERBATIM,)),
    needs=("peralatan_perlengkapan",),
    bad="peralatan_perlengkapan: []",
    good="peralatan_perlengkapan: [Buku kunjungan]",
)
def empty(subject: Subject) -> Iterator[Fault]:
    """Kotak Peralatan/Perlengkapan kosong.

    Kotak ini mendaftar peralatan utama dan perlengkapan yang langsung diperlukan prosedur.
    """
    if are_empty(subject.sop.peralatan_perlengkapan):
        yield Fault(
            ("peralatan_perlengkapan",),
            "Kotak Peralatan/Perlengkapan kosong; menyimpang dari pedoman.",
            "Daftarkan peralatan utama yang dipakai, misalnya Komputer, Buku register.",
        )


@rule(
    "ALT-02",
    severity=INFO,
    basis=Basis("Asas keselarasan", (Certainty.INFERRED,)),
    requires=("ALT-01",),
    needs=("peralatan_perlengkapan", "kegiatan"),
    bad="""
kegiatan:
  - uraian: Menyusun rencana sambang
    pelaksana: bhabin
    mutu_baku: {kelengkapan: [Daftar warga, Komputer dan pencetak], waktu: 30 menit, output: Rencana sambang}
  - uraian: Menerima laporan sambang
    pelaksana: kasat
    mutu_baku: {kelengkapan: Rencana sambang, waktu: 15 menit, output: Laporan sambang}
""",
    good="""
peralatan_perlengkapan: [Buku kunjungan, Komputer]
kegiatan:
  - uraian: Menyusun rencana sambang
    pelaksana: bhabin
    mutu_baku: {kelengkapan: [Daftar warga, Komputer], waktu: 30 menit, output: Rencana sambang}
  - uraian: Menerima laporan sambang
    pelaksana: kasat
    mutu_baku: {kelengkapan: Rencana sambang, waktu: 15 menit, output: Laporan sambang}
""",
)
def equipment_on_one_side_only(subject: Subject) -> Iterator[Fault]:
    """Peralatan yang dipakai kegiatan tidak terdaftar, atau yang terdaftar tidak dipakai.

    Daftar peralatan dan kelengkapan kegiatan seharusnya selaras. Alat terdaftar yang tidak dipakai hanya
    dicatat bila kebanyakan alat lainnya memang disebut dalam kegiatan.
    """
    listed = subject.sop.peralatan_perlengkapan
    told: set[str] = set()
    for index, kegiatan in enumerate(subject.sop.kegiatan):
        for position, item in enumerate(kegiatan.mutu_baku.kelengkapan):
            is_tool = kalimat.first_word(item) in words("alat")
            if is_tool and item.lower() not in told and not _is_among(item, listed):
                told.add(item.lower())
                yield Fault(
                    ("kegiatan", index, "mutu_baku", "kelengkapan", position),
                    f'"{item}" dipakai, tetapi tidak terdaftar di Peralatan/Perlengkapan.',
                    f"Tambahkan {item} di peralatan_perlengkapan.",
                )
    used = [item for row in subject.sop.kegiatan for item in row.mutu_baku.kelengkapan]
    idle = [index for index, item in enumerate(listed) if not _is_among(item, used)]
    for index in idle if 3 * len(idle) <= len(listed) else ():
        yield Fault(
            ("peralatan_perlengkapan", index),
            f'"{listed[index]}" terdaftar, tetapi tidak disebut dalam kelengkapan kegiatan mana pun.',
            "Sebutkan di kelengkapan kegiatan yang memakainya, atau hapus.",
        )


def _is_among(item: str, others: Iterable[str]) -> bool:
    """Whether one of the others tells of the same thing, or of one of several things."""
    known = [part for other in others for part in _parts(other)]
    return any(own <= other or other <= own for own in _parts(item) for other in known)


def _parts(text: str) -> list[frozenset[str]]:
    """The things that a text lists, each as the set of its words."""
    parts = re.split(r"[,;/]|\b(?:dan|atau|serta)\b", text.lower())
    return [found for part in parts if (found := frozenset(re.findall(r"\w+", part)))]
