"""Document parts: cover, decision, contents, and the two parts of the procedure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sopgen import kalimat
from sopgen.model import Kegiatan, Sop, Status
from sopgen.rule import ERROR, INFO, WARNING, Basis, Certainty, Fault, Subject, rule, untestable
from sopgen.rules.labels import folded, labels
from sopgen.rules.tables import words
from sopgen.unit import Unit

_PARTS = "Lampiran, unsur dokumentasi (halaman 19-20)"
_BUNDLE = (
    "Bagian ini milik buku yang menghimpun beberapa SOP, sedangkan yang diperiksa program satu SOP dalam "
    "satu berkas."
)

elements = untestable(
    "DOK-01",
    severity=INFO,
    basis=Basis(_PARTS, (Certainty.VERBATIM,)),
    summary="Dokumen tidak terdiri atas unsur dokumentasi dan unsur prosedur.",
    why="Isi kedua unsur itu diperiksa satu per satu: unsur dokumentasi oleh DOK-02 sampai DOK-06, unsur "
    "prosedur oleh DOK-07. Di sini tidak diulang.",
)


@rule(
    "DOK-02",
    severity=WARNING,
    basis=Basis(_PARTS, (Certainty.VERBATIM,)),
    needs=("sampul",),
    bad="_unit: {tampilan: {sampul: false}}",
    good="_unit: {tampilan: {sampul: true}}",
)
def cover_missing_or_incomplete(subject: Subject) -> Iterator[Fault]:
    """Tidak ada halaman judul, atau isinya tidak lengkap.

    Halaman judul memuat judul SOP, instansi atau satuan kerja, dan tahun pembuatan. Dalam dokumen yang
    disusun sopgen ketiganya selalu terisi bila identitasnya terisi.
    """
    if subject.unit is None:
        return
    if not subject.unit.tampilan.sampul:
        yield Fault(
            ("sampul",),
            "Dokumen tidak mempunyai halaman judul (sampul); menyimpang dari pedoman.",
            "Tulis tampilan: {sampul: true} pada unit ini di unit.yaml.",
        )
    elif subject.unseen:
        cover = subject.sop.sampul
        for value, name in ((cover.judul, "judul SOP"), (cover.tahun, "tahun pembuatan")):
            if not value:
                message = f"Sampul tidak memuat {name}; menyimpang dari pedoman."
                yield Fault(("sampul",), message, f"Tambahkan {name} di sampul.", ERROR)


@rule(
    "DOK-03",
    severity=INFO,
    basis=Basis("Lampiran, Gambar 2, contoh halaman judul", (Certainty.VERBATIM,)),
    requires=("DOK-02",),
    needs=("sampul",),
    bad="_unit: {alamat: }",
    good="_unit: {alamat: Jl. Bhayangkara No. 1}",
)
def cover_unlike_the_example(subject: Subject) -> Iterator[Fault]:
    """Sampul tidak memuat logo atau alamat seperti contoh dalam lampiran.

    Contohnya memuat lambang, "Standar Operasional Prosedur", instansi, tahun, serta alamat di kaki; boleh
    disesuaikan dengan kebutuhan instansi. Logo pada lembar identitas diperiksa IDN-04.
    """
    if subject.unit is None:
        return
    missing = []
    if not _has_emblem(subject, subject.unit):
        missing.append("logo")
    if not subject.unit.alamat and "alamat" not in subject.unseen:
        missing.append("alamat")
    if missing:
        yield Fault(
            ("sampul",),
            f"Sampul tidak memuat {' dan '.join(missing)}.",
            f"Isi {' dan '.join(missing)} unit ini di unit.yaml.",
        )


def _has_emblem(subject: Subject, unit: Unit) -> bool:
    """Whether the cover has a logo: that of the unit; in a document what its page shows."""
    page = subject.place(("sampul",)).spot.page
    pages = subject.cetakan.halaman if subject.cetakan else ()
    return pages[page - 1].lambang if 0 < page <= len(pages) else bool(unit.logo)


decision = untestable(
    "DOK-04",
    severity=INFO,
    basis=Basis(_PARTS, (Certainty.VERBATIM, Certainty.NEAR_VERBATIM)),
    summary="Keputusan pimpinan tidak disertakan sesudah halaman judul.",
    why=f"Keputusan itulah yang memberi kekuatan hukum. {_BUNDLE}",
)

contents = untestable(
    "DOK-05",
    severity=WARNING,
    basis=Basis("Lampiran, unsur dokumentasi, daftar isi", (Certainty.NEAR_VERBATIM,)),
    summary="Himpunan SOP tidak mempunyai daftar isi.",
    why=f"Daftar isi menunjukkan tempat setiap SOP dan mencatat perubahannya. {_BUNDLE} `sopgen build` "
    "menulis daftar semua SOP di index.html.",
)

introduction = untestable(
    "DOK-06",
    severity=INFO,
    basis=Basis("Lampiran, unsur dokumentasi, penjelasan singkat penggunaan", (Certainty.NEAR_VERBATIM,)),
    summary="Tidak ada penjelasan singkat penggunaan.",
    why=f"Isinya ruang lingkup, ringkasan, dan definisi. {_BUNDLE}",
)


@rule(
    "DOK-07",
    severity=ERROR,
    basis=Basis("Lampiran, unsur prosedur (halaman 24)", (Certainty.VERBATIM, Certainty.NEAR_VERBATIM)),
    needs=("kegiatan",),
    bad="kegiatan: []",
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
def no_flowchart(subject: Subject) -> Iterator[Fault]:
    """SOP tidak mempunyai bagian flowchart.

    Unsur prosedur terdiri atas dua bagian, identitas dan flowchart. Bagian flowchart tanpa satu kegiatan pun
    tidak mengatur apa-apa.
    """
    if not subject.sop.kegiatan:
        yield Fault(
            ("kegiatan",),
            "Bagian flowchart kosong: belum ada kegiatan; menyimpang dari pedoman.",
            "Tulis langkah-langkahnya di kegiatan, satu perbuatan satu baris.",
        )


@rule(
    "DOK-08",
    severity=INFO,
    basis=Basis("Lampiran, unsur prosedur (halaman 24)", (Certainty.VERBATIM,)),
    needs=("label",),
    bad="""
