"""What offices make with Word."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.foreign.make import contents
from tests.foreign.make.contents import Isi
from tests.foreign.make.plan import Form, chart, charts, flow, identity
from tests.foreign.make.shapes import Habit
from tests.foreign.make.tables import Table
from tests.foreign.make.word import Word, broken, first_paragraph

A4, LETTER, LEGAL, F4 = (842.0, 595.0), (792.0, 612.0), (1008.0, 612.0), (935.0, 609.0)
MARGIN = 36.0
BEFORE = 1.0
"""The paragraph that begins a page takes so much of it."""


def on_two_pages(
    isi: Isi, paper: tuple[float, float], style: str, form: Form, habit: Habit | None, *, logo: bool = False
) -> Word:
    """Identity on the first page, the flow on those that follow."""
    word = Word(paper, MARGIN)
    width = paper[0] - 2 * MARGIN
    sheet = word.table(identity(isi, width, style, size=9))
    if logo:
        word.logo(sheet)
    word.page()
    drawn(word, isi, width, form, habit)
    return word


def drawn(word: Word, isi: Isi, width: float, form: Form, habit: Habit | None, **more: object) -> None:
    """The flow table and its symbols, over as many pages as it takes."""
    table = flow(isi, width, form, **more)
    made = word.table(table)
    if habit is None:
        return
    head = sum(table.heights[: table.head])
    heights = table.heights[table.head : table.head + len(isi.rows)]
    room = word.paper[1] - 2 * MARGIN - BEFORE
    places = broken(heights, head, room, repeat=table.repeat)
    tops = {0: MARGIN + BEFORE + head}
    tops |= {page: MARGIN + (head if table.repeat else 0.0) for page, _ in places if page}
    pages = [page for page, _ in places]
    for page, marks in charts(isi, table, MARGIN, tops, pages, habit).items():
        word.draw(marks, first_paragraph(made, table.head + pages.index(page)))


def surat_masuk() -> Word:
    """Plain and careful: A4, two pages, freeform arrows."""
    return on_two_pages(contents.SURAT_MASUK, A4, "rapi", Form(), Habit(), logo=True)


def cuti_teks() -> Word:
    """The executors are words in one column; nothing is drawn."""
    form = Form(text=True, no="No.", kegiatan="Uraian Prosedur", mutu="MUTU BAKU", row=0.0)
    return on_two_pages(contents.CUTI, LETTER, "satu sel", form, None)


def sim_klarifikasi() -> Word:
    """A police form with the slips of its kind: Klarifikasi, a number as revision, no output column."""
    label = {key: name.upper() for key, name in (
        ("nomor", "Nomor SOP"), ("pembuatan", "Tgl Pembuatan"), ("revisi", "Tgl Revisi"),
        ("efektif", "Tgl Efektif"), ("disahkan", "Disahkan oleh"), ("judul", "Nama SOP"),
        ("dasar", "Dasar Hukum"), ("kualifikasi", "Klarifikasi Pelaksana"), ("keterkaitan", "Keterkaitan"),
        ("peralatan", "Peralatan/ Perlengkapan"), ("peringatan", "Peringatan"),
        ("pencatatan", "Pencatatan dan Pendataan"),
    )}  # fmt: skip
    isi = replace(contents.SIM, revisi="01", label=label)
    form = Form("NO", "KEGIATAN", "PELAKSANA", "MUTU BAKU", ("kelengkapan", "waktu", "keterangan"),
                ("KELENGKAPAN", "WAKTU", "KET"))  # fmt: skip
    return on_two_pages(
        isi, A4, "titik dua", form, Habit(size=(40, 16), fill="BFBFBF", weight=1.5, jitter=1), logo=True
    )


def bantuan_bertingkat() -> Word:
    """Executors in two groups, a head of three rows and a row of column numbers; snapping connectors."""
    form = Form(groups=(("Sekretariat", 1), ("Bidang Rehabilitasi Sosial", 3), ("Pimpinan", 1)), counted="({})",
                row=46.0, head=24.0)  # fmt: skip
    isi = replace(contents.BANTUAN, pelaksana=(
        "Persuratan", "Staf Bidang", "Pekerja Sosial", "Kepala Bidang", "Kepala Dinas"
    ))  # fmt: skip
    return on_two_pages(isi, LEGAL, "rapi", form, Habit(lines="konektor", fill="D9E2F3"), logo=True)


def makam_bersambung() -> Word:
    """Ten rows over two pages, the head repeated, pentagons where the page ends; lines put together."""
    form = Form(row=62.0, names=("Persyaratan/ Kelengkapan", "Waktu", "Output", "Ket."))
    return on_two_pages(
        contents.MAKAM, A4, "rapi", form, Habit(lines="ruas", jitter=0.8, weight=1.0), logo=True
    )


def karang_tanpa_kepala() -> Word:
    """Nine executors; the head is not repeated; the numbers jump from 5 to 7."""
    numbers = (*(str(n) for n in range(1, 6)), *(str(n) for n in range(7, 14)))
    form = Form(row=58.0, numbers=numbers, head=34.0)
    isi = contents.KARANG
    word = Word(F4, MARGIN)
    width = F4[0] - 2 * MARGIN
    word.table(identity(isi, width, "titik dua", size=9))
    word.page()
    drawn(word, isi, width, form, Habit(size=(26, 12)), repeat=False)
    return word


def posyandu_potret() -> Word:
    """Everything on one upright page."""
    isi = contents.POSYANDU
    word = Word((595.0, 842.0), MARGIN)
    sheet = identity(isi, 523.0, "rapi", size=8, heights=(14,) * 4 + (66, 16) + (14, 40) * 3)
    word.table(sheet)
    word.text(size=6)
    top = MARGIN + sum(sheet.heights) + 7.5
    table = flow(isi, 523.0, Form(row=52.0))
    made = word.table(table)
    word.draw(chart(isi, table, MARGIN, top, Habit(size=(30, 13))), first_paragraph(made, 2))
    return word


def izin_tanpa_output() -> Word:
    """No column for the output; decisions inside the diamonds."""
    form = Form(
        columns=("kelengkapan", "waktu", "keterangan"), names=("Persyaratan", "Waktu", "Keterangan"), row=50.0
    )
    return on_two_pages(contents.IZIN, LETTER, "satu sel", form, Habit(box="persegi", decision="intan"))


def undian_lepas() -> Word:
    """Arrows that stop short of their symbols, rounded boxes, and two executors who sign together."""
    form = Form("N\nO", "Aktivitas", "Pelaksana", "Mutu Buku", row=52.0)
    habit = Habit(size=(44, 16), box="bulat", gap=3.0, jitter=1.5, lines="bebas", weight=1.25, fill="FFF2CC")
    return on_two_pages(contents.UNDIAN, A4, "rapi", form, habit)


def cuti_satu_cabang() -> Word:
    """Decisions of which only one branch is drawn, no number, peringatan that only forbids."""
    isi = replace(
        contents.CUTI,
        nomor="800/    /SET/2024",
        peringatan="Dilarang menyetujui cuti tanpa surat permohonan.",
        panah="1>2; 2>3; 3>4; 4>5 Setuju kanan; 5>6",
        efektif="1 Maret 2024",
        judul="Cuti",
    )
    return on_two_pages(isi, A4, "titik dua", Form(row=52.0), Habit(lines="ruas"))


def surat_lengket() -> Word:
    """The first fields stand in one cell, so that label runs on into label, and value into value."""
    isi = replace(contents.SURAT_MASUK, nomor="12", revisi="-", judul="SOP Pengelolaan Surat Masuk")
    return on_two_pages(isi, LETTER, "tumpuk", Form(kegiatan="Uraian Kegiatan"), Habit(size=(30, 12)))


def surat_di_bawah() -> Word:
    """Values below their labels; the approval at the foot of the sheet."""
    label = {"efektif": "Tanggal Pengesahan", "kualifikasi": "Kualifikasi Pelaksanaan", "judul": "Judul SOP"}
    isi = replace(contents.SURAT_MASUK, label=label)
    return on_two_pages(isi, A4, "bawah", Form("No.", "Aktivitas/Kegiatan"), Habit())


def identitas_saja() -> Word:
    """A cover and an identity sheet; somebody forgot the flow sheet."""
    word = Word(A4, MARGIN)
    isi = contents.IZIN
    for text, size, before in (
        ("STANDAR OPERASIONAL PROSEDUR", 22, 120), (isi.judul.upper(), 18, 20), ("TAHUN 2025", 16, 40),
        (isi.unit.replace("\n", " "), 14, 90),
    ):  # fmt: skip
        word.text(text, size=size, bold=True, centred=True, before=before)
    word.page()
    word.table(identity(isi, A4[0] - 2 * MARGIN, "rapi", size=9))
    return word


def dengan_catatan() -> Word:
    """A number of footnotes below the table, and long remarks in it."""
    isi = replace(
        contents.POSYANDU,
        rows=tuple(replace(row, keterangan="*)" if i == 1 else "-") for i, row in enumerate(contents.POSYANDU.rows)),
    )  # fmt: skip
    word = on_two_pages(
        isi, A4, "satu sel", Form(row=60.0), Habit(weight=0.25, size=(48, 20), diamond=(36, 24))
    )
    word.text("*) Rekapitulasi dikirim paling lambat tanggal 5 bulan berikutnya.", size=7.5, before=4)
    word.text("Catatan: petugas pengganti ditunjuk oleh kepala puskesmas.", size=7.5)
    word.foot("Dokumen ini milik puskesmas; salinan tanpa cap tidak berlaku.")
    return word


# ---- worse habits -------------------------------------------------------------------------------------


def undian_gemetar() -> Word:
    """An unsteady hand: arrows of pieces that hardly meet, open heads, ovals for capsules."""
    habit = Habit(size=(40, 15), lines="ruas", jitter=2.0, gap=2.0, tip="arrow", start="lonjong", box="persegi",
                  decision="intan", seed=5)  # fmt: skip
    return on_two_pages(contents.UNDIAN, A4, "titik dua", Form(row=52.0), habit)


def bantuan_tegak() -> Word:
    """The executors' names stand upright in a high head; numbers in the symbols; barbed heads."""
    isi = contents.BANTUAN
    word = Word(LETTER, MARGIN)
    width = LETTER[0] - 2 * MARGIN
    word.table(identity(isi, width, "rapi", size=9))
    word.page()
    table = flow(isi, width, Form(row=42.0))
    heights = (18.0, 100.0, *table.heights[2:])
    habit = Habit(tip="stealth", texts=True, size=(28, 16), diamond=(28, 22))
    drawn(word, isi, width, Form(row=42.0), habit, heights=heights, upright=(2, 3, 4, 5, 6))
    return word


