"""Checking sources and judging documents: a cold start over one file, many files, none changed, many PDFs."""

from __future__ import annotations

import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

from sopgen import batch
from tests.bench.folders import LIBRARY, SHARED, alone, many
from tests.bench.measure import Time, both, median, progress, ratio, say, timed, title

COLD, MANY, UNCHANGED = 1.5, 30.0, 1.0
"""Times importing pydantic and ruamel.yaml; seconds for 1,000 files; seconds where none changed."""


def one(folder: Path, rounds: int) -> None:
    """Print what checking one file costs, against importing what reads it: pydantic imports itself lazily."""
    imports = [sys.executable, "-c", "from pydantic import BaseModel; import ruamel.yaml"]
    file = alone("laporan-spkt", folder / "sop_sources")
    theirs: list[Time] = []
    ours: list[Time] = []
    for number in range(rounds):
        progress(f"checking one file, round {number + 1} of {rounds}")
        theirs.append(timed(lambda: subprocess.run(imports, check=True)))
        ours.append(timed(partial(_checked, file)))
    title(f"sopgen check, one file of 12 rows, cold; median of {rounds}: wall (processor)")
    say("importing pydantic and ruamel.yaml", both(median(theirs)))
    say("sopgen check --no-cache", both(median(ours)))
    times = ratio(ours, theirs)
    say("  times those imports", f"{times.wall:.2f} ({times.cpu:.2f})", f"at most {COLD}", times.wall <= COLD)


def _checked(file: Path) -> None:
    command = [sys.executable, "-m", "sopgen", "check", file, "--no-cache"]
    if subprocess.run(command, capture_output=True).returncode > 1:
        raise SystemExit("sopgen check could not run")


def thousand(folder: Path, count: int) -> None:
    """Print what checking many files costs, and what it costs again where nothing has changed."""
    many(count, folder / "sop_sources")
    command = [sys.executable, "-m", "sopgen", "check", "sop_sources", "-o", "laporan.txt"]

    def run() -> None:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
        if done.returncode > 1:
            raise SystemExit(done.stderr[-2000:])

    progress(f"checking {count} files")
    first, again = timed(run), median(timed(run) for _ in range(3))
    aim = MANY * count / 1000
    title(f"sopgen check, {count} files, two processes: wall (processor)")
    say("the first time", both(first), f"under {aim:.0f} s", first.wall < aim)
    say("nothing changed", both(again), f"under {UNCHANGED:g} s", again.wall < UNCHANGED)


def documents(folder: Path, count: int) -> None:
    """Print what judging many PDFs costs, by one process and by two."""
    files = sorted(file for file in LIBRARY.glob("*.yaml") if file.name not in SHARED)
    batch.build(files, folder / "build", ("pdf",))
    archive = folder / "arsip"
    archive.mkdir()
    for number in range(count):
        file = files[number % len(files)]
        shutil.copy(folder / "build" / f"{file.stem}.pdf", archive / f"{number:03}-{file.stem}.pdf")
    command = [
        sys.executable,
        "-m",
        "sopgen",
        "audit",
        archive,
        "--format",
        "csv,json,html",
        "--sources",
        LIBRARY,
    ]
    times = {}
    for workers in (1, 2):
        progress(f"judging {count} PDFs with {workers} worker(s)")
        out = ["-o", folder / f"audit-{workers}", "-j", workers]
        run = [str(part) for part in (*command, *out)]
        times[workers] = timed(lambda run=run: subprocess.run(run, capture_output=True))
    title(f"sopgen audit, {count} PDFs of the library: wall (processor)")
    say("one worker", both(times[1]))
    say("two workers", both(times[2]))
    say("times faster", f"{times[1].wall / times[2].wall:.2f}")
