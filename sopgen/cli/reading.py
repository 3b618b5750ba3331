"""Sources as a command reads them: the faults told on standard error, the SOPs handed on."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sopgen import parse, report, source
from sopgen.cli.delivery import say
from sopgen.diagnostic import Finding, SopgenError
from sopgen.model import Sop
from sopgen.project import Folder, sources


def one(path: Path) -> Path:
    """The path where it means one SOP; SopgenError where it means several, or none."""
    if path.is_dir():
        raise SopgenError(f"{path} sebuah folder; sebutkan satu berkas SOP di dalamnya.")
    return sources([path])[0]


def sop(file: Path, home: Folder | None = None) -> Sop | None:
    """The SOP of a file, or None after its faults were told.

    Units and regulations that it names are looked up where `home` is given and in order.
    """
    known = (home.units, home.register) if home and not home.faulty else ()
    found, findings = parse.parse(source.read(file), *known)
    tell(findings)
    return found


def tell(findings: Iterable[Finding]) -> None:
    """Print findings for people, beside what the command prints."""
    for line in report.text(findings):
        say(line, err=True)
