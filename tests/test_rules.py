"""Rules: every bad example gives its own code and nothing else, every good one nothing at all."""

from __future__ import annotations

import datetime
import functools
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from sopgen import parse, project, proof, source
from sopgen.cetakan import ON_PAPER, Cetakan
from sopgen.check import Verdict, check
from sopgen.diagnostic import Place, Severity
from sopgen.model import Label, Sop
from sopgen.proof.labels import known as proof_labels
from sopgen.rule import MEANING, Certainty, Rule, Subject
from sopgen.rules import BY_CODE, RULES
from sopgen.rules.tables import pairs
from sopgen.unit import Profil, Register, Unit
from tests.printing import printed

TESTS = Path(__file__).parent
OWN = TESTS.parent / "sop_sources"
SEED = "bhabinkamtibmas-2019"
TODAY = datetime.date(2026, 12, 15)

MINIMAL = (TESTS / "minimal.yaml").read_text("utf-8")
UNIT = source.read(TESTS / "unit.yaml").data["satbinmas"]
REGISTER = source.read(OWN / project.REGISTER).data
CASES: dict[str, Any] = source.read(TESTS / "data" / "kasus.yaml").data
ADAPTER: TypeAdapter[Register] = TypeAdapter(Register)
WORLD = {"_unit", "_peraturan", "_lain", "_hari_ini", "_tak_tampak", "_cetakan"}


def lines(name: str) -> list[str]:
    """The lines of a list under data/, remarks left out."""
    text = (TESTS / "data" / f"{name}.txt").read_text("utf-8")
    return [bare for line in text.splitlines() if (bare := line.partition("#")[0].strip())]


ids = functools.partial(pytest.mark.parametrize, "rule", ids=lambda rule: rule.code)
TESTABLE = [rule for rule in RULES if rule.check]


def blocks(text: str) -> dict[str, str]:
    """The top-level keys of a YAML text, each with its lines."""
    parts = re.split(r"(?m)^(?=\w+:)", text.strip("\n") + "\n")
    return {part.partition(":")[0]: part for part in parts[1:]}


def subject(change: str = "") -> Subject:
    """The smallest SOP with the top-level keys of `change` in the place of its own, and its surroundings."""
    changed = blocks(MINIMAL) | blocks(change)
    text = "".join(block for key, block in changed.items() if key not in WORLD)
    told = "".join(block for key, block in changed.items() if key in WORLD)
    world: dict[str, Any] = source.parse_text(told, "").data if told else {}
    unit = Unit.model_validate({**UNIT, **world.get("_unit", {})})
    register = ADAPTER.validate_python({**REGISTER, **world.get("_peraturan", {})})
    tree = source.parse_text(text, "contoh.yaml")
    sop, findings = parse.parse(tree, {"satbinmas": unit}, register)
    assert sop is not None, findings
    beside = {
        name: Sop.model_validate({**source.parse_text(MINIMAL, "").data, **other})
        for name, other in world.get("_lain", {}).items()
    }
    unseen = frozenset(world.get("_tak_tampak", ()))
    pages = Cetakan.model_validate(world["_cetakan"]) if "_cetakan" in world else None
    return Subject("contoh", sop, unit, register, tree.place, world.get("_hari_ini"), beside, unseen, pages)


def found(change: str) -> list[str]:
    return [finding.code for finding in check(subject(change), RULES).findings]


@ids(TESTABLE)
def test_the_bad_example_gives_this_code_and_no_other(rule: Rule) -> None:
    assert set(found(rule.bad)) == {rule.code}


@ids(TESTABLE)
def test_the_good_example_gives_nothing(rule: Rule) -> None:
    assert found(rule.good) == []


@pytest.mark.parametrize("name", CASES)
def test_a_change_gives_these_findings(name: str) -> None:
    findings = check(subject(CASES[name]["ubah"]), RULES).findings
    assert Counter(f"{finding.code} {finding.severity}" for finding in findings) == Counter(
        CASES[name]["temuan"]
    )


@ids(TESTABLE)
def test_the_examples_differ_and_the_findings_say_what_to_do(rule: Rule) -> None:
    assert rule.good != rule.bad
    for finding in check(subject(rule.bad), RULES).findings:
        assert finding.message
        assert finding.hint
        assert (Certainty.MEMORY is rule.basis.certainty[0]) <= (finding.severity < Severity.ERROR)


@ids(RULES)
def test_a_rule_is_a_whole_document(rule: Rule) -> None:
    assert re.fullmatch(r"[A-Z]{3}-\d\d", rule.code)
    assert rule.summary.strip().endswith(".")
    assert rule.why
    assert rule.basis.source
    assert rule.basis.certainty
    assert set(rule.basis.certainty) <= set(MEANING)
    assert rule.needs <= Sop.model_fields.keys() | {"alur"} | ON_PAPER


