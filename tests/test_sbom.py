"""The SBOM of sopgen: all that it runs with, as locked, with licences."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from tools import sbom
from tools.libraries import libraries, pins
from tools.system import PACKAGES

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def bom() -> dict:
    """The SBOM of the project as it is."""
    return json.loads(sbom.text(sbom.bom(ROOT, datetime(2026, 1, 1, tzinfo=UTC))))


def from_index(bom: dict) -> dict[str, dict]:
    found = [
        component for component in bom["components"] if component.get("purl", "").startswith("pkg:pypi/")
    ]
    return {component["name"]: component for component in found}


BUILDING = {"editables", "hatchling", "pathspec", "pluggy", "tomlkit", "trove-classifiers"}
"""What stands in requirements.lock for building only."""


def test_the_sbom_keeps_to_the_schema(bom: dict) -> None:
    validator = JsonStrictValidator(SchemaVersion.V1_6)
    assert validator.validate_str(json.dumps(bom)) is None
    assert validator.validate_str(json.dumps(bom | {"specVersion": 1})) is not None


def test_the_sbom_names_every_library_as_it_is_locked(bom: dict) -> None:
    wanted = {name: pin for name, pin in pins(ROOT / "requirements.lock").items() if name not in BUILDING}
    found = from_index(bom)
    assert {name: component["version"] for name, component in found.items()} == {
        name: pin.version for name, pin in wanted.items()
    }
    for name, component in found.items():
        (distribution,) = component["externalReferences"]
        assert distribution["url"] == component["purl"] == f"pkg:pypi/{name}@{wanted[name].version}"
        assert {entry["content"] for entry in distribution["hashes"]} == set(wanted[name].hashes)


def test_the_sbom_has_licence_and_text_of_every_library(bom: dict) -> None:
    found = from_index(bom).values()
    assert [component["name"] for component in found if not component.get("licenses")] == []
    texts = {
        component["name"]: [
            entry["license"]["text"]["content"] for entry in component["evidence"]["licenses"]
        ]
        for component in found
    }
    assert [name for name, those in texts.items() if not those or not all(those)] == []
    told = sbom.licence_texts(sbom.bom(ROOT, datetime(2026, 1, 1, tzinfo=UTC)))
    assert [name for name, those in texts.items() if not all(text in told for text in those)] == []


def test_the_sbom_says_what_needs_what(bom: dict) -> None:
    needs = {entry["ref"]: set(entry.get("dependsOn", ())) for entry in bom["dependencies"]}
    pure = {need.removeprefix("pkg:pypi/").split("@")[0] for need in needs["sopgen"] if "pkg:pypi/" in need}
    asked = {re.split(r"[=\[]", ask)[0].replace(".", "-") for ask in PROJECT["dependencies"]}
    assert pure == asked
    references = {component["bom-ref"] for component in bom["components"]}
    assert references == set().union(*needs.values())
    assert any("python-pkcs11" in need for need in needs[from_index(bom)["pyhanko"]["bom-ref"]])


def test_the_sbom_has_the_fonts_that_sopgen_carries(bom: dict) -> None:
    (fonts,) = [component for component in bom["components"] if component["bom-ref"] == "templates/fonts"]
    assert fonts["licenses"] == [{"license": {"id": "OFL-1.1"}}]
    assert {file["name"]: file["hashes"][0]["content"] for file in fonts["components"]} == {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in (ROOT / "templates/fonts").glob("*.ttf")
    }


def test_the_sbom_names_what_set_up_installs(bom: dict) -> None:
    steps = re.search(r"^missing_for_build\(\) \{(.*?)^\}", (ROOT / "setup.sh").read_text(), re.M | re.S)
    assert steps
    installed = set(re.findall(r"\|\| echo ([\w.-]+)$", steps[1], re.M))
    assert {package.name for package in PACKAGES} == installed | {"python3", "poppler-utils"}
    named = {component["purl"] for component in bom["components"] if "pkg:deb/" in component.get("purl", "")}
    assert named == {f"pkg:deb/debian/{package.name}" for package in PACKAGES}


def test_the_serial_number_follows_from_the_content(bom: dict) -> None:
    again = json.loads(sbom.text(sbom.bom(ROOT, datetime(2026, 1, 1, tzinfo=UTC))))
    later = json.loads(sbom.text(sbom.bom(ROOT, datetime(2026, 1, 2, tzinfo=UTC))))
    assert again == bom
    assert later["serialNumber"] != bom["serialNumber"]


def test_an_sbom_of_other_versions_than_the_locked_is_refused(tmp_path: Path) -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "requirements.lock").write_text(lock.replace("click==8.", "click==7."), encoding="utf-8")
    with pytest.raises(SystemExit, match=r"click 8\..* terpasang, bukan 7\."):
        libraries(tmp_path)
