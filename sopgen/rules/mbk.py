"""Mutu baku: kelengkapan, waktu, output."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from sopgen import kalimat
from sopgen.bahasa import durasi, listed
from sopgen.diagnostic import KeyPath
from sopgen.model import Cakupan, Kegiatan, Simbol, Sop
from sopgen.paths import beyond, ends, ways
from sopgen.rule import ERROR, INFO, WARNING, Basis, Certainty, Fault, Subject, rule
from sopgen.rules.tables import words
from sopgen.times import in_words, is_mark, is_total, times, working_minutes

_FLOWCHART = "Lampiran, bagian flowchart (halaman 25)"


@rule(
    "MBK-01",
    severity=WARNING,
    basis=Basis(_FLOWCHART, (Certainty.VERBATIM,)),
    needs=("kegiatan", "kolom"),
    bad="""
kegiatan:
  - uraian: Menyusun rencana sambang
    pelaksana: bhabin
    mutu_baku: {kelengkapan: Daftar warga, output: Rencana sambang}
  - uraian: Menerima laporan sambang
    pelaksana: kasat
    mutu_baku: {kelengkapan: Rencana sambang, waktu: 15 menit, output: Laporan sambang}
""",
    good="""
kegiatan:
  - uraian: Menyusun rencana sambang
    pelaksana: bhabin
    mutu_baku: {kelengkapan: Daftar warga, waktu: 30 menit, output: Rencana sambang}
  - uraian: Menerima laporan sambang
    pelaksana: kasat
    mutu_baku: {kelengkapan: Rencana sambang, waktu: 15 menit, output: Laporan sambang}
  - uraian: Selesai
    pelaksana: kasat
""",
)
def incomplete(subject: Subject) -> Iterator[Fault]:
    """Mutu baku kegiatan tidak lengkap.

    "Setiap aktivitas hendaknya mengidentifikasikan mutu baku tertentu": kelengkapan, waktu, dan output. SOP
    tanpa mutu baku sama sekali adalah kesalahan; pada SOP makro kekurangannya hanya dicatat. Baris yang hanya
    berbunyi Mulai atau Selesai bukan kegiatan, sehingga tidak memerlukannya.
    """
    rows = _rows(subject.sop)
    macro = INFO if subject.sop.cakupan is Cakupan.MAKRO else None
    lacking = {path: _lacking(kegiatan) for path, kegiatan in rows}
    never = [part for part in _PARTS if rows and all(part in found for found in lacking.values())]
    if len(never) == len(_PARTS):
        message = "Tidak satu kegiatan pun mempunyai mutu baku; menyimpang dari pedoman."
        yield Fault(("kegiatan",), message, _FILL, macro or ERROR)
        return
    for part in never:
        yield Fault(
            ("kegiatan",),
            f"Tidak satu kegiatan pun menyebut {part}; menyimpang dari pedoman.",
            f"Tulis {part} setiap kegiatan dalam mutu_baku.",
            macro,
        )
    for path, found in lacking.items():
        if missing := [part for part in found if part not in never]:
            message = f"Langkah {path[1] + 1} tidak menyebut {listed(missing)}; menyimpang dari pedoman."
            yield Fault(path, message, _FILL, macro)


_PARTS = ("kelengkapan", "waktu", "output")
_FILL = "Tulis mutu_baku: {kelengkapan: ..., waktu: ..., output: ...}."


def _lacking(kegiatan: Kegiatan) -> list[str]:
    """The parts of the mutu baku that say nothing; a dash says nothing."""
    found = kegiatan.mutu_baku
    said = {"kelengkapan": "".join(found.kelengkapan), "waktu": found.waktu, "output": "".join(found.output)}
    return [part for part in _PARTS if not (said[part] or "").strip(" .-–—")]


@rule(
    "MBK-02",
    severity=INFO,
    basis=Basis(_FLOWCHART, (Certainty.VERBATIM,)),
    needs=("kegiatan",),
    bad="""
