"""Tata letak: only the finished document shows it."""

from __future__ import annotations

from sopgen.rule import INFO, Basis, Certainty, untestable

_MEASURED = Basis("Pengamatan pada 348 SOP nyata; lampiran tidak mengaturnya", (Certainty.EMPIRICAL,))
_ON_PAPER = (
    "Sumber YAML tidak memuat halaman; `sopgen build` menyusunnya dan `sopgen audit` menilainya "
    "pada dokumen jadi."
)

portrait = untestable(
    "TTL-01",
    severity=INFO,
    basis=_MEASURED,
    summary="Halaman prosedur tidak melintang.",
    why=f"Semua SOP yang diukur melintang supaya kolom pelaksana muat. {_ON_PAPER}",
)

mixed_paper = untestable(
    "TTL-02",
    severity=INFO,
    basis=_MEASURED,
    summary="Ukuran kertas berganti di tengah dokumen.",
    why=f"A4, F4, dan Letter sama-sama lazim, asal satu ukuran dari awal sampai akhir. {_ON_PAPER}",
)

unreadable_type = untestable(
    "TTL-03",
    severity=INFO,
    basis=_MEASURED,
    summary="Huruf tidak seragam, tidak tertanam, atau teksnya berupa gambar.",
    why=f"Teks yang bukan teks tidak dapat dicari, disalin, atau dibacakan. {_ON_PAPER}",
)

parts_torn = untestable(
    "TTL-04",
    severity=INFO,
    basis=_MEASURED,
    summary="Bagian identitas dan bagian flowchart tidak terpisah dengan jelas.",
    why=f"Lazimnya keduanya di halaman 1, atau identitas di halaman 1 dan alur mulai halaman 2. {_ON_PAPER}",
)

unnumbered_pages = untestable(
    "TTL-05",
    severity=INFO,
    basis=Basis("Kebiasaan sektor kesehatan", (Certainty.INFERRED,)),
    summary="Halaman tidak bernomor x dari y.",
    why=f"Lembar yang hilang hanya ketahuan bila jumlah halamannya tertulis. {_ON_PAPER}",
)
