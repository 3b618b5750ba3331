"""The project as a package: templates found wherever it is installed, locks true to pyproject.toml."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from sopgen.assets import templates

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
