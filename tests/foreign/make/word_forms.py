"""What offices make with Word by forms of their own: other words, other places, rows of another kind."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.foreign.make import contents
from tests.foreign.make.contents import Row
from tests.foreign.make.plan import Form, approval, chart, flow, identity
from tests.foreign.make.shapes import Habit
from tests.foreign.make.tables import Table
from tests.foreign.make.word import Word, first_paragraph
from tests.foreign.make.word_documents import A4, F4, MARGIN, drawn, on_two_pages


def izin_aktor() -> Word:
    """Two words for each head, the output before the time, items by letters and dashes."""
    isi = replace(
        contents.IZIN,
        dasar="a) Undang-Undang Nomor 25 Tahun 2009 tentang Pelayanan Publik;\n"
        "b) Undang-Undang Nomor 11 Tahun 2019 tentang Sistem Nasional Ilmu Pengetahuan dan Teknologi.",
        kualifikasi="a) Memahami alur perizinan;\nb) Mampu mengoperasikan aplikasi perizinan.",
        peralatan="- Komputer\n- Aplikasi perizinan",
    )
    form = Form(
        no="No.", kegiatan="Uraian Kegiatan", pelaksana="Pelaksana/Aktor",
        columns=("output", "waktu", "kelengkapan", "keterangan"),
        names=("Output/Hasil", "Waktu", "Syarat/Kelengkapan", "Ket."),
        numbers=tuple(f"{number}." for number in range(1, 9)), row=42.0,
    )  # fmt: skip
    return on_two_pages(isi, A4, "titik dua", form, Habit(lines="konektor", fill="F2DCDB"), logo=True)


def surat_logo_kiri() -> Word:
    """Logo, name of the form and fields in three columns; the boxes one below the other."""
    isi = contents.SURAT_MASUK
    word = Word(F4, MARGIN)
    width = F4[0] - 2 * MARGIN
    fields = (
        ("", "PEMERINTAH KOTA TELADAN", "No. SOP", isi.nomor),
        ("^", "KECAMATAN TELADAN UTARA", "Tgl. Dibuat", isi.pembuatan),
        ("^", "STANDAR OPERASIONAL PROSEDUR", "Revisi ke", "00"),
        ("^", "PENGELOLAAN SURAT MASUK", "Tgl. Berlaku", isi.efektif),
        ("^", "^", "Halaman", "1 dari 2"),
        ("^", "^", "Disahkan Oleh", approval(isi)),
        ("Judul SOP", "<", isi.judul, "<"),
    )
    boxes = (
        ("Dasar Hukum", isi.dasar), ("Kualifikasi Pelaksana", isi.kualifikasi), ("Keterkaitan", isi.keterkaitan),
        ("Peralatan dan Perlengkapan", isi.peralatan), ("Peringatan", isi.peringatan),
        ("Pencatatan dan Pendataan", isi.pencatatan),
    )  # fmt: skip
    rows = (*fields, *((label, "<", text, "<") for label, text in boxes))
    word.logo(word.table(Table((80, 250, 110, width - 440), rows, size=9)))
    word.page()
    drawn(word, isi, width, Form(row=48.0), Habit(lines="ruas"))
    return word


def posyandu_mulai() -> Word:
    """Rows that say no more than Mulai and Selesai; a head that no other office has."""
    isi = replace(
        contents.POSYANDU,
        rows=(Row("Mulai"), *contents.POSYANDU.rows, Row("Selesai")),
        simbol="1.1 kapsul; 2.1 kotak; 3.2 kotak; 4.3 keputusan; 5.2 kotak; 6.2 kapsul",
        panah="1>2; 2>3; 3>4; 4>5 Benar; 4>3 Salah kanan; 5>6",
    )
    form = Form(names=("Bahan Kerja", "Waktu", "Output", "Keterangan"), row=44.0)
    return on_two_pages(isi, A4, "satu sel", form, Habit())


def surat_lampiran() -> Word:
    """Behind the flow a form and a list that has columns like it; approved in somebody's name; a weekday."""
    isi = replace(
        contents.SURAT_MASUK,
        pembuatan="Senin, 3 Maret 2025",
        jabatan="a.n. BUPATI CONTOH\nSekretaris Daerah,",
        nama="FULAN CONTOH, S.Sos., M.Si.",
        nip="Pembina Utama Muda\nNIP 19750312 200003 1 001",
    )
    word = on_two_pages(isi, A4, "rapi", Form(row=46.0), Habit(), logo=True)
    word.page()
    word.text("JADWAL KEGIATAN", size=12, bold=True, centred=True)
    rows = (
        ("No", "Kegiatan", "Waktu", "Keterangan"),
        ("1", "Rapat", "1 jam", ""),
        ("2", "Arsip", "1 jam", ""),
    )
    word.table(Table((30, 200, 100, 100), rows, size=9))
    return word