label: {judul: Judul SOP}
_lain:
  deteksi: {nomor: SOP/08/XI/2026, judul: Pelaksanaan Deteksi Dini}
  pembinaan: {nomor: SOP/09/XI/2026, judul: Pelaksanaan Pembinaan Masyarakat}
""",
    good="""
label: {judul: Judul SOP}
_lain:
  deteksi: {nomor: SOP/08/XI/2026, judul: Pelaksanaan Deteksi Dini, label: {judul: JUDUL SOP}}
  pembinaan: {nomor: SOP/09/XI/2026, judul: Pelaksanaan Pembinaan Masyarakat, label: {judul: Judul SOP}}
""",
)
def labels_unlike_the_neighbours(subject: Subject) -> Iterator[Fault]:
    """Label lembar SOP ini lain daripada SOP lain milik unit yang sama.

    SOP dalam satu instansi sebaiknya mempunyai kesamaan dalam unsur prosedur, supaya pembaca menemukan hal
    yang sama di tempat yang sama. Label yang tidak baku diperiksa IDN-02 dan TAB-02.
    """
    beside = [sop for sop in subject.siblings.values() if _is_alike(sop, subject.sop)]
    for key, names in labels().items():
        own = getattr(subject.sop.label, key) or names[0]
        forms = Counter(folded(getattr(sop.label, key) or names[0]) for sop in beside)
        usual, count = forms.most_common(1)[0] if forms else ("", 0)
        accepted = [folded(name) for name in names]
        differs = folded(own) != usual and {folded(own), usual} <= set(accepted)
        if differs and count >= 2 and 2 * count > len(beside):
            name = names[accepted.index(usual)]
            yield Fault(
                ("label", key),
                f'Label "{own}" pada {count} SOP lain milik unit ini berbunyi "{name}".',
                f"Samakan: tulis {name} di semua SOP.",
            )


def _is_alike(sop: Sop, other: Sop) -> bool:
    return sop.unit == other.unit and sop.status is not Status.DICABUT


@rule(
    "DOK-09",
    severity=WARNING,
    basis=Basis(
        "Bahan paparan Kementerian PANRB tahun 2013, prinsip satu SOP satu kegiatan", (Certainty.SINGLE,)
    ),
    needs=("kegiatan",),
    bad="""
