"""The project as a package: templates found wherever it is installed, true locks, releases of sopgen."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

from sopgen.assets import templates
from tests.test_release import git

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DEVELOPMENT = PROJECT["optional-dependencies"]["dev"]


def test_a_checkout_uses_the_templates_beside_the_package(tmp_path: Path) -> None:
    (tmp_path / "sopgen").mkdir()
    assert templates(tmp_path / "elsewhere", tmp_path / "sopgen") == (tmp_path / "templates",)


def test_an_installed_package_uses_the_templates_it_carries(tmp_path: Path) -> None:
    carried = tmp_path / "sopgen" / "templates"
    carried.mkdir(parents=True)
    (tmp_path / "templates").mkdir()
    assert templates(tmp_path / "elsewhere", tmp_path / "sopgen") == (carried,)


def test_the_project_s_own_templates_come_first(tmp_path: Path) -> None:
    own = tmp_path / "project" / "templates"
    carried = tmp_path / "sopgen" / "templates"
    own.mkdir(parents=True)
    carried.mkdir(parents=True)
    assert templates(tmp_path / "project", tmp_path / "sopgen") == (own, carried)


def test_a_checkout_is_searched_once_when_it_is_the_project() -> None:
    assert templates(ROOT) == (ROOT / "templates",)


def test_the_wheel_carries_all_that_sopgen_reads_and_nothing_else(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, stdin=subprocess.DEVNULL)
    (wheel,) = tmp_path.glob("*.whl")
    carried = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert carried == files("sopgen") | {f"sopgen/{name}" for name in files("templates")}


def files(folder: str) -> set[str]:
    """Every file below a folder of the project, but what Python leaves there."""
    found = {file.relative_to(ROOT) for file in (ROOT / folder).rglob("*") if file.is_file()}
    return {str(file) for file in found if "__pycache__" not in file.parts}


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock", "pip-tools.lock"])
def test_a_lock_names_no_address(lock: str) -> None:
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if "://" in line or line.startswith("-") or " @ " in line] == []


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("requirements.lock", PROJECT["dependencies"]),
        ("requirements-dev.lock", PROJECT["dependencies"] + DEVELOPMENT),
        ("pip-tools.lock", ["pip-tools==7.*", "pip==26.*"]),
    ],
)
def test_a_lock_pins_what_pyproject_asks_for(lock: str, wanted: list[str]) -> None:
    pins = locked(ROOT / lock)
    assert [ask for ask in wanted if not satisfied(ask, pins)] == []


def test_make_installs_nothing_without_hashes() -> None:
    """But the project itself, which brings nothing along."""
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8")
    installs = re.findall(r"^\t.*(?:\$\(PIP\)|pip install)(.*)$", recipe, re.MULTILINE)
    assert len(installs) == 4
    assert {install.split()[0] for install in installs} == {"--require-hashes", "--no-deps"}


def test_the_two_locks_agree() -> None:
    runtime, development = locked(ROOT / "requirements.lock"), locked(ROOT / "requirements-dev.lock")
    assert {name: development.get(name) for name in runtime} == runtime


def locked(lock: Path) -> dict[str, str]:
    """Name to version, of every pin in a lock file."""
    return dict(re.findall(r"^([a-z0-9.-]+)==([^ ]+) \\$", lock.read_text(encoding="utf-8"), re.MULTILINE))


def satisfied(ask: str, pins: dict[str, str]) -> bool:
    """Whether the pin of a dependency written `name[extra]==1.2.*` begins with that version."""
    name, version = re.sub(r"\[.*\]", "", ask).split("==")
    return f"{pins.get(name.replace('.', '-').lower(), '')}.".startswith(version.removesuffix("*"))


def test_a_release_is_the_same_bytes_wherever_and_whenever_it_is_built(tmp_path: Path) -> None:
    here, there = tmp_path / "satu", tmp_path / "tempat lain" / "dua"
    commit_of_the_project(here)
    git(tmp_path, "clone", "-q", str(here), str(there))
    for file in there.rglob("*.py"):
        os.utime(file, (0, 0))
    one = release(here, 0o022, TZ="UTC", PYTHONHASHSEED="1")
    two = release(there, 0o077, TZ="Asia/Jayapura", PYTHONHASHSEED="2", SOURCE_DATE_EPOCH="1")
    assert {file.name: digest(file.read_bytes()) for file in one.iterdir()} == {
        file.name: digest(file.read_bytes()) for file in two.iterdir()
    }
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=two, check=True)
    assert {file.name for file in one.iterdir()} == {WHEEL, SDIST, SBOM, LICENCES, "SHA256SUMS"}
    with zipfile.ZipFile(one / WHEEL) as wheel:
        assert wheel.read(f"{STEM}.dist-info/sboms/{SBOM}") == (one / SBOM).read_bytes()
        assert f"{STEM}.dist-info/licenses/templates/fonts/LICENSE" in wheel.namelist()
    with tarfile.open(one / SDIST) as sdist:
        assert {f"{STEM}/sbom/{SBOM}", f"{STEM}/sbom/{LICENCES}"} <= set(sdist.getnames())


STEM = f"sopgen-{PROJECT['version']}"
WHEEL, SDIST = f"{STEM}-py3-none-any.whl", f"{STEM}.tar.gz"
SBOM, LICENCES = f"{STEM}.cdx.json", f"{STEM}.licences.txt"


def commit_of_the_project(folder: Path) -> None:
    """A repository of what a release needs, as it is now, with one commit."""
    for name in ("sopgen", "templates", "tools"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in (
        ".gitignore",
        "README.md",
        "hatch_build.py",
        "pyproject.toml",
        "requirements.lock",
        "setup.sh",
    ):
        shutil.copy(ROOT / name, folder)
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "awal")


def release(folder: Path, umask: int, **environment: str) -> Path:
    command = [sys.executable, "-m", "tools.dist", "dist"]
    everything = {**os.environ, "PYTHONPATH": "", **environment}
    subprocess.run(command, cwd=folder, env=everything, umask=umask, check=True, stdin=subprocess.DEVNULL)
    return folder / "dist"


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
