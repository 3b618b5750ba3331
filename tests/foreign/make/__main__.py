"""Make all documents anew: write what an office would write, and let LibreOffice export it.

`python -m tests.foreign.make [name ...]`; without names all of them. The files land in tests/foreign.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.foreign.make import excel_documents, others, pages, word_documents, word_forms

HOME = Path(__file__).resolve().parent.parent


def main(names: Sequence[str]) -> None:
    """Write the sources, convert them, and put the results in their place."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = [
            file
            for module in (word_documents, word_forms, excel_documents, pages)
            for file in module.write(folder)
            if not names or file.stem in names
        ]
        for file in converted(made, folder):
            shutil.copy(file, HOME / file.name)
    for stem, make in pages.WEB.items():
        if not names or stem in names:
            (HOME / f"{stem}.html").write_bytes(make())
    for stem, make in pages.BROWSED.items():
        if not names or stem in names:
            (HOME / f"{stem}.pdf").write_bytes(pages.printed_by_browser(make()))
    for stem, make in others.DOCUMENTS.items():
        if not names or stem in names:
            (HOME / f"{stem}.pdf").write_bytes(make(HOME))


def converted(files: Sequence[Path], folder: Path) -> list[Path]:
    """The files as PDF, by LibreOffice with a profile of its own."""
    if not files:
        return []
    program = shutil.which("soffice") or sys.exit("LibreOffice tidak ditemukan; pasanglah libreoffice.")
    profile = f"-env:UserInstallation={(folder / 'profil').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, files)], check=True, stdout=subprocess.DEVNULL, timeout=600)
    return [folder / f"{file.stem}.pdf" for file in files]


if __name__ == "__main__":
    main(sys.argv[1:])
