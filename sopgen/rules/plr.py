"""Profil Polri: kop, nomor, blok pengesahan."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sopgen.model import Pejabat
from sopgen.rule import ERROR, INFO, WARNING, Basis, Certainty, Fault, Subject, rule, untestable
from sopgen.rules.tables import lines, pairs
from sopgen.unit import Profil

_KOP = Basis("Perkap 1/2023, lampiran, susunan kopstuk", (Certainty.VERBATIM,))
_KEYSTROKES = 41
_LINES = 3


@rule(
    "PLR-01",
    severity=ERROR,
    basis=_KOP,
    profile=Profil.POLRI,
    bad="""
_unit:
  profil: polri
  kop: [KEPOLISIAN NEGARA REPUBLIK INDONESIA DAERAH GORONTALO, RESOR GORONTALO KOTA, SEKTOR KOTA TENGAH]
""",
    good="""
_unit:
  profil: polri
  kop: [POLRI DAERAH GORONTALO, RESOR GORONTALO KOTA, SEKTOR KOTA TENGAH]
""",
)
def letterhead_too_large(subject: Subject) -> Iterator[Fault]:
    """Kop lebih dari tiga baris, atau barisnya lebih dari 41 ketukan.

    Kop terdiri atas paling banyak tiga baris; baris terpanjang paling banyak 41 ketukan termasuk spasi,
    alamat tidak dihitung. Nama satuan di bawahnya bukan bagian kop.
    """
    kop = subject.unit.kop if subject.unit else ()
    if len(kop) > _LINES:
        extra = ", ".join(kop[_LINES:])
        message = f"Kop {len(kop)} baris; paling banyak {_LINES}. Menyimpang dari Perkap 1/2023."
        yield Fault(("_unit", "kop"), message, f"Keluarkan dari kop: {extra}.")
    for index, line in enumerate(kop):
        if len(line) > _KEYSTROKES:
            message = f'Baris kop "{line}" {len(line)} ketukan; paling banyak {_KEYSTROKES}.'
            yield Fault(
                ("_unit", "kop", index), message, "Singkat barisnya; nama organisasi atasan boleh disingkat."
            )


@rule(
    "PLR-02",
    severity=WARNING,
    basis=_KOP,
    profile=Profil.POLRI,
    bad="_unit: {profil: polri, alamat: JL. P. KALENGKONGAN NO. 31}",
    good="_unit: {profil: polri, alamat: Jl. P. Kalengkongan No. 31}",
)
def letterhead_in_wrong_case(subject: Subject) -> Iterator[Fault]:
    """Kop tidak berhuruf kapital, atau alamatnya berhuruf kapital semua.

    Baris kop ditulis dengan huruf kapital; alamat dengan huruf awal kapital saja.
    """
    if subject.unit is None:
        return
    for index, line in enumerate(subject.unit.kop):
        if line != line.upper():
            yield Fault(
                ("_unit", "kop", index),
                f'Baris kop "{line}" tidak berhuruf kapital.',
                f"Tulis {line.upper()}",
            )
    address = subject.unit.alamat or ""
    if address.isupper():
        yield Fault(
            ("_unit", "alamat"), f'Alamat "{address}" berhuruf kapital semua.', f"Tulis {address.title()}"
        )


@rule(
    "PLR-03",
    severity=ERROR,
    basis=Basis("Perkap 1/2023, lampiran, susunan kopstuk", (Certainty.VERBATIM, Certainty.SINGLE)),
    profile=Profil.POLRI,
    bad="_unit: {profil: polri, kop: [DAERAH GORONTALO, RESOR GORONTALO KOTA]}",
    good="_unit: {profil: polri, kop: [POLRI DAERAH GORONTALO, RESOR GORONTALO KOTA, SEKTOR KOTA TENGAH]}",
)
def letterhead_of_resor_incomplete(subject: Subject) -> Iterator[Fault]:
    """Kop Polres tidak menyebut dua tingkat organisasi di atasnya.

    Kop Polres: KEPOLISIAN NEGARA REPUBLIK INDONESIA, DAERAH ..., RESOR ...; yang di atas boleh disingkat.
    """
    if subject.unit is None or not _is_resor(subject.unit.nama, subject.unit.kop):
        return
    starts = (r"KEPOLISIAN NEGARA|POLRI\b", r"DAERAH|POLDA\b", r"RESORT?\b|KOTA BESAR|METRO|POLRES")
    kop = " / ".join(subject.unit.kop).upper()
    if not re.match(" / ".join(f"(?:{start})[^/]*" for start in starts) + "$", kop):
        yield Fault(
            ("_unit", "kop"),
            f'Kop "{kop}" tidak tersusun atas Polri, Polda, dan Polres; menyimpang dari Perkap 1/2023.',
            "Tulis tiga baris: KEPOLISIAN NEGARA REPUBLIK INDONESIA, DAERAH ..., RESOR ...",
        )


def _is_resor(name: str, kop: tuple[str, ...]) -> bool:
    words = " ".join((*kop, name)).upper()
    return bool(re.search(r"\b(?:RESORT?|POLRES(?:TA|TABES)?)\b", words)) and not re.search(
        r"\b(?:SEKTOR|POLSEK)", words
    )


_PAGE = (
    "Sumber YAML tidak memuat halaman; dalam dokumen sopgen templat yang menggambarnya. Ukurlah pada cetakan."
)

closing_line = untestable(
    "PLR-04",
    severity=WARNING,
    profile=Profil.POLRI,
    basis=_KOP,
    summary="Garis penutup kop tidak sepanjang baris terpanjangnya.",
    why=f"Garis di bawah kop menempel tanpa spasi dan sepanjang baris terpanjang. {_PAGE}",
)

distance_from_the_edge = untestable(
    "PLR-05",
    severity=INFO,
    profile=Profil.POLRI,
    basis=Basis("Perkap 1/2023, lampiran, susunan kopstuk", (Certainty.VERBATIM, Certainty.SINGLE)),
    summary="Kop tidak mulai 2 cm dari tepi atas kertas.",
    why=f"Jaraknya baru ada setelah halaman disusun. {_PAGE}",
)

letterhead_of_annexes = untestable(
    "PLR-06",
    severity=INFO,
    profile=Profil.POLRI,
    basis=_KOP,
    summary="Kop tidak diulang pada halaman pertama lampiran.",
    why=f"Lampiran adalah dokumen tersendiri yang dapat terlepas dari induknya. {_PAGE}",
)

_NUMBER = re.compile(
    r"(?:[BR]\s*/\s*)?SOP\s*/\s*\d{1,4}\s*/\s*(?:I{1,3}|I?V|VI{1,3}|I?X|XI{1,2})\s*/\s*\d{4}"
    r"(?:\s*/\s*[\w. -]+)*"
)


@rule(
    "PLR-07",
    severity=WARNING,
    basis=Basis(
        "Perkap 1/2023, lampiran, penomoran surat; penerapannya pada SOP disimpulkan",
        (Certainty.SEVERAL, Certainty.INFERRED),
    ),
    requires=("IDN-05",),
    needs=("nomor",),
    profile=Profil.POLRI,
    bad="nomor: SOP-POL-008/BAGSUMDA\n_unit: {profil: polri}",
    good="nomor: SOP/07/XI/2026/Satbinmas\n_unit: {profil: polri}",
)
def number_of_another_form(subject: Subject) -> Iterator[Fault]:
    """Nomor SOP tidak berpola SOP/nomor urut/bulan Romawi/tahun.

    Nomor urut berjalan dalam satu tahun, bulan ditulis dengan angka Romawi; nama satuan boleh menyusul.
    """
    number = subject.sop.nomor
    if number and not _NUMBER.fullmatch(number.strip()):
        yield Fault(
            ("nomor",),
            f'Nomor "{number}" tidak berpola SOP/<urut>/<bulan Romawi>/<tahun>; menyimpang dari pedoman.',
            "Contoh: SOP/07/XI/2026 atau SOP/07/XI/2026/Satbinmas.",
        )


@rule(
    "PLR-08",
    severity=WARNING,
    basis=Basis("Contoh SOP dan skema sertifikasi Polri", (Certainty.SEVERAL,)),
    requires=("IDN-16",),
    needs=("disahkan_oleh",),
    profile=Profil.POLRI,
    bad="""