kegiatan:
  - uraian: Menyusun rencana sambang
    pelaksana: bhabin
    mutu_baku: {kelengkapan: Daftar warga, waktu: 30 menit, output: Menyusun rencana sambang}
  - uraian: Menerima laporan sambang
    pelaksana: kasat
    mutu_baku: {kelengkapan: Rencana sambang, waktu: 15 menit, output: Laporan sambang}
""",
    good="""
kegiatan:
  - uraian: Menyusun rencana sambang
    pelaksana: bhabin
    mutu_baku: {kelengkapan: Daftar warga, waktu: 30 menit, output: Rencana sambang}
  - uraian: Menerima laporan sambang
    pelaksana: kasat
    mutu_baku: {kelengkapan: Rencana sambang, waktu: 15 menit, output: Laporan sambang}
""",
)
def act_as_result(subject: Subject) -> Iterator[Fault]:
    """Kelengkapan atau output ditulis sebagai perbuatan.

    Kelengkapan adalah masukan dan output adalah hasil kegiatan, berupa kata benda: konsep, surat, laporan,
    berkas; bukan ulangan kegiatannya.
    """
    for path, kegiatan in _rows(subject.sop):
        for part in ("kelengkapan", "output"):
            for text in getattr(kegiatan.mutu_baku, part):
                if kalimat.has_active_form(kalimat.first_word(text), words("bukan-verba")):
                    yield Fault(
                        (*path, "mutu_baku", part),
                        f'{part.title()} "{text}" adalah perbuatan, bukan benda.',
                        "Tulis bendanya, misalnya Rencana sambang, Laporan informasi.",
                    )


@rule(
    "MBK-03",
    severity=INFO,
    basis=Basis("Asas keterukuran dan keselarasan", (Certainty.INFERRED,)),
    needs=("kegiatan", "alur"),
    bad="""
kegiatan:
  - uraian: Menyusun rencana sambang
    pelaksana: bhabin
    mutu_baku: {kelengkapan: Daftar warga, waktu: 30 menit, output: Peta kerawanan}
  - uraian: Menerima laporan sambang
    pelaksana: kasat
    mutu_baku: {kelengkapan: Buku agenda, waktu: 15 menit, output: Laporan sambang}
""",
    good="""
kegiatan:
  - uraian: Menyusun rencana sambang
    pelaksana: bhabin
    mutu_baku: {kelengkapan: Daftar warga, waktu: 30 menit, output: Rencana sambang}
  - uraian: Menerima laporan sambang
    pelaksana: kasat
    mutu_baku: {kelengkapan: Rencana yang telah diparaf, waktu: 15 menit, output: Laporan sambang}
""",
)
def unused_output(subject: Subject) -> Iterator[Fault]:
    """Output kegiatan tidak dipakai kegiatan sesudahnya.

    Output satu kegiatan menjadi kelengkapan kegiatan berikutnya; rantai yang putus menyembunyikan langkah.
    """
    after = _rows_after(subject)
    for path, kegiatan in _rows(subject.sop):
        output, later = kegiatan.mutu_baku.output, after.get(path[1], set())
        common = words("kata-umum")
        used = [text for row in later for text in subject.sop.kegiatan[row].mutu_baku.kelengkapan]
        telling = kalimat.telling_words(" ".join(output), common)
        if used and telling and not telling & kalimat.telling_words(" ".join(used), common):
            yield Fault(
                (*path, "mutu_baku", "output"),
                f'Output "{", ".join(output)}" tidak menjadi kelengkapan kegiatan sesudahnya.',
                "Sebut dalam kelengkapan kegiatan yang memakainya, dengan nama yang sama.",
            )


def _rows_after(subject: Subject) -> dict[int, set[int]]:
    """For every row that flows on, the rows after it; one without a symbol stands after all above it."""
    found, symbols = ways(subject.flow), subject.flow.symbols
    adrift = set(range(len(subject.sop.kegiatan))) - {symbol.row for symbol in symbols}
    after: dict[int, set[int]] = {}
    stops = set(ends(subject.flow, found))
    for index, symbol in ((i, s) for i, s in enumerate(symbols) if i not in stops):
        later = after.setdefault(symbol.row, set())
        later |= {symbols[other].row for other in beyond(found, index)} - {symbol.row}
        later |= {row for row in adrift if row > symbol.row}
    return after


@rule(
    "MBK-04",
    severity=INFO,
    basis=Basis("Lampiran, end product (halaman 25) dan judul SOP", (Certainty.INFERRED,)),
    requires=("JDL-02", "JDL-03"),
    needs=("kegiatan", "judul", "alur"),
    bad="""
