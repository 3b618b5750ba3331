"""Whether a document that was handed in is the approved one: four questions answered, and what they rest on.

Owner of pyHanko with `sign`; what it reads may be anybody's, so it is read in a process with bounds.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

from sopgen import regular
from sopgen.diagnostic import SopgenError
from sopgen.verify.document import SECONDS, judged
from sopgen.verify.listing import home, inside, paths, walk
from sopgen.verify.manifest import authorised, manifest
from sopgen.verify.office import Expected, expected
from sopgen.verify.page import Page, page
from sopgen.verify.register import in_force, registered
from sopgen.verify.telling import json, text
from sopgen.verify.trust import Trust, authorities, names
from sopgen.verify.values import (
    Answer,
    Level,
    Manifest,
    Question,
    Report,
    Signature,
    Verdict,
    concluded,
    conclusion,
)

__all__ = [
    "Answer",
    "Level",
    "Manifest",
    "Page",
    "Question",
    "Report",
    "Signature",
    "Trust",
    "Verdict",
    "authorities",
    "concluded",
    "conclusion",
    "expected",
    "json",
    "page",
    "text",
    "verify",
]

Shown = Callable[[Path], str]
"""A path as people are told it."""


def verify(
    path: Path,
    trusted: Trust,
    moment: datetime.datetime,
    *,
    demanded: Level = Level.LTA,
    expected: Expected = (),
    register: Path | None = None,
    workers: int = 1,
    seconds: float = SECONDS,
    shown: Shown = str,
) -> Report:
    """Judge a file, or a release folder with all its PDFs, as things are at `moment`.

    `demanded` is the level that signatures must reach, `expected` whom one expects to approve, `register` a
    release, or its manifest, that tells what is in force; `seconds` is the longest that one file
    may take. Raises SopgenError where there is nothing to judge.
    """
    if not path.exists():
        raise SopgenError(f"{path} tidak ada.")
    newest = registered(register, shown(register), trusted, moment) if register else None
    folder = home(path)
    told = manifest(folder, shown(path if path.is_dir() else folder), trusted, moment) if folder else None
    files = _files(path, folder)
    with ThreadPoolExecutor(max(1, workers)) as pool:
        look = partial(judged, trust=trusted, moment=moment, expected=expected, seconds=seconds)
        verdicts = tuple(pool.map(lambda file: look(file, shown(file)), files))
    if told:
        told = authorised(told, verdicts, expected, is_whole=path.is_dir())
    return Report(
        moment,
        demanded,
        tuple(
            replace(one, checks=(*one.checks, in_force(one, file, newest, expected)))
            for one, file in zip(verdicts, files, strict=True)
        ),
        told,
        names(trusted),
        tuple(f"{one.jabatan}: {one.nama or '-'}" for one in expected),
        newest.shown if newest else "",
    )


def _files(path: Path, folder: Path | None) -> list[Path]:
    """The files that a path means: itself, or the PDFs of a release, or all PDFs of any other folder."""
    if not path.is_dir():
        if not regular.is_file(path):
            raise SopgenError(f"{path} bukan berkas biasa.")
        return [path]
    is_release = folder is not None and folder == path.resolve()
    if not is_release and (several := inside(path)):
        names = ", ".join(map(str, several))
        raise SopgenError(f"{path} bukan terbitan, tetapi memuat terbitan; periksa satu per satu: {names}.")
    files = paths(folder) if is_release and folder else list(_within(path))
    if not files and not is_release:
        raise SopgenError(f"Tidak ada PDF dan tidak ada manifest.json di folder {path}.")
    return files


def _within(folder: Path) -> Iterable[Path]:
    return sorted(
        file
        for file in walk(folder)
        if file.suffix.lower() == ".pdf" and file.is_file() and not file.is_symlink()
    )