disahkan_oleh: {jabatan: Kapolres Gorontalo Kota, nama: "Ahmad Yani, S.I.K.", pangkat: AKBP, nrp: "76050993"}
_unit: {profil: polri}
""",
    good="""
disahkan_oleh:
  jabatan: Kapolres Gorontalo Kota
  nama: Ahmad Yani, S.I.K.
  pangkat: Ajun Komisaris Besar Polisi
  nrp: "76050993"
_unit: {profil: polri}
""",
)
def rank_missing_or_abbreviated(subject: Subject) -> Iterator[Fault]:
    """Pangkat pejabat yang mengesahkan tidak ada atau disingkat.

    Blok pengesahan memuat jabatan, nama dengan gelar, pangkat yang ditulis lengkap, dan NRP.
    """
    official = _official(subject)
    if official is None:
        return
    rank = official.pangkat or ""
    if not rank:
        message = f"Pangkat {official.nama or official.jabatan} tidak ada di blok pengesahan."
        yield Fault(("disahkan_oleh",), message, "Isi pangkat, ditulis lengkap: Ajun Komisaris Besar Polisi.")
    elif full := pairs("singkatan-pangkat").get(" ".join(rank.lower().replace(".", " ").split())):
        yield Fault(("disahkan_oleh",), f'Pangkat "{rank}" disingkat.', f"Tulis {full}")


@rule(
    "PLR-09",
    severity=INFO,
    basis=Basis(
        "Ejaan Bahasa Indonesia yang Disempurnakan, tanda titik dan koma pada gelar", (Certainty.INFERRED,)
    ),
    needs=("disahkan_oleh",),
    profile=Profil.POLRI,
    bad="""
