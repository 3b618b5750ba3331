"""The rules of the table and its flow, beyond their own examples: which fault, where, how grave."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sopgen import source
from sopgen.check import check
from sopgen.diagnostic import Place, written
from sopgen.model import Sop
from sopgen.rule import Subject
from sopgen.rules import RULES

CASES = source.read(Path(__file__).parent / "data/alur.yaml").data
JUDGED = [
    rule
    for rule in RULES
    if rule.code[:3] in ("ALR", "SIM") or rule.code in ("TAB-08", "TAB-10", "TAB-11", "TAB-12")
    if rule.code != "ALR-09"
]


def row(short: dict[str, Any]) -> dict[str, Any]:
    """A row as the model has it, of its short form here."""
    words = {"oleh": "pelaksana"}
    rest = {words.get(key, key): value for key, value in short.items() if key != "rangkaian"}
    return rest | ({"rangkaian": [row(link) for link in short["rangkaian"]]} if "rangkaian" in short else {})


@pytest.mark.parametrize("name", CASES)
def test_the_faults_of_a_flow(name: str) -> None:
    case = CASES[name]
    performers = case.get("pelaksana", {"a": "a", "b": "b"})
    sop = Sop.model_validate(
        {"pelaksana": performers, "kegiatan": [row(short) for short in case["kegiatan"]]}
    )
    subject = Subject("contoh", sop, None, {}, lambda path: Place("contoh", 1))
    told: dict[str, list[str]] = {}
    for finding in check(subject, JUDGED).findings:
        told.setdefault(finding.code, []).append(written(finding.key_path))
    assert {code: sorted(paths) for code, paths in told.items()} == case["temuan"]


VARIANTS = source.read(Path(__file__).parent / "data/varian.yaml").data
MINIMAL = source.read(Path(__file__).parent / "minimal.yaml").data


@pytest.mark.parametrize("name", VARIANTS)
def test_the_faults_of_a_table(name: str) -> None:
    case = VARIANTS[name]
    rows = [{**row, **case.get("setiap", {})} for row in MINIMAL["kegiatan"]]
    rows[0] |= case.get("pertama", {})
    changed = {**MINIMAL, "kegiatan": [*rows, *case.get("tambah", [])], **case.get("ubah", {})}
    subject = Subject("contoh", Sop.model_validate(changed), None, {}, lambda path: Place("contoh", 1))
    rules = [rule for rule in RULES if rule.code[:3] in ("TAB", "MBK")]
    assert {f.code: str(f.severity) for f in check(subject, rules).findings} == case["temuan"]
