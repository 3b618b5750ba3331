"""Files that anybody may have written: opened only where they are regular, read only up to a bound."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LARGEST = 100 * 1024 * 1024
"""Bytes of a file that is read where nothing smaller is asked for."""

_CHUNK = 1024 * 1024


def read(path: Path, most: int = LARGEST) -> bytes:
    """The content of a regular file; OSError where it is none, or holds more than `most` bytes.

    Nothing waits: a pipe without a writer is opened without blocking, then refused like sockets and devices.
    """
    return b"".join(_chunks(path, most))


def head(path: Path, count: int) -> bytes:
    """The first bytes of a regular file; OSError where it is none."""
    with _opened(path) as held:
        return os.read(held, count)


def sha256(path: Path, most: int = LARGEST) -> str:
    """The hash of a regular file; OSError as in `read`."""
    whole = hashlib.sha256()
    for chunk in _chunks(path, most):
        whole.update(chunk)
    return whole.hexdigest()


def is_file(path: Path) -> bool:
    """Whether a path leads to a regular file; False, too, for what no path of this system can be."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except (OSError, ValueError):
        return False


def _chunks(path: Path, most: int) -> Iterator[bytes]:
    with _opened(path) as held:
        if os.fstat(held).st_size > most:
            raise _error(errno.EFBIG, path)
        # The size that is told may be wrong: /proc says 0 of files without end.
        while content := os.read(held, _CHUNK):
            most -= len(content)
            if most < 0:
                raise _error(errno.EFBIG, path)
            yield content


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    """The descriptor of a regular file; the system's errors of reading it in Indonesian."""
    held = None
    try:
        held = _descriptor(path)
        _refuse_special(os.fstat(held), path)
        yield held
    except OSError as error:
        raise _error(error.errno, path) if error.errno in _WHY else error from None
    finally:
        if held is not None:
            os.close(held)


def _descriptor(path: Path) -> int:
    try:
        # Looked at first, since opening a device may set it going; and again when it is open.
        _refuse_special(path.stat(), path)
        return os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    except ValueError:
        raise _error(errno.ENOENT, path) from None


def _refuse_special(info: os.stat_result, path: Path) -> None:
    if not stat.S_ISREG(info.st_mode):
        raise _error(errno.EISDIR if stat.S_ISDIR(info.st_mode) else errno.ENODEV, path)


def _error(number: int, path: Path) -> OSError:
    return OSError(number, _WHY[number], str(path))


_WHY = {
    errno.EFBIG: "terlalu besar",
    errno.EIO: "isinya tidak dapat dibaca",
    errno.EISDIR: "sebuah folder, bukan berkas",
    errno.ENODEV: "bukan berkas biasa, melainkan pipa, soket, atau perangkat",
    errno.ENOENT: "tidak ada berkas dengan nama itu",
}
