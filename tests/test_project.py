"""The project's own papers are true: ARCHITECTURE.md, README.md, docs/panduan.md."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from pydantic import BaseModel

from sopgen import model, unit
from sopgen.cli import program

ROOT = Path(__file__).resolve().parent.parent
SOPGEN = ROOT / "sopgen"


def layers() -> list[set[str]]:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    found = next(contract for contract in contracts if contract["type"] == "layers")["layers"]
    return [set(re.findall(r"\w+", layer)) - {"__main__"} for layer in found]


def test_architecture_names_the_layers_that_are_held() -> None:
    rows = re.findall(r"^\| .*? \| (`.*?) \|$", (ROOT / "ARCHITECTURE.md").read_text(), re.MULTILINE)
    told = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    held = [layer for layer in layers() if layer]
    assert set(told) == set().union(*held)
    ranks = [next(index for index, layer in enumerate(held) if name in layer) for name in told]
    assert ranks == sorted(ranks)


def test_every_module_has_a_layer() -> None:
    modules = {
        path.stem for path in SOPGEN.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert modules - {"__init__", "__main__"} == set().union(*layers())


def test_readme_names_every_command() -> None:
    told = set(re.findall(r"^\| `sopgen (\w+)", (ROOT / "README.md").read_text(), re.MULTILINE))
    assert told == set(program.list_commands(None))


@pytest.mark.parametrize("path", sorted(SOPGEN.rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_only_the_command_line_reads_the_clock_and_prints(path: Path) -> None:
    if path.is_relative_to(SOPGEN / "cli"):
        return
    text = path.read_text()
    assert not re.search(r"\b(datetime\.now|date\.today|time\.time|perf_counter|utcnow)\b", text)
    # A worker whose parent was killed ends itself; that is batch.
    assert path.name == "batch.py" or "os._exit" not in text
    assert not re.search(r"(?<![\w.])print\(|sys\.exit|click\.", text)


def fields(*kinds: type[BaseModel]) -> set[str]:
    return {name for kind in kinds for name in kind.model_fields}


def test_the_guide_explains_every_key() -> None:
    guide = (ROOT / "docs/panduan.md").read_text()
    keys = fields(
        model.Sop, model.Kegiatan, model.Langkah, model.MutuBaku, model.TanggalSop, model.Tanggal,
        model.Pejabat, model.Revisi, model.Sampul, model.Kelompok,
        unit.Unit, unit.Tampilan, unit.TandaTangan, unit.Peraturan, unit.Perubahan,
    )  # fmt: skip
    assert sorted(key for key in keys if not re.search(rf"\b{key}\b", guide)) == []


def test_no_trace_of_the_machine() -> None:
    """No path of a machine and no address of an index gets into the project."""
    texts = {".py", ".md", ".yaml", ".yml", ".toml", ".lock", ".sh", ".j2", ".css", ".js", ".txt"}
    skipped = {".git", ".venv", "build", "node_modules"}
    for path in ROOT.rglob("*"):
        if path.suffix in texts and path.is_file() and not skipped & set(path.relative_to(ROOT).parts):
            text = path.read_text(encoding="utf-8", errors="replace")
            assert not re.search(
                r"/(root|home)/\w|/opt/pypi|files\.pythonhosted|/work/", text
            ) or path == Path(__file__), path
