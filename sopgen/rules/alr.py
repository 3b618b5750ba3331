"""The flow: starts, ends, decisions, and whether every step leads somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import pairwise

from sopgen import kalimat
from sopgen.cetakan import HALAMAN
from sopgen.diagnostic import KeyPath
from sopgen.flow import Edge
from sopgen.model import Langkah, Simbol
from sopgen.paths import Ways, beyond, closing_decision, ends, leading, onward, reached, starts, ways
from sopgen.rule import ERROR, INFO, WARNING, Basis, Certainty, Fault, Subject, rule, untestable
from sopgen.rules.tables import words

_BRANCHING = "Lampiran, format diagram alir bercabang"
_LOGIC = "Disimpulkan: alur harus dapat ditelusuri"
_AUDIT = "Sumber YAML tidak mempunyai halaman dan garis; sopgen sendiri yang menggambarnya, dan tidak\n\
menerbitkan gambar yang menyimpang. Pada dokumen dari luar, arah alur dinilai orang dengan melihatnya."

_PLAN = """
  - id: rencana
    uraian: Menyusun rencana sambang
    pelaksana: bhabin
    mutu_baku: {kelengkapan: Daftar warga, waktu: 30 menit, output: Rencana sambang}
"""
_VISIT = """
  - id: kunjungi
    uraian: Mengunjungi warga menurut rencana
    pelaksana: bhabin
    mutu_baku: {kelengkapan: Rencana sambang, waktu: 1 jam, output: Catatan kunjungan sambang}
"""
_REPORT = """
  - id: lapor
    uraian: Menerima laporan sambang
    pelaksana: kasat
    mutu_baku: {kelengkapan: Catatan kunjungan sambang, waktu: 15 menit, output: Laporan sambang}
"""


def _deciding(branches: str) -> str:
    """A row that decides, for the examples."""
    return f"""
  - uraian: Memeriksa rencana sambang
    pelaksana: kasat
    {branches}
    mutu_baku: {{kelengkapan: Rencana sambang, waktu: 10 menit, output: Rencana sambang yang diparaf}}
"""


def _example(*rows: str) -> str:
    return "kegiatan:" + "".join(row.rstrip("\n") for row in rows) + "\n"


def _with(row: str, line: str) -> str:
    return f"{row}    {line}\n"


_needs_flow = partial(rule, needs=("kegiatan", "alur"))


@_needs_flow(
    "ALR-01",
    severity=ERROR,
    basis=Basis(f"{_BRANCHING}, huruf a", (Certainty.NEAR_VERBATIM,)),
    bad="""
kegiatan:
  - uraian: Menyusun rencana sambang
    mutu_baku: {kelengkapan: Daftar warga, waktu: 30 menit, output: Rencana sambang}
  - uraian: Menerima laporan sambang
    mutu_baku: {kelengkapan: Rencana sambang, waktu: 15 menit, output: Laporan sambang}
