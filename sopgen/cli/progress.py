"""How far a long piece of work is: a bar with the time left on a terminal, plain lines elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sopgen.cli.delivery import say
from sopgen.diagnostic import printable

_TENTHS = 10


@dataclass(frozen=True)
class Meter:
    """A running display: `advance` counts one thing as done, `say` prints a line above the bar.

    `is_bar` tells whether there is a bar, which says by itself what is being done.
    """

    advance: Callable[[str], None]
    say: Callable[[str], None]
    is_bar: bool


@contextmanager
def meter(what: str, total: int, *, tenths: bool = False) -> Iterator[Meter]:
    """Show how far `what` is; with `tenths`, without a terminal, a line for every tenth of many things."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True, highlight=False)
    if not console.is_terminal:
        yield Meter(_by_tenths(what, total) if tenths else lambda name: None, say, is_bar=False)
        return
    columns = (
        TextColumn(what),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("sisa"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[name]}", markup=False),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=total, name="")
        yield Meter(
            lambda name: bar.update(task, advance=1, name=printable(name)),
            lambda text: bar.console.print(printable(text), markup=False),
            is_bar=True,
        )


def _by_tenths(what: str, total: int) -> Callable[[str], None]:
    done = 0

    def advance(name: str) -> None:
        nonlocal done
        done += 1
        if total >= 2 * _TENTHS and done % (total // _TENTHS) == 0:
            say(f"{what}: {done} dari {total}", err=True)

    return advance
