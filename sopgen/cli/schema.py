"""`sopgen schema`."""

from __future__ import annotations

from pathlib import Path

import click

from sopgen import site
from sopgen.cli.choices import to_folder
from sopgen.cli.delivery import say


@click.command(
    options_metavar="[PILIHAN]",
    short_help="Menulis skema JSON untuk bantuan pengisian di editor.",
    epilog="Contoh: sopgen schema.",
)
@to_folder("build", "Folder hasil.")
def schema(out: Path) -> int:
    """Menulis sop.schema.json, unit.schema.json, dan peraturan.schema.json.

    Baris pertama tiap berkas sumber menunjuk skema ini, sehingga editor (misalnya VS Code dengan pengaya
    YAML) melengkapi kunci dan menandai yang keliru sementara Anda mengetik.
    """
    for path in site.schemas(out):
        say(str(path))
    return 0
