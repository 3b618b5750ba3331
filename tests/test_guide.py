"""What README.md and docs/panduan.md show is so: their examples can be read, their commands be given."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from sopgen import parse, report, source
from sopgen.cli import program

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs/panduan.md").read_text(encoding="utf-8")
WHOLE, *PARTS = (
    textwrap.dedent(text) for text in re.findall(r"^ *```yaml\n(.*?)^ *```", GUIDE, re.MULTILINE | re.DOTALL)
)
UNIT = next(part for part in PARTS if part.startswith("satbinmas:"))
VALUES = re.findall(r"^\| `(?P<key>[a-z_]+)` \| .* \| `((?P=key): [^|]+)` \|$", GUIDE, re.MULTILINE)
COMMANDS = re.findall(r"`sopgen ([a-z]+)([^`\n]*)`", README + GUIDE)
CONTEXT = click.Context(program)


@pytest.mark.parametrize("part", [WHOLE, *PARTS], ids=lambda part: part.strip().partition("\n")[0])
def test_an_example_of_the_guide_can_be_read(part: str, tmp_path: Path) -> None:
    assert told(tmp_path, *completed(yaml.safe_load(part))) == ""


@pytest.mark.parametrize("value", [value for _, value in VALUES])
def test_a_value_in_a_table_of_the_guide_can_be_read(value: str, tmp_path: Path) -> None:
    data = yaml.safe_load(value)
    (key,) = data
    if key in ("uraian", "keterangan", "simbol", "id", "ke", "keputusan") or data == {"pelaksana": "bhabin"}:
        data = [{"uraian": "Menyusun laporan", "pelaksana": "bhabin", **data}]
    elif key == "pembuatan":
        data = {"tanggal": data}
    assert told(tmp_path, *completed(data)) == ""


def test_readme_shows_what_is_said(tmp_path: Path) -> None:
    """The SOP of the README is sound; with two slips in it sopgen says what the README shows."""
    (sop,) = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
    assert told(tmp_path, "sop", sop) == ""
    slips = sop.replace("efektif: 2026-12-01", "efektif: 1 Desember 2026").replace(": kanit\n", ": knit\n")
    assert told(tmp_path, "sop", slips).count("kesalahan") == 2
    assert told(tmp_path, "sop", slips) in README


def test_the_guide_shows_what_is_said(tmp_path: Path) -> None:
    slip = told(tmp_path, "sop", WHOLE.replace("pelaksana: bhabin", "pelaksana: babin", 1))
    assert slip.replace("pelaksanaan-patroli", "patroli-dialogis") in GUIDE


@pytest.mark.parametrize(("name", "rest"), COMMANDS, ids=lambda text: text.strip()[:50])
def test_a_command_that_is_shown_has_these_options(name: str, rest: str) -> None:
    options = {option for parameter in command(name).params for option in parameter.opts} | {"--help"}
    assert set(re.findall(r"(?<![\w-])--?[a-z][a-z0-9-]*", rest)) <= options


@pytest.mark.parametrize("name", program.list_commands(CONTEXT))
def test_help_teaches_by_example(name: str) -> None:
    assert f"Contoh: sopgen {name}" in (command(name).epilog or "")


def command(name: str) -> click.Command:
    found = program.get_command(CONTEXT, name)
    assert found
    return found


def completed(part: Any) -> tuple[str, str]:
    """A part of a file put into a whole one: which kind of file, and its text."""
    whole, unit = yaml.safe_load(WHOLE), yaml.safe_load(UNIT)
    if isinstance(part, list):
        whole["kegiatan"] = [*targets(part), *part, {"uraian": "Mengarsipkan laporan", "pelaksana": "kanit"}]
        whole["pelaksana"] = (
            dict.fromkeys(("lurah", "babinsa", "kbo", "kasat"), "Petugas") | whole["pelaksana"]
        )
    elif "kelengkapan" in part:
        whole["kegiatan"][0]["mutu_baku"].update(part)
    elif "tanda_tangan" in part:
        unit["satbinmas"]["pejabat"] |= {key: {"jabatan": key} for key in ("kanit", "kasat")}
        return "unit", yaml.safe_dump({"satbinmas": unit["satbinmas"] | part})
    elif "satbinmas" in part:
        return "unit", UNIT
    elif "uu-2-2002" in part:
        later = {"jenis": "Undang-Undang", "nomor": "6", "tahun": 2023, "tentang": "Cipta Kerja"}
        return "peraturan", yaml.safe_dump({**part, "uu-6-2023": later})
    elif "pelaksana" in part:
        whole["pelaksana"] = {"kanit": "Kanit Bhabinkamtibmas"} | part["pelaksana"]
    else:
        whole |= part
    return "sop", yaml.safe_dump(whole, sort_keys=False, allow_unicode=True)


def targets(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows for the ids that the given ones point at without having them."""
    wanted = [target for row in rows for target in (row.get("keputusan") or {}).values()]
    wanted += [row["ke"] for row in rows if isinstance(row.get("ke"), str)]
    missing = dict.fromkeys(wanted).keys() - {row.get("id") for row in rows} - {"lanjut", "selesai"}
    return [{"id": id, "uraian": "Menyusun rencana", "pelaksana": "bhabin"} for id in sorted(missing)]


def told(folder: Path, kind: str, text: str) -> str:
    """What sopgen says when it reads a file of this kind."""
    file = folder / "pelaksanaan-patroli.yaml"
    file.write_text(text, encoding="utf-8")
    tree = source.read(file)
    home = ROOT / "sop_sources"
    units, _ = parse.unit(source.read(home / "unit.yaml"))
    register, _ = parse.register(source.read(home / "peraturan.yaml"))
    read = {"sop": lambda: parse.parse(tree, units, register), "unit": lambda: parse.unit(tree)}
    _, findings = read.get(kind, lambda: parse.register(tree))()
    return "\n".join(report.text(findings)).replace(str(folder), "sop_sources")
