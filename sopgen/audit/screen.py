"""The HTML page of a document held against its source: every word of the source stands on it."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

from sopgen import bahasa, prose
from sopgen.audit.surroundings import Surroundings
from sopgen.diagnostic import Finding, KeyPath, Place, fault, written
from sopgen.model import Kolom, Sop
from sopgen.recover.compare import NOT_PRINTED, squashed
from sopgen.unit import Unit, citation


def faults(file: str, page: str, sop: Sop, unit: Unit, around: Surroundings) -> Iterator[Finding]:
    """The texts of the source that a page doesn't show."""
    reader = _Reader()
    reader.feed(page)
    shown = squashed("".join(reader.texts)).casefold()
    for key_path, text in _texts(sop, unit, around):
        if squashed(text).casefold() not in shown:
            message = f'{written(key_path)}: "{text}" tidak ada di halaman HTML.'
            yield fault(
                NOT_PRINTED, message, Place(file), key_path, "Bangun ulang dokumen ini dari sumbernya."
            )


class _Reader(HTMLParser):
    """Collects what a page shows: all text but style and script."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Enter an element."""
        self.hidden += tag in ("style", "script")

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        self.hidden -= tag in ("style", "script")

    def handle_data(self, data: str) -> None:
        """Keep a text that is shown."""
        if not self.hidden:
            self.texts.append(data)


def _texts(sop: Sop, unit: Unit, around: Surroundings) -> Iterator[tuple[KeyPath, str]]:
    """What the page must show, and where the source says it."""
    if sop.nomor:
        yield ("nomor",), sop.nomor
    for name in ("pembuatan", "revisi", "efektif"):
        if date := getattr(sop.tanggal, name):
            yield ("tanggal", name), date.tertulis or (bahasa.tanggal(date.tanggal) if date.tanggal else "")
    for index, law in enumerate(sop.dasar_hukum):
        yield ("dasar_hukum", index), citation(law, around.register)
    for key_path, text in prose.texts(sop):
        if key_path[0] == "keterkaitan":
            text = around.titles.get(text, text)
        if _is_printed(key_path, sop, unit):
            yield key_path, text


def _is_printed(key_path: KeyPath, sop: Sop, unit: Unit) -> bool:
    """Whether a text has a place on the page: a unit may have no cover, an old document fewer columns."""
    if key_path[0] == "sampul":
        return unit.tampilan.sampul
    return key_path[0] != "kegiatan" or not set(Kolom).difference(sop.kolom).intersection(key_path)
