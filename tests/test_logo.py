"""The unit's logo: a whole picture of a kind that is known, inside the folder of sources."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from sopgen.diagnostic import SopgenError
from sopgen.project import logo
from sopgen.unit import Unit

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>\n'


def picture(kind: str) -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (40, 40), "navy").save(kept, kind)
    return kept.getvalue()


WHOLE = {"a.svg": SVG, "b.svg": b"<svg/>", "a.png": picture("PNG"), "a.jpg": picture("JPEG")}


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_picture_is_taken(tmp_path, name):
    (tmp_path / name).write_bytes(WHOLE[name])
    found = logo(Unit(nama="x", logo=name), tmp_path)
    assert found is not None
    assert found.data == WHOLE[name]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.svg", b"x", "bukan gambar, atau terpotong"),
        ("a.svg", SVG[:70], "bukan gambar, atau terpotong"),
        ("a.png", SVG, "bukan gambar, atau terpotong"),
        ("a.png", picture("PNG")[:-30], "bukan gambar, atau terpotong"),
        ("a.jpg", picture("JPEG")[:-300], "bukan gambar, atau terpotong"),
        ("a.bmp", picture("BMP"), "bukan gambar yang dikenal"),
        ("b.svg", None, "tidak ada di folder"),
        ("../a.svg", None, "di luar folder"),
    ],
)
def test_what_is_no_picture_is_told_in_our_words(tmp_path, name, content, message):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(SopgenError, match=message):
        logo(Unit(nama="x", logo=name), tmp_path)
