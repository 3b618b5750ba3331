"""`sopgen explain`."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

import click

from sopgen import catalogue, record
from sopgen.diagnostic import SopgenError
from sopgen.rules import BY_CODE


@click.command(
    options_metavar="[PILIHAN]",
    short_help="Menerangkan sebuah aturan: alasannya, dasarnya, contohnya.",
    epilog="Contoh: sopgen explain; sopgen explain DHK-02; sopgen explain DHK.",
)
@click.argument("code", metavar="[KODE|KELUARGA]", required=False)
@click.option(
    "-o",
    "--output",
    "out",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Tulis seluruh katalog ke folder ini sebagai halaman Markdown.",
)
def explain(code: str | None, out: Path | None) -> int:
    """Menerangkan aturan KODE: apa yang menyimpang, mengapa, dasar dan kepastiannya, contoh keliru dan benar.

    Tanpa masukan: daftar semua aturan menurut keluarganya; dengan nama keluarga: daftar keluarga itu.
    """
    if out:
        _write(out)
        return 0
    name = (code or "").strip().upper()
    if name in BY_CODE:
        click.echo(catalogue.explained(BY_CODE[name]), nl=False)
        return 0
    if name.partition("-")[0] in catalogue.NOT_RULES:
        family = name.partition("-")[0]
        click.echo(f"{family} bukan keluarga aturan pedoman. {catalogue.NOT_RULES[family]}")
        return 0
    families = [family for family in catalogue.families() if not name or family.name == name]
    if not families:
        raise SopgenError(f"Tidak ada aturan {name}.{_nearest(name)} Daftar semuanya: sopgen explain.")
    click.echo("\n".join(catalogue.listed(family) for family in families), nl=False)
    return 0


def _write(out: Path) -> None:
    for name, text in catalogue.pages().items():
        record.write(out / name, text.encode())


def _nearest(name: str) -> str:
    near = get_close_matches(name, [*BY_CODE, *(family.name for family in catalogue.families())], n=3)
    return f" Maksud Anda {', '.join(near)}?" if near else ""
