"""Some of the hostile inputs of `make fuzz`, each time the same; and that those who judge them can fail."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from tests.fuzz import running
from tests.fuzz.running import Case

ROOT = Path(__file__).resolve().parents[1]
SEED, COUNT, PARTS = 20, 300, 2


@pytest.mark.parametrize("part", range(PARTS))
def test_hostile_inputs_do_no_harm(part: int) -> None:
    """In a process of its own: it forks, and this one may have threads."""
    call = [
        sys.executable,
        "-m",
        "tests.fuzz",
        "--light",
        "--seed",
        str(SEED + part),
        "--count",
        str(COUNT // PARTS),
    ]
    done = subprocess.run([*call, "--workers", "1"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


HARM = {
    "exit 3": "import sys; sys.exit(3)",
    "a traceback": "import traceback\ntry: 1/0\nexcept Exception: traceback.print_exc()",
    "raw": r"print('\x1b[31m\u202e')",
    "a library's words": "import sys; print('Pango-WARNING: x', file=sys.stderr)",
    "MB": "x = bytearray(1100 << 20)",
    "exit -9": "import os; os.kill(os.getpid(), 9)",
}


@pytest.mark.parametrize("harm", HARM)
def test_harm_is_noticed(harm: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def make(rng: Random, folder: Path) -> list[str]:
        return ["law"]

    def commanded(arguments: list[str]) -> int:
        try:
            exec(HARM[harm])
        except SystemExit as end:
            return int(end.code or 0)
        return 0

    monkeypatch.setattr(running, "_commanded", commanded)
    (result,) = running.run([Case("x", 1, make, 1)], keep=tmp_path / "kept")
    assert any(harm in fault for fault in result.faults), result
    assert (tmp_path / "kept" / "x-1").is_dir()


def test_a_seed_gives_the_same_inputs(tmp_path: Path) -> None:
    def made(name: str) -> list[str]:
        calls = []
        for case in running.cases(60, 7):
            if case.kind == "pdf":
                continue
            folder = tmp_path / name / str(case.number)
            folder.mkdir(parents=True)
            calls.append(json.dumps(case.make(Random(f"7/{case.kind}/{case.number}"), folder)))
            calls += sorted(ascii(file.relative_to(folder)) for file in folder.rglob("*"))
        return calls

    assert made("a") == made("b")