kegiatan:
  - judul: A. Sambang
    uraian: Mengunjungi warga menurut rencana
    pelaksana: bhabin
    mutu_baku: {kelengkapan: Daftar warga, waktu: 30 menit, output: Catatan kunjungan}
  - judul: B. Penyuluhan
    uraian: Menerima laporan sambang
    pelaksana: kasat
    mutu_baku: {kelengkapan: Catatan kunjungan, waktu: 15 menit, output: Laporan sambang}
""",
    good="""
kegiatan:
  - judul: A. Persiapan
    uraian: Menyusun rencana sambang
    pelaksana: bhabin
    mutu_baku: {kelengkapan: Daftar warga, waktu: 30 menit, output: Rencana sambang}
  - judul: B. Pelaksanaan
    uraian: Menerima laporan sambang
    pelaksana: kasat
    mutu_baku: {kelengkapan: Rencana sambang, waktu: 15 menit, output: Laporan sambang}
""",
)
def several_procedures(subject: Subject) -> Iterator[Fault]:
    """Satu SOP memuat beberapa prosedur.

    Satu SOP menguraikan satu kegiatan yang jelas awal, isi, dan akhirnya. Judul-judul di dalam tabel menandai
    beberapa prosedur yang dirangkai; judul tahap (persiapan, pelaksanaan, pelaporan) tidak.
    """
    found = [(index, text) for index, row in enumerate(subject.sop.kegiatan) if (text := _heading(row))]
    if len(found) > 1:
        titles = "; ".join(kalimat.without_number(text) for _, text in found)
        yield Fault(
            ("kegiatan", found[0][0]),
            f"SOP ini memuat {len(found)} prosedur: {titles}; menyimpang dari pedoman.",
            "Pecah menjadi SOP tersendiri, satu SOP satu kegiatan, lalu saling sebut di keterkaitan.",
        )


def _heading(kegiatan: Kegiatan) -> str:
    """The heading of a procedure in a row; empty where there is none, or one of a mere phase."""
    text = kegiatan.judul or ""
    if not text and kalimat.is_heading(kegiatan.uraian or "", words("verba"), words("bukan-verba")):
        text = (kegiatan.uraian or "").splitlines()[0]
    return "" if kalimat.first_word(text) in words("tahap") else text


@rule(
    "DOK-10",
    severity=WARNING,
    basis=Basis("Disimpulkan dari isi halaman judul (DOK-02)", (Certainty.INFERRED,)),
    needs=("sampul", "tanggal"),
    bad="sampul: {tahun: 2024}",
    good="sampul: {tahun: 2026}",
)
def year_of_another_edition(subject: Subject) -> Iterator[Fault]:
    """Tahun di sampul bukan tahun pembuatan atau penetapan.

    Tahun pada halaman judul adalah tahun pembuatan SOP.
    """
    dates = subject.sop.tanggal
    known = [date.tanggal.year for date in (dates.pembuatan, dates.efektif) if date and date.tanggal]
    year = subject.sop.sampul.tahun
    if year and known and year not in known:
        yield Fault(
            ("sampul", "tahun"),
            f"Sampul menyebut tahun {year}, sedangkan SOP dibuat tahun {known[0]}.",
            f"Tulis tahun: {known[0]}, atau hapus tahun di sampul.",
        )
