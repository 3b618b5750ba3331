"""Run many hostile inputs, and tell which of them did harm."""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.fuzz import running


def main() -> int:
    """Run, report, and return 1 where anything failed."""
    asked = _asked()
    running.preload()
    keep = Path(tempfile.gettempdir()) / f"sopgen-fuzz-{asked.seed}"
    kind, _, number = asked.only.partition(":")
    if number:
        cases = [running.Case(kind, int(number), running.kinds()[kind], asked.seed)]
    else:
        turns = [kind] if kind else running.LIGHT if asked.light else running.FULL
        cases = list(running.cases(asked.count, asked.seed, turns))
    start, failed, codes, slowest, largest = time.monotonic(), 0, Counter[str](), 0.0, 0
    for done, result in enumerate(running.run(cases, asked.workers, keep, bool(number)), start=1):
        codes[f"{result.arguments[0] if result.arguments else '?'} {result.code}"] += 1
        slowest, largest = max(slowest, result.seconds), max(largest, result.peak)
        if result.faults or number:
            failed += bool(result.faults)
            print(
                f"{result.case.name}: {'; '.join(result.faults) or 'well'}; sopgen {' '.join(result.arguments)!a}"
            )
            print(
                "    " + ascii(result.output[-(6000 if number else 600) :]).replace("\\n", "\n    "),
                flush=True,
            )
        if done % 250 == 0:
            print(f"{done} of {len(cases)}, {failed} failed, {time.monotonic() - start:.0f} s", flush=True)
    print(
        f"seed {asked.seed}: {len(cases)} inputs, {failed} failed, slowest {slowest:.1f} s, largest {largest >> 20} MB"
    )
    print(", ".join(f"{name}: {count}" for name, count in sorted(codes.items())))
    if failed:
        print(
            f"Folders of those that failed: {keep}. One again: make fuzz SEED={asked.seed} ONLY=kind:number"
        )
    return 1 if failed else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="kind, or kind:number")
    parser.add_argument("--light", action="store_true", help="few documents, as in the tests")
    parser.add_argument("--workers", type=int, default=len(os.sched_getaffinity(0)))
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
