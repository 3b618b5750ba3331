"""The stopwatch: wall time, and processor time (children included), which busy neighbours don't move."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Time:
    """Seconds."""

    wall: float
    cpu: float


def timed(task: Callable[[], object]) -> Time:
    """How long a task takes."""
    wall, cpu = time.perf_counter(), _cpu()
    task()
    return Time(time.perf_counter() - wall, _cpu() - cpu)


def _cpu() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def median(times: Iterable[Time]) -> Time:
    """The medians of wall and of processor time."""
    times = list(times)
    return Time(statistics.median(t.wall for t in times), statistics.median(t.cpu for t in times))


def ratio(ours: Sequence[Time], theirs: Sequence[Time]) -> Time:
    """The median of the ratios, round by round."""
    return median(Time(a.wall / b.wall, a.cpu / b.cpu) for a, b in zip(ours, theirs, strict=True))


def sopgen(*arguments: str | Path) -> Callable[[], None]:
    """A cold start of the program, in a process of its own."""
    command = [sys.executable, "-m", "sopgen", *map(str, arguments)]

    def run() -> None:
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"{' '.join(command)} gave {done.returncode}: ...{done.stderr[-2000:]}")

    return run


def peak(run: Callable[[], object]) -> float:
    """The most memory in MB that any child process has taken by the end of `run`.

    A child's peak counts from its parent's: measure before this process has grown.
    """
    run()
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0))


def say(text: str, figure: str, aim: str = "", met: bool | None = None) -> None:
    """One line of the report; the aim beside the figure with a tick or a cross."""
    mark = "" if met is None else " \u2713" if met else " \u2717"
    print(f"  {text:<58} {figure:>18}   {aim}{mark}".rstrip(), flush=True)


def title(text: str) -> None:
    """The heading of a group of lines."""
    print(f"\n{text}", flush=True)


def progress(text: str) -> None:
    """What is being done, on a terminal only."""
    if sys.stderr.isatty():
        print(f"\r\033[K  ... {text}", end="", file=sys.stderr, flush=True)


def both(time: Time) -> str:
    """Wall time, and processor time in brackets."""
    return f"{ms(time.wall)} ({ms(time.cpu)})"


def ms(seconds: float) -> str:
    """Milliseconds, or seconds where they are many."""
    if seconds >= 10:
        return f"{seconds:.1f} s"
    return f"{seconds * 1000:.1f} ms" if seconds < 0.1 else f"{seconds * 1000:.0f} ms"
