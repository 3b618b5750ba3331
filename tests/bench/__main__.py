"""Print how fast and how large everything is, in medians, as ratios within one run; never fails."""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
from pathlib import Path

from tests.bench import measure
from tests.bench.folders import LIBRARY, SHARED, largest
from tests.bench.measure import both, median, ms, peak, progress, say, sopgen, timed, title

ROUTING = 0.020


def main() -> None:
    """Measure all, the cheap first; memory before this process grows."""
    arguments = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    arguments.add_argument("--scale", type=float, default=1.0, help="part of the full size (0.1: quick look)")
    scale = arguments.parse_args().scale
    rounds = max(3, round(9 * scale))
    print(
        f"{measure.cores()} processors, load {os.getloadavg()[0]:.1f}; "
        "beside a figure stands its aim, met (\u2713) or missed (\u2717)"
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        memory(folder / "largest")
        cold(rounds)
        reading(rounds)
        routing(max(5, round(30 * scale)))

        from tests.bench import checking, foreign, one, thousand

        foreign.report()

        checking.one(folder / "alone", rounds)
        checking.thousand(folder / "checked", max(20, round(1000 * scale)))
        checking.documents(folder / "judged", max(20, round(300 * scale)))
        one.report(folder / "one", rounds)
        thousand.unchanged(folder / "thousand", max(20, round(1000 * scale)), max(3, rounds // 2))
        thousand.workers(folder / "workers", max(20, round(200 * scale)))


def memory(folder: Path) -> None:
    """The most memory that any of our processes takes."""
    progress("memory")
    file = largest(folder / "sop_sources")
    title("Memory at its peak, one worker")
    say("sopgen --version", f"{peak(sopgen('--version')):.0f} MB")
    small = LIBRARY / "skck.yaml"
    say("9 rows (skck)", f"{peak(sopgen('build', small, '-o', folder / 'a', '-j', '1')):.0f} MB")
    say("60 rows by 14 executors", f"{peak(sopgen('build', file, '-o', folder / 'b', '-j', '1')):.0f} MB")


def cold(rounds: int) -> None:
    """How long a process takes that does next to nothing."""
    title(f"Cold starts; median of {rounds}: wall (processor)")
    for arguments in (("--version",), ("flow", LIBRARY / "patroli.yaml"), ("schema",)):
        progress(f"sopgen {arguments[0]}")
        say(f"sopgen {arguments[0]}", both(median(timed(sopgen(*arguments)) for _ in range(rounds))))


def reading(rounds: int) -> None:
    """How long it takes to read and check a source."""
    from sopgen import parse, source
    from sopgen.project import folder

    home = folder(LIBRARY)
    files = sorted(file for file in LIBRARY.glob("*.yaml") if file.name not in SHARED)
    for _ in range(2):
        read, parsed = [], []
        for file in files * max(1, rounds // 3):
            read.append(timed(lambda file=file: source.read(file)).wall)
            tree = source.read(file)
            parsed.append(timed(lambda tree=tree: parse.parse(tree, home.units, home.register)).wall)
    title(f"Reading the {len(files)} SOPs of the library, warm; median of a file, and the slowest")
    say("YAML with the place of every value", f"{ms(statistics.median(read))}, {ms(max(read))}")
    say("the model, with all faults", f"{ms(statistics.median(parsed))}, {ms(max(parsed))}")


def routing(count: int) -> None:
    """How long it takes to route a flow."""
    from sopgen.matrix import matrix
    from tests.bench.flows import likely, wild

    title(f"Routing alone; median of {count} flows, and the slowest")
    for rows, columns in ((12, 5), (60, 14)):
        for make in (likely, wild):
            progress(f"routing {rows} rows by {columns}")
            flows = [make(rows, columns, seed) for seed in range(count)]
            walls = [timed(lambda flow=flow: matrix(flow)).wall for flow in flows]
            wall, edges = statistics.median(walls), statistics.median(len(flow.edges) for flow in flows)
            aim = ("under 20 ms", wall < ROUTING) if (rows, make) == (60, likely) else ()
            text = f"{rows} rows by {columns} executors, {edges:.0f} edges, {make.__name__}"
            say(text, f"{ms(wall)}, {ms(max(walls))}", *aim)


if __name__ == "__main__":
    main()
