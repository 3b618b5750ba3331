"""An SOP as a value: what the YAML says, typed and frozen, under its official Indonesian labels.

Nothing here is required that a half-written SOP may still lack: a missing box is for the
checker to judge (Permenpan RB 35/2012), not a reason to refuse the file. What is there is strict.
The field descriptions are Indonesian because editors show them to staff through the JSON Schema.
"""

from __future__ import annotations

import datetime
import re
from contextlib import suppress
from enum import StrEnum
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Strict,
    Tag,
    model_validator,
)


class Simbol(StrEnum):
    """The four symbols a step may have; the fifth, the arrow, joins them (lampiran, Gambar diagram alir)."""

    MULAI = "mulai"
    PROSES = "proses"
    KEPUTUSAN = "keputusan"
    SELESAI = "selesai"


class Status(StrEnum):
    """Where the document stands in its life."""

    USULAN = "usulan"
    BERLAKU = "berlaku"
    DICABUT = "dicabut"


class Jenis(StrEnum):
    """Nature of the activity: several performers (administratif) or one (teknis)."""

    ADMINISTRATIF = "administratif"
    TEKNIS = "teknis"


class Cakupan(StrEnum):
    """Scope: makro integrates several mikro SOPs."""

    MAKRO = "makro"
    MIKRO = "mikro"


class Kolom(StrEnum):
    """The columns of the flow sheet that an old document may lack."""

    KELENGKAPAN = "kelengkapan"
    WAKTU = "waktu"
    OUTPUT = "output"
    KETERANGAN = "keterangan"


LANJUT = "lanjut"
"""The target word for "the next row"."""

SELESAI = "selesai"
"""The target word for "the last row"."""


def _as_list(value: Any) -> Any:
    return () if value is None else value if isinstance(value, list | tuple | dict) else [value]


def _as_date(value: Any) -> Any:
    if value is None or isinstance(value, dict | Tanggal):
        return value
    return {"tanggal": value}


