"""The recipes of docs/resep: what they say is run, in its order, as the CI would."""

from __future__ import annotations

import base64
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from sopgen.cli import COMMANDS
from tests.test_release import SECRET, git, holds, keys, project  # noqa: F401  (a fixture)

ROOT = Path(__file__).resolve().parent.parent
RECIPES = ROOT / "docs" / "resep"
TAG = "terbit/2026-12"
EXPRESSION = re.compile(r"\$\{\{ (?:secrets|vars)\.(\w+) \}\}")


def read(path: Path) -> dict:
    return yaml.safe_load(path.read_text("utf-8"))


@pytest.fixture
def repository(tmp_path) -> Path:
    """A project under git with a tag, and an environment that is set up already."""
    folder = project(tmp_path / "proyek")
    for name in ("Makefile", "setup.sh", "pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, folder)
    (folder / ".gitignore").write_text(".venv/\nbuild/\naudit/\nterbitan/\n.sopgen-cache/\nlaporan.xml\n")
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "awal")
    git(folder, "tag", TAG)
    program = folder / ".venv" / "bin" / "sopgen"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m sopgen "$@"\n')
    program.chmod(0o755)
    (folder / ".venv" / "home").write_text(f"{folder}\n")
    (folder / ".venv" / "runtime").touch()
    return folder


@pytest.fixture
def values(keys, authority) -> dict[str, str]:  # noqa: F811
    """What a unit puts into its CI's stores."""
    return {
        "SOPGEN_PKCS12": base64.b64encode((keys / "kunci.p12").read_bytes()).decode(),
        "SOPGEN_PASSPHRASE": SECRET,
        "SOPGEN_TRUST": authority.root.read_text(),
        "SOPGEN_TSA": authority.tsa,
    }


def shell(script: str, folder: Path, environment: dict[str, str]) -> str:
    """Run lines as a CI's shell does; what they say."""
    needed = set(re.findall(r"\bsopgen (\w+)", script)) - COMMANDS.keys()
    if needed:
        pytest.skip(f"not there yet: {needed}")
    run = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder.parent), **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, f"{script}\n{run.stdout}"
    assert SECRET not in run.stdout
    return run.stdout


def as_released(folder: Path) -> None:
    """Whether the release is there as the recipe promises."""
    made = folder / "terbitan" / "2026-12"
    assert holds(made)
    told = yaml.safe_load((made / "manifest.json").read_text())
    assert (told["source_commit"], told["source_dirty"]) == (git(folder, "rev-parse", "HEAD"), False)
    assert not [path for path in folder.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]


@pytest.mark.parametrize("job", ["periksa", "terbitkan"])
def test_the_github_workflow_runs(repository, values, job):
    recipe = read(RECIPES / "github.yml")
    temporary = repository.parent / "sementara"
    temporary.mkdir()
    paths = repository.parent / "jalur"
    paths.touch()
    runner = {"RUNNER_TEMP": str(temporary), "GITHUB_PATH": str(paths), "GITHUB_REF_NAME": TAG}
    for step in recipe["jobs"][job]["steps"]:
        assert "run" in step or re.fullmatch(r"actions/[\w-]+@v\d+", step["uses"])
        assert "${{" not in step.get("run", ""), "a script with values in it can be made to do other things"
        own = {
            name: EXPRESSION.sub(lambda found: values[found[1]], text)
            for name, text in step.get("env", {}).items()
        }
        path = {"PATH": ":".join([*paths.read_text().split("\n")[:-1], os.environ["PATH"]])}
        shell(step.get("run", ""), repository, recipe["env"] | runner | path | own)
    if job == "terbitkan":
        as_released(repository)
        assert [file.name for file in temporary.iterdir()] == ["akar.pem"]


@pytest.mark.parametrize("job", ["periksa", "terbitkan"])
def test_the_gitlab_pipeline_runs(repository, values, job):
    recipe = read(RECIPES / "gitlab-ci.yml")
    assert recipe[job]["stage"] in recipe["stages"]
    store = repository.parent / "simpanan"
    store.mkdir()
    for name in ("SOPGEN_PKCS12", "SOPGEN_TRUST"):
        (store / name).write_text(values[name])
    files = {name: str(store / name) for name in ("SOPGEN_PKCS12", "SOPGEN_TRUST")}
    lines = [*recipe["default"]["before_script"], *recipe[job]["script"]]
    script = "\n".join(line for line in lines if not line.startswith("apt-get "))
    temporary = {"TMPDIR": str(repository.parent / "sementara")}
    (repository.parent / "sementara").mkdir()
    shell(script, repository, recipe["variables"] | values | files | temporary | {"CI_COMMIT_TAG": TAG})
    if job == "terbitkan":
        as_released(repository)
    assert list((repository.parent / "sementara").glob("tmp.*")) == []


HOOKS = {
    "the recipe": lambda: read(RECIPES / "pre-commit-config.yaml")["repos"][0]["hooks"],
    "the hooks for others": lambda: read(ROOT / ".pre-commit-hooks.yaml"),
}


@pytest.mark.parametrize("name", HOOKS)
def test_the_hook_checks_all_sources(repository, name):
    """pre-commit runs the entry where a file that matches has changed, here without the files' names."""
    (hook,) = HOOKS[name]()
    assert {"id", "name", "entry", "language", "files"} <= hook.keys()
    assert hook["pass_filenames"] is False
    for file in ("sop_sources/sambang.yaml", "sop_sources/unit.yaml", "sop_sources/peraturan.yml"):
        assert re.search(hook["files"], file)
    assert not re.search(hook["files"], "docs/resep/github.yml")
    path = {"PATH": f"{repository / '.venv/bin'}:{os.environ['PATH']}"}
    assert "2 SOP: " in shell(hook["entry"], repository, path)


def test_the_guide_to_the_recipes_names_what_they_ask_for():
    told = (RECIPES / "README.md").read_text("utf-8")
    asked = {
        name
        for file in RECIPES.glob("*.yml")
        for name in re.findall(r"\b(SOPGEN_[A-Z0-9]+)\b", file.read_text("utf-8"))
    }
    asked.add("SOPGEN_PASSPHRASE")
    assert {name for name in asked if f"`{name}`" not in told} == set()
    assert {file.name for file in RECIPES.iterdir()} - {"README.md"} == set(
        re.findall(r"\]\(([\w.-]+)\)", told)
    )
