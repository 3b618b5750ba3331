"""Which documents a call means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

from sopgen import regular
from sopgen.diagnostic import SopgenError

ENDINGS = (".pdf", ".html", ".htm")


def documents(paths: Sequence[Path], ignore: Sequence[Path] = ()) -> list[Path]:
    """The documents that the paths mean, each once and in order; a folder means all below it but the lists
    and sheets that we write as web pages.

    `ignore` are folders that are passed over: the one that the verdicts go to. Raises SopgenError for a
    path that isn't there, a file of another kind, and a folder without a document.
    """
    passed = [folder.resolve() for folder in ignore]
    found: dict[Path, Path] = {}
    for path in paths:
        for file in _files(path):
            if not any(file.resolve().is_relative_to(folder) for folder in passed):
                found.setdefault(file.resolve(), file)
    if not found:
        raise SopgenError(f"Tidak ada PDF atau HTML di {', '.join(map(str, paths))}.")
    return list(found.values())


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from sorted(
            file
            for file in path.rglob("*")
            if file.suffix.lower() in ENDINGS
            and regular.is_file(file)
            and not _is_hidden(file.relative_to(path))
            and not _is_sheet(file)
        )
    elif not path.exists():
        near = get_close_matches(path.name, _neighbours(path), n=1)
        raise SopgenError(f"{path} tidak ada.{f' Maksud Anda {path.parent / near[0]}?' if near else ''}")
    elif path.suffix.lower() not in ENDINGS:
        hint = (
            " Sumber YAML diperiksa dengan sopgen check." if path.suffix.lower() in (".yaml", ".yml") else ""
        )
        raise SopgenError(f"{path} bukan PDF atau HTML.{hint}")
    else:
        yield path


def _neighbours(path: Path) -> list[str]:
    return [file.name for file in path.parent.iterdir()] if path.parent.is_dir() else []


def _is_sheet(file: Path) -> bool:
    """Whether a web page is a list or a sheet of our own."""
    if file.suffix.lower() == ".pdf":
        return False
    try:
        return bool(_SHEET.search(regular.head(file, 1000)))
    except OSError:
        return False


_SHEET = re.compile(
    rb"Content-Security-Policy.*<title>(?:Daftar SOP|Lembar Evaluasi|Rekapitulasi evaluasi|Tabel 7:)",
    re.DOTALL,
)
"""How the lists and sheets that we write begin."""


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
