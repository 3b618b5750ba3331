"""Options that several commands have, and how their values are read."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from sopgen.diagnostic import Severity

LEVELS = click.Choice(("B-B", "B-T", "B-LT", "B-LTA"), case_sensitive=False)
"""PAdES levels, as `--level` takes them."""

LEVELS_SHOWN = f"[{'|'.join(LEVELS.choices)}]"
"""The same for the help text, which would show them in small letters."""

SEVERITIES = {str(severity): severity for severity in reversed(Severity)}

Option = Callable[[Callable[..., Any]], Callable[..., Any]]
"""What gives a command an option."""

PATH = click.Path(path_type=Path)


def to_file(help: str) -> Option:
    """`-o BERKAS`: the file to write, as `out`; None where it is not given."""
    return click.option("-o", "--output", "out", metavar="BERKAS", type=PATH, help=help)


def to_folder(default: str, help: str) -> Option:
    """`-o FOLDER`: the folder to write to, as `out`."""
    return click.option(
        "-o",
        "--output",
        "out",
        metavar="FOLDER",
        type=PATH,
        default=Path(default),
        show_default=True,
        help=help,
    )


def form(known: Sequence[str], help: str = "Bentuk laporan.") -> Option:
    """`--format`: one of several forms, as `form`; the first one where it is not given."""
    return click.option(
        "--format", "form", type=click.Choice(known), default=known[0], show_default=True, help=help
    )


def jobs(command: Callable[..., Any]) -> Callable[..., Any]:
    """`-j`: how many processes work at once, as `jobs`; as many as there are processors by itself."""
    return click.option(
        "-j",
        "--jobs",
        metavar="N",
        type=click.IntRange(1, 256),
        default=workers,
        help="Banyaknya proses sekaligus; bawaan sebanyak inti prosesor.",
    )(command)


def fail_on(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--fail-on`: the least severity that counts as failure, as `fail_on`."""
    return click.option(
        "--fail-on",
        type=click.Choice(list(SEVERITIES)),
        default="error",
        show_default=True,
        help="Mulai tingkat mana sebuah temuan menggagalkan.",
    )(command)


def today(help: str) -> Option:
    """`--today`: the day to judge on, as `today`."""
    return click.option("--today", metavar="TANGGAL", callback=day, help=help)


def day(context: click.Context, parameter: click.Parameter, value: str | None) -> datetime.date:
    """A day of checking; today where none is given."""
    try:
        return datetime.date.fromisoformat(value) if value else datetime.date.today()
    except ValueError as error:
        raise click.BadParameter(f"{value}; tulis tahun-bulan-tanggal, misalnya 2026-11-02.") from error


def formats(known: Sequence[str]) -> Callable[[click.Context, click.Parameter, str], tuple[str, ...]]:
    """Read several formats with commas between them."""

    def read(context: click.Context, parameter: click.Parameter, value: str) -> tuple[str, ...]:
        wanted = tuple(dict.fromkeys(part.strip().lower() for part in value.split(",") if part.strip()))
        if unknown := [part for part in wanted if part not in known]:
            raise click.BadParameter(f"{', '.join(unknown)}; pilih {', '.join(known)}.")
        return wanted

    return read


def workers() -> int:
    """As many processes as there are processors for us."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
