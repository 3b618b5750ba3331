"""`sopgen verify --rebuild`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

import click

from sopgen import regular
from sopgen.cli.delivery import say
from sopgen.diagnostic import SopgenError
from sopgen.project import SOURCES, UNIT
from sopgen.record import why
from sopgen.release import MANIFEST, Rebuilt, Verdict, rebuild

_LARGEST = 64 * 1024 * 1024
"""Bytes of a file."""

_LARGEST_LIST = 16 * 1024 * 1024
"""Bytes of a manifest."""

_CODES = {Verdict.SAME: 0, Verdict.DIFFERENT: 1, Verdict.UNDECIDED: 2}


def rebuilt(path: Path, home: Path | None, form: str) -> int:
    """Build the PDFs of a path again, tell how they compare, and return the exit code."""
    home = home or SOURCES
    if not (home / UNIT).is_file():
        raise SopgenError(
            f"Bangun ulang memerlukan folder sumber dengan {UNIT} dan peraturan.yaml dari saat dokumen "
            f"dibuat; tidak ada {home / UNIT}. Tunjukkan foldernya dengan --sources."
        )
    if form == "html":
        raise SopgenError("--rebuild hanya dengan --format text atau json.")
    made = {file: rebuild(_content(file), home, _versions(file)) for file in _files(path)}
    if form == "json":
        told = [{"path": str(file), **asdict(one)} for file, one in made.items()]
        click.echo(json.dumps({"rebuild": told}, ensure_ascii=False, indent=2))
    else:
        for file, one in made.items():
            for line in _lines(file, one):
                say(line)
    verdicts = {one.verdict for one in made.values()}
    return _CODES[
        Verdict.DIFFERENT if Verdict.DIFFERENT in verdicts else max(verdicts, key=_CODES.__getitem__)
    ]


def _files(path: Path) -> list[Path]:
    files = sorted(path.rglob("*.pdf")) if path.is_dir() else [path]
    if not files:
        raise SopgenError(f"Tidak ada PDF di folder {path}.")
    return files


def _content(file: Path) -> bytes:
    try:
        return regular.read(file, _LARGEST)
    except OSError as error:
        raise SopgenError(f"{file} tidak dapat dibaca: {why(error)}.") from error


def _versions(file: Path) -> Mapping[str, str]:
    """The versions of libraries that a manifest beside the file tells; it may be anybody's."""
    try:
        told = json.loads(regular.read(file.parent / MANIFEST, _LARGEST_LIST))["libraries"]
        return {str(name): str(version) for name, version in told.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def _lines(file: Path, one: Rebuilt) -> Iterator[str]:
    yield f"{file}: {one.verdict}. {one.reason}"
    if one.verdict is Verdict.SAME and one.added:
        yield f"    {one.added} byte sesudahnya adalah tambahan: tanda tangan, stempel waktu, dan buktinya."
    for difference in one.differences:
        yield f"    {difference}"
    if one.verdict is Verdict.DIFFERENT:
        yield (
            "    Bila unit.yaml, peraturan.yaml, logo, templat, judul SOP terkait, atau versi pustaka sudah "
            "berganti, hasilnya memang berbeda: ulangi dengan keadaan pada commit di manifest.json."
        )