""",
    good=_example(_PLAN, _REPORT),
)
def narrative(subject: Subject) -> Iterator[Fault]:
    """Prosedur hanya diceritakan, tanpa diagram alir.

    Semua SOP AP memakai diagram alir bercabang "untuk menyamakan format", juga yang pendek dan yang tanpa
    keputusan.
    """
    if subject.sop.kegiatan and subject.sop.kolom_pelaksana and not subject.flow.symbols:
        yield Fault(
            ("kegiatan",),
            "Tidak satu kegiatan pun bersimbol: prosedur ini tidak mempunyai diagram alir; "
            "menyimpang dari pedoman.",
            f"Tulis pelaksana setiap kegiatan: {', '.join(subject.sop.kolom_pelaksana)}.",
        )


not_vertical = untestable(
    "ALR-02",
    severity=WARNING,
    basis=Basis(f"{_BRANCHING}, alasan 5", (Certainty.NEAR_VERBATIM,)),
    summary="Alur tidak digambar dari atas ke bawah.",
    why=_AUDIT,
)


@_needs_flow(
    "ALR-03",
    severity=ERROR,
    basis=Basis("Lampiran, simbol kapsul", (Certainty.NEAR_VERBATIM, Certainty.EMPIRICAL)),
    bad=_example(_PLAN, _with(_VISIT, "simbol: mulai"), _REPORT),
    good=_example(_with(_PLAN, "simbol: mulai"), _VISIT, _with(_REPORT, "simbol: selesai")),
)
def starts_or_ends_wrongly(subject: Subject) -> Iterator[Fault]:
    """Alur tidak mempunyai tepat satu awal, atau tidak mempunyai akhir.

    Kegiatan pertama adalah kapsul mulai, kegiatan terakhir kapsul selesai. Akhir yang kedua hanya dicatat.
    """
    symbols = subject.flow.symbols
    if not symbols:
        return
    begins = [index for index, symbol in enumerate(symbols) if symbol.kind is Simbol.MULAI]
    closed = [index for index, symbol in enumerate(symbols) if symbol.kind is Simbol.SELESAI]
    if begins[:1] != [0]:
        message = "Kegiatan pertama bukan kapsul mulai; menyimpang dari pedoman."
        yield Fault(_at(subject, 0), message, "Mulai dengan kegiatan biasa, tanpa keputusan dan simbol.")
    for extra in begins[1:] if begins[:1] == [0] else begins[:-1]:
        yield Fault(
            _at(subject, extra),
            f"Awal kedua di langkah {symbols[extra].row + 1}; satu SOP mempunyai satu awal.",
            "Hapus simbol: mulai di sini, atau jadikan SOP tersendiri.",
        )
    if not closed and closing_decision(subject.flow) is None:
        message = "Alur tidak mempunyai kapsul selesai; menyimpang dari pedoman."
        yield Fault(_at(subject, len(symbols) - 1), message, "Tutup dengan kegiatan akhir, simbol: selesai.")
    for extra in (index for index in closed[:-1] if not subject.flow.exits(index)):
        yield Fault(
            _at(subject, extra),
            f"Akhir tambahan di langkah {symbols[extra].row + 1}.",
            "Bila dapat, satukan akhirnya: arahkan panah ke selesai.",
            INFO,
        )


@_needs_flow(
    "ALR-04",
    severity=ERROR,
    basis=Basis(_BRANCHING, (Certainty.NEAR_VERBATIM, Certainty.SINGLE)),
    bad=_example(_PLAN, _deciding("keputusan: {Ya: lanjut}"), _VISIT, _REPORT),
    good=_example(_PLAN, _deciding("keputusan: {Ya: lanjut, Tidak: rencana}"), _VISIT, _REPORT),
)
def decision_without_two_exits(subject: Subject) -> Iterator[Fault]:
    """Keputusan mempunyai kurang dari dua cabang berlabel.

    Pembaca yang menjawab pertanyaan harus menemukan jalan, apa pun jawabannya: ya/tidak, lengkap/tidak
    lengkap, setuju/tidak setuju.
    """
    for index, langkah in _decisions(subject):
        labels = list(langkah.keputusan or ())
        if langkah.ke:
            message = "Cabang keputusan tidak berlabel; menyimpang dari pedoman."
        elif len(labels) < 2:
            count = f'hanya mempunyai satu cabang ("{labels[0]}")' if labels else "tidak mempunyai cabang"
            message = f"Keputusan ini {count}; menyimpang dari pedoman."
        elif blank := [label for label in labels if not re.search(r"\w", label)]:
            message = f'Label cabang "{blank[0]}" tidak berkata apa-apa.'
        else:
            continue
        hint = "Tulis sedikitnya dua cabang, misalnya keputusan: {Ya: lanjut, Tidak: id-kegiatan}."
        yield Fault(_at(subject, index), message, hint)


@_needs_flow(
    "ALR-05",
    severity=ERROR,
    basis=Basis("Disimpulkan dari arti keputusan", (Certainty.SINGLE,)),
    bad=_example(_PLAN, _deciding("keputusan: {Ya: lanjut, Tidak: kunjungi}"), _VISIT, _REPORT),
    good=_example(_PLAN, _deciding("keputusan: {Ya: kunjungi, Tidak: rencana}"), _VISIT, _REPORT),
)
def decision_that_decides_nothing(subject: Subject) -> Iterator[Fault]:
    """Semua cabang keputusan menuju kegiatan yang sama.

    Keputusan yang jawabannya tidak mengubah jalan bukan keputusan.
    """
    for index, langkah in _decisions(subject):
        exits = subject.flow.exits(index)
        if len(langkah.keputusan or ()) > 1 and len(exits) == 1:
            row = subject.flow.symbols[exits[0].target].row + 1
            yield Fault(
                (*_at(subject, index), "keputusan"),
                f"Semua cabang ({', '.join(langkah.keputusan or ())}) menuju langkah {row}.",
                "Arahkan salah satu cabang ke kegiatan lain, atau hapus keputusannya.",
            )


@_needs_flow(
    "ALR-06",
    severity=ERROR,
    basis=Basis(_LOGIC, (Certainty.INFERRED,)),
    bad=_example(_PLAN, _with(_VISIT, "simbol: selesai\n    ke: lapor"), _REPORT),
    good=_example(_PLAN, _with(_VISIT, "ke: lapor"), _REPORT),
)
def exits_that_cannot_be(subject: Subject) -> Iterator[Fault]:
    """Panah keluar dari kapsul selesai, atau beberapa panah dari satu kotak yang tidak bertemu lagi.

    Sesudah akhir tidak ada apa-apa. Beberapa panah dari satu kotak berarti serentak, dan yang serentak
    bertemu lagi; kalau tidak, yang dimaksud adalah keputusan.
    """
    found = ways(subject.flow)
    for index, symbol in enumerate(subject.flow.symbols):
        exits = found.exits[index]
        if symbol.kind is Simbol.SELESAI and exits:
            yield Fault(
                (*_at(subject, index), "ke"),
                f"Langkah {symbol.row + 1} adalah akhir, tetapi panah keluar darinya.",
                "Hapus ke, atau hapus simbol: selesai.",
            )
        elif symbol.kind is not Simbol.KEPUTUSAN and len(exits) > 1 and not _meet(found, exits):
            yield Fault(
                (*_at(subject, index), "ke"),
                f"{len(exits)} panah keluar dari langkah {symbol.row + 1} dan tidak pernah bertemu lagi.",
                "Bila yang dimaksud pilihan, tulis keputusan: {label: tujuan}.",
            )


def _meet(found: Ways, exits: tuple[Edge, ...]) -> bool:
    return bool(frozenset.intersection(*(reached(found, [edge.target]) for edge in exits)))


@_needs_flow(
    "ALR-07",
    severity=ERROR,
    basis=Basis(_LOGIC, (Certainty.INFERRED,)),
    bad=_example(_with(_PLAN, "ke: lapor"), _VISIT, _REPORT),
    good=_example(_PLAN, _VISIT, _REPORT),
)
def nowhere_from_or_to(subject: Subject) -> Iterator[Fault]:
    """Kegiatan yang tidak tercapai dari awal, atau yang tidak pernah sampai ke akhir.

    Setiap kegiatan tercapai dari awal, dan dari setiap kegiatan akhir dapat dicapai: tidak ada jalan buntu
    dan tidak ada putaran tanpa jalan keluar.
    """
    found, symbols = ways(subject.flow), subject.flow.symbols
    alive = reached(found, starts(subject.flow))
    for index in _heads(found, set(range(len(symbols))) - alive):
        yield Fault(
            _at(subject, index),
            f"Langkah {symbols[index].row + 1} tidak tercapai; tidak ada jalan dari awal ke sana.",
            "Arahkan panah ke sana dari kegiatan sebelumnya, atau hapus kegiatannya.",
        )
    lost = alive - leading(found, ends(subject.flow, found))
    for index in _heads(found, {index for index in lost if index in beyond(found, index)}):
        rows = sorted({symbols[other].row + 1 for other in beyond(found, index)})
        yield Fault(
            _at(subject, index),
            f"Putaran tanpa akhir: langkah {', '.join(map(str, rows))} tidak pernah sampai ke akhir.",
            "Beri keputusan dengan satu cabang yang keluar dari putaran.",
        )


def _heads(found: Ways, symbols: set[int]) -> Iterator[int]:
    """Of symbols that share a fault: one for each group hanging together, the one where it begins."""
    told: set[int] = set()
    for index in sorted(symbols, key=lambda index: (bool(found.entries[index]), index)):
        if index not in told:
            told |= {index} | beyond(found, index)
            yield index


@_needs_flow(
    "ALR-08",
    severity=WARNING,
    basis=Basis(_LOGIC, (Certainty.INFERRED,)),
    bad=_example(
        _PLAN, _deciding("keputusan: {Setuju: lanjut, Tidak setuju: siap}"), _VISIT,
        _with(_VISIT.replace("kunjungi", "siap").replace("Mengunjungi", "Menemui"), ""), _REPORT,
    ),
    good=_example(
        _PLAN, _deciding("keputusan: {Setuju: lanjut, Tidak setuju: rencana}"), _VISIT, _REPORT
    ),
)  # fmt: skip
def refusal_that_goes_on(subject: Subject) -> Iterator[Fault]:
    """Cabang yang menolak tidak kembali dan tidak mengakhiri.

    Yang ditolak diperbaiki pada kegiatan sebelumnya atau dalam kegiatan perbaikan, atau berakhir; ia tidak
    menyusul ke kegiatan yang juga dilalui yang diterima.
    """
    whole = ways(subject.flow)
    found, stops = onward(whole), set(ends(subject.flow, whole))
    ending = leading(found, stops)
    for index, langkah in _decisions(subject):
        targets = _targets(subject, index, langkah)
        if len(set(targets.values())) < 2:
            continue
        accepted = reached(found, [to for label, to in targets.items() if not _refuses(label)])
        for label in filter(_refuses, targets):
            target = targets[label]
            if _judges(subject, index) and target in accepted & ending - stops:
                yield Fault(
                    (*_at(subject, index), "keputusan", label),
                    f'Cabang "{label}" maju ke langkah {subject.flow.symbols[target].row + 1}, '
                    "yang juga dilalui hasil yang diterima.",
                    "Kembalikan ke kegiatan yang memperbaikinya, atau akhiri: selesai.",
                )


def _refuses(label: str) -> bool:
    return " ".join(label.lower().split()).strip(" .?!") in words("tolak")


def _judges(subject: Subject, index: int) -> bool:
    """Whether the decision accepts or refuses: a bare `Tidak` may also answer whether something is needed."""
    text = subject.sop.kegiatan[subject.flow.symbols[index].row].uraian or ""
    return kalimat.first_word(text) in words("periksa") and not re.search(r"\b(perlu|ada tidak)", text)


def _targets(subject: Subject, index: int, langkah: Langkah) -> Mapping[str, int]:
    """The symbol that each branch leads to; branches to the same one share an edge with all their labels."""
    exits = subject.flow.exits(index)
    return {
        label: edge.target
        for edge in exits
        for label in (langkah.keputusan or {})
        if label in edge.label.split(" / ") or label == edge.label
    }


@_needs_flow(
    "ALR-09",
    severity=INFO,
    basis=Basis("Lampiran, format SOP AP, alasan 2", (Certainty.INFERRED,)),
    bad=_example(_PLAN, _deciding("ke: kunjungi"), _VISIT, _REPORT),
    good=_example(_PLAN, _deciding("keputusan: {Ya: lanjut, Tidak: rencana}"), _VISIT, _REPORT),
)
def check_without_decision(subject: Subject) -> Iterator[Fault]:
    """Pemeriksaan tanpa keputusan, atau keputusan yang uraiannya bukan pemeriksaan.

    Memeriksa, meneliti, mengoreksi, menyetujui berarti menerima atau mengembalikan: digambar dengan belah
    ketupat. Sebaliknya belah ketupat memuat perbuatan yang menimbang.
    """
    deciding = {subject.flow.symbols[index].row for index, _ in _decisions(subject)}
    drawn = {symbol.row for symbol in subject.flow.symbols}
    for row in sorted(drawn):
        text = subject.sop.kegiatan[row].uraian or ""
        path: KeyPath = ("kegiatan", row, "uraian")
        acts = kalimat.acts(text, words("verba"), words("bukan-verba")) or [text]
        verbs = {kalimat.first_word(act) for act in acts}
        if row not in deciding and kalimat.first_word(text) in words("periksa"):
            yield Fault(
                path,
                f'"{text}" adalah pemeriksaan, tetapi bukan keputusan.',
                "Tulis keputusan: {Sesuai: lanjut, Tidak sesuai: id-kegiatan}, atau pakai kata kerja lain.",
            )
        elif row in deciding and text and not _weighs(text, verbs):
            yield Fault(
                path,
                f'"{text}" adalah keputusan, tetapi uraiannya tidak menimbang apa pun.',
                "Mulai dengan Memeriksa, Meneliti, Menilai, atau Menentukan.",
            )


def _weighs(text: str, verbs: set[str]) -> bool:
    return "?" in text or bool(verbs & (words("periksa") | words("menimbang")))


_on_pages = partial(rule, needs=(HALAMAN, "kegiatan", "alur"))


@_on_pages(
    "ALR-10",
    severity=ERROR,
    basis=Basis("Lampiran, simbol segilima", (Certainty.NEAR_VERBATIM, Certainty.INFERRED)),
    bad="""
