"""How a finished document looks, besides what it says: its pages, and where the labels stand on them."""

from __future__ import annotations

from pydantic import Field

from sopgen.model import Nilai

CETAKAN, HALAMAN = "cetakan", "halaman"
"""What a rule needs that judges looks, and pages: a source has neither, a web page has no pages."""

ON_PAPER = frozenset({CETAKAN, HALAMAN})


class Halaman(Nilai):
    """One page; lengths in pt, pictures as the share of the page that they cover, of 1."""

    lebar: float = 842.0
    tinggi: float = 595.0
    kata: int = Field(100, description="Jumlah kata.")
    gambar: float = 0.0
    lambang: bool = Field(False, description="Ada gambar di luar tabel, raster atau vektor.")
    nomor: str = Field("", description='Nomor halaman seperti tercetak: "Halaman 2 dari 4".')
    identitas: bool = False
    kegiatan: bool = Field(False, description="Memuat baris kegiatan.")
    kepala: bool = Field(True, description="Kepala tabel ada di atas baris-barisnya.")
    simbol: int = 0
    segilima: int = 0
    tertembus: int = Field(0, description="Simbol yang ditembus garis.")


class Letak(Nilai):
    """Where a label stands: its page, and its middle in pt from the page's upper left corner.

    Of a label that the page's edge cuts off, or that can't be told from others, only the page is known.
    """

    halaman: int = 1
    x: float = 0.0
    y: float = 0.0


class Cetakan(Nilai):
    """A finished document: `nomor` are the printed numbers of its rows, `terpotong` the rows (from 0) that a
    page's end cuts though they would fit on a page, `lepas` the pages with connectors that have no twin."""

    halaman: tuple[Halaman, ...] = ()
    label: dict[str, Letak] = Field({}, description="Tempat setiap label lembar identitas.")
    nomor: tuple[int | None, ...] = ()
    terpotong: tuple[int, ...] = ()
    lepas: tuple[int, ...] = ()

    @property
    def procedure(self) -> list[int]:
        """The pages, from 0, that hold identity or flow."""
        return [i for i, page in enumerate(self.halaman) if page.identitas or page.kegiatan]

    @property
    def flow(self) -> list[int]:
        """The pages, from 0, that hold rows of the flow."""
        return [i for i, page in enumerate(self.halaman) if page.kegiatan]
