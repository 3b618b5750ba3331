"""What the documents are about: offices that do not exist, and what they might do."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Row:
    """A row: its text, kelengkapan, waktu, output, keterangan."""

    uraian: str
    kelengkapan: str = ""
    waktu: str = ""
    output: str = ""
    keterangan: str = ""


@dataclass(frozen=True)
class Isi:
    """The contents of an SOP. `simbol` places symbols, `panah` joins them; see `tests.foreign.make.plan`."""

    unit: str
    nomor: str
    judul: str
    pembuatan: str
    efektif: str
    jabatan: str
    dasar: str
    kualifikasi: str
    keterkaitan: str
    peralatan: str
    peringatan: str
    pencatatan: str
    pelaksana: tuple[str, ...]
    rows: tuple[Row, ...]
    simbol: str
    panah: str
    revisi: str = "-"
    nama: str = "Fulan Contoh, S.Sos."
    nip: str = "NIP. 197503122000031001"
    label: dict[str, str] = field(default_factory=dict)


CAMAT = "PEMERINTAH KOTA TELADAN\nKECAMATAN TELADAN UTARA"

SURAT_MASUK = Isi(
    unit=CAMAT,
    nomor="065/12/KTU/2025",
    judul="Pengelolaan Surat Masuk",
    pembuatan="3 Maret 2025",
    efektif="10 Maret 2025",
    jabatan="Camat Teladan Utara",
    dasar="1. Undang-Undang Nomor 14 Tahun 2008 tentang Keterbukaan Informasi Publik\n"
    "2. Undang-Undang Nomor 25 Tahun 2009 tentang Pelayanan Publik",
    kualifikasi="1. Memahami tata naskah dinas\n2. Mampu mengoperasikan komputer",
    keterkaitan="1. SOP Pengelolaan Surat Keluar\n2. SOP Penataan Arsip",
    peralatan="1. Buku agenda\n2. Lembar disposisi\n3. Komputer",
    peringatan="Apabila surat tidak diagendakan, maka surat dapat hilang dan tindak lanjutnya terlambat.",
    pencatatan="Pengadministrasi mencatat setiap surat masuk dalam buku agenda.",
    pelaksana=("Pengadministrasi", "Sekretaris Camat", "Camat"),
    rows=(
        Row("Menerima surat dan mencatatnya dalam buku agenda", "Surat masuk", "10 menit", "Surat teragenda"),
        Row("Memeriksa kelengkapan surat", "Surat teragenda", "15 menit", "Surat terperiksa"),
        Row("Memberi disposisi", "Surat terperiksa", "30 menit", "Lembar disposisi"),
        Row("Meneruskan surat kepada pengolah", "Lembar disposisi", "10 menit", "Surat terdistribusi"),
        Row("Menyimpan arsip surat masuk", "Surat terdistribusi", "5 menit", "Arsip surat masuk"),
    ),
    simbol="1.1 kapsul; 2.2 keputusan; 3.3 kotak; 4.2 kotak; 5.1 kapsul",
    panah="1>2; 2>3 Ya kanan; 2>1 Tidak; 3>4; 4>5",
)

CUTI = Isi(
    unit="PEMERINTAH KABUPATEN CONTOH\nDINAS PEKERJAAN UMUM",
    nomor="800/07/SET/III/2024",
    judul="Pelayanan Cuti Pegawai",
    pembuatan="5 Maret 2024",
    efektif="1 April 2024",
    jabatan="Kepala Dinas Pekerjaan Umum",
    dasar="1. Undang-Undang Nomor 25 Tahun 2009 tentang Pelayanan Publik\n"
    "2. Undang-Undang Nomor 20 Tahun 2023 tentang Aparatur Sipil Negara",
    kualifikasi="1. Memahami peraturan kepegawaian\n2. Mampu menghitung hak cuti",
    keterkaitan="SOP Penilaian Kinerja Pegawai",
    peralatan="1. Formulir cuti\n2. Kartu cuti",
    peringatan="Jika permohonan terlambat diproses, maka hak cuti pegawai tidak terpenuhi.",
    pencatatan="Kasubag Kepegawaian mencatat cuti dalam kartu cuti.",
    pelaksana=("Pegawai", "Kasubag Kepegawaian", "Sekretaris", "Kepala Dinas"),
    rows=(
        Row("Mengajukan permohonan cuti", "Formulir cuti", "15 menit", "Permohonan cuti"),
        Row("Memeriksa sisa hak cuti", "Permohonan cuti, kartu cuti", "30 menit", "Hasil pemeriksaan"),
        Row("Menyusun konsep surat izin", "Hasil pemeriksaan", "1 jam", "Konsep surat izin cuti"),
        Row("Mengoreksi konsep surat izin", "Konsep surat izin cuti", "30 menit", "Konsep terkoreksi"),
        Row("Menandatangani surat izin", "Konsep terkoreksi", "1 hari", "Surat izin cuti"),
        Row("Menyerahkan surat izin cuti", "Surat izin cuti", "15 menit", "Cuti pegawai tercatat"),
    ),
    simbol="1.1 kapsul; 2.2 keputusan; 3.2 kotak; 4.3 keputusan; 5.4 kotak; 6.2 kapsul",
    panah="1>2; 2>3 Ada; 2>1 Tidak ada kiri; 3>4; 4>5 Setuju kanan; 4>3 Tidak setuju; 5>6",
)

BANTUAN = Isi(
    unit="PEMERINTAH PROVINSI CONTOH\nDINAS SOSIAL",
    nomor="460/31/DINSOS/2025",
    judul="Penyaluran Bantuan Kursi Roda",
    pembuatan="6 Januari 2025",
    efektif="3 Februari 2025",
    jabatan="Kepala Dinas Sosial",
    dasar="1. Undang-Undang Nomor 8 Tahun 2016 tentang Penyandang Disabilitas\n"
    "2. Undang-Undang Nomor 23 Tahun 2014 tentang Pemerintahan Daerah sebagaimana telah beberapa kali "
    "diubah terakhir dengan Undang-Undang Nomor 6 Tahun 2023 tentang Penetapan Peraturan Pemerintah "
    "Pengganti Undang-Undang Nomor 2 Tahun 2022 tentang Cipta Kerja Menjadi Undang-Undang",
    kualifikasi="1. Memahami pelayanan sosial\n2. Memiliki kemampuan verifikasi data",
    keterkaitan="SOP Pendataan Penerima Manfaat",
    peralatan="1. Berkas usulan\n2. Kursi roda",
    peringatan="Apabila data penerima tidak diverifikasi, maka bantuan salah sasaran.",
    pencatatan="Staf mencatat penyaluran dalam buku register bantuan.",
    pelaksana=(
        "Pengadministrasian Persuratan",
        "Staf Bidang Rehabilitasi Sosial",
        "Pekerja Sosial",
        "Kabid Rehabilitasi Sosial",
        "Kepala Dinas",
    ),
    rows=(
        Row("Menerima usulan bantuan", "Surat usulan", "10 Menit", "Usulan tercatat"),
        Row("Memberi disposisi usulan", "Usulan tercatat", "1 Hari", "Lembar disposisi"),
        Row("Memverifikasi data calon penerima", "Lembar disposisi", "2 Hari", "Data terverifikasi"),
        Row("Meninjau rumah calon penerima", "Data terverifikasi", "3 Hari", "Laporan peninjauan"),
        Row("Menilai kelayakan penerima", "Laporan peninjauan", "60 Menit", "Daftar penerima"),
        Row("Menyusun berita acara penyaluran", "Daftar penerima", "2 Jam", "Berita acara"),
        Row("Menyerahkan kursi roda", "Berita acara", "1 Hari", "Bantuan kursi roda tersalurkan"),
        Row("Mengarsipkan berkas penyaluran", "Bantuan kursi roda tersalurkan", "15 Menit", "Arsip bantuan"),
    ),
    simbol="1.1 kapsul; 2.5 kotak; 3.2 kotak; 4.3 kotak; 5.4 keputusan; 6.2 kotak; 7.3 kotak; 8.1 kapsul",
    panah="1>2; 2>3; 3>4; 4>5; 5>6 Layak; 5>8 Tidak layak kanan; 6>7; 7>8",
)

POSYANDU = Isi(
    unit="PEMERINTAH KABUPATEN CONTOH\nPUSKESMAS CONTOH",
    nomor="440/09/PKM/2024",
    judul="Pelaporan Kegiatan Posyandu",
    pembuatan="15 Januari 2024",
    efektif="15 Januari 2024",
    jabatan="Kepala Puskesmas",
    dasar="Undang-Undang Nomor 17 Tahun 2023 tentang Kesehatan",
    kualifikasi="1. Memahami kegiatan posyandu\n2. Menguasai pengolahan data",
    keterkaitan="SOP Penyuluhan Gizi Balita",
    peralatan="1. Buku register posyandu\n2. Komputer",
    peringatan="Bila laporan terlambat, maka cakupan posyandu tidak terpantau.",
    pencatatan="Kader mencatat hasil penimbangan dalam buku register posyandu.",
    pelaksana=("Kader", "Staf Tata Usaha", "Kepala Puskesmas"),
    rows=(
        Row("Mencatat hasil penimbangan", "Buku register posyandu", "30 menit", "Hasil penimbangan"),
        Row("Merekap hasil penimbangan", "Hasil penimbangan", "1 jam", "Rekapitulasi"),
        Row("Memeriksa rekapitulasi", "Rekapitulasi", "20 menit", "Rekapitulasi terperiksa"),
        Row("Mengirim laporan posyandu", "Rekapitulasi terperiksa", "10 menit", "Laporan kegiatan posyandu"),
    ),
    simbol="1.1 kapsul; 2.2 kotak; 3.3 keputusan; 4.2 kapsul",
    panah="1>2; 2>3; 3>4 Benar; 3>2 Salah kanan",
)

IZIN = Isi(
    unit="PEMERINTAH KOTA TELADAN\nDINAS PENANAMAN MODAL DAN PELAYANAN TERPADU",
    nomor="503/18/DPMPTSP/2025",
    judul="Penerbitan Izin Penelitian",
    pembuatan="2 Juni 2025",
    efektif="16 Juni 2025",
    jabatan="Kepala Dinas Penanaman Modal dan Pelayanan Terpadu",
    dasar="1. Undang-Undang Nomor 25 Tahun 2009 tentang Pelayanan Publik\n"
    "2. Undang-Undang Nomor 11 Tahun 2019 tentang Sistem Nasional Ilmu Pengetahuan dan Teknologi",
    kualifikasi="1. Memahami alur perizinan\n2. Mampu mengoperasikan aplikasi perizinan",
    keterkaitan="SOP Pengaduan Masyarakat",
    peralatan="1. Komputer\n2. Aplikasi perizinan",
    peringatan="Jika izin terbit tanpa pemeriksaan, maka kegiatan penelitian dapat mengganggu ketertiban.",
    pencatatan="Petugas Loket mencatat permohonan dalam aplikasi perizinan.",
    pelaksana=("Pemohon", "Petugas Loket", "Tim Teknis", "Kabid Perizinan", "Kepala Dinas"),
    rows=(
        Row("Mengajukan permohonan izin", "Surat permohonan, proposal", "10 menit", "Berkas permohonan"),
        Row("Memeriksa kelengkapan berkas", "Berkas permohonan", "15 menit", "Berkas lengkap"),
        Row("Memasukkan data ke aplikasi", "Berkas lengkap", "15 menit", "Data permohonan"),
        Row("Mengkaji rencana penelitian", "Data permohonan", "1 hari kerja", "Berita acara kajian"),
        Row("Menyetujui hasil kajian", "Berita acara kajian", "30 menit", "Hasil kajian disetujui"),
        Row("Mencetak surat izin", "Hasil kajian disetujui", "10 menit", "Konsep surat izin"),
        Row("Menandatangani surat izin", "Konsep surat izin", "1 hari kerja", "Surat izin bertanda tangan"),
        Row("Mengambil surat izin", "Surat izin bertanda tangan", "5 menit", "Surat izin penelitian"),
    ),
    simbol="1.1 kapsul; 2.2 keputusan; 3.2 kotak; 4.3 kotak; 5.4 keputusan; 6.2 kotak; 7.5 kotak; 8.1 kapsul",
    panah="1>2; 2>3 Lengkap; 2>1 Tidak lengkap; 3>4; 4>5; 5>6 Ya; 5>4 Tidak kanan; 6>7; 7>8",
)

SIM = Isi(
    unit="KEPOLISIAN NEGARA REPUBLIK INDONESIA\nDAERAH CONTOH\nRESOR CONTOH",
    nomor="SOP/03/II/2026",
    judul="Pelayanan Perpanjangan SIM",
    pembuatan="2 Februari 2026",
    efektif="2 Maret 2026",
    jabatan="KEPALA KEPOLISIAN RESOR CONTOH",
    nama="FULAN CONTOH, S.I.K.",
    nip="AJUN KOMISARIS BESAR POLISI NRP 78010001",
    dasar="1. Undang-Undang Nomor 25 Tahun 2009 tentang Pelayanan Publik\n"
    "2. Peraturan Pemerintah Nomor 76 Tahun 2020 tentang Jenis dan Tarif atas Jenis Penerimaan Negara "
    "Bukan Pajak yang Berlaku pada Kepolisian Negara Republik Indonesia",
    kualifikasi="1. Memahami pelayanan SIM\n2. Mampu mengoperasikan aplikasi SIM",
    keterkaitan="SOP Penerbitan SIM Baru",
    peralatan="1. Kamera\n2. Printer kartu",
    peringatan="Apabila identitas pemohon tidak diperiksa, maka SIM dapat disalahgunakan.",
    pencatatan="Petugas Registrasi mencatat setiap pemohon dalam buku register.",
    pelaksana=("Pemohon", "Petugas Registrasi", "Baur SIM", "Kasat Lantas"),
    rows=(
        Row("Menyerahkan berkas perpanjangan", "SIM lama, KTP", "5 menit", "Berkas perpanjangan"),
        Row("Memeriksa keabsahan berkas", "Berkas perpanjangan", "10 menit", "Berkas sah"),
        Row("Mengambil foto pemohon", "Berkas sah", "10 menit", "Data pemohon"),
        Row("Menyetujui pencetakan", "Data pemohon", "5 menit", "Persetujuan cetak"),
        Row("Menyerahkan SIM", "Persetujuan cetak", "5 menit", "Perpanjangan SIM selesai"),
    ),
    simbol="1.1 kapsul; 2.2 keputusan; 3.3 kotak; 4.4 kotak; 5.2 kapsul",
    panah="1>2; 2>3 Y kanan; 2>1 T kiri; 3>4; 4>5",
)

MAKAM = Isi(
    unit="DINAS SOSIAL\nKABUPATEN CONTOH",
    nomor="13/DINSOS/2023",
    judul="Perawatan Taman Makam Pahlawan",
    pembuatan="10 Januari 2023",
    efektif="1 Februari 2023",
    jabatan="Kepala Dinas Sosial",
    dasar="Undang-Undang Nomor 20 Tahun 2009 tentang Gelar, Tanda Jasa, dan Tanda Kehormatan",
    kualifikasi="Memahami perawatan bangunan dan taman",
    keterkaitan="SOP Pengadaan Langsung",
    peralatan="Alat kebersihan",
    peringatan="Jika kerusakan tidak segera ditangani, maka kerusakan bertambah berat.",
    pencatatan="Koordinator mencatat pekerjaan dalam buku perawatan.",
    pelaksana=("Koordinator", "Petugas Taman", "Bidang Kepahlawanan", "Tim Teknis"),
    rows=(
        Row("Menyusun jadwal perawatan", "Data taman", "30 Menit", "Jadwal perawatan"),
        Row("Membagi tugas perawatan", "Jadwal perawatan", "1 Hari Kerja", "Surat tugas"),
        Row("Membersihkan taman dan nisan", "Surat tugas", "1 Hari Kerja", "Taman bersih"),
        Row("Memeriksa kerusakan", "Taman bersih", "1 Hari Kerja", "Catatan kerusakan"),
        Row("Memperbaiki kerusakan ringan", "Catatan kerusakan", "1 Hari Kerja", "Perbaikan ringan"),
        Row("Mengusulkan perbaikan berat", "Catatan kerusakan", "30 Menit", "Usulan perbaikan"),
        Row("Menyetujui usulan", "Usulan perbaikan", "1 Hari Kerja", "Usulan disetujui"),
        Row("Melaksanakan perbaikan berat", "Usulan disetujui", "5 Hari Kerja", "Perbaikan berat"),
        Row("Memeriksa hasil perbaikan", "Perbaikan ringan atau berat", "1 Hari Kerja", "Hasil pemeriksaan"),
        Row("Menerima laporan perawatan", "Hasil pemeriksaan", "1 Hari Kerja", "Laporan perawatan taman"),
    ),
    simbol="1.1 kapsul; 2.1 kotak; 3.2 kotak; 4.2 keputusan; 5.2 kotak; 6.1 kotak; 7.3 keputusan; 8.4 kotak; "
    "9.1 kotak; 10.3 kapsul",
    panah="1>2; 2>3; 3>4; 4>5 Ringan; 4>6 Berat kiri; 5>9; 6>7; 7>8 Setuju; 7>6 Tidak; 8>9; 9>10",
)

KARANG = Isi(
    unit="PEMERINTAH PROVINSI CONTOH\nDINAS SOSIAL",
    nomor="460/44/DINSOS/2024",
    judul="Pembinaan Karang Taruna",
    pembuatan="4 Maret 2024",
    efektif="1 April 2024",
    jabatan="Kepala Dinas Sosial",
    dasar="Undang-Undang Nomor 11 Tahun 2009 tentang Kesejahteraan Sosial",
    kualifikasi="Memahami pembinaan pemuda",
    keterkaitan="SOP Pengelolaan Surat Masuk",
    peralatan="Komputer",
    peringatan="Apabila pembinaan tertunda, maka kepengurusan tidak berjalan.",
    pencatatan="Arsiparis mencatat kegiatan dalam buku arsip.",
    pelaksana=(
        "Pengolah Data Pemberdayaan",
        "Pengadministrasian Persuratan",
        "Sekretaris",
        "Kepala Dinas",
        "Pengelola Kesejahteraan",
        "Staf Bidang Pemberdayaan",
        "Pramu Kebersihan",
        "Fungsional",
        "Arsiparis",
    ),
    rows=(
        Row("Menyusun data karang taruna", "Data pengurus", "1 Jam", "Data terkini"),
        Row("Mencatat surat usulan", "Data terkini", "10 Menit", "Surat tercatat"),
        Row("Memeriksa surat", "Surat tercatat", "5 Menit", "Surat terparaf"),
        Row("Memberi disposisi", "Surat terparaf", "10 Menit", "Disposisi"),
        Row("Menyiapkan bahan pembinaan", "Disposisi", "20 Menit", "Bahan pembinaan"),
        Row("Menyusun jadwal pembinaan", "Bahan pembinaan", "1 Hari", "Jadwal"),
        Row("Menggandakan bahan", "Jadwal", "60 Menit", "Salinan bahan"),
        Row("Menyiapkan ruang rapat", "Salinan bahan", "60 Menit", "Ruang siap"),
        Row("Melaksanakan pembinaan", "Ruang siap", "3 Jam", "Peserta terbina"),
        Row("Menyusun notula", "Peserta terbina", "60 Menit", "Notula"),
        Row("Menyusun laporan", "Notula", "5 Menit", "Konsep laporan"),
        Row("Mengarsipkan laporan pembinaan", "Konsep laporan", "5 Menit", "Laporan pembinaan karang taruna"),
    ),
    simbol="1.1 kapsul; 2.2 kotak; 3.3 kotak; 4.4 kotak; 5.1 kotak; 6.5 kotak; 7.6 kotak; 8.7 kotak; "
    "9.8 kotak; 10.8 kotak; 11.5 kotak; 12.9 kapsul",
    panah="1>2; 2>3; 3>4; 4>5; 5>6; 6>7; 7>8; 8>9; 9>10; 10>11; 11>12",
)

UNDIAN = Isi(
    unit="DINAS SOSIAL\nKOTA TELADAN",
    nomor="466/05/DINSOS/2025",
    judul="Pengawasan Undian Gratis Berhadiah",
    pembuatan="7 April 2025",
    efektif="5 Mei 2025",
    jabatan="Kepala Dinas Sosial",
    dasar="Undang-Undang Nomor 11 Tahun 2009 tentang Kesejahteraan Sosial",
    kualifikasi="Memahami ketentuan undian",
    keterkaitan="SOP Penerbitan Izin Keramaian",
    peralatan="1. Kotak undian\n2. Kupon",
    peringatan="Jika undian tidak diawasi, maka peserta dirugikan.",
    pencatatan="Saksi mencatat pemenang dalam berita acara.",
    pelaksana=("Penyelenggara", "Kabid Pemberdayaan Sosial", "Saksi"),
    rows=(
        Row("Menyiapkan kupon undian", "Izin undian", "60 Menit", "Kupon siap"),
        Row("Mengundang saksi", "Kupon siap", "15 Menit", "Undangan"),
        Row("Menugaskan saksi", "Undangan", "15 Menit", "Surat tugas"),
        Row("Memeriksa kelayakan kotak undian", "Surat tugas", "15 Menit", "Kotak layak"),
        Row("Memperbaiki kotak undian", "Kotak undian", "120 Menit", "Kotak diperbaiki"),
        Row("Mengundi pemenang", "Kotak layak", "15 Menit", "Nama pemenang"),
        Row("Menandatangani berita acara", "Nama pemenang", "20 Menit", "Berita acara pengawasan undian"),
    ),
    simbol="1.1 kapsul; 2.1 kotak; 3.2 kotak; 4.3 keputusan; 5.1 kotak; 6.3 kotak; 7.1 kapsul; 7.3 kapsul",
    panah="1>2; 2>3; 3>4; 4>6 Layak kanan; 4>5 Tidak layak; 5>4; 6>7.3; 7.3-7.1",
)