_cetakan:
  halaman:
    - {identitas: true, nomor: Halaman 1 dari 3}
    - {kegiatan: true, simbol: 4, nomor: Halaman 2 dari 3}
    - {kegiatan: true, simbol: 3, nomor: Halaman 3 dari 3}
""",
    good="""
_cetakan:
  halaman:
    - {identitas: true, nomor: Halaman 1 dari 3}
    - {kegiatan: true, simbol: 4, segilima: 1, nomor: Halaman 2 dari 3}
    - {kegiatan: true, simbol: 3, segilima: 1, nomor: Halaman 3 dari 3}
""",
)
def connector_missing(subject: Subject) -> Iterator[Fault]:
    """Panah melintasi halaman tanpa segilima di kedua halaman.

    Alur yang bersambung di halaman lain memakai segilima di kaki halaman yang satu dan di kepala halaman yang
    lain, berhuruf atau bernomor sama. Halaman tanpa segilima sama sekali adalah peringatan; segilima yang
    tidak berpasangan kesalahan.
    """
    if subject.cetakan is None:
        return
    pages = subject.cetakan.halaman
    drawn = [index for index in subject.cetakan.flow if pages[index].simbol]
    hint = "Gambar segilima berhuruf sama di kaki halaman yang satu dan di kepala halaman berikutnya."
    for index, following in pairwise(drawn):
        if not (pages[index].segilima and pages[following].segilima):
            message = f"Alur bersambung dari halaman {index + 1} ke {following + 1} tanpa segilima."
            yield Fault(("halaman", index), f"{message[:-1]}; menyimpang dari pedoman.", hint, WARNING)
    for number in subject.cetakan.lepas:
        message = f"Segilima di halaman {number} tidak berpasangan; menyimpang dari pedoman."
        yield Fault(("halaman", number - 1), message, hint)


@rule(
    "ALR-11",
    severity=WARNING,
    basis=Basis("Kebiasaan", (Certainty.INFERRED,)),
    needs=(HALAMAN, "kegiatan"),
    bad="""