@ids(RULES)
def test_memory_alone_is_never_an_error(rule: Rule) -> None:
    assert rule.basis.certainty[0] is not Certainty.MEMORY or rule.severity < Severity.ERROR


SLIPS = {"Mutu Buku", "Autput"}
OTHER_THINGS = {"Referensi", "Persyaratan", "Unit Terkait", "Judul", "Nomor"}
"""Labels that other forms use for something else, so that the reader of documents leaves them alone."""


def test_a_label_that_the_reader_of_documents_knows_is_no_slip() -> None:
    for key, forms in proof_labels().items():
        for form in set(forms) - SLIPS:
            sop = Sop(label=Label(**{key: form}))
            told = Subject("x", sop, None, {}, lambda path: Place("x"))
            findings = check(told, [BY_CODE["IDN-02"], BY_CODE["TAB-02"]]).findings
            assert all(finding.severity < Severity.ERROR for finding in findings), form


def test_the_reader_of_documents_knows_each_label_that_the_rules_accept() -> None:
    for table in ("label-identitas", "label-tabel"):
        for key, entry in pairs(table).items():
            for form in {part.strip() for part in entry.replace("||", "|").split("|")} - OTHER_THINGS:
                assert proof.label_of(form, (key,)) == key, form


def test_codes_are_unique() -> None:
    assert [code for code, count in Counter(rule.code for rule in RULES).items() if count > 1] == []
    assert len(BY_CODE) == len(RULES)


@ids(RULES)
def test_a_rule_stands_behind_what_it_requires(rule: Rule) -> None:
    before = [other.code for other in RULES[: RULES.index(rule)]]
    assert set(rule.requires) <= set(before)


def test_the_catalogue_is_whole() -> None:
    listed = [line.split() for line in lines("katalog")]
    codes = {f"{family}-{n:02}" for family, last in listed for n in range(1, int(last) + 1)}
    assert (codes - BY_CODE.keys(), BY_CODE.keys() - codes) == (set(), set())


ANY = [
    file
    for folder in ("library", "drawings", "cases/reading/sop", "cases/reading/yaml")
    for file in sorted((TESTS / folder).glob("*.yaml"))
]


@pytest.mark.parametrize("file", ANY, ids=lambda file: file.stem)
@pytest.mark.parametrize("unit", [None, Unit.model_validate(UNIT)], ids=["tanpa-unit", "unit"])
def test_no_rule_stumbles(file: Path, unit: Unit | None) -> None:
    tree = source.read(file)
    sop = parse.parse(tree)[0] or Sop()
    for today in (None, TODAY):
        check(Subject(file.stem, sop, unit, {}, tree.place, today, {"lain": sop}), RULES)


# The whole: the smallest SOP, the one of 2019, and those that replace it.


@pytest.mark.parametrize("profile", Profil)
def test_the_smallest_sop_has_no_fault(profile: Profil) -> None:
    assert found(f"_unit: {{profil: {profile}}}") == []


@functools.cache
def own(name: str) -> Subject:
    """An SOP of the project among its neighbours."""
    folder = project.folder(OWN)
    trees = {file.stem: source.read(file, file.name) for file in project.sources([OWN])}
    sops = {stem: parse.parse(tree, folder.units, folder.register)[0] for stem, tree in trees.items()}
    sop = sops.pop(name)
    assert sop is not None
    beside = {stem: other for stem, other in sops.items() if other}
    unit = project.unit_of(sop, folder.units)
    return Subject(name, sop, unit, folder.register, trees[name].place, TODAY, beside)


@functools.cache
def verdict(name: str, *, of: str) -> Verdict:
    """What is found in the `yaml` or in the `pdf` of an SOP of the project."""
    return check(own(name) if of == "yaml" else printed(own(name)), RULES)


in_both = functools.partial(pytest.mark.parametrize, "of", ["yaml", "pdf"])


@in_both()
@pytest.mark.parametrize("name", [file.stem for file in project.sources([OWN]) if file.stem != SEED])
def test_the_revised_sops_are_sound(name: str, of: str) -> None:
    assert [finding for finding in verdict(name, of=of).findings if finding.severity > Severity.INFO] == []


@in_both()
@pytest.mark.parametrize("line", lines("temuan-2019"), ids=lambda line: line.split()[0])
def test_the_sop_of_2019_has_this_fault(line: str, of: str) -> None:
    code, severity, least = line.split()
    found = [finding for finding in verdict(SEED, of=of).findings if finding.code == code]
    assert len(found) >= int(least)
    assert severity in {str(finding.severity) for finding in found}
