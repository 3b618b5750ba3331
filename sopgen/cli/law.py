"""`sopgen law`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click

from sopgen import citation
from sopgen.cli import reading
from sopgen.cli.choices import form
from sopgen.cli.delivery import say
from sopgen.diagnostic import SopgenError
from sopgen.law import law, touched
from sopgen.model import Sop
from sopgen.project import folder, sources
from sopgen.unit import Register


@dataclass(frozen=True)
class Home:
    """A folder: its SOPs by id, and its register."""

    path: Path
    sops: dict[str, Sop]
    register: Register


@click.command(
    options_metavar="[PILIHAN]",
    name="law",
    short_help="Mendaftar dasar hukum: SOP mana menyebut peraturan mana.",
    epilog='Contoh: sopgen law; sopgen law uu-2-2002; sopgen law sop_sources/ "Perkap 7/2021".',
)
@click.argument("words", metavar="[BERKAS|FOLDER]... [PERATURAN]...", nargs=-1)
@form(["text", "json"])
def law_(words: tuple[str, ...], form: str) -> int:
    """Mendaftar peraturan yang disebut di Dasar Hukum, dan SOP yang menyebutnya; tanpa masukan: sop_sources/.

    Dengan PERATURAN, kunci di peraturan.yaml atau sitasinya, yang didaftar adalah SOP yang perlu ditinjau
    bila peraturan itu berubah: yang menyebutnya sendiri, dan yang menyebut peraturan yang bergantung padanya.
    """
    paths = [Path(word) for word in words if _is_path(word)]
    wanted = [word for word in words if not _is_path(word)]
    homes, is_whole = _read(sources(paths))
    unknown = [word for word in wanted if not any(citation.key_of(word, home.register) for home in homes)]
    if unknown:
        raise SopgenError(_unknown(unknown, homes))
    parts = [part for home in homes for part in _found(home, wanted)]
    if form == "json":
        click.echo(json.dumps(parts, ensure_ascii=False, indent=2))
    else:
        for part in parts:
            say(*(_changing(part) if wanted else _citing(part)))
    return 0 if is_whole else 1


def _is_path(word: str) -> bool:
    return Path(word).exists() or word.endswith((".yaml", ".yml", "/"))


def _read(files: Iterable[Path]) -> tuple[list[Home], bool]:
    """The SOPs by folder, and whether all of them could be read; their faults are told."""
    homes: dict[Path, Home] = {}
    is_whole = True
    for file in files:
        shared = folder(file.parent)
        if file.parent not in homes:
            homes[file.parent] = Home(file.parent, {}, shared.register)
            reading.tell(shared.findings)
        sop = reading.sop(file, shared)
        if sop is None:
            is_whole = False
        else:
            homes[file.parent].sops[file.stem] = sop
    return list(homes.values()), is_whole


def _found(home: Home, wanted: Iterable[str]) -> Iterator[dict[str, Any]]:
    """What there is to tell of a folder: all its regulations, or the changes asked for."""
    where = {"folder": str(home.path)}
    if not wanted:
        yield from (where | asdict(cited) for cited in law(home.sops, home.register))
    for word in wanted:
        key = citation.key_of(word, home.register)
        if key is not None:
            status, text = home.register[key].status, citation.reference(key, home.register)
            sops = [asdict(sop) for sop in touched(key, home.sops, home.register)]
            yield where | {"key": key, "citation": text, "status": str(status), "touched": sops}


def _unknown(wanted: Iterable[str], homes: Iterable[Home]) -> str:
    keys = [key for home in homes for key in home.register]
    near = [key for word in wanted for key in get_close_matches(word, keys, n=1)]
    hint = f" Maksud Anda {', '.join(near)}?" if near else ""
    return f"Tidak ada di peraturan.yaml: {', '.join(wanted)}.{hint}"


def _citing(part: dict[str, Any]) -> Iterator[str]:
    status = f" [{part['status']}]" if part["key"] else ""
    yield f"{part['key'] or '(tidak ada di peraturan.yaml)'}{status}: {part['citation']}"
    sops = [f"{id_} (butir {_numbers(lines)})" for id_, lines in part["sops"].items()]
    yield f"    {len(sops)} SOP: {', '.join(sops)}"


def _changing(part: dict[str, Any]) -> Iterator[str]:
    yield f"{part['key']} [{part['status']}]: {part['citation']}"
    yield f"    {len(part['touched'])} SOP perlu ditinjau bila peraturan ini berubah."
    for sop in part["touched"]:
        yield f"    {sop['id']}: {sop['judul'] or '-'} ({sop['nomor'] or '-'})"
        for reason in sop["reasons"]:
            which = "" if reason["key"] == part["key"] else f"menyebut {reason['key']}, "
            yield f"        {which}{reason['relation']} (butir {_numbers(reason['lines'])})"


def _numbers(lines: Iterable[int]) -> str:
    return ", ".join(map(str, lines))
