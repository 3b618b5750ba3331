"""`sopgen stats`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from sopgen.cli import reading
from sopgen.cli.choices import PATH, form
from sopgen.cli.delivery import say
from sopgen.diagnostic import printable
from sopgen.flow import flow
from sopgen.project import folder
from sopgen.times import account, in_words, times

_PATHS = {"shortest": "terpendek", "usual": "biasa", "longest": "terpanjang"}


@click.command(
    options_metavar="[PILIHAN]",
    short_help="Menghitung waktu, beban pelaksana, dan perpindahan pekerjaan.",
    epilog="Contoh: sopgen stats sop_sources/pelaksanaan-sambang.yaml.",
)
@click.argument("file", metavar="BERKAS", type=PATH)
@form(["text", "json"])
def stats(file: Path, form: str) -> int:
    """Menghitung waktu jalur terpendek, biasa, dan terpanjang sebuah SOP, beban setiap pelaksana, dan
    berapa kali pekerjaan berpindah tangan.

    Pada jalur biasa setiap keputusan mengikuti cabang pertamanya. Jalur terpanjang menjalani setiap
    pengulangan satu kali. Kegiatan yang serentak dihitung menurut yang terlama. Satu hari dihitung 8 jam
    kerja.
    """
    file = reading.one(file)
    home = folder(file.parent)
    reading.tell(home.findings)
    sop = reading.sop(file, home)
    if sop is None:
        return 1
    drawn = flow(sop)
    found = account(sop, drawn, times(sop, drawn))
    if form == "json":
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        _print(found)
    return 0


def _print(found: dict[str, Any]) -> None:
    say(" ".join(filter(None, (found["judul"], found["nomor"] and f"({found['nomor']})"))))
    _table(("Jalur", "Lama", "Langkah", "Pengulangan"), _path_rows(found["paths"]))
    _table(("Pelaksana", "Simbol", "Lama di jalur biasa"), _load_rows(found["pelaksana"]))
    total = sum(handoff["count"] for handoff in found["handoffs"])
    if total:
        rows = [(h["from"], h["to"], str(h["count"])) for h in found["handoffs"]]
        _table(("Dari", "Kepada", f"Berpindah ({total} kali)"), rows)
    for line in _notes(found):
        say(line)


def _path_rows(paths: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    for name, words in _PATHS.items():
        path = paths[name]
        if path is None:
            yield words, "tidak sampai ke akhir", "", ""
        else:
            yield words, in_words(path["minutes"]), str(len(path["langkah"])), str(path["loops"])


def _load_rows(loads: list[dict[str, Any]]) -> Iterator[tuple[str, ...]]:
    for load in loads:
        yield load["nama"], str(load["symbols"]), in_words(load["minutes"])


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for index, head in enumerate(heads):
        table.add_column(head, justify="left" if index < 2 and head != "Simbol" else "right", overflow="fold")
    for row in rows:
        table.add_row(*map(printable, row))
    Console(highlight=False, markup=False).print(table)


def _notes(found: dict[str, Any]) -> Iterator[str]:
    """What the tables don't say: the promise, and what could not be counted."""
    if promise := found["standar_pelayanan"]:
        yield f"Standar pelayanan {promise['text']}: {_kept(promise)}."
    if found["untimed"]:
        yield f"Tidak terhitung, waktunya bukan angka: langkah {', '.join(map(str, found['untimed']))}."
    if found["undrawn"]:
        yield f"Tanpa pelaksana, tidak di jalur mana pun: langkah {', '.join(map(str, found['undrawn']))}."
    for each in found["each"]:
        yield f"Langkah {each['langkah']} dihitung untuk satu {each['item']}."
    yield "Satu hari dihitung 8 jam kerja."


def _kept(promise: dict[str, Any]) -> str:
    if promise["minutes"] is None:
        return "tidak terbaca sebagai waktu"
    words = {True: "terpenuhi", False: "TERLAMPAUI", None: "tidak dapat dibandingkan"}
    return ", ".join(f"jalur {_PATHS[name]} {words[kept]}" for name, kept in promise["kept"].items())
