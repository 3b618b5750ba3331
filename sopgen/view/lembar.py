"""What a Lembar Evaluasi, the recapitulation of many, and the empty Tabel 7 show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sopgen import bahasa
from sopgen.evaluasi import PERTANYAAN, TINGKAT, Bukti, Evaluasi, Hasil, Klausul, tersering
from sopgen.recover import Kind
from sopgen.rule import MEANING

_MOST = 8
"""The most pieces of evidence to show of one clause."""

_FEWEST_ROWS = 10
"""The fewest rows of an empty form."""


@dataclass(frozen=True, slots=True)
class TampilanBukti:
    """One piece of evidence, ready to print."""

    tingkat: str
    tempat: str
    teks: str
    temuan: str
    saran: str


@dataclass(frozen=True, slots=True)
class TampilanKlausul:
    """One clause, ready to print; `lagi` counts the evidence that is left out."""

    kode: str
    penyimpangan: str
    dasar: str
    kepastian: str
    alasan: str
    halaman: str
    bukti: tuple[TampilanBukti, ...]
    lagi: int


@dataclass(frozen=True, slots=True)
class Lembar:
    """A Lembar Evaluasi: what the document says of itself, the outcome, the clauses by outcome."""

    judul: str
    kaki: str
    data: tuple[tuple[str, str], ...]
    hasil: str
    kelas: str
    ringkasan: str
    catatan: tuple[str, ...]
    temuan: tuple[TampilanKlausul, ...]
    tercatat: tuple[TampilanKlausul, ...]
    tidak_dinilai: tuple[TampilanKlausul, ...]
    sesuai: tuple[TampilanKlausul, ...]
    pertanyaan: tuple[tuple[str, str], ...]
    perlu_orang: tuple[TampilanKlausul, ...]
    kepastian: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class BarisRekap:
    """One document in the recapitulation; `lembar` is the file of its Lembar Evaluasi."""

    berkas: str
    nama: str
    hasil: str
    kelas: str
    temuan: str
    lembar: str


@dataclass(frozen=True, slots=True)
class Rekap:
    """The recapitulation; `berkas` are the files beside it."""

    ringkasan: str
    baris: tuple[BarisRekap, ...]
    tersering: tuple[tuple[str, str, str, int], ...]
    berkas: tuple[str, ...]


def lembar(evaluasi: Evaluasi) -> Lembar:
    """The sheet of one document."""
    is_judged = evaluasi.jenis is Kind.SOP
    clean = [k for k in evaluasi.bagian(Hasil.SESUAI) if not k.bukti]
    return Lembar(
        judul=evaluasi.judul or evaluasi.berkas,
        kaki=f"Lembar Evaluasi \u00b7 {_named(evaluasi)}",
        data=_data(evaluasi),
        hasil=str(evaluasi.hasil),
        kelas=_class(evaluasi.hasil),
        ringkasan=evaluasi.ringkasan if is_judged else "",
        catatan=evaluasi.catatan,
        temuan=_clauses(evaluasi.bagian(Hasil.PERLU_PERBAIKAN)),
        tercatat=_clauses(evaluasi.tercatat),
        tidak_dinilai=_clauses(evaluasi.bagian(Hasil.TIDAK_DAPAT_DINILAI)),
        sesuai=_clauses(clean),
        pertanyaan=tuple((teks, ", ".join(evaluasi.petunjuk(kode))) for teks, kode in PERTANYAAN)
        if is_judged
        else (),
        perlu_orang=_clauses(evaluasi.perlu_orang) if is_judged else (),
        kepastian=tuple((str(kind), meaning) for kind, meaning in MEANING.items()) if is_judged else (),
    )


def _named(evaluasi: Evaluasi) -> str:
    return " \u00b7 ".join(text for text in (evaluasi.nomor, evaluasi.judul) if text) or evaluasi.berkas


def _data(evaluasi: Evaluasi) -> tuple[tuple[str, str], ...]:
    pages = f"{evaluasi.jumlah_halaman} halaman" if evaluasi.jumlah_halaman else ""
    rows = (
        ("Berkas", evaluasi.berkas),
        ("Jenis dokumen", ", ".join(text for text in (str(evaluasi.jenis), pages) if text)),
        ("Nomor SOP", evaluasi.nomor),
        ("Nama SOP", evaluasi.judul),
        ("Unit", evaluasi.unit),
        ("SHA-256", evaluasi.sha256),
        ("Hari penilaian", bahasa.tanggal(evaluasi.hari) if evaluasi.hari else ""),
    )
    return tuple((label, value) for label, value in rows if value)


def _class(hasil: Hasil) -> str:
    return hasil.lower().replace(" ", "-")


def _clauses(clauses: Iterable[Klausul]) -> tuple[TampilanKlausul, ...]:
    return tuple(
        TampilanKlausul(
            klausul.kode,
            klausul.penyimpangan,
            klausul.dasar,
            klausul.kepastian,
            klausul.alasan.replace("\n", " "),
            _range(klausul.halaman),
            tuple(_evidence(bukti) for bukti in klausul.bukti[:_MOST]),
            max(0, len(klausul.bukti) - _MOST),
        )
        for klausul in clauses
    )


def _evidence(bukti: Bukti) -> TampilanBukti:
    # A message mostly quotes the text itself; then that is enough.
    text = "" if bukti.teks.removesuffix(" ...") in bukti.temuan else bukti.teks
    place = f"halaman {bukti.halaman}" if bukti.halaman else ""
    return TampilanBukti(TINGKAT[bukti.tingkat], place, text, bukti.temuan, bukti.saran)


def _range(pages: Sequence[int]) -> str:
    """Page numbers as people write them: `2-4, 7`."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return ", ".join(f"{run[0]}\u2013{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def rekap(semua: Sequence[Evaluasi], sheets: Mapping[str, str], files: Sequence[str] = ()) -> Rekap:
    """The recapitulation of many documents; `sheets` names each file's sheet, `files` what else there is."""
    counts = [(sum(e.hasil is hasil for e in semua), hasil) for hasil in Hasil]
    told = ", ".join(f"{count} {hasil.lower()}" for count, hasil in counts if count)
    return Rekap(
        f"{len(semua)} dokumen: {told}",
        tuple(_row(evaluasi, sheets.get(evaluasi.berkas, "")) for evaluasi in semua),
        tuple((k.kode, k.penyimpangan, k.dasar, count) for k, count in tersering(semua)),
        tuple(files),
    )


def _row(evaluasi: Evaluasi, sheet: str) -> BarisRekap:
    is_judged = evaluasi.jenis is Kind.SOP
    name = " \u2013 ".join(text for text in (evaluasi.nomor, evaluasi.judul) if text)
    findings = evaluasi.ringkasan if is_judged else f"{evaluasi.jenis}: {' '.join(evaluasi.catatan)}"
    return BarisRekap(
        evaluasi.berkas,
        name,
        str(evaluasi.hasil),
        _class(evaluasi.hasil),
        findings[:1].upper() + findings[1:],
        sheet,
    )


def pemantauan(semua: Sequence[Evaluasi]) -> tuple[str, ...]:
    """The procedures in the empty Tabel 7, each once, with blank rows up to a full page."""
    names = dict.fromkeys(e.judul for e in semua if e.judul)
    return (*names, *[""] * max(0, _FEWEST_ROWS - len(names)))
