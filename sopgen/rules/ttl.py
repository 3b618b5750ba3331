"""Tata letak: only the finished document shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from sopgen.cetakan import HALAMAN
from sopgen.rule import INFO, Basis, Certainty, Fault, Subject, rule

_MEASURED = Basis("Pengamatan pada 348 SOP nyata; lampiran tidak mengaturnya", (Certainty.EMPIRICAL,))
_SAME = 3.0
"""Sides of one paper differ by no more, pt."""

_PICTURE, _WORDS = 0.5, 30
"""A page that pictures cover by more (of 1), with fewer words, is a picture."""

_on_paper = partial(rule, severity=INFO, needs=(HALAMAN,))


@_on_paper(
    "TTL-01",
    basis=_MEASURED,
    bad="_cetakan: {halaman: [{identitas: true, kegiatan: true, lebar: 595, tinggi: 842}]}",
    good="_cetakan: {halaman: [{identitas: true, kegiatan: true, lebar: 842, tinggi: 595}]}",
)
def portrait(subject: Subject) -> Iterator[Fault]:
    """Halaman prosedur tidak melintang.

    Semua SOP yang diukur melintang, supaya kolom pelaksana muat.
    """
    if subject.cetakan is None:
        return
    pages = subject.cetakan.halaman
    upright = [index for index in subject.cetakan.procedure if pages[index].tinggi > pages[index].lebar]
    if upright:
        message = f"Halaman {_listed(upright)} tegak; SOP lazimnya melintang."
        yield Fault(("halaman", upright[0]), message, "Ubah arah kertas menjadi melintang (landscape).")


@_on_paper(
    "TTL-02",
    basis=_MEASURED,
    bad="""
_cetakan:
  halaman:
    - {identitas: true, lebar: 842, tinggi: 595, nomor: Halaman 1 dari 2}
    - {kegiatan: true, lebar: 936, tinggi: 612, nomor: Halaman 2 dari 2}
""",
    good="""
_cetakan:
  halaman:
    - {identitas: true, lebar: 842, tinggi: 595, nomor: Halaman 1 dari 2}
    - {kegiatan: true, lebar: 842, tinggi: 595, nomor: Halaman 2 dari 2}
""",
)
def mixed_paper(subject: Subject) -> Iterator[Fault]:
    """Ukuran kertas berganti di tengah dokumen.

    A4, F4, dan Letter sama-sama lazim, asal identitas dan alur satu ukuran. Lampiran boleh lain.
    """
    if subject.cetakan is None or not subject.cetakan.procedure:
        return
    pages = subject.cetakan.halaman
    first, *others = subject.cetakan.procedure
    sides = sorted((pages[first].lebar, pages[first].tinggi))
    for index in others:
        here = sorted((pages[index].lebar, pages[index].tinggi))
        if any(abs(a - b) > _SAME for a, b in zip(sides, here, strict=True)):
            message = f"Ukuran kertas halaman {index + 1} lain daripada halaman {first + 1}."
            yield Fault(("halaman", index), message, "Pakai satu ukuran kertas dari awal sampai akhir.")
            return


@_on_paper(
    "TTL-03",
    basis=_MEASURED,
    bad="_cetakan: {halaman: [{identitas: true, kegiatan: true, nomor: 1 / 2}, {kata: 0, gambar: 0.9}]}",
    good="_cetakan: {halaman: [{identitas: true, kegiatan: true, nomor: 1 / 2}, {kata: 60, gambar: 0.9}]}",
)
def picture_of_text(subject: Subject) -> Iterator[Fault]:
    """Halaman berupa gambar, bukan teks.

    Teks yang bukan teks tidak dapat dicari, disalin, atau dibacakan. Apakah hurufnya seragam dan tertanam
    tidak dinilai di sini.
    """
    pages = subject.cetakan.halaman if subject.cetakan else ()
    scanned = [i for i, page in enumerate(pages) if page.gambar > _PICTURE and page.kata < _WORDS]
    if scanned:
        message = f"Halaman {_listed(scanned)} berupa gambar tanpa teks."
        yield Fault(("halaman", scanned[0]), message, "Ekspor dari berkas aslinya, jangan dipindai.")


@_on_paper(
    "TTL-04",
    basis=_MEASURED,
    bad="""
_cetakan:
  halaman:
    - {identitas: true, kegiatan: true, nomor: Halaman 1 dari 2}
    - {kegiatan: true, nomor: Halaman 2 dari 2}
""",
    good="""
_cetakan:
  halaman:
    - {identitas: true, nomor: Halaman 1 dari 2}
    - {kegiatan: true, nomor: Halaman 2 dari 2}
""",
)
def parts_torn(subject: Subject) -> Iterator[Fault]:
    """Bagian identitas dan bagian flowchart tidak terpisah dengan jelas.

    Lazimnya keduanya di halaman 1, atau identitas di halaman 1 dan alur mulai halaman 2.
    """
    if subject.cetakan is None:
        return
    flow = subject.cetakan.flow
    sheet = [index for index, page in enumerate(subject.cetakan.halaman) if page.identitas]
    if not flow or not sheet:
        return
    if flow[0] < sheet[0]:
        yield Fault(("halaman", flow[0]), "Alur mendahului lembar identitas.", "Taruh identitas di depan.")
    elif flow[0] in sheet and len(flow) > 1:
        message = f"Alur mulai di halaman identitas ({flow[0] + 1}) dan bersambung di halaman lain."
        yield Fault(("halaman", flow[0]), message, "Mulai alur di halaman baru, atau muat semuanya di satu.")


@_on_paper(
    "TTL-05",
    basis=Basis("Kebiasaan sektor kesehatan", (Certainty.INFERRED,)),
    bad="_cetakan: {halaman: [{identitas: true}, {kegiatan: true}]}",
    good="""
_cetakan:
  halaman:
    - {identitas: true, nomor: Halaman 1 dari 2}
    - {kegiatan: true, nomor: Halaman 2 dari 2}
""",
)
def unnumbered_pages(subject: Subject) -> Iterator[Fault]:
    """Halaman tidak bernomor x dari y.

    Lembar yang hilang hanya ketahuan bila jumlah halamannya tertulis. Dokumen satu halaman tidak
    memerlukannya.
    """
    if subject.cetakan is None or len(subject.cetakan.halaman) < 2:
        return
    bare = [index for index in subject.cetakan.procedure if not subject.cetakan.halaman[index].nomor]
    if bare:
        message = f"Halaman {_listed(bare)} tidak bernomor x dari y."
        yield Fault(("halaman", bare[0]), message, "Tulis nomornya di kaki halaman: Halaman 1 dari 3.")


def _listed(pages: Iterable[int]) -> str:
    return ", ".join(str(index + 1) for index in pages)