def cuti_tanpa_mata() -> Word:
    """Lines without any arrow head."""
    isi = replace(contents.CUTI, panah=contents.CUTI.panah.replace(">", "-"))
    return on_two_pages(isi, A4, "rapi", Form(row=50.0), Habit())


def surat_dokumen() -> Word:
    """A document symbol where a box belongs; slanted arrows."""
    isi = replace(contents.SURAT_MASUK, panah="1>2 lurus; 2>3 Ya kanan; 2>1 Tidak; 3>4 lurus; 4>5 lurus")
    return on_two_pages(isi, A4, "satu sel", Form(row=54.0), Habit(box="dokumen", size=(36, 22)))


def posyandu_salah_ketik() -> Word:
    """Slips in labels, dates of all forms, and nobody's name under the office."""
    label = {"nomor": "NOMOR SOP", "pembuatan": "TGL. PEMBUATAN", "revisi": "TGL. REVISI",
             "efektif": "TGL. EFEKTIP", "disahkan": "DISAHKAN OLEH", "judul": "JUDUL SOP",
             "kualifikasi": "KualifikasiPelaksana", "peralatan": "Peralatan / perlengkapan",
             "pencatatan": "Pencatatan Dan Pendatan"}  # fmt: skip
    isi = replace(contents.POSYANDU, label=label, pembuatan="15/I/2024", revisi="Oktober 2024", efektif="15-01-2024",
                  nama="....................", nip="NIP. -")  # fmt: skip
    form = Form(
        "NO.",
        "AKTIVITAS",
        "PELAKSANA",
        "MUTU BAKU",
        names=("Kelengkapan", "Waktu", "Autput", "Ket."),
        row=50.0,
    )
    return on_two_pages(isi, A4, "titik dua", form, Habit(fill="DEEBF7"))


