"""The verdict on a finished document, clause by clause, as an auditor signs it: the Lembar Evaluasi."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sopgen.diagnostic import Severity
from sopgen.recover import Kind


class Hasil(StrEnum):
    """The outcome, in the words of the review in practice; what cannot be seen never passes."""

    SESUAI = "SESUAI"
    PERLU_PERBAIKAN = "PERLU PERBAIKAN"
    TIDAK_DAPAT_DINILAI = "TIDAK DAPAT DINILAI"


TINGKAT: Mapping[Severity, str] = {
    Severity.ERROR: "kesalahan",
    Severity.WARNING: "peringatan",
    Severity.INFO: "catatan",
}

PERTANYAAN: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Mampu mendorong peningkatan kinerja", ()),
    ("Mudah dipahami", ("BHS", "TAB", "ALR")),
    ("Mudah dilaksanakan", ("BHS", "TAB", "ALR", "MBK")),
    ("Semua orang dapat menjalankan perannya masing-masing", ("TAB-08", "TAB-09", "TAB-10")),
    ("Mampu mengatasi permasalahan yang berkaitan dengan proses", ()),
    ("Mampu menjawab kebutuhan peningkatan kinerja organisasi", ()),
    ("Sinergi satu dengan lainnya", ("TAB-08", "TAB-09", "TAB-10", "KTR")),
)
"""What a person judges when an SOP is evaluated (35/2012, evaluasi), and which rules give evidence for it."""


@dataclass(frozen=True, slots=True)
class Bukti:
    """One piece of evidence: the page (0 where none is known), the text there, what is wrong, what to do."""

    tingkat: Severity
    halaman: int
    teks: str
    temuan: str
    saran: str


@dataclass(frozen=True, slots=True)
class Klausul:
    """One clause of the catalogue and its outcome.

    `alasan` says why it could not be judged, or why a fault is excused; `halaman` are the pages looked at.
    """

    kode: str
    penyimpangan: str
    dasar: str
    kepastian: str
    hasil: Hasil
    bukti: tuple[Bukti, ...] = ()
    alasan: str = ""
    halaman: tuple[int, ...] = ()

    @property
    def keluarga(self) -> str:
        """The family of the rule: `DHK`."""
        return self.kode.partition("-")[0]


@dataclass(frozen=True, slots=True)
class Evaluasi:
    """The verdict on one document. `catatan` say in Indonesian what else the reader should know.

    `jumlah_halaman` and what the identity sheet says are 0 and empty where they could not be read;
    `perlu_orang` are clauses that no program can judge; `hari` is the day of judging, where it plays a part.
    """

    berkas: str
    sha256: str
    jenis: Kind
    nomor: str
    judul: str
    unit: str
    jumlah_halaman: int
    klausul: tuple[Klausul, ...]
    perlu_orang: tuple[Klausul, ...]
    catatan: tuple[str, ...]
    hari: datetime.date | None = None

    @property
    def hasil(self) -> Hasil:
        """The outcome as a whole: faults count first; without them nothing passes that was not seen, which
        `catatan` tell."""
        if self.jenis is Kind.SOP and self.bagian(Hasil.PERLU_PERBAIKAN):
            return Hasil.PERLU_PERBAIKAN
        return Hasil.TIDAK_DAPAT_DINILAI if self.jenis is not Kind.SOP or self.catatan else Hasil.SESUAI

    def bagian(self, hasil: Hasil) -> tuple[Klausul, ...]:
        """The clauses with this outcome."""
        return tuple(klausul for klausul in self.klausul if klausul.hasil is hasil)

    @property
    def tercatat(self) -> tuple[Klausul, ...]:
        """The clauses that hold but have remarks."""
        return tuple(klausul for klausul in self.bagian(Hasil.SESUAI) if klausul.bukti)

    def jumlah(self, tingkat: Severity) -> int:
        """How many findings there are of a severity."""
        return sum(bukti.tingkat is tingkat for klausul in self.klausul for bukti in klausul.bukti)

    @property
    def ringkasan(self) -> str:
        """How many findings there are: `2 kesalahan, 1 peringatan`."""
        counts = [(self.jumlah(tingkat), name) for tingkat, name in TINGKAT.items()]
        return ", ".join(f"{count} {name}" for count, name in counts if count) or "tidak ada temuan"

    def petunjuk(self, keluarga: Iterable[str]) -> tuple[str, ...]:
        """The codes with findings among rules and families: evidence for a question that a person judges."""
        wanted = set(keluarga)
        return tuple(k.kode for k in self.klausul if k.bukti and {k.kode, k.keluarga} & wanted)


def tersering(semua: Iterable[Evaluasi]) -> list[tuple[Klausul, int]]:
    """The clauses that most documents depart from, and how many do, the most frequent first."""
    counts: Counter[str] = Counter()
    named: dict[str, Klausul] = {}
    for evaluasi in semua:
        for klausul in evaluasi.bagian(Hasil.PERLU_PERBAIKAN):
            counts[klausul.kode] += 1
            named[klausul.kode] = klausul
    return [
        (named[code], count) for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]