kegiatan:
  - uraian: Menyusun rencana sambang
    pelaksana: bhabin
    mutu_baku: {kelengkapan: Daftar warga, waktu: 30 menit, output: Rencana sambang}
  - uraian: Menerima rencana sambang
    pelaksana: kasat
    mutu_baku: {kelengkapan: Rencana sambang, waktu: 15 menit, output: Arsip surat}
""",
    good="""
kegiatan:
  - uraian: Menyusun rencana sambang
    pelaksana: bhabin
    mutu_baku: {kelengkapan: Daftar warga, waktu: 30 menit, output: Rencana sambang}
  - uraian: Menerima rencana sambang
    pelaksana: kasat
    mutu_baku: {kelengkapan: Rencana sambang, waktu: 15 menit, output: Arsip rencana sambang}
""",
)
def other_end_than_the_title(subject: Subject) -> Iterator[Fault]:
    """Output kegiatan terakhir bukan output yang disebut judul.

    Judul memuat aspek kegiatan dan output akhir; kegiatan terakhirlah yang menghasilkannya.
    """
    sop, common = subject.sop, words("kata-umum")
    ends = {s.row for s in subject.flow.symbols if s.kind is Simbol.SELESAI}
    outputs = [text for row in sorted(ends) for text in sop.kegiatan[row].mutu_baku.output]
    _, _, named = (sop.judul or "").strip().partition(" ")
    wanted = kalimat.telling_words(named, common)
    if outputs and wanted and not wanted & kalimat.telling_words(" ".join(outputs), common):
        yield Fault(
            ("kegiatan", max(ends), "mutu_baku", "output"),
            f'Output terakhir "{", ".join(outputs)}" tidak disebut judul "{sop.judul}".',
            "Sesuaikan output kegiatan terakhir atau judul, supaya keduanya menyebut hasil yang sama.",
        )


_COUNTED = re.compile(
    r"\d+\s*(detik|menit|minit|jam|hari|minggu|bulan|triwulan|semester|tahun)\b", re.IGNORECASE
)


@rule(
    "MBK-05",
    severity=WARNING,
    basis=Basis(_FLOWCHART, (Certainty.VERBATIM, Certainty.EMPIRICAL)),
    needs=("kegiatan",),
    bad="""
kegiatan:
  - uraian: Menyusun rencana sambang
    pelaksana: bhabin
    mutu_baku: {kelengkapan: Daftar warga, waktu: sesuai kebutuhan, output: Rencana sambang}
  - uraian: Menerima laporan sambang
    pelaksana: kasat
    mutu_baku: {kelengkapan: Rencana sambang, waktu: 15 menit, output: Laporan sambang}
""",
    good="""
kegiatan:
  - uraian: Menyusun rencana sambang
    pelaksana: bhabin
    mutu_baku: {kelengkapan: Daftar warga, waktu: paling lama 1 hari kerja, output: Rencana sambang}
  - uraian: Menerima laporan sambang
    pelaksana: kasat
    mutu_baku: {kelengkapan: Rencana sambang, waktu: 10-15 menit, output: Laporan sambang}
