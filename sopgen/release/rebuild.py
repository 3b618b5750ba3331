"""A released document made once more from the source that travels in it, and compared byte by byte."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from pathlib import Path
from typing import Any

from sopgen import batch, bounded, proof, regular
from sopgen.batch import Outcome
from sopgen.bounded import Stop, Stopped
from sopgen.project import REGISTER, SOURCES, UNIT, folder, misnamed
from sopgen.release.origin import libraries

_END = re.compile(rb"startxref\s+\d+\s+%%EOF(\r\n|\n|\r)?")
_COPIED = (".yaml", ".yml", ".svg", ".png", ".jpg", ".jpeg")
SECONDS = 120.0
"""The longest that reading and building may take."""

_STOPPED = {
    Stop.TIME: "Bangun ulang dihentikan: terlalu lama.",
    Stop.MEMORY: "Bangun ulang dihentikan: melewati batas memori.",
    Stop.CRASH: "Bangun ulang terhenti mendadak; berkas ini rusak, atau dibuat untuk mengacau.",
    Stop.ERROR: "Bangun ulang gagal; berkas ini rusak, atau dibuat untuk mengacau.",
}
_MOST = 5
"""Differing passages that are told."""


class Verdict(StrEnum):
    """How the document and what its source gives today compare."""

    SAME = "sama"
    DIFFERENT = "berbeda"
    UNDECIDED = "tidak dapat dibangun ulang"


@dataclass(frozen=True)
class Rebuilt:
    """The outcome for one document; all texts are Indonesian and ready to print.

    `source` is the name of the file inside, `added` how many bytes (signatures) stand behind what was
    built, `differences` are printed passages that differ, and library versions where those are known.
    """

    verdict: Verdict
    reason: str
    source: str = ""
    added: int = 0
    differences: tuple[str, ...] = ()


def rebuild(
    pdf: bytes, home: Path, made_with: Mapping[str, str] | None = None, *, seconds: float = SECONDS
) -> Rebuilt:
    """Build the source inside a PDF again and compare it with the bytes before the first signature.

    `home` is a folder of sources: its unit.yaml, peraturan.yaml, logo, the titles of the SOPs that this
    one names, and the templates beside the folder go into a document, too. `made_with` are the versions
    that a manifest tells. The file may be anybody's: it is read and built in a process of its own, for
    `seconds` at the most. Raises SopgenError where `home` lacks unit.yaml.
    """
    folder(home)
    with tempfile.TemporaryDirectory(prefix="sopgen-") as place:
        made = bounded.run(_rebuilt, pdf, home, dict(made_with or {}), Path(place), seconds=seconds)
    return Rebuilt(Verdict.UNDECIDED, _STOPPED[made.why]) if isinstance(made, Stopped) else made


def _rebuilt(pdf: bytes, home: Path, made_with: Mapping[str, str], place: Path) -> Rebuilt:
    first = original(pdf)
    try:
        read = proof.read(first, 1)
    except Exception as error:  # whatever pdfplumber raises for what is no PDF
        return Rebuilt(Verdict.UNDECIDED, f"Berkas ini tidak terbaca sebagai PDF ({type(error).__name__}).")
    found = read.attachment
    if found is None:
        return Rebuilt(Verdict.UNDECIDED, "Tidak ada sumber YAML di dalam PDF ini.")
    if not _is_name(found.name):
        return Rebuilt(Verdict.UNDECIDED, "Nama sumber di dalam PDF ini tidak dapat dipakai.", found.name)
    outcome, built = _build(place, home, found.name, found.text)
    if outcome.failed:
        return Rebuilt(Verdict.UNDECIDED, _why(outcome), found.name)
    if pdf.startswith(built):
        reason = "Bangun ulang dari sumber di dalamnya menghasilkan byte yang sama."
        return Rebuilt(Verdict.SAME, reason, found.name, len(pdf) - len(built))
    told = (*_versions(made_with), *_passages(first, built))
    reason = "Bangun ulang dari sumber di dalamnya menghasilkan dokumen yang berbeda."
    return Rebuilt(Verdict.DIFFERENT, reason, found.name, len(pdf) - len(first), told)


def original(pdf: bytes) -> bytes:
    """The file up to its first end: what there was before anything was added to it."""
    end = _END.search(pdf)
    return pdf[: end.end()] if end else pdf


def _is_name(name: str) -> bool:
    """Whether a file inside a PDF may take its place among sources under its name."""
    path = Path(name)
    return path.name == name and name not in (UNIT, REGISTER) and not misnamed(path)


def _build(place: Path, home: Path, name: str, text: str) -> tuple[Outcome, bytes]:
    """The PDF of a source among a copy of its surroundings."""
    sources = place / SOURCES
    shutil.copytree(home, sources, ignore=_others, ignore_dangling_symlinks=True)
    templates = home.resolve().parent / "templates"
    if templates.is_dir():
        shutil.copytree(templates, place / "templates")
    (sources / name).write_bytes(text.encode())
    (outcome,) = batch.build([sources / name], place / "build", ("pdf",))
    return outcome, b"" if outcome.failed else (place / "build" / f"{outcome.id}.pdf").read_bytes()


def _others(parent: str, names: Collection[str]) -> set[str]:
    """What in a folder of sources has no part in a document."""
    return {name for name in names if not _has_part(Path(parent, name))}


def _has_part(path: Path) -> bool:
    return not path.name.startswith(".") and (_is_wanted(path))


def _is_wanted(path: Path) -> bool:
    return path.is_dir() or (path.suffix.lower() in _COPIED and regular.is_file(path))


def _why(outcome: Outcome) -> str:
    faults = [finding.message for finding in outcome.findings]
    return f"Sumber di dalamnya tidak dapat dibangun: {outcome.message or ' '.join(faults)}"


def _versions(made_with: Mapping[str, str]) -> Iterator[str]:
    """Libraries that differ from those that the document was made with."""
    here = libraries()
    for name, version in made_with.items():
        if here.get(name) != version:
            yield f"{name}: dibuat dengan {version}, di sini {here.get(name) or 'tidak ada'}"


def _passages(before: bytes, after: bytes) -> Iterator[str]:
    """Words that the two print differently, page by page."""
    old, new = _pages(before), _pages(after)
    if len(old) != len(new):
        yield f"Banyaknya halaman: {len(old)} di dokumen, {len(new)} hasil bangun ulang"
    told = 0
    for number, (words, others) in enumerate(zip(old, new, strict=False), 1):
        for kind, i, j, k, m in SequenceMatcher(None, words, others, autojunk=False).get_opcodes():
            if kind != "equal" and told < _MOST:
                told += 1
                yield (
                    f'Halaman {number}: tertulis "{" ".join(words[i:j])}", '
                    f'hasil bangun ulang "{" ".join(others[k:m])}"'
                )
    if not told and len(old) == len(new):
        yield "Teks cetaknya sama; yang berbeda gambar, huruf, atau bagian yang tidak tercetak"


def _pages(pdf: bytes) -> list[list[str]]:
    pages: Any = proof.read(pdf).pages
    return [[word.text for word in page.words] for page in pages]
