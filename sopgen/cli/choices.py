"""Options that several commands have, and how their values are read."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Sequence

import click

from sopgen.diagnostic import Severity

LEVELS = click.Choice(("B-B", "B-T", "B-LT", "B-LTA"), case_sensitive=False)
"""PAdES levels, as `--level` takes them."""

LEVELS_SHOWN = f"[{'|'.join(LEVELS.choices)}]"
"""The same for the help text, which would show them in small letters."""

SEVERITIES = {str(severity): severity for severity in reversed(Severity)}


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