_cetakan:
  halaman:
    - {identitas: true, nomor: Halaman 1 dari 3}
    - {kegiatan: true, nomor: Halaman 2 dari 3}
    - {kegiatan: true, kepala: false, nomor: Halaman 3 dari 3}
""",
    good="""
_cetakan:
  halaman:
    - {identitas: true, nomor: Halaman 1 dari 3}
    - {kegiatan: true, nomor: Halaman 2 dari 3}
    - {kegiatan: true, nomor: Halaman 3 dari 3}
""",
)
def head_not_repeated(subject: Subject) -> Iterator[Fault]:
    """Kepala tabel tidak berulang di setiap halaman, atau baris terpotong halaman.

    Pembaca halaman kedua harus tahu kolom mana milik siapa tanpa membalik halaman. Baris yang setinggi
    halaman boleh terpotong.
    """
    if subject.cetakan is None:
        return
    pages = subject.cetakan.halaman
    bare = [index for index in subject.cetakan.flow if not pages[index].kepala]
    if bare:
        yield Fault(
            ("halaman", bare[0]),
            f"Kepala tabel tidak diulang di halaman {_listed(index + 1 for index in bare)}.",
            "Ulangi kepala tabel di setiap halaman; di Word: Repeat Header Rows.",
        )
    for row in subject.cetakan.terpotong:
        yield Fault(
            ("kegiatan", row),
            f"Baris {row + 1} terpotong oleh batas halaman.",
            "Pindahkan baris itu utuh ke halaman berikutnya.",
        )


@_on_pages(
    "ALR-12",
    severity=INFO,
    basis=Basis("Kebiasaan", (Certainty.INFERRED,)),
    bad="_cetakan: {halaman: [{identitas: true, kegiatan: true, simbol: 4, tertembus: 1}]}",
    good="_cetakan: {halaman: [{identitas: true, kegiatan: true, simbol: 4}]}",
)
def arrows_across_symbols(subject: Subject) -> Iterator[Fault]:
    """Panah melintasi simbol lain.

    Garis yang menembus simbol terbaca sebagai panah ke simbol itu. sopgen tidak menerbitkan gambar seperti
    itu; garis yang miring tidak dinilai.
    """
    for index, page in enumerate(subject.cetakan.halaman if subject.cetakan else ()):
        if page.tertembus:
            yield Fault(
                ("halaman", index),
                f"{page.tertembus} simbol di halaman {index + 1} ditembus garis.",
                "Lewatkan garisnya di sela-sela simbol.",
            )


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, numbers))


def _decisions(subject: Subject) -> Iterator[tuple[int, Langkah]]:
    """Every decision: its symbol, and the step as written."""
    for index, symbol in enumerate(subject.flow.symbols):
        if symbol.kind is Simbol.KEPUTUSAN:
            yield index, subject.sop.kegiatan[symbol.row].langkah[symbol.link]


def _at(subject: Subject, index: int) -> KeyPath:
    """Where a symbol is written."""
    symbol = subject.flow.symbols[index]
    row: KeyPath = ("kegiatan", symbol.row)
    return (*row, "rangkaian", symbol.link) if subject.sop.kegiatan[symbol.row].rangkaian else row