""",
)
def immeasurable_time(subject: Subject) -> Iterator[Fault]:
    """Waktu kegiatan tidak terukur.

    Waktu terdiri atas angka atau rentang dan satuan: detik, menit, jam, hari, hari kerja, minggu, bulan.
    Satuannya boleh tertulis di kepala kolom: Waktu (Menit).
    """
    unit = _of_the_column(subject.sop)
    for path, kegiatan in _rows(subject.sop):
        waktu = (kegiatan.mutu_baku.waktu or "").strip(" .-–—")
        if waktu and durasi(waktu) is None and not _COUNTED.search(f"{waktu} {unit}"):
            yield Fault(
                (*path, "mutu_baku", "waktu"),
                f'Waktu "{waktu}" tidak terukur; menyimpang dari pedoman.',
                "Tulis angka dan satuan, misalnya 15 menit, 1-3 hari kerja, atau paling lama 1 hari kerja.",
            )


def _of_the_column(sop: Sop) -> str:
    """The unit of time that the head of the column gives for all its rows; empty where it gives none."""
    found = re.search(r"\(([^)]*)\)", sop.label.waktu or "")
    return found[1] if found else ""


@rule(
    "MBK-06",
    severity=INFO,
    basis=Basis("Disimpulkan: waktu seragam jarang hasil pengukuran", (Certainty.INFERRED,)),
    needs=("kegiatan",),
    bad="""
kegiatan:
  - uraian: Menyusun rencana sambang
    pelaksana: bhabin
    mutu_baku: {kelengkapan: Daftar warga, waktu: 1 jam, output: Rencana sambang}
  - uraian: Mengunjungi warga menurut rencana
    pelaksana: bhabin
    mutu_baku: {kelengkapan: Rencana sambang, waktu: 60 menit, output: Catatan kunjungan}
  - uraian: Menerima laporan sambang
    pelaksana: kasat
    mutu_baku: {kelengkapan: Catatan kunjungan, waktu: 1 Jam, output: Laporan sambang}
""",
    good="""
kegiatan:
  - uraian: Menyusun rencana sambang
    pelaksana: bhabin
    mutu_baku: {kelengkapan: Daftar warga, waktu: 30 menit, output: Rencana sambang}
  - uraian: Mengunjungi warga menurut rencana
    pelaksana: bhabin
    mutu_baku: {kelengkapan: Rencana sambang, waktu: 1 jam, output: Catatan kunjungan}
  - uraian: Menerima laporan sambang
    pelaksana: kasat
    mutu_baku: {kelengkapan: Catatan kunjungan, waktu: 1 jam, output: Laporan sambang}
""",
)
def same_time_everywhere(subject: Subject) -> Iterator[Fault]:
    """Waktu semua kegiatan sama.

    Kegiatan yang berbeda jarang sama lamanya; waktu yang seragam biasanya belum diukur.
    """
    told = [kegiatan.mutu_baku.waktu or "" for _, kegiatan in _rows(subject.sop)]
    found = [durasi(waktu) for waktu in told]
    if len(found) >= 3 and found[0] is not None and all(a == b for a, b in pairwise(found)):
        message = f"Waktu semua kegiatan ({len(found)}) sama: {told[0]}."
        yield Fault(("kegiatan",), message, "Ukur waktu setiap kegiatan.")


@rule(
    "MBK-07",
    severity=INFO,
    basis=Basis("Lampiran, waktu menurut standar pelayanan (halaman 25)", (Certainty.VERBATIM,)),
    needs=("kegiatan", "alur"),
    bad="standar_pelayanan: 1 jam",
    good="standar_pelayanan: 1 hari kerja",
)
def longer_than_promised(subject: Subject) -> Iterator[Fault]:
    """Jumlah waktu melampaui standar pelayanan, atau tidak sama dengan yang tercetak.

    Waktu ditetapkan sesuai standar pelayanan. Yang dibandingkan adalah jalur biasa: setiap keputusan
    mengikuti cabang pertamanya. Jumlah yang dicetak di bawah tabel harus sama dengan jumlah baris-barisnya.
    """
    yield from _printed_totals(subject.sop)
    written = subject.sop.standar_pelayanan
    if not written:
        return
    promised, usual = durasi(written), times(subject.sop, subject.flow).usual
    if promised is None:
        message = f'Standar pelayanan "{written}" tidak terbaca sebagai waktu.'
        yield Fault(("standar_pelayanan",), message, "Tulis angka dan satuan, misalnya 3 hari kerja.")
    elif usual and usual.minutes > working_minutes(promised)[1]:
        yield Fault(
            ("standar_pelayanan",),
            f"Jalur biasa memakan {in_words(usual.minutes)}, melampaui standar pelayanan {written}.",
            "Persingkat kegiatan, atau sesuaikan standar pelayanan. Rincian: sopgen stats BERKAS.",
        )


def _printed_totals(sop: Sop) -> Iterator[Fault]:
    for index, kegiatan in enumerate(sop.kegiatan):
        printed = durasi(kegiatan.mutu_baku.waktu or "") if is_total(kegiatan) else None
        if printed is None:
            continue
        spans = [durasi(row.mutu_baku.waktu or "") for row in sop.kegiatan[:index] if not is_total(row)]
        low, high = (sum(working_minutes(span)[end] for span in spans if span) for end in (0, 1))
        if None not in spans and not low <= working_minutes(printed)[1] <= high:
            yield Fault(
                ("kegiatan", index, "mutu_baku", "waktu"),
                f'Jumlah waktu tercetak "{kegiatan.mutu_baku.waktu}", padahal baris-barisnya berjumlah '
                f"{in_words(high)}.",
                "Perbaiki jumlahnya, atau waktu yang keliru.",
            )


@rule(
    "MBK-08",
    severity=INFO,
    basis=Basis("Disimpulkan dari kebiasaan", (Certainty.INFERRED,)),
    needs=("kegiatan",),
    bad="""
