"""An institution's own choices: kop, address, officials, paper, looks; and its register of regulations."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from sopgen.model import Bulat, Daftar, Kunci, Nilai, Pejabat, TanggalAtauKosong, Teks, YaTidak


class Kertas(StrEnum):
    """Paper sizes in use; always printed landscape."""

    A4 = "A4"
    F4 = "F4"
    LEGAL = "Legal"
    LETTER = "Letter"


class Profil(StrEnum):
    """Which layer of rules applies above the regulation's core."""

    UMUM = "umum"
    POLRI = "polri"


class Tampilan(Nilai):
    """What the unit wants to see in its documents."""

    sampul: YaTidak = Field(True, description="Cetak halaman judul (sampul).")
    satu_lembar: YaTidak = Field(False, description="Identitas dan alur pada satu lembar bila muat.")
    nomor_kolom: YaTidak = Field(False, description="Cetak baris nomor kolom di bawah kepala tabel.")
    riwayat_revisi: YaTidak = Field(True, description="Cetak riwayat revisi bila ada.")
    lampiran_diagram: YaTidak = Field(False, description="Lampirkan diagram alir Graphviz di akhir dokumen.")


class TandaTangan(Nilai):
    """How the unit signs electronically."""

    kalimat: Teks = Field(
        "Dokumen ini telah ditandatangani secara elektronik menggunakan sertifikat elektronik.",
        description="Kalimat pada tanda dan di kaki halaman dokumen yang ditandatangani secara elektronik.",
    )
    kaki: YaTidak = Field(False, description="Cetak kalimat itu di kaki setiap halaman SOP yang tte: true.")
    alamat_verifikasi: Teks | None = Field(
        None, description="Alamat web tempat memeriksa dokumen; masuk ke dalam kode QR."
    )
    penandatangan: dict[Kunci, Kunci] = Field(
        {},
        max_length=3,
        description="Yang menandatangani sebelum pengesahan, berurutan; misalnya disusun: kanit, "
        "diperiksa: kasat (kunci pejabat).",
    )


PENGESAHAN = "pengesahan"
"""The name of the field where the SOP is approved; it is signed last."""


class Unit(Nilai):
    """A unit that issues SOPs."""

    nama: Teks = Field(description="Nama unit, misalnya Satbinmas Polres Gorontalo Kota.")
    kop: Daftar = Field((), description="Baris kop, paling banyak tiga, huruf kapital.")
    alamat: Teks | None = Field(None, description="Alamat jalan.")
    kota: Teks | None = Field(None, description="Kota atau kabupaten.")
    telepon: Teks | None = Field(None, description="Nomor telepon.")
    logo: Teks | None = Field(None, description="Berkas logo (SVG atau PNG), relatif terhadap unit.yaml.")
    profil: Profil = Field(Profil.UMUM, description="umum atau polri.")
    kertas: Kertas = Field(Kertas.A4, description="A4, F4, Legal, atau Letter.")
    pejabat: dict[Kunci, Pejabat] = Field({}, description="Pejabat yang mengesahkan; kunci: data.")
    tampilan: Tampilan = Field(Tampilan(), description="Pilihan tampilan dokumen.")
    tanda_tangan: TandaTangan = Field(TandaTangan(), description="Tanda tangan elektronik.")


class StatusPeraturan(StrEnum):
    """Whether a regulation binds."""

    BERLAKU = "berlaku"
    DIUBAH = "diubah"
    DICABUT = "dicabut"
    TIDAK_DIKETAHUI = "tidak diketahui"


class Perubahan(Nilai):
    """How a regulation that still binds was amended."""

    beberapa_kali: YaTidak = Field(False, description="Diubah lebih dari satu kali.")
    terakhir: Teks = Field(description="Kunci peraturan pengubah terakhir, atau sitasinya.")


class Peraturan(Nilai):
    """One entry of the register of regulations."""

    jenis: Teks = Field(description="Misalnya Undang-Undang, Peraturan Pemerintah.")
    nomor: Teks = Field(description="Nomor, dalam tanda kutip.")
    tahun: Bulat = Field(ge=1900, le=2999, description="Tahun, empat angka.")
    tentang: Teks = Field(description="Judul resmi sesudah kata tentang.")
    bentuk: Teks | None = Field(
        None, description="Sitasi lengkap untuk penomoran lama, misalnya Skep/431/VII/2006."
    )
    status: StatusPeraturan = Field(StatusPeraturan.BERLAKU, description="Apakah masih mengikat.")
    perubahan: Perubahan | None = Field(None, description="Perubahan terakhir bila status diubah.")
    diganti_oleh: Teks | None = Field(None, description="Kunci peraturan penggantinya.")
    dicabut_pada: TanggalAtauKosong = Field(None, description="Tanggal pencabutan bila diketahui.")
    sumber: Teks | None = Field(None, description="Dari mana status ini diketahui.")

    @property
    def kutipan(self) -> str:
        """The canonical citation without its amendments (Perkap 1/2023: no date, no "Republik Indonesia")."""
        return self.bentuk or f"{self.jenis} Nomor {self.nomor} Tahun {self.tahun} tentang {self.tentang}"


Units = dict[Kunci, Unit]
Register = dict[Kunci, Peraturan]


def citation(dasar: str, register: Register) -> str:
    """A legal basis as printed: a key of the register in full with its last amendment, a text as it is."""
    peraturan = register.get(dasar)
    if peraturan is None or peraturan.perubahan is None:
        return peraturan.kutipan if peraturan else dasar
    pengubah = register.get(peraturan.perubahan.terakhir)
    telah = "beberapa kali diubah terakhir" if peraturan.perubahan.beberapa_kali else "diubah"
    terakhir = pengubah.kutipan if pengubah else peraturan.perubahan.terakhir
    return f"{peraturan.kutipan} sebagaimana telah {telah} dengan {terakhir}"