def izin_tanpa_payung() -> Word:
    """No Pelaksana over the executors, none of Mutu Baku over its columns: a head of one row."""
    isi = contents.IZIN
    word = Word(LEGAL, MARGIN)
    width = LEGAL[0] - 2 * MARGIN
    word.table(identity(isi, width, "rapi", size=9))
    word.page()
    whole = flow(isi, width, Form(row=44.0))
    names = tuple(a if b == "^" else b for a, b in zip(whole.rows[0], whole.rows[1], strict=True))
    table = replace(whole, rows=(names, *whole.rows[2:]), heights=(30.0, *whole.heights[2:]), head=1)
    made = word.table(table)
    word.draw(chart(isi, table, MARGIN, MARGIN + BEFORE, Habit()), first_paragraph(made, 1))
    return word


def surat_tanpa_garis() -> Word:
    """An identity sheet whose table has no rules; the flow sheet has."""
    isi = contents.SURAT_MASUK
    word = Word(A4, MARGIN)
    width = A4[0] - 2 * MARGIN
    word.table(identity(isi, width, "titik dua", size=9, plain=True))
    word.page()
    drawn(word, isi, width, Form(row=50.0), Habit())
    return word


def posyandu_baris_teks() -> Word:
    """The identity as lines of text with colons, no table."""
    isi = contents.POSYANDU
    word = Word(A4, MARGIN)
    for line in isi.unit.split("\n"):
        word.text(line, size=11, bold=True, centred=True)
    word.text()
    for name, value in (
        ("Nomor SOP", isi.nomor), ("Nama SOP", isi.judul), ("Tanggal Pembuatan", isi.pembuatan),
        ("Tanggal Revisi", isi.revisi), ("Tanggal Efektif", isi.efektif), ("Dasar Hukum", isi.dasar),
        ("Kualifikasi Pelaksana", isi.kualifikasi), ("Keterkaitan", isi.keterkaitan),
        ("Peralatan/Perlengkapan", isi.peralatan), ("Peringatan", isi.peringatan),
        ("Pencatatan dan Pendataan", isi.pencatatan),
    ):  # fmt: skip
        first, *more = value.split("\n")
        word.text(f"{name} : {first}", before=4)
        for line in more:
            word.text(line)
    word.text("Disahkan oleh : " + isi.jabatan, before=12)
    word.text("\n\n\n" + isi.nama)
    word.text(isi.nip)
    word.page()
    drawn(word, isi, A4[0] - 2 * MARGIN, Form(row=50.0), Habit())
    return word


