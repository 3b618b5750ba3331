"""A PDF as Poppler shows it: the reader of Evince and Okular. Its programs run with bounds of their own."""

from __future__ import annotations

import hashlib
import html
import os
import re
import resource
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from sopgen.verify.readers.leaf import LONGEST, Area, Areas, Leaf, masked

_PROGRAMS = ("pdftotext", "pdftoppm")
_LARGEST = 256 * 1024 * 1024
"""The largest file that a program may write, bytes."""

_AT_ONCE = 20
"""Pages drawn before their pictures are read and removed."""

_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
_WORD = re.compile(
    r'<word xMin="(-?[\d.]+)" yMin="(-?[\d.]+)" xMax="(-?[\d.]+)" yMax="(-?[\d.]+)">(.*?)</word>', re.DOTALL
)
_PICTURE = re.compile(rb"P5\s+(\d+)\s+(\d+)\s+255\s")


def is_installed() -> bool:
    """Whether the programs are there."""
    return all(map(shutil.which, _PROGRAMS))


def leaves(content: bytes, areas: Areas, folder: Path, seconds: float) -> list[Leaf]:
    """All pages; `folder` is for files in between, each program has `seconds`.

    Raises subprocess.SubprocessError where a program fails, ValueError where it answers nothing sensible.
    """
    _bound(seconds)
    file = folder / "berkas.pdf"
    file.write_bytes(content)
    _run(folder, seconds, "pdftotext", "-q", "-enc", "UTF-8", "-cropbox", "-bbox", file.name, "kata.html")
    pages = _PAGE.findall((folder / "kata.html").read_text(encoding="utf-8", errors="replace"))
    pictures = [
        picture
        for first in range(0, len(pages), _AT_ONCE)
        for picture in _drawn(folder, first, areas, seconds)
    ]
    if len(pictures) != len(pages):
        raise ValueError("pictures and words of different pages")
    return [
        _leaf(page, picture, *areas.of(i))
        for i, (page, picture) in enumerate(zip(pages, pictures, strict=True))
    ]


def _bound(seconds: float) -> None:
    """Bounds that the programs inherit, so that they end even if nobody is left to end them."""
    most = int(4 * seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (most, most))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST, _LARGEST))


def _run(folder: Path, seconds: float, *command: str) -> None:
    subprocess.run(
        command,
        cwd=folder,
        env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "HOME": str(folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=seconds,
        check=True,
    )


def _drawn(folder: Path, first: int, areas: Areas, seconds: float) -> Iterator[str]:
    """The hashes of the pictures of some pages, from page `first` on, counted from 0."""
    _run(
        folder, seconds, "pdftoppm", "-q", "-gray", "-cropbox", "-scale-to", str(LONGEST),
        "-f", str(first + 1), "-l", str(first + _AT_ONCE), "berkas.pdf", "gambar",
    )  # fmt: skip
    for number, file in enumerate(sorted(folder.glob("gambar-*.pgm")), start=first):
        data = file.read_bytes()
        file.unlink()
        head = _PICTURE.match(data)
        if head is None:
            raise ValueError("no picture")
        width = int(head[1])
        pixels = masked(bytearray(data[head.end() :]), width, width, areas.of(number)[0])
        yield hashlib.sha256(head[0] + pixels).hexdigest()


def _leaf(page: tuple[str, str, str], picture: str, later: tuple[Area, ...], drawn: tuple[Area, ...]) -> Leaf:
    width, height = float(page[0]) or 1.0, float(page[1]) or 1.0
    words = [
        (html.unescape(text), (float(x0) + float(x1)) / 2 / width, (float(y0) + float(y1)) / 2 / height)
        for x0, y0, x1, y1, text in _WORD.findall(page[2])
    ]
    shown, least = (tuple(t for t, x, y in words if not _lies_in(x, y, out)) for out in (later, drawn))
    return Leaf(shown, picture, least, tuple(text for text, _, _ in words))


def _lies_in(x: float, y: float, areas: tuple[Area, ...]) -> bool:
    return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in areas)