def izin_keputusan() -> Word:
    """A decision stands before the title page, on upright paper."""
    isi = contents.IZIN
    word = Word((609.0, 935.0), 60.0)
    for text in (
        "KEPUTUSAN KEPALA DINAS PENANAMAN MODAL DAN PELAYANAN TERPADU", "NOMOR 188/45/DPMPTSP/2025", "TENTANG",
        "STANDAR OPERASIONAL PROSEDUR PENERBITAN IZIN PENELITIAN",
        "Menimbang : bahwa pelayanan izin penelitian perlu dilaksanakan menurut prosedur yang sama;",
        "Mengingat : Undang-Undang Nomor 25 Tahun 2009 tentang Pelayanan Publik;", "MEMUTUSKAN:",
        "KESATU : Menetapkan Standar Operasional Prosedur Penerbitan Izin Penelitian.",
        "Ditetapkan di Teladan pada tanggal 2 Juni 2025", "Kepala Dinas,", "Fulan Contoh, S.Sos.",
    ):  # fmt: skip
        word.text(text, size=11, before=8)
    word.section(A4, MARGIN)
    for text, size, before in (
        ("STANDAR OPERASIONAL PROSEDUR", 22, 100), (isi.judul.upper(), 18, 20), ("TAHUN 2025", 16, 40),
        (isi.unit.replace("\n", " "), 14, 60),
    ):  # fmt: skip
        word.text(text, size=size, bold=True, centred=True, before=before)
    word.page()
    width = A4[0] - 2 * MARGIN
    word.table(identity(isi, width, "rapi", size=9))
    word.page()
    drawn(word, isi, width, Form(row=44.0), Habit())
    return word


def surat_kop() -> Word:
    """The unit stands in a letterhead only, its address below it; two tables, one for fields, one for boxes."""
    isi = contents.SURAT_MASUK
    word = Word(A4, MARGIN)
    width = A4[0] - 2 * MARGIN
    for text, size in (
        ("PEMERINTAH KOTA TELADAN", 14), ("KECAMATAN TELADAN UTARA", 16),
        ("Jalan Teladan Nomor 1 Telepon (021) 123456", 9), ("", 9),
        ("STANDAR OPERASIONAL PROSEDUR (SOP)", 12),
    ):  # fmt: skip
        word.text(text, size=size, bold=True, centred=True)
    fields = (
        ("Nomor SOP", isi.nomor), ("Tanggal Pembuatan", isi.pembuatan), ("Tanggal Revisi", isi.revisi),
        ("Tanggal Efektif", isi.efektif), ("Disahkan oleh", approval(isi)), ("Nama SOP", isi.judul),
    )  # fmt: skip
    word.table(Table((200, width - 200), fields, size=9))
    boxes = (
        ("Dasar Hukum", "Kualifikasi Pelaksana"), (isi.dasar, isi.kualifikasi),
        ("Keterkaitan", "Peralatan/Perlengkapan"), (isi.keterkaitan, isi.peralatan),
        ("Peringatan", "Pencatatan dan Pendataan"), (isi.peringatan, isi.pencatatan),
    )  # fmt: skip
    word.table(Table((width / 2, width / 2), boxes, size=9))
    word.page()
    drawn(word, isi, width, Form(row=48.0), Habit())
    return word


def makam_kecil() -> Word:
    """Everything on one sheet in letters of 5 pt; a line of the flow runs right through a symbol."""
    isi = contents.MAKAM
    word = Word(A4, 20.0)
    width = A4[0] - 40.0
    sheet = identity(isi, width, "rapi", size=5, heights=(8,) * 4 + (46, 9) + (8, 14) * 3)
    word.table(sheet)
    word.text(size=4)
    table = flow(isi, width, Form(row=26.0, head=10.0), size=5)
    made = word.table(table)
    habit = Habit(size=(22, 9), diamond=(16, 12), label=5)
    top = 20.0 + sum(sheet.heights) + 5.0
    word.draw(chart(isi, table, 20.0, top, habit), first_paragraph(made, 2))
    return word


DOCUMENTS = {
    "izin-aktor": izin_aktor,
    "surat-logo-kiri": surat_logo_kiri,
    "posyandu-mulai": posyandu_mulai,
    "surat-lampiran": surat_lampiran,
    "izin-keputusan": izin_keputusan,
    "surat-kop": surat_kop,
    "makam-kecil": makam_kecil,
}


def write(folder: Path) -> list[Path]:
    """All of them as .docx."""
    files = []
    for name, make in DOCUMENTS.items():
        files.append(folder / f"{name}.docx")
        make().save(files[-1])
    return files
