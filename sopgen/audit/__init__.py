"""Finished documents judged: read back in parallel, each beside the others, none stopping the rest."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path, PurePath

from sopgen import pdf, recover
from sopgen.audit import own
from sopgen.audit.finding import documents
from sopgen.audit.judging import judge
from sopgen.audit.surroundings import Surroundings, surroundings
from sopgen.diagnostic import Finding
from sopgen.evaluasi import Evaluasi
from sopgen.recover import Kind, Recovered

__all__ = ["Surroundings", "audit", "documents", "judge", "own", "surroundings"]


@dataclass(frozen=True)
class _Read:
    """A document as read, the hash of its file, and how it departs from the source inside it."""

    document: Recovered
    sha256: str
    printed: tuple[Finding, ...]


def audit(
    files: Sequence[Path],
    *,
    around: Surroundings | None = None,
    today: datetime.date | None = None,
    workers: int = 1,
    notice: Callable[[str], None] = lambda file: None,
) -> list[Evaluasi]:
    """Judge finished documents (PDF, HTML); the verdicts are in the order of the files, one for each SOP.

    `around` is what a folder of sources knows; `notice` hears of each file that has been read. A file that
    can't be read is a verdict too.
    """
    around = around or Surroundings()
    with ThreadPoolExecutor(max_workers=workers) as pool:
        # Each file is read by a process of its own, so that threads are enough to keep these busy.
        read = list(chain.from_iterable(pool.map(partial(_read, around=around, notice=notice), files)))
    sops = {index: r.document.sop for index, r in enumerate(read) if r.document.kind is Kind.SOP}
    paths = [PurePath(r.document.file).with_suffix("") for r in read]
    names = _names(paths)
    return [
        judge(
            r.document,
            r.sha256,
            register=around.register,
            printed=r.printed,
            today=today,
            siblings={names[other]: sop for other, sop in sops.items() if paths[other] != paths[index]},
        )
        for index, r in enumerate(read)
    ]


def _names(paths: Sequence[PurePath]) -> list[str]:
    """A name for each document among the others, the same in any format: its stem, or all of its path where
    another has the same stem."""
    stems = {stem: len({path for path in paths if path.stem == stem}) for stem in {p.stem for p in paths}}
    return [path.stem if stems[path.stem] == 1 else str(path) for path in paths]


def _read(file: Path, around: Surroundings, notice: Callable[[str], None]) -> list[_Read]:
    """The SOPs of a file, most often one."""
    try:
        content = file.read_bytes()
        document = recover.recover(file, str(file), printer=pdf.printed)
    except OSError as error:
        content, document = b"", recover.broken(str(file), f"Berkas tidak dapat dibuka: {error.strerror}.")
    printed = own.against_embedded(document, content, around)
    notice(str(file))
    sha256 = hashlib.sha256(content).hexdigest()
    return [_Read(document, sha256, tuple(printed)), *(_Read(o, sha256, ()) for o in document.others)]
