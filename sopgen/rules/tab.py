"""The table of the flow: its columns, the sentences of its rows, its performers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from sopgen import kalimat
from sopgen.cetakan import CETAKAN
from sopgen.diagnostic import KeyPath
from sopgen.model import Jenis, Kegiatan, Kelompok, Kolom, Sop
from sopgen.rule import ERROR, INFO, WARNING, Basis, Certainty, Fault, Subject, rule, untestable
from sopgen.rules.labels import is_compound
from sopgen.rules.tables import pairs, words
from sopgen.times import is_total
from sopgen.unit import Profil

_FLOWCHART = "Lampiran, bagian flowchart (halaman 25)"
_FORMAT = "Lampiran, format SOP AP, alasan bentuk diagram alir bercabang"

_VERBS, _OTHERS = "verba", "bukan-verba"


@rule(
    "TAB-01",
    severity=ERROR,
    basis=Basis(_FLOWCHART, (Certainty.VERBATIM, Certainty.EMPIRICAL)),
    needs=("kolom",),
    bad="kolom: [kelengkapan, waktu, keterangan]",
    good="kolom: [kelengkapan, waktu, output, keterangan]",
)
def missing_column(subject: Subject) -> Iterator[Fault]:
    """Tabel kegiatan kekurangan kolom, atau urutannya lain.

    Kolomnya berurutan: nomor, kegiatan, pelaksana, mutu baku (kelengkapan, waktu, output), dan keterangan.
    Keterangan yang tidak ada hanya dicatat, karena banyak SOP tidak memerlukannya. Urutan lain dalam dokumen
    jadi adalah peringatan; sopgen sendiri selalu mencetaknya berurutan.
    """
    for kolom in Kolom:
        if kolom not in subject.sop.kolom:
            yield Fault(
                ("kolom",),
                f"Tabel tidak mempunyai kolom {kolom.title()}; menyimpang dari pedoman.",
                f"Tulis kolom: [{', '.join(Kolom)}], atau hapus kunci kolom.",
                INFO if kolom is Kolom.KETERANGAN else None,
            )
    printed = [kolom for kolom in subject.sop.kolom if subject.cetakan]
    if printed != [kolom for kolom in Kolom if kolom in printed]:
        yield Fault(
            ("kolom",),
            f"Urutan kolom {', '.join(map(str.title, printed))}; menyimpang dari pedoman.",
            f"Urutannya: {', '.join(map(str.title, Kolom))}.",
            WARNING,
        )
    if not subject.sop.kolom_pelaksana:
        yield Fault(
            ("pelaksana",),
            "Tabel tidak mempunyai kolom Pelaksana; menyimpang dari pedoman.",
            "Daftarkan pelaksana, misalnya pelaksana: {kasat: Kasat Binmas}.",
        )


@rule(
    "TAB-02",
    severity=ERROR,
    basis=Basis(_FLOWCHART, (Certainty.VERBATIM, Certainty.EMPIRICAL)),
    needs=("label",),
    bad="label: {mutu_baku: Mutu Buku}",
    good="label: {kegiatan: Aktivitas, keterangan: Ket.}",
)
def label_of_the_head(subject: Subject) -> Iterator[Fault]:
    """Label kepala tabel keliru atau tidak baku.

    Label yang keliru adalah kesalahan ("Mutu Buku"); label lain yang searti hanya dicatat ("Keluaran").
    """
    for field, entry in pairs("label-tabel").items():
        text = getattr(subject.sop.label, field)
        if not text:
            continue
        official, _, variants = (part.strip() for part in entry.partition("||"))
        names = [name.strip() for name in official.split("|")]
        accepted = [name.strip() for name in variants.split("|")]
        if _folded(text) in map(_folded, names):
            continue
        path, hint = ("label", field), f"Tulis {names[0]}, atau hapus label ini."
        near = get_close_matches(_folded(text), list(map(_folded, [*accepted, *names])), cutoff=0.75)
        if _folded(text) in map(_folded, accepted) or is_compound(text, (*names, *accepted)):
            yield Fault(path, f'Label "{text}" bukan label baku; yang baku {names[0]}.', hint, INFO)
        elif near:
            yield Fault(path, f'Label "{text}" keliru; yang baku {names[0]}.', hint)
        else:
            yield Fault(path, f'Label "{text}" menyimpang dari pedoman; yang baku {names[0]}.', hint, WARNING)


def _folded(label: str) -> str:
    return re.sub(r"\s*([/()])\s*", r"\1", " ".join(label.lower().split())).strip(" .:")


numbers_of_the_columns = untestable(
    "TAB-03",
    severity=INFO,
    basis=Basis("Kebiasaan", (Certainty.EMPIRICAL,)),
    summary="Baris nomor kolom di bawah kepala tabel.",
    why="Ada unit yang memakainya, ada yang tidak; keduanya boleh. Pilihan unit: tampilan.nomor_kolom.",
)


@rule(
    "TAB-04",
    severity=ERROR,
    basis=Basis(_FLOWCHART, (Certainty.VERBATIM,)),
    needs=(CETAKAN, "kegiatan"),
    bad="_cetakan: {nomor: [1, 2, 4]}",
    good="_cetakan: {nomor: [1, 2, 3, 4]}",
)
def numbered_wrongly(subject: Subject) -> Iterator[Fault]:
    """Nomor kegiatan berlubang atau ganda.

    Setiap kegiatan bernomor, 1 sampai n. Dalam sumber YAML kegiatan tidak dinomori sendiri; sopgen
    menomorinya menurut urutan. Baris tanpa nomor (judul, jumlah waktu) tidak dihitung.
    """
    last, told = 0, set[int]()
    for index, number in enumerate(subject.cetakan.nomor if subject.cetakan else ()):
        if number is None:
            continue
        if number in told:
            again = "; penomoran mulai lagi" if number == 1 else ""
            yield _misnumbered(index, f"Nomor kegiatan {number} dipakai dua kali{again}.")
            told = set() if number == 1 else told
        elif number != last + 1:
            before = f"sesudah {last}" if told else "adalah nomor yang pertama"
            yield _misnumbered(index, f"Nomor kegiatan {number} {before}; seharusnya {last + 1}.")
        told.add(number)
        last = max(told)


def _misnumbered(row: int, message: str) -> Fault:
    return Fault(("kegiatan", row), message, "Nomori kegiatan 1 sampai n tanpa lubang dan tanpa ganda.")


@rule(
    "TAB-05",
    severity=WARNING,
    basis=Basis(f"{_FORMAT}, butir 4", (Certainty.NEAR_VERBATIM, Certainty.EMPIRICAL)),
    needs=("kegiatan",),
    bad="""
