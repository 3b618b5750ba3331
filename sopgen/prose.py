"""The texts of an SOP as its author wrote them, each with the way to it."""

from __future__ import annotations

from collections.abc import Iterator

from sopgen.diagnostic import KeyPath
from sopgen.model import Kelompok, Sop

Text = tuple[KeyPath, str]

BOXES = (
    "kualifikasi_pelaksana",
    "keterkaitan",
    "peralatan_perlengkapan",
    "peringatan",
    "pencatatan_pendataan",
)
"""The boxes of the identity sheet that hold words of one's own, unlike the citations of `dasar_hukum`."""


def texts(sop: Sop) -> Iterator[Text]:
    """All texts in reading order, citations left out."""
    if sop.judul:
        yield ("judul",), sop.judul
    yield from cover(sop)
    yield from boxes(sop)
    yield from performers(sop)
    yield from rows(sop)


def cover(sop: Sop) -> Iterator[Text]:
    """The texts of the cover where it has its own."""
    if sop.sampul.judul:
        yield ("sampul", "judul"), sop.sampul.judul
    yield from _listed(("sampul", "keterangan"), sop.sampul.keterangan)


def boxes(sop: Sop) -> Iterator[Text]:
    """The items of the boxes of the identity sheet."""
    for box in BOXES:
        yield from _listed((box,), getattr(sop, box))


def performers(sop: Sop) -> Iterator[Text]:
    """The names of the performers and of their groups."""
    for key, value in sop.pelaksana.items():
        if isinstance(value, Kelompok):
            yield ("pelaksana", key, "kelompok"), value.kelompok
            yield from ((("pelaksana", key, "anggota", inner), name) for inner, name in value.anggota.items())
        else:
            yield ("pelaksana", key), value


def rows(sop: Sop) -> Iterator[Text]:
    """The texts of the flow sheet, mutu baku included."""
    for index, kegiatan in enumerate(sop.kegiatan):
        row = ("kegiatan", index)
        for name in ("judul", "uraian"):
            if text := getattr(kegiatan, name):
                yield (*row, name), text
        yield from _listed((*row, "maksud"), kegiatan.maksud)
        yield from _listed((*row, "tujuan"), kegiatan.tujuan)
        yield from _mutu_baku(sop, index)
        yield from _listed((*row, "keterangan"), kegiatan.keterangan)


def mutu_baku(sop: Sop) -> Iterator[Text]:
    """The texts of the columns kelengkapan, waktu and output."""
    for index in range(len(sop.kegiatan)):
        yield from _mutu_baku(sop, index)


def _mutu_baku(sop: Sop, index: int) -> Iterator[Text]:
    standard = sop.kegiatan[index].mutu_baku
    path = ("kegiatan", index, "mutu_baku")
    yield from _listed((*path, "kelengkapan"), standard.kelengkapan)
    if standard.waktu:
        yield (*path, "waktu"), standard.waktu
    yield from _listed((*path, "output"), standard.output)


def _listed(path: KeyPath, items: tuple[str, ...]) -> Iterator[Text]:
    for index, item in enumerate(items):
        yield (*path, index), item
