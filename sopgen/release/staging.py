"""A folder that is made beside its place and takes it in one step, when all is there and on the disk.

A run that is killed leaves its staging folder behind, without the lock that it held; the next one removes it.
"""

from __future__ import annotations

import errno
import fcntl
import glob
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from pathlib import Path

from sopgen.diagnostic import SopgenError
from sopgen.record import why

_ENDING = ".sedang-disusun"


def refuse_taken(target: Path) -> None:
    """Raise SopgenError where there is something at the place of a release already."""
    if os.path.lexists(target):
        raise SopgenError(
            f"{target} sudah ada, dan terbitan tidak pernah ditimpa. Pilih nama lain dengan --out."
        )


@contextmanager
def staging(target: Path) -> Iterator[Path]:
    """An empty folder beside `target`, to be filled; it is gone afterwards, unless `publish` moved it.

    Raises SopgenError where `target` is taken or its folder can't be written to.
    """
    refuse_taken(target)
    target = target.resolve()
    with ExitStack() as ending:
        try:
            folder = _begun(target, ending)
        except OSError as error:
            raise SopgenError(f"Terbitan {target} tidak dapat ditulis: {why(error)}.") from error
        yield folder


def _begun(target: Path, ending: ExitStack) -> Path:
    """A new staging folder, locked; `ending` removes it, and what was made on the way to it."""
    for folder in (parent for parent in reversed(target.parents) if not parent.exists()):
        folder.mkdir(exist_ok=True)
        ending.callback(_remove_empty, folder)
    with _locked(target.parent):
        _sweep(target)
        folder = target.with_name(f".{target.name}.{secrets.token_hex(4)}{_ENDING}")
        folder.mkdir()
        ending.enter_context(_locked(folder))
        ending.callback(shutil.rmtree, folder, ignore_errors=True)
    return folder


def publish(folder: Path, target: Path) -> None:
    """Give a staging folder its place, after all of it is on the disk.

    Raises SopgenError where the place was taken meanwhile or the disk refuses.
    """
    try:
        for path in (*folder.rglob("*"), folder):
            _to_disk(path)
        refuse_taken(target)
        folder.rename(target)
    except OSError as error:
        if error.errno in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR):
            refuse_taken(target)
        raise SopgenError(f"Terbitan {target} tidak dapat ditulis: {why(error)}.") from error
    with suppress(OSError):
        _to_disk(target.parent)


def _sweep(target: Path) -> None:
    """Remove the staging folders of `target` that no process holds any more."""
    for folder in target.parent.glob(f".{glob.escape(target.name)}.*{_ENDING}"):
        with suppress(OSError), _locked(folder, fcntl.LOCK_EX | fcntl.LOCK_NB, must=True):
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _locked(folder: Path, how: int = fcntl.LOCK_EX, *, must: bool = False) -> Iterator[None]:
    """Hold a folder. Not every file system knows locks: there it is left open, or OSError if it `must` be."""
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with nullcontext() if must else suppress(OSError):
            fcntl.flock(held, how)
        yield
    finally:
        os.close(held)


def _remove_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()


def _to_disk(path: Path) -> None:
    held = os.open(path, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)