kegiatan:
  - uraian: Penyusunan rencana sambang
    pelaksana: bhabin
    mutu_baku: {kelengkapan: Daftar warga, waktu: 30 menit, output: Rencana sambang}
  - uraian: Menerima laporan sambang
    pelaksana: kasat
    mutu_baku: {kelengkapan: Rencana sambang, waktu: 15 menit, output: Laporan sambang}
""",
    good="""
kegiatan:
  - uraian: Menyusun rencana sambang
    pelaksana: bhabin
    mutu_baku: {kelengkapan: Daftar warga, waktu: 30 menit, output: Rencana sambang}
  - uraian: Berkoordinasi dengan lurah
    pelaksana: kasat
    mutu_baku: {kelengkapan: Rencana sambang, waktu: 15 menit, output: Kesepakatan sambang}
""",
)
def no_verb_first(subject: Subject) -> Iterator[Fault]:
    """Uraian kegiatan tidak diawali kata kerja aktif.

    Uraian "bersifat aktif menggunakan kata kerja tanpa subyek": Menyusun ..., Memeriksa ..., bukan
    Penyusunan ... atau Petugas menyusun .... Judul atau Maksud dan Tujuan di tempat uraian adalah
    kesalahan: yang dikerjakan belum disebut.
    """
    for path, kegiatan in _kegiatan(subject.sop):
        text = kegiatan.uraian or ""
        if _is_heading(kegiatan):
            told = text or kegiatan.judul or "Maksud dan Tujuan"
            yield Fault(
                (*path, "uraian") if text else (*path, "judul"),
                f'"{told}" adalah judul atau penjelasan, bukan kegiatan; menyimpang dari pedoman.',
                "Pecah menjadi langkah-langkah yang diawali kata kerja: Menyusun ..., Mengunjungi ...",
                ERROR,
            )
        elif not text.strip():
            yield Fault(path, "Kegiatan ini belum mempunyai uraian.", "Tulis uraian: Menyusun ...", ERROR)
        elif not _opens_well(subject.sop, text):
            yield Fault((*path, "uraian"), _without_verb(text), _verb_instead(text))


def _opens_well(sop: Sop, text: str) -> bool:
    """With a verb; or with a declared performer, which is another rule's fault."""
    active = kalimat.is_active(kalimat.first_word(text), words(_VERBS), words(_OTHERS))
    return active or bool(kalimat.opens_with(text, _names(sop)))