kegiatan:
  - uraian: Menyusun rencana sambang
    pelaksana: bhabin
    mutu_baku: {kelengkapan: Daftar warga, waktu: 2 hari, output: Rencana sambang}
  - uraian: Menerima laporan sambang
    pelaksana: kasat
    mutu_baku: {kelengkapan: Rencana sambang, waktu: 1 hari kerja, output: Laporan sambang}
""",
    good="""
kegiatan:
  - uraian: Menyusun rencana sambang
    pelaksana: bhabin
    mutu_baku: {kelengkapan: Daftar warga, waktu: 2 hari kerja, output: Rencana sambang}
  - uraian: Menerima laporan sambang
    pelaksana: kasat
    mutu_baku: {kelengkapan: Rencana sambang, waktu: 1 hari kerja, output: Laporan sambang}
""",
)
def days_of_two_kinds(subject: Subject) -> Iterator[Fault]:
    """Hari dan hari kerja dipakai berdampingan.

    Hari tanpa keterangan dapat berarti hari kalender; jumlah waktunya menjadi tidak pasti.
    """
    plain = _with_days(subject.sop, working=False)
    working = _with_days(subject.sop, working=True)
    if plain and working:
        (path, waktu), (_, other) = plain[0], working[0]
        yield Fault(
            path,
            f'"{waktu}" berdampingan dengan "{other}" dalam satu SOP.',
            "Pilih salah satu: hari kerja, atau hari kalender.",
        )


def _with_days(sop: Sop, *, working: bool) -> list[tuple[KeyPath, str]]:
    """The times counted in days of one kind; hari kalender says what it means."""
    day = re.compile(r"\bhari kerja\b" if working else r"\bhari\b(?! (?:kerja|kalender))", re.IGNORECASE)
    return [
        ((*path, "mutu_baku", "waktu"), waktu)
        for path, kegiatan in _rows(sop)
        if (waktu := kegiatan.mutu_baku.waktu or "") and day.search(" ".join(waktu.split()))
    ]


def _rows(sop: Sop) -> list[tuple[tuple[str, int], Kegiatan]]:
    """The rows that are kegiatan: neither a printed total nor a bare Mulai or Selesai."""
    rows = [(("kegiatan", i), kegiatan) for i, kegiatan in enumerate(sop.kegiatan)]
    return [(path, kegiatan) for path, kegiatan in rows if not (is_total(kegiatan) or is_mark(kegiatan))]
