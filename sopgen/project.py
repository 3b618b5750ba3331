"""A folder of sources: which files are SOPs, and what the unit says that all of them share."""

from __future__ import annotations

import base64
import errno
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sopgen import regular
from sopgen.diagnostic import Finding, Severity, SopgenError

if TYPE_CHECKING:
    from sopgen.model import Sop
    from sopgen.unit import Register, Unit, Units

SOURCES = Path("sop_sources")
UNIT, REGISTER = "unit.yaml", "peraturan.yaml"

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_ENDINGS = (".yaml", ".yml")
_RESERVED = "index"
_LOGO = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
_FRAMES = {"image/png": (b"\x89PNG\r\n\x1a\n", b"IEND"), "image/jpeg": (b"\xff\xd8\xff", b"\xff\xd9")}
_LOGO_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True)
class Folder:
    """A folder's units and register; both empty, and the findings say why, where a file is faulty."""

    path: Path
    units: Units
    register: Register
    findings: tuple[Finding, ...]

    @property
    def faulty(self) -> str:
        """The file that must be mended before anything can be built; empty where there is none."""
        errors = (found for found in self.findings if found.severity is Severity.ERROR)
        return next((Path(found.place.file).name for found in errors), "")


@dataclass(frozen=True)
class Logo:
    """A picture of the unit."""

    data: bytes
    mime: str

    @property
    def address(self) -> str:
        """The picture as a data URI."""
        return f"data:{self.mime};base64,{base64.b64encode(self.data).decode()}"


def sources(paths: Sequence[Path]) -> list[Path]:
    """The SOP files that the paths mean, a folder meaning all of its own, each once and in order.

    No path at all means the folder `sop_sources` of the project one stands in.
    Raises SopgenError for a path that isn't there, a file that is no YAML, a folder without an SOP,
    and two files whose documents would have the same name.
    """
    if not paths and not SOURCES.is_dir():
        raise SopgenError(
            f"Tidak ada folder {SOURCES}/ di sini. Pindahlah ke folder proyek, atau sebutkan berkas SOP-nya."
        )
    found: dict[str, Path] = {}
    for path in paths or (SOURCES,):
        for file in _files(path):
            # Upper and lower case are one on some machines' disks.
            other = found.setdefault(file.stem.casefold(), file)
            if other is not file and other.resolve() != file.resolve():
                raise SopgenError(
                    f"{other} dan {file} bernama sama; hasilnya akan saling menimpa. "
                    "Ganti nama salah satunya."
                )
    return list(found.values())


def misnamed(file: Path) -> str:
    """Why a file's name can't be that of its documents; empty where it can."""
    if _ID.fullmatch(file.stem) and file.stem.casefold() != _RESERVED:
        return ""
    return (
        f"Nama berkas {file.name} tidak dapat dipakai: pakai huruf, angka, titik, garis bawah, dan tanda "
        f"hubung saja, tanpa spasi, dan bukan {_RESERVED}. Contoh: pelaksanaan-sambang.yaml."
    )


def beside(files: Iterable[Path]) -> list[Path]:
    """The files and all other SOPs in their folders, by which they are known to each other."""
    folders = dict.fromkeys(file.parent for file in files)
    return [file for folder in folders for file in _within(folder) if not misnamed(file)]


def _within(folder: Path) -> list[Path]:
    """The SOP files of a folder; hidden ones are what editors and disks leave beside them."""
    return sorted(
        file
        for file in folder.iterdir()
        if file.suffix.lower() in _ENDINGS
        and file.name not in (UNIT, REGISTER)
        and not file.name.startswith(".")
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
    if path.suffix.lower() not in _ENDINGS:
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
            f"Tidak ada {UNIT} di folder {path if path.name else path.resolve()}; berkas itu memuat kop, "
            "alamat, dan pejabat unit. Kembalikan berkas itu, atau salin dari proyek lain lalu sesuaikan."
        )
    # Which files there are is asked long before it is known whether any of them must be read.
    from sopgen import parse, source

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
    if not units:
        raise SopgenError(f"{UNIT} belum memuat unit; tulis dahulu data unitnya.")
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
    content = _picture(path, f"Logo {unit.logo}", folder)
    if not _is_whole(content, mime):
        raise SopgenError(
            f"Logo {unit.logo} bukan gambar, atau terpotong; simpan ulang sebagai SVG atau PNG."
        )
    return Logo(content, mime)


def _picture(path: Path, shown: str, folder: Path) -> bytes:
    try:
        return regular.read(path, _LOGO_BYTES)
    except OSError as error:
        if error.errno == errno.EFBIG:
            raise SopgenError(f"{shown} lebih dari 4 MB; perkecil gambarnya.") from None
        raise SopgenError(f"{shown} tidak ada di folder {folder}, atau tidak dapat dibaca.") from None


def _is_whole(content: bytes, mime: str) -> bool:
    """Whether a picture begins and ends as its kind does; more is known only when it is drawn."""
    if mime == "image/svg+xml":
        return b"<svg" in content and (b"</svg" in content or content.rstrip().endswith(b"/>"))
    first, last = _FRAMES[mime]
    return content.startswith(first) and last in content[-1024:]
