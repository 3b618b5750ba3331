"""Folders of sources: one SOP alone, hundreds that are variations of the library, and the largest of all."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

from tests.bench.flows import steps

LIBRARY = Path(__file__).resolve().parent.parent / "library"
SHARED = ("unit.yaml", "peraturan.yaml")


def alone(id: str, folder: Path) -> Path:
    """A folder with one SOP of the library; the path of it."""
    _shared(folder)
    return Path(shutil.copy(LIBRARY / f"{id}.yaml", folder))


def many(count: int, folder: Path) -> list[Path]:
    """A folder with as many SOPs, each of the library again and again under other names and numbers."""
    _shared(folder)
    return [_variation(original, number, folder) for number, original in islice(_originals(), count)]


def original_of(id: str) -> str:
    """The id in the library of a variation."""
    return id.rpartition("-v")[0] or id


def largest(folder: Path, rows: int = 60, columns: int = 14) -> Path:
    """A folder with one SOP of so many rows and executors; the path of it."""
    _shared(folder)
    text = ["nomor: SOP/60/XI/2026", "judul: Prosedur Terbesar", "unit: satreskrim", "status: usulan"]
    text += ["disahkan_oleh: kapolres", "tanggal: {pembuatan: 2026-11-02}", "pelaksana:"]
    text += [f"  p{column}: Pelaksana Kegiatan {column + 1}" for column in range(columns)]
    text.append("kegiatan:")
    for row, (column, branches) in enumerate(steps(rows, columns, seed=7)):
        text += [f"  - id: k{row}", f"    pelaksana: p{column}"]
        text.append(f"    uraian: Melaksanakan langkah ke-{row + 1} dari prosedur dan mencatat hasilnya")
        if branches:
            pairs = ", ".join(f"{label}: k{target}" for label, target in branches.items())
            text.append(f"    keputusan: {{{pairs}}}")
        text.append("    mutu_baku: {kelengkapan: [Berkas, Buku register], waktu: 15 menit, output: Berkas}")
    path = folder / "terbesar.yaml"
    path.write_text("\n".join(text) + "\n", encoding="utf-8")
    return path


def _shared(folder: Path) -> None:
    folder.mkdir(parents=True)
    for name in SHARED:
        shutil.copy(LIBRARY / name, folder)


def _originals() -> Iterator[tuple[int, Path]]:
    """The library's SOPs over and over, each with the number of the round."""
    files = sorted(file for file in LIBRARY.glob("*.yaml") if file.name not in SHARED)
    for place, file in enumerate(cycle(files)):
        yield place // len(files), file


def _variation(original: Path, number: int, folder: Path) -> Path:
    """A copy; the first round keeps its names, so that the SOPs they are related to exist."""
    text = original.read_text(encoding="utf-8")
    if number:
        text = re.sub(r"(?m)^nomor: (.+)$", rf"nomor: \g<1>-{number}", text, count=1)
        text += f"# variasi {number}\n"
    path = folder / (f"{original.stem}-v{number}.yaml" if number else original.name)
    path.write_text(text, encoding="utf-8")
    return path