def _iso(value: Any) -> Any:
    """A date in quotes is still a date; anything else is left for the validation to refuse."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
        with suppress(ValueError):
            return datetime.date.fromisoformat(value)
    return value


def _branch(value: Any) -> str:
    return "<isi>" if isinstance(value, dict | BaseModel) else "<teks>"


Teks = Annotated[str, Field(max_length=20_000)]
Bulat = Annotated[int, Strict()]
YaTidak = Annotated[bool, Strict()]
TanggalKalender = Annotated[
    datetime.date, Strict(), BeforeValidator(_iso, json_schema_input_type=datetime.date)
]
Kunci = Annotated[str, Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$", max_length=60)]
"""A short name to point at something with: no blanks, so that it can stand in a link."""

Kode = Annotated[str, Field(pattern=r"^[A-Z]{3}-[0-9]{2}$")]
"""The code of a rule."""

Daftar = Annotated[tuple[Teks, ...], BeforeValidator(_as_list, json_schema_input_type=str | list[str] | None)]
"""A list of texts; one text alone may be written without the dash."""


class Nilai(BaseModel):
    """Base of every value: frozen, strict about keys and types; a key left empty counts as not written."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    @model_validator(mode="before")
    @classmethod
    def _without_empty_keys(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {key: value for key, value in data.items() if value is not None or key not in cls.model_fields}


class Tanggal(Nilai):
    """A date, and how an old document writes it where that differs."""

    tanggal: TanggalKalender | None = Field(None, description="Tahun-bulan-tanggal: 2026-11-02.")
    tertulis: Teks | None = Field(
        None, description="Tulisan persis seperti di dokumen lama, bila perlu dipertahankan."
    )


TanggalAtauKosong = Annotated[
    Tanggal | None,
    BeforeValidator(_as_date, json_schema_input_type=datetime.date | Tanggal | None),
]


class TanggalSop(Nilai):
    """The three dates of the identity sheet (lampiran, bagian identitas, butir 3-5)."""

    pembuatan: TanggalAtauKosong = Field(None, description="Tanggal selesainya SOP dibuat.")
    revisi: TanggalAtauKosong = Field(None, description="Tanggal SOP direvisi; kosong untuk edisi pertama.")
    efektif: TanggalAtauKosong = Field(None, description="Tanggal SOP mulai diberlakukan.")


class Pejabat(Nilai):
    """An official who signs. NRP for police (8 digits), NIP for civil servants (18 digits)."""

    jabatan: Teks = Field(description="Nomenklatur jabatan, misalnya Kapolres Gorontalo Kota.")
    nama: Teks | None = Field(None, description="Nama lengkap dengan gelar.")
    pangkat: Teks | None = Field(None, description="Pangkat ditulis lengkap.")
    nrp: Teks | None = Field(None, description="NRP, 8 angka, dalam tanda kutip.")
    nip: Teks | None = Field(None, description="NIP, 18 angka, dalam tanda kutip.")


class Revisi(Nilai):
    """One line of the revision history."""

    revisi: Bulat = Field(ge=0, description="Nomor revisi; 0 untuk edisi pertama.")
    tanggal: TanggalAtauKosong = Field(None, description="Tanggal revisi.")
    uraian: Teks = Field(description="Apa yang berubah.")


class Sampul(Nilai):
    """What the cover says where it differs from the identity sheet."""

    judul: Teks | None = Field(None, description="Judul di sampul, bila berbeda.")
    tahun: Bulat | None = Field(None, ge=1945, le=2999, description="Tahun pembuatan.")
    keterangan: Daftar = Field((), description="Informasi lain yang diperlukan.")


class Label(Nilai):
    """Labels as an old document prints them, kept as evidence; new documents never need this."""

    nomor: Teks | None = Field(None, description="Bawaan: Nomor SOP.")
    tanggal_pembuatan: Teks | None = Field(None, description="Bawaan: Tanggal Pembuatan.")
    tanggal_revisi: Teks | None = Field(None, description="Bawaan: Tanggal Revisi.")
    tanggal_efektif: Teks | None = Field(None, description="Bawaan: Tanggal Efektif.")
    disahkan_oleh: Teks | None = Field(None, description="Bawaan: Disahkan oleh.")
    judul: Teks | None = Field(None, description="Bawaan: Nama SOP.")
    dasar_hukum: Teks | None = Field(None, description="Bawaan: Dasar Hukum.")
    kualifikasi_pelaksana: Teks | None = Field(None, description="Bawaan: Kualifikasi Pelaksana.")
    keterkaitan: Teks | None = Field(None, description="Bawaan: Keterkaitan.")
    peralatan_perlengkapan: Teks | None = Field(None, description="Bawaan: Peralatan/Perlengkapan.")
    peringatan: Teks | None = Field(None, description="Bawaan: Peringatan.")
    pencatatan_pendataan: Teks | None = Field(None, description="Bawaan: Pencatatan dan Pendataan.")
    no: Teks | None = Field(None, description="Bawaan: No.")
    kegiatan: Teks | None = Field(None, description="Bawaan: Kegiatan.")
    pelaksana: Teks | None = Field(None, description="Bawaan: Pelaksana.")
    mutu_baku: Teks | None = Field(None, description="Bawaan: Mutu Baku.")
    kelengkapan: Teks | None = Field(None, description="Bawaan: Kelengkapan.")
    waktu: Teks | None = Field(None, description="Bawaan: Waktu.")
    output: Teks | None = Field(None, description="Bawaan: Output.")
    keterangan: Teks | None = Field(None, description="Bawaan: Keterangan.")


class Kelompok(Nilai):
    """A group of performers: a two-level head over their columns."""

    kelompok: Teks = Field(description="Nama kelompok di kepala tabel, misalnya Sat Intelkam.")
    anggota: dict[Kunci, Teks] = Field(min_length=1, description="Anggota kelompok, kunci: nama jabatan.")


TeksAtauPejabat = Annotated[
    Annotated[str, Tag("<teks>")] | Annotated[Pejabat, Tag("<isi>")], Discriminator(_branch)
]
TeksAtauKelompok = Annotated[
    Annotated[Teks, Tag("<teks>")] | Annotated[Kelompok, Tag("<isi>")], Discriminator(_branch)
]


class MutuBaku(Nilai):
    """The quality standard of one kegiatan (lampiran: kelengkapan, waktu, output)."""

    kelengkapan: Daftar = Field((), description="Masukan yang diperlukan kegiatan ini.")
    waktu: Teks | None = Field(None, description="Lama kegiatan, misalnya 15 menit atau 1-5 hari kerja.")
    output: Daftar = Field((), description="Hasil kegiatan ini, berupa kata benda.")


Cabang = Annotated[dict[Annotated[str, Field(min_length=1)], str], Field(min_length=1)]


class Langkah(Nilai):
    """One symbol, or joint symbols, of a kegiatan: who, which symbol, and where the flow goes next."""

    id: Kunci | None = Field(None, description="Nama pendek untuk ditunjuk dari kegiatan lain.")
    pelaksana: Daftar = Field((), description="Kunci pelaksana; beberapa kunci berarti bersama-sama.")
    simbol: Simbol | None = Field(None, description="mulai, proses, keputusan, atau selesai.")
    keputusan: Cabang | None = Field(
        None, description="Cabang keputusan, label: tujuan. Tujuan: id kegiatan, lanjut, atau selesai."
    )
    ke: Daftar = Field(
        (), description="Tujuan bila bukan baris berikutnya; beberapa tujuan berarti serentak."
    )


class Kegiatan(Langkah):
    """One row of the flow sheet. Its symbols are the row's own, or a chain in `rangkaian`."""

    uraian: Teks | None = Field(None, description="Kalimat aktif yang diawali kata kerja, tanpa subjek.")
    judul: Teks | None = Field(None, description="Judul di dalam baris, hanya untuk dokumen lama.")
    maksud: Daftar = Field((), description="Maksud, hanya untuk dokumen lama.")
    tujuan: Daftar = Field((), description="Tujuan, hanya untuk dokumen lama.")
    rangkaian: tuple[Langkah, ...] = Field((), description="Beberapa simbol berurutan dalam satu baris.")
    mutu_baku: MutuBaku = Field(MutuBaku(), description="Mutu baku: kelengkapan, waktu, output.")
    keterangan: Daftar = Field((), description="Keterangan tambahan.")

    @property
    def langkah(self) -> tuple[Langkah, ...]:
        """The chain of symbols in this row; one link where no chain is written."""
        return self.rangkaian or ((self,) if self.pelaksana else ())


class Sop(Nilai):
    """A whole SOP AP document, as its source file writes it."""

    nomor: Teks | None = Field(None, description="Menurut tata naskah dinas, misalnya SOP/07/XI/2026.")
    judul: Teks | None = Field(None, description="Aspek kegiatan + output: Pelaksanaan Sambang Warga.")
    unit: str | None = Field(None, description="Kunci unit di unit.yaml.")
    status: Status = Field(Status.BERLAKU, description="usulan, berlaku, atau dicabut.")
    jenis: Jenis = Field(Jenis.ADMINISTRATIF, description="administratif (beberapa pelaksana) atau teknis.")
    cakupan: Cakupan | None = Field(None, description="makro atau mikro.")
    tanggal: TanggalSop = Field(TanggalSop(), description="Tanggal pembuatan, revisi, efektif.")
    revisi: Bulat = Field(0, ge=0, description="Nomor revisi; 0 untuk edisi pertama.")
    riwayat_revisi: tuple[Revisi, ...] = Field((), description="Riwayat revisi, dari yang pertama.")
    disahkan_oleh: TeksAtauPejabat | None = Field(
        None, description="Kunci pejabat di unit.yaml, atau pejabatnya."
    )
    sampul: Sampul = Field(Sampul(), description="Isi sampul bila berbeda dari lembar identitas.")
    label: Label = Field(Label(), description="Label persis seperti di dokumen lama.")
    kolom: tuple[Kolom, ...] = Field(
        tuple(Kolom), description="Kolom mutu baku yang dicetak; bawaan semuanya."
    )
    dasar_hukum: Daftar = Field((), description="Kunci di peraturan.yaml, atau sitasi apa adanya.")
    kualifikasi_pelaksana: Daftar = Field((), description="Keahlian dan keterampilan para pelaksana.")
    keterkaitan: Daftar = Field((), description="SOP terkait: nama berkasnya tanpa .yaml, atau teks.")
    peralatan_perlengkapan: Daftar = Field((), description="Peralatan dan perlengkapan utama.")
    peringatan: Daftar = Field((), description="Apabila ..., maka ...; atau batas waktu.")
    pencatatan_pendataan: Daftar = Field((), description="Apa yang dicatat, oleh siapa, di mana.")
    pelaksana: dict[Kunci, TeksAtauKelompok] = Field(
        {}, description="Kunci: nama jabatan. Urutannya menjadi urutan kolom."
    )
    kegiatan: tuple[Kegiatan, ...] = Field(
        (), max_length=500, description="Baris kegiatan, dari awal sampai akhir."
    )

    kecuali: dict[Kode, Teks] = Field(
        {}, description="Aturan yang sengaja tidak diikuti, kode: alasan. Misalnya PRG-02: alasannya."
    )
    standar_pelayanan: Teks | None = Field(
        None, description="Waktu yang dijanjikan standar pelayanan, misalnya 3 hari kerja."
    )
    terakhir_dievaluasi: TanggalAtauKosong = Field(None, description="Tanggal evaluasi terakhir SOP ini.")
    tte: YaTidak = Field(False, description="Disahkan dengan tanda tangan elektronik tersertifikasi.")

    @property
    def kolom_pelaksana(self) -> dict[str, str]:
        """Performer key -> printed name, groups unfolded, in column order."""
        names: dict[str, str] = {}
        for key, value in self.pelaksana.items():
            names |= value.anggota if isinstance(value, Kelompok) else {key: value}
        return names
