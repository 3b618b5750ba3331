"""What a build leaves behind: files, each whole or not at all, and what tells if they are still good.

`write` is how every file of sopgen gets onto the disk.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sopgen import regular
from sopgen.assets import PACKAGE, version
from sopgen.diagnostic import SopgenError

FOLDER = ".sopgen"
"""Where records live, below the output folder."""

_LARGEST = 16 * 1024 * 1024
"""Bytes of a record."""

_TEMPORARY = ".sedang-ditulis"
_WHY = {
    errno.EACCES: "tidak ada izin",
    errno.EPERM: "tidak ada izin",
    errno.EROFS: "tempatnya hanya dapat dibaca",
    errno.ENOSPC: "penyimpanan penuh; kosongkan sebagian, lalu ulangi",
    errno.EDQUOT: "jatah penyimpanan habis; kosongkan sebagian, lalu ulangi",
    errno.EFBIG: "melebihi batas ukuran berkas",
    errno.EEXIST: "namanya sudah dipakai sebuah berkas",
    errno.ENOTDIR: "sebagian jalurnya sebuah berkas, bukan folder",
    errno.EISDIR: "namanya sudah dipakai sebuah folder",
    errno.EIO: "tempatnya tidak dapat dibaca",
    errno.ELOOP: "tautannya berputar",
    errno.ENOMEM: "memori tidak cukup",
    errno.ENAMETOOLONG: "namanya terlalu panjang",
}
_MAKERS = ("weasyprint", "pydyf", "jinja2", "fonttools", "pyphen", "graphviz")


@dataclass(frozen=True)
class Output:
    """A file as it was written: `stamp` is its size and time, `sha256` its content."""

    stamp: tuple[int, int]
    sha256: str


@dataclass(frozen=True)
class Record:
    """One SOP as it was last built.

    `uses` names what it takes from its surroundings, `digest` is of all that went into it, `listing` what
    the unit's list of SOPs shows of it, `breaks` where its pages end, `certificate` the measures of the
    drawing.
    """

    source: str
    uses: dict[str, Any]
    digest: str
    outputs: dict[str, Output]
    listing: dict[str, Any]
    breaks: dict[str, Any]
    pages: int
    certificate: dict[str, int]


def load(out: Path, id: str) -> Record | None:
    """The record of an SOP; None where there is none, or it is from another version, or damaged."""
    try:
        data = json.loads(regular.read(out / FOLDER / f"{id}.json", _LARGEST))
        data["outputs"] = {
            name: Output((o["stamp"][0], o["stamp"][1]), o["sha256"]) for name, o in data["outputs"].items()
        }
        return Record(**data)
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError):
        return None


def save(out: Path, id: str, record: Record) -> None:
    """Write the record of an SOP."""
    text = json.dumps(asdict(record), ensure_ascii=False, sort_keys=True, indent=1)
    write(out / FOLDER / f"{id}.json", text.encode())


def digest(parts: Iterable[str]) -> str:
    """One hash of all parts, in order."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(part.encode("utf-8", "surrogatepass") + b"\0")
    return whole.hexdigest()


def sha256(data: bytes) -> str:
    """The hash of a file's content."""
    return hashlib.sha256(data).hexdigest()


@cache
def makers(templates: tuple[Path, ...]) -> str:
    """A hash of all that makes documents: sopgen's own code, the templates, the libraries, Graphviz."""
    parts = [f"{name} {version(name)}" for name in _MAKERS]
    if dot := shutil.which("dot"):
        parts += [str(part) for part in _stamp(Path(dot))]
    for folder in (PACKAGE, *templates):
        for file in sorted(folder.rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                parts += (str(file.relative_to(folder)), sha256(file.read_bytes()))
    return digest(parts)


def written(out: Path, files: Mapping[str, bytes]) -> dict[str, Output]:
    """Write files into a folder, each whole or not at all."""
    outputs = {}
    for name, data in files.items():
        write(out / name, data)
        outputs[name] = Output(_stamp(out / name), sha256(data))
    return outputs


def intact(out: Path, outputs: Mapping[str, Output], names: Sequence[str]) -> bool:
    """Whether the named files are still there as they were written."""
    return all(name in outputs and _is_same(out / name, outputs[name]) for name in names)


def _is_same(path: Path, output: Output) -> bool:
    try:
        return _stamp(path) == output.stamp or regular.sha256(path) == output.sha256
    except OSError:
        return False


def _stamp(path: Path) -> tuple[int, int]:
    info = path.stat()
    return info.st_size, info.st_mtime_ns


def write(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Write a file under a temporary name, then put it in place; `data` may come in parts.

    Raises SopgenError where that fails.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}{_TEMPORARY}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            file.writelines([data] if isinstance(data, bytes) else data)
        temporary.replace(path)
    except OSError as error:
        raise SopgenError(f"{path} tidak dapat ditulis: {why(error)}.") from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


def why(error: OSError) -> str:
    """The reason of the operating system, in Indonesian where it is a common one."""
    return _WHY.get(error.errno or 0, error.strerror or str(error))


def prepare(out: Path) -> None:
    """Make the output folder, and remove what a build that was killed left half written in it.

    Raises SopgenError where there can be no such folder.
    """
    try:
        (out / FOLDER).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SopgenError(
            f"Folder hasil {out} tidak dapat dibuat: {why(error)}. Pilih folder lain dengan -o."
        ) from error
    for folder in (out, out / FOLDER):
        for leftover in folder.glob(f".*{_TEMPORARY}"):
            if not _is_being_written(leftover):
                with contextlib.suppress(OSError):
                    leftover.unlink()


def _is_being_written(temporary: Path) -> bool:
    """Whether the process that its name tells still runs, another build into the same folder; Linux knows."""
    return Path("/proc", temporary.name.removesuffix(_TEMPORARY).rpartition(".")[2]).is_dir()
