"""Where a command puts what it made, and how it speaks: no stranger's text reaches the terminal raw."""

from __future__ import annotations

from pathlib import Path

import click

from sopgen.diagnostic import printable


def say(*lines: str, err: bool = False) -> None:
    """Print lines, each as one: control and bidirectional characters in them become dots."""
    for line in lines:
        click.echo(printable(line), err=err)


def deliver(content: str | bytes, out: Path | None) -> None:
    """Write to the file, as a whole or not at all; to standard output where there is none, or for `-`."""
    if out is None or str(out) == "-":
        click.echo(content, nl=False)
        return
    from sopgen.record import write

    write(out, content.encode("utf-8", "replace") if isinstance(content, str) else content)
