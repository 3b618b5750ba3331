"""Verdicts on finished documents as CSV, for a spreadsheet, and as JSON, for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from sopgen.diagnostic import Severity
from sopgen.evaluasi import TINGKAT, Bukti, Evaluasi, Hasil, Klausul

_DOCUMENT = (
    "berkas", "jenis", "nomor", "nama_sop", "unit", "hasil", "kesalahan", "peringatan", "catatan",
    "tidak_dapat_dinilai", "keterangan",
)  # fmt: skip
_CLAUSE = (
    "berkas", "kode", "penyimpangan", "dasar", "kepastian", "hasil", "tingkat", "halaman", "teks", "temuan",
    "saran", "sebab", "catatan_penilai", "tindak_lanjut",
)  # fmt: skip


def documents_csv(semua: Iterable[Evaluasi]) -> Iterator[str]:
    """A row for each document, line by line."""
    return _csv(_DOCUMENT, (_document_row(evaluasi) for evaluasi in semua))


def clauses_csv(semua: Iterable[Evaluasi]) -> Iterator[str]:
    """A row for each piece of evidence, and one for each clause without any; two columns to fill in."""
    return _csv(_CLAUSE, (row for evaluasi in semua for row in _clause_rows(evaluasi)))


def _csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Parted by semicolons, as spreadsheets with Indonesian settings expect it."""
    for row in chain([head], rows):
        out = io.StringIO()
        csv.writer(out, delimiter=";", lineterminator="\r\n").writerow(map(_harmless, row))
        yield out.getvalue()


def _harmless(value: object) -> str:
    """A cell that no spreadsheet takes for a formula: the texts are those of documents from anywhere."""
    text = str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) and text != "-" else text


def _document_row(evaluasi: Evaluasi) -> tuple[object, ...]:
    counts = (evaluasi.jumlah(severity) for severity in TINGKAT)
    return (
        evaluasi.berkas, evaluasi.jenis, evaluasi.nomor, evaluasi.judul, evaluasi.unit, evaluasi.hasil,
        *counts, len(evaluasi.bagian(Hasil.TIDAK_DAPAT_DINILAI)), " ".join(evaluasi.catatan),
    )  # fmt: skip


def _clause_rows(evaluasi: Evaluasi) -> Iterator[tuple[object, ...]]:
    for klausul in evaluasi.klausul:
        first = (
            evaluasi.berkas, klausul.kode, klausul.penyimpangan, klausul.dasar, klausul.kepastian,
            klausul.hasil,
        )  # fmt: skip
        for bukti in klausul.bukti:
            page = bukti.halaman or ""
            found = (TINGKAT[bukti.tingkat], page, bukti.teks, bukti.temuan, bukti.saran)
            yield (*first, *found, klausul.alasan, "", "")
        if not klausul.bukti:
            pages = ", ".join(map(str, klausul.halaman))
            yield (*first, "", pages, "", "", "", klausul.alasan, "", "")


def evaluation_json(semua: Sequence[Evaluasi]) -> Iterator[str]:
    """All verdicts, and how many documents there are of each outcome; in parts, document by document."""
    outcomes = [str(evaluasi.hasil) for evaluasi in semua]
    yield '{\n "dokumen": ['
    for index, evaluasi in enumerate(semua):
        text = json.dumps(_document(evaluasi), ensure_ascii=False, indent=1)
        yield ("," if index else "") + f"\n{text}".replace("\n", "\n  ")
    counts = {hasil: outcomes.count(hasil) for hasil in sorted(set(outcomes))}
    yield f'\n ],\n "ringkasan": {json.dumps(counts, ensure_ascii=False)}\n}}\n'


def _document(evaluasi: Evaluasi) -> dict[str, Any]:
    return {
        "berkas": evaluasi.berkas,
        "sha256": evaluasi.sha256,
        "jenis": evaluasi.jenis,
        "nomor": evaluasi.nomor,
        "judul": evaluasi.judul,
        "unit": evaluasi.unit,
        "halaman": evaluasi.jumlah_halaman,
        "hari": evaluasi.hari.isoformat() if evaluasi.hari else None,
        "hasil": evaluasi.hasil,
        "jumlah": {str(severity): evaluasi.jumlah(severity) for severity in reversed(Severity)},
        "catatan": evaluasi.catatan,
        "klausul": [_clause(klausul) for klausul in evaluasi.klausul],
    }


def _clause(klausul: Klausul) -> dict[str, Any]:
    return {
        "kode": klausul.kode,
        "penyimpangan": klausul.penyimpangan,
        "dasar": klausul.dasar,
        "kepastian": klausul.kepastian,
        "hasil": klausul.hasil,
        "alasan": klausul.alasan,
        "halaman": klausul.halaman,
        "bukti": [_evidence(bukti) for bukti in klausul.bukti],
    }


def _evidence(bukti: Bukti) -> dict[str, Any]:
    return {
        "tingkat": str(bukti.tingkat),
        "halaman": bukti.halaman,
        "teks": bukti.teks,
        "temuan": bukti.temuan,
        "saran": bukti.saran,
    }
