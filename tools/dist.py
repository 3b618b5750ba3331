"""Builds a release of sopgen itself: wheel, sdist, SBOM, licence texts, SHA256SUMS.

    python -m tools.dist FOLDER

It is built from a commit, not from the folder one works in. The same commit gives the same bytes: all times
are the commit's.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent


def main(folder: Path, commit: str = "HEAD") -> None:
    """Build the release of a commit into a folder, which must not exist yet or be empty."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise SystemExit(f"{folder} tidak kosong.")
    print("Rilis dari commit", _log(commit, "%h %s"), file=sys.stderr)
    with TemporaryDirectory() as temporary:
        tree = Path(temporary) / "sopgen"
        _export(commit, tree)
        _build(tree, folder.resolve(), _log(commit, "%ct"))
    _sums(folder)


def _export(commit: str, tree: Path) -> None:
    tree.mkdir()
    archive = subprocess.check_output(["git", "archive", commit], cwd=ROOT)
    subprocess.run(["tar", "-x"], input=archive, cwd=tree, check=True)


def _log(commit: str, format: str) -> str:
    """What `git log` says of a commit, as `%ct`: its time, in seconds since 1970."""
    return subprocess.check_output(
        ["git", "log", "-1", f"--format={format}", commit], cwd=ROOT, text=True
    ).strip()


def _build(tree: Path, folder: Path, time: str) -> None:
    """Build with the tools of the commit itself; wheel and sdist carry what they find in `sbom/`."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HATCH_")}
    environment |= {"SOURCE_DATE_EPOCH": time, "PYTHONPATH": str(tree)}
    _run([sys.executable, "-m", "tools.sbom", "sbom"], tree, environment)
    shutil.copytree(tree / "sbom", folder, dirs_exist_ok=True)
    hatchling = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-t", "wheel", "-d", str(folder)]
    _run(hatchling, tree, environment)


def _run(command: list[str], tree: Path, environment: dict[str, str]) -> None:
    subprocess.run(
        command, cwd=tree, env=environment, check=True, stdin=subprocess.DEVNULL, stdout=sys.stderr
    )


def _sums(folder: Path) -> None:
    """Write SHA256SUMS, as `sha256sum --check` reads it, and print it."""
    files = sorted(path for path in folder.iterdir() if path.name != "SHA256SUMS")
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8", newline="\n")
    print("".join(lines), end="")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