def _is_heading(kegiatan: Kegiatan) -> bool:
    text = kegiatan.uraian or ""
    bare = not text.strip() and bool(kegiatan.judul or kegiatan.maksud or kegiatan.tujuan)
    return bare or kalimat.is_heading(text, words(_VERBS), words(_OTHERS))


def _without_verb(text: str) -> str:
    first = kalimat.first_word(text)
    what = "pelaku" if first in words("pelaku") else "kata yang bukan kata kerja aktif"
    return f'Uraian "{text}" diawali {what} ("{first}"); menyimpang dari pedoman.'


def _verb_instead(text: str) -> str:
    first = kalimat.first_word(text)
    if first in words("pelaku"):
        return f'Hapus "{first}" dari uraian dan tempatkan di kolom pelaksana.'
    verb = pairs("nominal").get(first)
    return f"Mulai dengan {verb} ..." if verb else "Mulai dengan kata kerja: Menyusun ..., Memeriksa ..."


@rule(
    "TAB-06",
    severity=INFO,
    basis=Basis("Lampiran, uraian kegiatan (halaman 18)", (Certainty.MEMORY,)),
    needs=("kegiatan",),
    bad="""
kegiatan:
  - uraian: Menyusun rencana, mencetak surat, dan mengirim undangan
    pelaksana: bhabin
    mutu_baku: {kelengkapan: Daftar warga, waktu: 30 menit, output: Rencana sambang}
  - uraian: Menerima laporan sambang
    pelaksana: kasat
    mutu_baku: {kelengkapan: Rencana sambang, waktu: 15 menit, output: Laporan sambang}
""",
    good="""
kegiatan:
  - uraian: Menyusun rencana sambang bersama lurah, babinsa, dan tokoh warga
    pelaksana: bhabin
    mutu_baku: {kelengkapan: Daftar warga, waktu: 30 menit, output: Rencana sambang}
  - uraian: Menerima laporan sambang
    pelaksana: kasat
    mutu_baku: {kelengkapan: Rencana sambang, waktu: 15 menit, output: Laporan sambang}
""",
)
def several_acts(subject: Subject) -> Iterator[Fault]:
    """Satu baris memuat tiga perbuatan atau lebih.

    Uraian terdiri atas kata kerja, objek, dan keterangan seperlunya. Satu perbuatan satu baris, supaya
    pelaksana, waktu, dan hasilnya jelas.
    """
    for path, kegiatan in _kegiatan(subject.sop):
        found = kalimat.acts(kegiatan.uraian or "", words(_VERBS), words(_OTHERS))
        if len(found) >= 3:
            yield Fault(
                (*path, "uraian"),
                f"Satu baris memuat {len(found)} perbuatan: {'; '.join(found)}.",
                "Pecah menjadi beberapa kegiatan, atau sebut perbuatan pokoknya saja.",
            )


