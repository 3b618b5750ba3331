"""A folder of sources: which files are SOPs, and what the unit says that all of them share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from sopgen import parse, source
from sopgen.diagnostic import Finding, SopgenError
from sopgen.model import Sop
from sopgen.unit import Register, Unit, Units

UNIT, REGISTER = "unit.yaml", "peraturan.yaml"

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_ENDINGS = (".yaml", ".yml")
_LOGO = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
_LOGO_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True)
class Folder:
    """A folder's units and register; both empty, and the findings say why, where a file is faulty."""

    path: Path
    units: Units
    register: Register
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Logo:
    """A picture of the unit."""

    data: bytes
    mime: str


def sources(paths: Iterable[Path]) -> list[Path]:
    """The SOP files that the paths mean, a folder meaning all of its own, each once and in order.

    Raises SopgenError for a path that isn't there, a file that is no YAML, a folder without an SOP,
    a file name that can't be a document's id, and two files with the same one.
    """
    found: dict[str, Path] = {}
    for path in paths:
        for file in _files(path):
            if not _ID.fullmatch(file.stem):
                raise SopgenError(
                    f"Nama berkas {file.name} tidak dapat dipakai: pakai huruf, angka, titik, garis bawah, "
                    "dan tanda hubung saja, tanpa spasi. Contoh: pelaksanaan-sambang.yaml."
                )
            other = found.setdefault(file.stem, file)
            if other.resolve() != file.resolve():
                raise SopgenError(f"{other} dan {file} bernama sama; hasilnya akan saling menimpa.")
    return list(found.values())


def beside(files: Iterable[Path]) -> list[Path]:
    """The files and all other SOPs in their folders, by which they are known to each other."""
    folders = dict.fromkeys(file.parent for file in files)
    return [file for folder in folders for file in _within(folder) if _ID.fullmatch(file.stem)]


def _within(folder: Path) -> list[Path]:
    return sorted(
        file for file in folder.iterdir() if file.suffix in _ENDINGS and file.name not in (UNIT, REGISTER)
    )


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        files = _within(path)
        if not files:
            raise SopgenError(f"Tidak ada berkas SOP (.yaml) di folder {path}.")
        return files
    if not path.exists():
        near = get_close_matches(path.name, _neighbours(path), n=1)
        hint = f" Maksud Anda {path.parent / near[0]}?" if near else ""
        raise SopgenError(f"{path} tidak ada.{hint}")
    if path.suffix not in _ENDINGS:
        raise SopgenError(f"{path} bukan berkas YAML (.yaml).")
    if path.name in (UNIT, REGISTER):
        raise SopgenError(f"{path} bukan SOP; sebutkan berkas SOP-nya, atau foldernya.")
    return [path]


def _neighbours(path: Path) -> list[str]:
    return [file.name for file in path.parent.iterdir()] if path.parent.is_dir() else []


@cache
def folder(path: Path) -> Folder:
    """The units and the register of a folder; without peraturan.yaml the register is empty.

    Raises SopgenError where there is no unit.yaml.
    """
    if not (path / UNIT).is_file():
        raise SopgenError(
            f"Tidak ada {UNIT} di folder {path}; berkas itu memuat kop, alamat, dan pejabat unit."
        )
    units, findings = parse.unit(source.read(path / UNIT))
    register: Register | None = {}
    if (path / REGISTER).exists():
        register, more = parse.register(source.read(path / REGISTER))
        findings += more
    return Folder(path, units or {}, register or {}, tuple(findings))


def unit_of(sop: Sop, units: Mapping[str, Unit]) -> Unit:
    """The unit of an SOP: the one it names, or the only one there is; SopgenError where that is open."""
    if sop.unit is not None and sop.unit in units:
        return units[sop.unit]
    if sop.unit is None and len(units) == 1:
        return next(iter(units.values()))
    raise SopgenError(f"SOP belum menyebut unit-nya; isi `unit:` dengan salah satu dari {', '.join(units)}.")


def logo(unit: Unit, folder: Path) -> Logo | None:
    """The unit's picture; SopgenError where it lies outside the folder, is missing, or is no picture."""
    if not unit.logo:
        return None
    path = (folder / unit.logo).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise SopgenError(f"Logo {unit.logo} berada di luar folder {folder}; salin ke dalamnya.")
    mime = _LOGO.get(path.suffix.lower())
    if mime is None:
        raise SopgenError(f"Logo {unit.logo} bukan gambar yang dikenal; pakai {', '.join(_LOGO)}.")
    if not path.is_file():
        raise SopgenError(f"Logo {unit.logo} tidak ada di folder {folder}.")
    if path.stat().st_size > _LOGO_BYTES:
        raise SopgenError(f"Logo {unit.logo} lebih dari 4 MB; perkecil gambarnya.")
    return Logo(path.read_bytes(), mime)
