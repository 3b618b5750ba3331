"""Siklus hidup: evaluasi, riwayat revisi, tanda konsep."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from itertools import pairwise

from sopgen.bahasa import tanggal
from sopgen.diagnostic import KeyPath
from sopgen.model import Sop, Status, Tanggal
from sopgen.prose import texts
from sopgen.rule import ERROR, INFO, WARNING, Basis, Certainty, Fault, Subject, rule

_DUE, _OVERDUE = 1, 3
"""Years after which an evaluation is due, and after which its absence weighs more (our own choice)."""


@rule(
    "SKL-01",
    severity=WARNING,
    basis=Basis(
        "Lampiran, monitoring (setiap 6 bulan); Perka BPS 19/2013, evaluasi (setahun sekali)",
        (Certainty.VERBATIM, Certainty.SINGLE),
    ),
    needs=("tanggal",),
    bad="_hari_ini: 2030-01-02",
    good="terakhir_dievaluasi: 2029-11-05\n_hari_ini: 2030-01-02",
)
def evaluation_due(subject: Subject) -> Iterator[Fault]:
    """SOP sudah waktunya dievaluasi.

    SOP dipantau setiap enam bulan dan dievaluasi paling sedikit setahun sekali. Lewat setahun sejak berlaku,
    direvisi, atau terakhir dievaluasi menjadi catatan; lewat tiga tahun menjadi peringatan. SOP yang masih
    usulan atau sudah dicabut tidak dinilai.
    """
    if subject.today is None or subject.sop.status is not Status.BERLAKU:
        return
    last, path = max(_landmarks(subject.sop), default=(subject.today, ()))
    age = _years(last, subject.today)
    if age >= _DUE:
        yield Fault(
            path,
            f"SOP terakhir berlaku, direvisi, atau dievaluasi {tanggal(last)}, {age} tahun yang lalu; "
            "menyimpang dari pedoman.",
            f"Evaluasi SOP ini, lalu tulis terakhir_dievaluasi: {subject.today}",
            WARNING if age >= _OVERDUE else INFO,
        )


def _landmarks(sop: Sop) -> Iterator[tuple[datetime.date, KeyPath]]:
    """The days from which the time to an evaluation counts, and where they stand."""
    for day, path in (
        (_day(sop.tanggal.efektif), ("tanggal", "efektif")),
        (_day(sop.tanggal.revisi), ("tanggal", "revisi")),
        (_day(sop.terakhir_dievaluasi), ("terakhir_dievaluasi",)),
    ):
        if day:
            yield day, path


def _day(date: Tanggal | None) -> datetime.date | None:
    return date.tanggal if date else None


def _years(start: datetime.date, end: datetime.date) -> int:
    """Full years from one day to the other."""
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


@rule(
    "SKL-02",
    severity=WARNING,
    basis=Basis("Lampiran, bagian identitas, butir 4", (Certainty.INFERRED,)),
    requires=("IDN-09",),
    needs=("revisi",),
    bad="""
revisi: 2
tanggal: {pembuatan: 2026-11-02, revisi: 2026-11-20, efektif: 2026-12-01}
riwayat_revisi: [{revisi: 1, tanggal: 2026-11-20, uraian: Waktu disesuaikan}]
""",
    good="""
revisi: 1
tanggal: {pembuatan: 2026-11-02, revisi: 2026-11-20, efektif: 2026-12-01}
riwayat_revisi: [{revisi: 1, tanggal: 2026-11-20, uraian: Waktu disesuaikan}]
""",
)
def history_inconsistent(subject: Subject) -> Iterator[Fault]:
    """Riwayat revisi tidak cocok dengan nomor dan tanggal revisi.

    Dari nomor, tanggal, dan riwayat revisi pembaca tahu bahwa yang dipegangnya edisi terakhir. Nomor dan
    tanggal harus menaik, dan baris terakhir riwayat sama dengan yang tercetak di lembar identitas.
    """
    sop, history = subject.sop, subject.sop.riwayat_revisi
    if sop.revisi > 0 and _day(sop.tanggal.revisi) is None:
        yield Fault(("tanggal", "revisi"), f"Revisi ke-{sop.revisi} tanpa tanggal revisi.", "Isi tanggalnya.")
    for index, (before, after) in enumerate(pairwise(history), 1):
        if after.revisi <= before.revisi:
            message = f"Revisi {after.revisi} ditulis sesudah revisi {before.revisi}."
            yield Fault(("riwayat_revisi", index, "revisi"), message, "Urutkan dari revisi yang pertama.")
        old, new = _day(before.tanggal), _day(after.tanggal)
        if old and new and new < old:
            message = (
                f"Revisi {after.revisi} ({tanggal(new)}) lebih tua daripada "
                f"revisi {before.revisi} ({tanggal(old)})."
            )
            yield Fault(("riwayat_revisi", index, "tanggal"), message, "Periksa tanggalnya.")
    if history and history[-1].revisi != sop.revisi:
        message = f"Riwayat berakhir pada revisi {history[-1].revisi}, sedangkan SOP ini revisi {sop.revisi}."
        yield Fault(
            ("revisi",),
            message,
            f"Tambahkan revisi {sop.revisi} pada riwayat_revisi, atau perbaiki nomornya.",
        )
    elif (
        history and (told := _day(history[-1].tanggal)) and (day := _day(sop.tanggal.revisi)) and told != day
    ):
        message = f"Tanggal revisi {tanggal(day)}, tetapi riwayat mencatat {tanggal(told)}."
        yield Fault(("tanggal", "revisi"), message, f"Tulis {told}, atau perbaiki riwayatnya.")


_MARK = re.compile(
    r"\blorem ipsum\b|\b(?:TODO|TBD|FIXME)\b|x{4,}|\.{3,}|…|_{3,}|\?{2,}"
    r"|[\[(<]\s*(?:draf|draft|konsep|contoh|isi(?:kan)?|diisi)\b[^\])>]*[\])>]",
    re.IGNORECASE,
)
_DRAFT = re.compile(r"\b(?:DRAF|DRAFT|CONTOH)\b")
"""In capitals only: `draf surat` is a proper output of a step."""


@rule(
    "SKL-03",
    severity=ERROR,
    basis=Basis("Dokumen yang disahkan tidak memuat tanda konsep", (Certainty.INFERRED,)),
    bad='pencatatan_pendataan: ["Laporan sambang dicatat dalam buku ..."]',
    good='pencatatan_pendataan: ["Laporan sambang dicatat dalam buku register"]',
)
def draft_marks(subject: Subject) -> Iterator[Fault]:
    """Masih ada tanda konsep atau bagian yang belum diisi.

    Titik-titik, "DRAFT", "(diisi kemudian)", dan sejenisnya tidak boleh ikut disahkan. Selama status masih
    usulan, ini hanya catatan. Nomor dan pejabat yang belum diisi diperiksa IDN-05 dan IDN-19.
    """
    milder = INFO if subject.sop.status is Status.USULAN else None
    for path, text in texts(subject.sop):
        found = _MARK.search(text) or (None if text.isupper() else _DRAFT.search(text))
        if found:
            message = f'"{text}" masih memuat "{found.group()}".'
            yield Fault(path, message, "Isi bagian itu, atau hapus tandanya.", milder)