@rule(
    "TAB-07",
    severity=WARNING,
    basis=Basis("Lampiran, pelaksana dipisahkan dari kegiatan", (Certainty.NEAR_VERBATIM, Certainty.MEMORY)),
    needs=("kegiatan", "pelaksana"),
    bad="""
kegiatan:
  - uraian: Bhabinkamtibmas menyusun rencana sambang
    pelaksana: bhabin
    mutu_baku: {kelengkapan: Daftar warga, waktu: 30 menit, output: Rencana sambang}
  - uraian: Menerima laporan sambang
    pelaksana: kasat
    mutu_baku: {kelengkapan: Rencana sambang, waktu: 15 menit, output: Laporan sambang}
""",
    good="""
kegiatan:
  - uraian: Menyusun rencana sambang
    pelaksana: bhabin
    mutu_baku: {kelengkapan: Daftar warga, waktu: 30 menit, output: Rencana sambang}
  - uraian: Menerima laporan sambang dari Bhabinkamtibmas
    pelaksana: kasat
    mutu_baku: {kelengkapan: Rencana sambang, waktu: 15 menit, output: Laporan sambang}
""",
)
def performer_in_the_text(subject: Subject) -> Iterator[Fault]:
    """Uraian kegiatan menyebut pelaksananya.

    Pelaksana dipisahkan dari kegiatan; kolomnya sendiri yang menunjukkan siapa.
    """
    for path, kegiatan in _kegiatan(subject.sop):
        text = kegiatan.uraian or ""
        name = kalimat.opens_with(text, _names(subject.sop))
        own = [other for other in _own_names(subject.sop, kegiatan) if kalimat.mentions(text, other, "oleh")]
        if name or own:
            yield Fault(
                (*path, "uraian"),
                f'Uraian "{text}" menyebut pelaksana {name or own[0]}; menyimpang dari pedoman.',
                f'Hapus "{name or f"oleh {own[0]}"}"; kolom pelaksana sudah menunjukkannya.',
            )


def _names(sop: Sop) -> list[str]:
    """The performers' names, each of the two of `Petugas Loket / Bamin` too."""
    return [part.strip() for name in sop.kolom_pelaksana.values() for part in name.split("/") if part.strip()]


def _own_names(sop: Sop, kegiatan: Kegiatan) -> list[str]:
    keys = {key for langkah in kegiatan.langkah for key in langkah.pelaksana}
    return [name for key, name in sop.kolom_pelaksana.items() if key in keys]