disahkan_oleh:
  jabatan: Kapolres Gorontalo Kota
  nama: Ahmad Yani, S.I.K. M.SI
  pangkat: Ajun Komisaris Besar Polisi
  nrp: "76050993"
_unit: {profil: polri}
""",
    good="""
disahkan_oleh:
  jabatan: Kapolres Gorontalo Kota
  nama: Ahmad Yani, S.I.K., M.Si.
  pangkat: Ajun Komisaris Besar Polisi
  nrp: "76050993"
_unit: {profil: polri}
""",
)
def titles_badly_punctuated(subject: Subject) -> Iterator[Fault]:
    """Gelar tidak dipisahkan dengan koma, atau kurang titiknya.

    Nama dan tiap gelar di belakangnya dipisahkan dengan koma, dan tiap singkatan dalam gelar diberi titik.
    """
    official = _official(subject)
    name, _, titles = ((official.nama if official else None) or "").partition(",")
    known = {_letters(title): title for title in lines("gelar")}
    written = re.split(r"[,\s]+", titles.strip())
    if not titles or any(_letters(title) not in known for title in written):
        return
    proper = ", ".join((name, *(known[_letters(title)] for title in written)))
    actual = f"{name},{titles}".strip()
    if proper.upper() != " ".join(actual.upper().split()):
        yield Fault(("disahkan_oleh",), f'Gelar pada "{actual}" tidak menurut ejaan.', f"Tulis {proper}")


def _letters(title: str) -> str:
    return title.replace(".", "").upper()


def _official(subject: Subject) -> Pejabat | None:
    """Who signs, whether told in the SOP itself or by a key of the unit's."""
    told = subject.sop.disahkan_oleh
    if isinstance(told, Pejabat):
        return told
    return subject.unit.pejabat.get(told) if subject.unit and told else None


order_of_laws = untestable(
    "PLR-10",
    severity=WARNING,
    profile=Profil.POLRI,
    basis=Basis("Perkap 1/2023, lampiran, dasar surat", (Certainty.VERBATIM,)),
    summary="Dasar hukum tidak menurut urutan dan bentuk Polri.",
    why="Sudah diperiksa butir demi butir oleh DHK-03 sampai DHK-07; di sini tidak diulang.",
)