# ---- forms that are no SOP AP ---------------------------------------------------------------------


def form_puskesmas() -> Word:
    """The form of clinics: Pengertian, Tujuan, Kebijakan, Referensi, Prosedur."""
    word = Word((595.0, 842.0), 50.0)
    word.table(Table((120, 95, 140, 140), (
        ("PUSKESMAS CONTOH", "SOP", "PENCABUTAN GIGI SULUNG", "<"),
        ("^", "^", "No. Dokumen : 440/SOP/11/2023", "No. Revisi : 00"),
        ("^", "^", "Tanggal Terbit : 2 Januari 2023", "Halaman : 1/2"),
        ("Kepala Puskesmas Contoh", "<", "Fulan Contoh", "NIP. 197503122000031001"),
    ), size=9))  # fmt: skip
    word.text()
    word.table(Table((110, 385), (
        ("Pengertian", "Pencabutan gigi sulung adalah tindakan mengeluarkan gigi susu dari soketnya."),
        ("Tujuan", "Sebagai acuan petugas dalam melayani pencabutan gigi sulung."),
        ("Kebijakan", "Keputusan Kepala Puskesmas tentang Pelayanan Klinis."),
        ("Referensi", "Panduan Praktik Klinis bagi Dokter Gigi."),
        ("Alat dan Bahan", "1. Kaca mulut\n2. Tang cabut\n3. Kapas"),
        ("Langkah-langkah", "1. Petugas memanggil pasien.\n2. Petugas memeriksa gigi.\n3. Petugas mencabut gigi."),
        ("Unit Terkait", "1. Loket\n2. Ruang obat"),
        ("Dokumen Terkait", "Rekam medis"),
    ), size=9))  # fmt: skip
    return word