@rule(
    "TAB-08",
    severity=ERROR,
    basis=Basis(_FLOWCHART, (Certainty.INFERRED, Certainty.SINGLE)),
    needs=("kegiatan", "pelaksana", "alur"),
    bad="""
kegiatan:
  - uraian: Menyusun rencana sambang
    pelaksana: bhabin
    mutu_baku: {kelengkapan: Daftar warga, waktu: 30 menit, output: Rencana sambang}
  - uraian: Mengunjungi warga menurut rencana
    mutu_baku: {kelengkapan: Rencana sambang, waktu: 1 jam, output: Catatan kunjungan}
  - uraian: Menerima laporan sambang
    pelaksana: kasat
    mutu_baku: {kelengkapan: Catatan kunjungan, waktu: 15 menit, output: Laporan sambang}
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
def without_performer(subject: Subject) -> Iterator[Fault]:
    """Kegiatan tanpa simbol di kolom pelaksana.

    Setiap kegiatan ada pelakunya. Kegiatan bersama lazim, tetapi dicatat: penanggung jawabnya harus jelas.
    """
    if not subject.flow.symbols:
        return
    drawn = {symbol.row for symbol in subject.flow.symbols}
    for path, kegiatan in _kegiatan(subject.sop):
        if path[1] not in drawn:
            yield Fault(
                path,
                f"{_named(kegiatan)} tidak mempunyai pelaksana; menyimpang dari pedoman.",
                f"Tambahkan pelaksana: salah satu dari {', '.join(subject.sop.kolom_pelaksana)}.",
            )
    for symbol in subject.flow.symbols:
        if len(symbol.columns) > 1:
            names = ", ".join(subject.flow.executors[column] for column in symbol.columns)
            yield Fault(
                ("kegiatan", symbol.row),
                f"Langkah {symbol.row + 1} dikerjakan bersama: {names}.",
                "Pastikan penanggung jawabnya jelas, misalnya di kolom keterangan.",
                INFO,
            )


def _named(kegiatan: Kegiatan) -> str:
    return f'Kegiatan "{kegiatan.uraian or kegiatan.judul or "tanpa uraian"}"'


_TITLE = re.compile(r"\b(?:Drs?a?|Ir)\.\s|,\s*[SM]\.?[A-Z]")
_NUMBER = re.compile(r"\b(?:NRP|NIP)\b|(?:\d ?){8,}")
_ADDRESSED = re.compile(r"^\s*(?:Bapak|Bpk|Sdri?|Saudara|Saudari|Tuan|Nyonya)\b\.?\s+\w", re.IGNORECASE)


@rule(
    "TAB-09",
    severity=WARNING,
    basis=Basis(f"{_FORMAT}, butir 1", (Certainty.NEAR_VERBATIM,)),
    needs=("pelaksana",),
    bad="pelaksana: {bhabin: Bhabinkamtibmas, kasat: 'AKP Budi Santoso, S.H.'}",
    good="pelaksana: {bhabin: Bhabinkamtibmas, kasat: Kasat Binmas}",
)
def person_as_performer(subject: Subject) -> Iterator[Fault]:
    """Pelaksana adalah nama orang, bukan jabatan.

    Jabatan tetap, orangnya berganti; SOP yang menyebut orang usang pada mutasi berikutnya.
    """
    for path, name in _performers(subject.sop):
        if _is_person(subject, name):
            yield Fault(
                path,
                f'Pelaksana "{name}" tampaknya nama orang; menyimpang dari pedoman.',
                "Tulis nama jabatannya, misalnya Kasat Binmas.",
            )


def _is_person(subject: Subject, name: str) -> bool:
    known = {p.nama for p in subject.unit.pejabat.values()} if subject.unit else set()
    first, _, rest = name.strip().partition(" ")
    titled = any(title in name for title in words("gelar"))
    ranked = first.lower().strip(".") in words("pangkat") and bool(rest)
    return name in known or titled or ranked or any(p.search(name) for p in (_TITLE, _NUMBER, _ADDRESSED))


def _performers(sop: Sop) -> Iterator[tuple[KeyPath, str]]:
    for key, value in sop.pelaksana.items():
        if isinstance(value, Kelompok):
            yield from ((("pelaksana", key, "anggota", inner), name) for inner, name in value.anggota.items())
        else:
            yield ("pelaksana", key), value


@rule(
    "TAB-10",
    severity=WARNING,
    basis=Basis("Disimpulkan dari guna kolom pelaksana", (Certainty.INFERRED,)),
    needs=("kegiatan", "pelaksana", "alur"),
    bad="pelaksana: {bhabin: Bhabinkamtibmas, kasat: Kasat Binmas, kbo: KBO Binmas}",
    good="pelaksana: {bhabin: Bhabinkamtibmas, kasat: Kasat Binmas}",
)
def idle_performer(subject: Subject) -> Iterator[Fault]:
    """Pelaksana tanpa satu kegiatan pun.

    Kolom yang kosong memakan tempat dan menimbulkan pertanyaan apa tugas pejabat itu.
    """
    used = {column for symbol in subject.flow.symbols for column in symbol.columns}
    for column, (path, name) in enumerate(_performers(subject.sop)):
        if used and column not in used:
            yield Fault(
                path,
                f'Pelaksana "{name}" tidak melaksanakan satu kegiatan pun.',
                "Hapus dari daftar pelaksana, atau tunjukkan kegiatannya.",
            )


@rule(
    "TAB-11",
    severity=WARNING,
    basis=Basis(f"{_FORMAT}, butir 1", (Certainty.NEAR_VERBATIM, Certainty.SEVERAL)),
    needs=("jenis", "pelaksana"),
    bad="""
pelaksana: {bhabin: Bhabinkamtibmas}
kegiatan:
  - uraian: Menyusun rencana sambang
    pelaksana: bhabin
    mutu_baku: {kelengkapan: Daftar warga, waktu: 30 menit, output: Rencana sambang}
  - uraian: Mengunjungi warga menurut rencana
    pelaksana: bhabin
    mutu_baku: {kelengkapan: Rencana sambang, waktu: 1 jam, output: Catatan sambang}
""",
    good="""
jenis: teknis
pelaksana: {bhabin: Bhabinkamtibmas}
kegiatan:
  - uraian: Menyusun rencana sambang
    pelaksana: bhabin
    mutu_baku: {kelengkapan: Daftar warga, waktu: 30 menit, output: Rencana sambang}
  - uraian: Mengunjungi warga menurut rencana
    pelaksana: bhabin
    mutu_baku: {kelengkapan: Rencana sambang, waktu: 1 jam, output: Catatan sambang}
""",
)
def alone_in_an_administrative_sop(subject: Subject) -> Iterator[Fault]:
    """SOP administratif dengan satu pelaksana saja.

    SOP administratif melibatkan lebih dari satu pelaksana; yang dikerjakan satu pelaksana adalah SOP teknis.
    """
    names = list(subject.sop.kolom_pelaksana.values())
    if subject.sop.jenis is Jenis.ADMINISTRATIF and len(names) == 1:
        yield Fault(
            ("pelaksana",),
            f"SOP administratif ini hanya mempunyai satu pelaksana, {names[0]}; menyimpang dari pedoman.",
            "Tulis jenis: teknis, atau lengkapi pelaksananya.",
        )


@rule(
    "TAB-12",
    severity=INFO,
    basis=Basis("Lampiran, urutan pelaksana (halaman 18)", (Certainty.MEMORY,)),
    needs=("kegiatan", "pelaksana", "alur"),
    bad="pelaksana: {kasat: Kasat Binmas, bhabin: Bhabinkamtibmas}",
    good="pelaksana: {bhabin: Bhabinkamtibmas, kasat: Kasat Binmas}",
)
def performers_by_rank(subject: Subject) -> Iterator[Fault]:
    """Kolom pelaksana tidak menurut urutan kegiatan.

    Kolom diurutkan menurut giliran bekerja, bukan menurut pangkat, sehingga alur mulai dari kiri.
    """
    first: dict[int, int] = {}
    for index, symbol in enumerate(subject.flow.symbols):
        for column in symbol.columns:
            first.setdefault(column, index)
    keys = {key: column for column, key in enumerate(subject.sop.kolom_pelaksana)}
    turns = [(key, _turn(value, key, keys, first)) for key, value in subject.sop.pelaksana.items()]
    used = [turn for _, turn in turns if turn is not None]
    if used != sorted(used) or (used and turns[0][1] is None):
        late = len(subject.flow.symbols)
        order = sorted(turns, key=lambda item: late if item[1] is None else item[1])
        yield Fault(
            ("pelaksana",),
            "Urutan kolom pelaksana tidak mengikuti urutan kegiatan.",
            f"Urutkan menurut giliran bekerja: {', '.join(key for key, _ in order)}.",
        )


def _turn(value: str | Kelompok, key: str, columns: dict[str, int], first: dict[int, int]) -> int | None:
    """When a performer, or the first of a group, begins to work."""
    members = value.anggota if isinstance(value, Kelompok) else [key]
    return min((first[columns[member]] for member in members if columns[member] in first), default=None)


@rule(
    "TAB-13",
    severity=INFO,
    basis=Basis("Perpol 2/2021, susunan organisasi Polres", (Certainty.SINGLE,)),
    profile=Profil.POLRI,
    needs=("pelaksana",),
    bad="pelaksana: {bhabin: Bhabinkamtibmas, kasat: Kanit Bintibmas}\n_unit: {profil: polri}",
    good="pelaksana: {bhabin: Bhabinkamtibmas, kasat: Kanit Bintibsos}\n_unit: {profil: polri}",
)
def former_nomenclature(subject: Subject) -> Iterator[Fault]:
    """Nama jabatan pelaksana tidak menurut susunan organisasi yang sekarang.

    SOP bertitik tolak pada susunan organisasi dan tata kerja (SOTK), uraian tugas, dan analisis jabatan.
    """
    for path, name in _performers(subject.sop):
        for word in re.findall(r"\w+", name.lower()):
            if new := pairs("nomenklatur-polri").get(word):
                yield Fault(
                    path, f'"{name}" memakai nama lama "{word}".', f"Nama menurut Perpol 2/2021: {new}."
                )


def _kegiatan(sop: Sop) -> Iterator[tuple[KeyPath, Kegiatan]]:
    """The rows that are kegiatan: not a printed total."""
    for index, kegiatan in enumerate(sop.kegiatan):
        if not is_total(kegiatan):
            yield ("kegiatan", index), kegiatan
