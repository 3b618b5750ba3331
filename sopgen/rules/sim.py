"""Symbols: which there are, and what each means."""

from __future__ import annotations

from collections.abc import Iterator

from sopgen.paths import closing_decision
from sopgen.rule import ERROR, Basis, Certainty, Fault, Subject, rule, untestable

_FORMAT = "Lampiran, format SOP AP, lima simbol"
_AUDIT = "Bentuk lain tidak dapat ditulis dalam sumber YAML: kunci simbol hanya mengenal mulai, proses,\n\
keputusan, dan selesai. Pada dokumen dari luar, `sopgen audit` menyebut banyaknya bentuk lain, dan orang\n\
menilai apakah bentuk itu dipakai sebagai simbol."


@rule(
    "SIM-01",
    severity=ERROR,
    basis=Basis(_FORMAT, (Certainty.NEAR_VERBATIM,)),
    needs=("kegiatan", "alur"),
    bad="""
kegiatan:
  - id: rencana
    uraian: Menyusun rencana sambang
    pelaksana: bhabin
    mutu_baku: {kelengkapan: Daftar warga, waktu: 30 menit, output: Rencana sambang}
  - uraian: Memeriksa laporan sambang
    pelaksana: kasat
    keputusan: {Sesuai: selesai, Tidak sesuai: rencana}
    mutu_baku: {kelengkapan: Rencana sambang, waktu: 15 menit, output: Laporan sambang}
""",
    good="""
kegiatan:
  - uraian: Menyusun rencana sambang
    pelaksana: bhabin
    mutu_baku: {kelengkapan: Daftar warga, waktu: 30 menit, output: Rencana sambang}
  - uraian: Menerima laporan sambang
    pelaksana: kasat
    simbol: selesai
    mutu_baku: {kelengkapan: Rencana sambang, waktu: 15 menit, output: Laporan sambang}
""",
)
def decision_as_end(subject: Subject) -> Iterator[Fault]:
    """Simbol dipakai untuk arti yang bukan artinya.

    Hanya lima simbol boleh dipakai: kapsul untuk mulai dan berakhir, kotak untuk eksekusi, belah ketupat
    untuk keputusan, anak panah untuk arah, segilima untuk sambungan halaman. Belah ketupat yang menutup
    alur menempati tugas kapsul.
    """
    last = closing_decision(subject.flow)
    if last is not None:
        yield Fault(
            ("kegiatan", subject.flow.symbols[last].row),
            "Belah ketupat dipakai untuk mengakhiri alur; menyimpang dari pedoman.",
            "Tambahkan kegiatan penutup sesudahnya, misalnya Mengarsipkan ...; itulah kapsul selesai.",
        )


foreign_symbols = untestable(
    "SIM-02",
    severity=ERROR,
    basis=Basis(f"{_FORMAT}, alasan 3-4", (Certainty.NEAR_VERBATIM,)),
    summary="Simbol dokumen, persiapan, tundaan, data, atau sejenisnya dipakai.",
    why=_AUDIT,
)

circle_connector = untestable(
    "SIM-03",
    severity=ERROR,
    basis=Basis(f"{_FORMAT}, alasan 5", (Certainty.NEAR_VERBATIM, Certainty.MEMORY)),
    summary="Lingkaran kecil dipakai sebagai penghubung di dalam halaman.",
    why=_AUDIT,
)

neither_process_nor_decision = untestable(
    "SIM-04",
    severity=ERROR,
    basis=Basis(f"{_FORMAT}, alasan 2", (Certainty.NEAR_VERBATIM,)),
    summary="Kegiatan bukan eksekusi dan bukan keputusan.",
    why=_AUDIT,
)