def pedoman_iso() -> Word:
    """A police procedure with an ISO head and chapters of prose."""
    word = Word((595.0, 842.0), 50.0)
    word.table(Table((150, 200, 145), (
        ("RESOR CONTOH", "PROSEDUR MUTU\nPENGENDALIAN DOKUMEN", "No. Dok. : PM/01\nRev. : 02"),
        ("DIBUAT OLEH", "DIPERIKSA OLEH", "DISETUJUI OLEH"),
        ("Bamin", "Kasium", "Kapolres"),
    ), size=9))  # fmt: skip
    for title, text in (
        ("I. PENDAHULUAN", "Dokumen mutu dikendalikan agar selalu mutakhir dan mudah ditemukan."),
        ("II. RUANG LINGKUP", "Prosedur ini berlaku bagi semua dokumen mutu di lingkungan resor."),
        ("III. TANGGUNG JAWAB", "Kasium bertanggung jawab atas daftar induk dokumen."),
        ("IV. PROSEDUR", "Setiap dokumen diberi nomor, disahkan, digandakan, dan dibagikan."),
        ("V. PENUTUP", "Prosedur ini berlaku sejak tanggal ditetapkan."),
    ):
        word.text(title, bold=True, before=10)
        word.text(text, before=4)
    return word


def standar_pelayanan() -> Word:
    """A service standard: components and what they are."""
    word = Word((595.0, 842.0), 50.0)
    word.text("STANDAR PELAYANAN PENERBITAN KARTU IDENTITAS ANAK", size=13, bold=True, centred=True)
    word.text()
    word.table(Table((30, 150, 315), (
        ("No", "Komponen", "Uraian"),
        ("1", "Persyaratan", "Kutipan akta kelahiran dan kartu keluarga"),
        ("2", "Sistem, mekanisme, dan prosedur", "Pemohon mengambil nomor antrean, menyerahkan berkas, menunggu."),
        ("3", "Jangka waktu penyelesaian", "1 hari kerja"),
        ("4", "Biaya/tarif", "Tidak dipungut biaya"),
        ("5", "Produk pelayanan", "Kartu Identitas Anak"),
        ("6", "Penanganan pengaduan", "Kotak saran dan telepon"),
    ), head=1, size=9))  # fmt: skip
    return word


def surat_dinas() -> Word:
    """A letter about SOPs, which is none."""
    word = Word((595.0, 842.0), 60.0)
    word.text("PEMERINTAH KABUPATEN CONTOH", size=14, bold=True, centred=True)
    word.text("SEKRETARIAT DAERAH", size=12, bold=True, centred=True)
    for text in (
        "Nomor\t: 065/210/ORG/2025", "Hal\t: Evaluasi SOP AP tahun 2025", "Yth. para kepala perangkat daerah",
        "Sehubungan dengan evaluasi tahunan, setiap perangkat daerah diminta menyampaikan daftar SOP yang masih "
        "berlaku, beserta nomor SOP, nama SOP, tanggal pembuatan, tanggal revisi, dan tanggal efektifnya.",
        "Dasar hukum yang sudah dicabut hendaknya diganti, dan keterkaitan antar-SOP diperiksa kembali.",
        "Atas perhatian Saudara diucapkan terima kasih.",
    ):  # fmt: skip
        word.text(text, size=11, before=12)
    return word


DOCUMENTS = {
    "surat-masuk-word": surat_masuk,
    "cuti-pelaksana-teks": cuti_teks,
    "sim-klarifikasi": sim_klarifikasi,
    "bantuan-bertingkat": bantuan_bertingkat,
    "makam-bersambung": makam_bersambung,
    "karang-tanpa-kepala": karang_tanpa_kepala,
    "posyandu-potret": posyandu_potret,
    "izin-tanpa-output": izin_tanpa_output,
    "undian-lepas": undian_lepas,
    "cuti-satu-cabang": cuti_satu_cabang,
    "surat-lengket": surat_lengket,
    "surat-di-bawah": surat_di_bawah,
    "identitas-saja": identitas_saja,
    "posyandu-catatan": dengan_catatan,
    "undian-gemetar": undian_gemetar,
    "bantuan-tegak": bantuan_tegak,
    "cuti-tanpa-mata": cuti_tanpa_mata,
    "surat-dokumen": surat_dokumen,
    "posyandu-salah-ketik": posyandu_salah_ketik,
    "izin-tanpa-payung": izin_tanpa_payung,
    "surat-tanpa-garis": surat_tanpa_garis,
    "posyandu-baris-teks": posyandu_baris_teks,
    "lain-form-puskesmas": form_puskesmas,
    "lain-pedoman-iso": pedoman_iso,
    "lain-standar-pelayanan": standar_pelayanan,
    "lain-surat-dinas": surat_dinas,
}


def write(folder: Path) -> list[Path]:
    """All of them as .docx."""
    files = []
    for name, make in DOCUMENTS.items():
        files.append(folder / f"{name}.docx")
        make().save(files[-1])
    return files
