"""Jenis dan cakupan SOP."""

from __future__ import annotations

from collections.abc import Iterator

from sopgen.model import Cakupan, Jenis
from sopgen.rule import INFO, WARNING, Basis, Certainty, Fault, Subject, rule, untestable


@rule(
    "JNS-01",
    severity=WARNING,
    basis=Basis(
        "Lampiran, alasan format diagram alir bercabang, butir 1; jenis SOP menurut sifat kegiatan",
        (Certainty.NEAR_VERBATIM, Certainty.SEVERAL),
    ),
    needs=("jenis", "pelaksana"),
    bad="jenis: teknis",
    good="jenis: administratif",
)
def technical_with_several_performers(subject: Subject) -> Iterator[Fault]:
    """SOP teknis mempunyai lebih dari satu pelaksana.

    SOP teknis merinci pekerjaan satu orang, tim, atau jabatan. Begitu pelaksananya lebih dari satu, yang
    diatur adalah urutan antar-pelaksana, dan itu SOP administratif. Kebalikannya diperiksa TAB-11.
    """
    names = list(subject.sop.kolom_pelaksana.values())
    if subject.sop.jenis is Jenis.TEKNIS and len(names) > 1:
        yield Fault(
            ("jenis",),
            f"Dinyatakan SOP teknis, tetapi pelaksananya {len(names)}: {', '.join(names)}; "
            "menyimpang dari pedoman.",
            "Tulis jenis: administratif, atau jadikan satu pelaksana (orang, tim, atau jabatan).",
        )


@rule(
    "JNS-02",
    severity=INFO,
    basis=Basis(
        "Pedoman SOP Sekretariat Negara, SOP makro dan mikro", (Certainty.NEAR_VERBATIM, Certainty.SINGLE)
    ),
    requires=("KTR-01",),
    needs=("cakupan", "keterkaitan"),
    bad="""
cakupan: mikro
keterkaitan: [deteksi-dini]
_lain: {deteksi-dini: {nomor: SOP/08/XI/2026, judul: Pelaksanaan Deteksi Dini, cakupan: mikro}}
""",
    good="""
cakupan: mikro
keterkaitan: [pembinaan]
_lain: {pembinaan: {nomor: SOP/08/XI/2026, judul: Pelaksanaan Pembinaan Masyarakat, cakupan: makro}}
""",
)
def macro_and_micro_apart(subject: Subject) -> Iterator[Fault]:
    """SOP mikro tidak menyebut SOP makronya, atau SOP makro tidak menyebut SOP mikronya.

    SOP makro merangkum beberapa SOP mikro; pembaca menemukan yang satu dari yang lain lewat Keterkaitan.
    Butir yang bukan nama berkas SOP di folder yang sama tidak dapat diperiksa dan dianggap benar.
    """
    cakupan = subject.sop.cakupan
    if cakupan is None:
        return
    wanted = Cakupan.MAKRO if cakupan is Cakupan.MIKRO else Cakupan.MIKRO
    related = [subject.siblings.get(item) for item in subject.sop.keterkaitan]
    if all(sop is not None and sop.cakupan is not wanted for sop in related):
        yield Fault(
            ("keterkaitan",),
            f"SOP {cakupan} ini tidak menyebut satu pun SOP {wanted} di Keterkaitan.",
            f"Tambahkan nama berkas SOP {wanted} yang bersangkutan, dan isi cakupan: {wanted} di sana.",
        )


latitude_of_macro = untestable(
    "JNS-03",
    severity=INFO,
    basis=Basis("Pedoman SOP Sekretariat Negara, SOP makro", (Certainty.NEAR_VERBATIM,)),
    summary="SOP makro tidak harus mencerminkan kegiatan nyata pelaksana.",
    why=(
        "Ini kelonggaran, bukan kewajiban: tidak ada yang dapat menyimpang darinya. Bila sel mutu baku SOP "
        "makro sengaja kosong, tulis alasannya di kecuali: {MBK-01: ...}."
    ),
)
