"""Folders: links that loop, pipes, devices, sparse files, odd names, where documents or sources are meant."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

from tests.fuzz import pdfs, sources
from tests.fuzz.releases import special
from tests.fuzz.texts import name, write


def make(rng: Random, folder: Path) -> list[str]:
    """A folder of sources or documents with things in it that are no files."""
    return _sources(rng, folder) if rng.random() < 0.5 else _documents(rng, folder)


def _sources(rng: Random, folder: Path) -> list[str]:
    home = folder / "s"
    home.mkdir()
    shutil.copy(sources.ROOT / "tests" / "minimal.yaml", home / "a.yaml")
    for file in sources.SURROUNDINGS:
        shutil.copy(sources.SOURCES / file, home)
    which = rng.choice(("unit.yaml", "peraturan.yaml", "a.yaml", "b.yaml", "c.yml", "logo.svg"))
    (home / which).unlink(missing_ok=True)
    special(rng, home / which)
    if which == "logo.svg":
        unit = (home / "unit.yaml").read_text("utf-8")
        write(
            home / "unit.yaml",
            unit.replace("satbinmas:", "satbinmas:\n  logo: logo.svg", 1) if "logo:" not in unit else unit,
        )
    if rng.random() < 0.2:
        special(rng, folder / "templates")
    if rng.random() < 0.2:
        special(rng, folder / rng.choice(("hasil", ".sopgen-cache", "gambar", "terbit")))
    command = sources.command(rng, rng.choice(("s/a.yaml", "s/b.yaml")))
    return [part for part in command if part != "--no-cache"]


def _documents(rng: Random, folder: Path) -> list[str]:
    home = folder / "d"
    home.mkdir()
    for _ in range(rng.randrange(1, 4)):
        path = home / rng.choice((name(rng, ".pdf"), name(rng, ".html"), "x.pdf", "y.html"))
        if rng.random() < 0.5 and not path.exists() and not path.is_symlink():
            special(rng, path)
        elif not path.is_symlink() and not path.exists():
            write(path, rng.choice((b"", b"%PDF-1.7", b"<p>x", pdfs.page(pdfs.form(list(pdfs.LABELS))))))
    if rng.random() < 0.3:
        (home / "lagi").symlink_to(".")
    path = rng.choice(("d", "d", *(f"d/{one.name}" for one in home.iterdir())))
    return (
        pdfs.command(rng, path)
        if rng.random() < 0.9
        else ["verify", path, "--rebuild", "--sources", str(sources.SOURCES)]
    )
