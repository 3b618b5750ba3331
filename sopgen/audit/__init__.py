"""Finished documents judged: read back in parallel, each beside the others, none stopping the rest."""

from __future__ import annotations

import datetime
import pickle
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path, PurePath

from sopgen import pdf, recover, regular
from sopgen.audit import own
from sopgen.audit.finding import documents
from sopgen.audit.judging import judge
from sopgen.audit.surroundings import Surroundings, surroundings
from sopgen.diagnostic import Finding, legible
from sopgen.evaluasi import Evaluasi
from sopgen.model import Sop
from sopgen.record import why
from sopgen.recover import Kind, Recovered
from sopgen.rule import OWN

__all__ = ["Surroundings", "audit", "documents", "judge", "own", "surroundings"]


@dataclass(frozen=True)
class _Read:
    """A document as read, and how it departs from the source inside it."""

    document: Recovered
    printed: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class _Kept:
    """What is kept of a document until all are read: the hash of its file, what the others see of its SOP,
    and the rest packed, since there may be thousands."""

    file: str
    sha256: str
    sop: Sop | None
    packed: bytes

    def unpacked(self) -> _Read:
        """The document as it was read."""
        read: _Read = pickle.loads(zlib.decompress(self.packed))
        return read


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
        kept = list(chain.from_iterable(pool.map(partial(_read, around=around, notice=notice), files)))
    paths = [PurePath(one.file).with_suffix("") for one in kept]
    names = _names(paths)
    sops = {index: one.sop for index, one in enumerate(kept) if one.sop}
    return [
        _judged(
            one,
            around,
            today,
            {names[other]: sop for other, sop in sops.items() if paths[other] != paths[index]},
        )
        for index, one in enumerate(kept)
    ]


def _judged(
    kept: _Kept, around: Surroundings, today: datetime.date | None, siblings: dict[str, Sop]
) -> Evaluasi:
    read = kept.unpacked()
    return judge(
        read.document,
        kept.sha256,
        register=around.register,
        printed=read.printed,
        today=today,
        siblings=siblings,
    )


def _names(paths: Sequence[PurePath]) -> list[str]:
    """A name for each document among the others, the same in any format: its stem, or all of its path where
    another has the same stem."""
    stems = Counter(path.stem for path in dict.fromkeys(paths))
    return [path.stem if stems[path.stem] == 1 else str(path) for path in paths]


def _read(file: Path, around: Surroundings, notice: Callable[[str], None]) -> list[_Kept]:
    """The SOPs of a file, most often one."""
    name, sha256 = legible(file), ""
    work = partial(_examined, path=file, around=around)
    try:
        found = recover.examine(file, name, work, printer=pdf.printed)
        sha256 = regular.sha256(file)
    except OSError as error:
        found = [_Read(recover.broken(name, f"Berkas tidak dapat dibuka: {why(error)}."))]
    notice(str(file))
    return [_kept(read, sha256) for read in found]


def _examined(document: Recovered, path: Path, around: Surroundings) -> list[_Read]:
    """The SOPs of a document without the facts that they were read from; for the process that has read it."""
    printed = own.against_embedded(document, regular.read(path), around) if document.source else []
    return [
        _Read(replace(document, sheets=None, others=()), tuple(printed)),
        *(_Read(replace(other, sheets=None)) for other in document.others),
    ]


def _kept(read: _Read, sha256: str) -> _Kept:
    document = read.document
    seen = document.sop.model_copy(update={name: Sop.model_fields[name].default for name in OWN})
    packed = zlib.compress(pickle.dumps(read), 1)
    return _Kept(document.file, sha256, seen if document.kind is Kind.SOP else None, packed)
