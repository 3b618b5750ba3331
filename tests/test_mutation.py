"""Every rule finds its own fault in every correct SOP, and what it finds no other rule has to say."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from sopgen.cetakan import ON_PAPER
from sopgen.rules import RULES
from tests.mutation import (
    PRINTED,
    TESTS,
    Found,
    Mutation,
    bundles,
    correct,
    found,
    mutated,
    mutations,
    reason,
    subject,
    worlds,
)
from tests.printing import printed

each = functools.partial(pytest.mark.parametrize, "fault", ids=str)


@functools.cache
def sound(name: str) -> Found:
    """What is noted about a correct SOP as it is."""
    return found(subject(worlds()[name]))


@functools.cache
def caused(fault: Mutation, name: str) -> Found:
    """What is found in an SOP besides, once it has a fault; empty where it can't have it."""
    return found(subject(mutated(worlds()[name], fault))) - sound(name)


def possible(fault: Mutation) -> list[str]:
    return [name for name in correct() if not reason(fault, name)]


def is_told(fault: Mutation, new: Found) -> bool:
    """Whether the rule has found the fault, as gravely as expected."""
    return any(code == fault.code and grade == fault.told.get("tingkat", grade) for code, grade in new)


def test_there_are_enough_correct_sops() -> None:
    assert len(correct()) >= 15
    assert set(correct()) >= {name for name in worlds() if worlds()[name]["_folder"] == "sop_sources"} - {
        "bhabinkamtibmas-2019"
    }


def test_every_rule_has_a_mutation() -> None:
    sources = {rule.code for rule in RULES if rule.check and not ON_PAPER & rule.needs}
    pages = {rule.code for rule in RULES if ON_PAPER & rule.needs}
    assert {fault.code for fault in mutations()} == sources
    assert {code for code, *_ in looks()} - sources == pages - UNDRAWABLE


UNDRAWABLE = {"ALR-10", "ALR-12", "TTL-04"}
"""What no template can draw: connectors and lines are of the drawing, where the flow begins of the layout."""


@each(mutations())
def test_the_fault_is_found_in_every_sop(fault: Mutation) -> None:
    assert possible(fault)
    assert [name for name in possible(fault) if not is_told(fault, caused(fault, name))] == []


@each(mutations())
def test_no_other_rule_has_anything_to_say(fault: Mutation) -> None:
    others = Counter(code for name in possible(fault) for code, _ in caused(fault, name))
    assert set(others) - {fault.code} == set(fault.companions)


@each([fault for fault in mutations() if "tanpa" in fault.told])
def test_what_is_said_to_be_impossible_is(fault: Mutation) -> None:
    names = [name for why in fault.told["tanpa"].values() for name in why]
    assert set(names) <= set(correct())
    assert [name for name in names if is_told(fault, caused(fault, name))] == []


def test_the_pairs_left_out_are_listed(golden: Callable[[str, str], None]) -> None:
    left_out: dict[str, list[str]] = {}
    for fault in mutations():
        for name in correct():
            if why := reason(fault, name):
                left_out.setdefault(f"{fault}: {why}", []).append(name)
    lines = [f"{fault}: {', '.join(names)}" for fault, names in left_out.items()]
    golden("mutations/tidak-berlaku.txt", "\n".join(lines) + "\n")


# ---- in print -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PRINTED)
def test_the_pdf_of_a_correct_sop_gives_what_its_yaml_gives(name: str) -> None:
    assert seen(name) == sound(name)


@functools.cache
def seen(name: str) -> Found:
    """What is noted about the PDF of a correct SOP."""
    return found(printed(subject(worlds()[name])))


@pytest.mark.parametrize(
    ("name", "faults"), bundles(), ids=lambda part: part if isinstance(part, str) else f"{len(part)}"
)
def test_the_faults_are_found_in_the_pdf(name: str, faults: tuple[Mutation, ...]) -> None:
    new = found(printed(subject(mutated(worlds()[name], *faults)))) - seen(name)
    expected = {code for fault in faults for code in (fault.code, *fault.companions, *fault.unprinted)}
    assert [str(fault) for fault in faults if not is_told(fault, new)] == []
    assert {code for code, _ in new} <= expected


def test_what_can_be_seen_in_print_is_looked_for() -> None:
    shown = {fault.code for _, faults in bundles() for fault in faults}
    reasons = {fault.code: fault.told["pdf"] for fault in mutations() if "pdf" in fault.told}
    assert {fault.code for fault in mutations()} - shown <= set(reasons)


# ---- faults of the page ---------------------------------------------------------------------------


def looks() -> list[tuple[str, str, str, str]]:
    """Changes to the templates: the rule that is to find them, the file, the old text and the new."""
    lines = (TESTS / "mutations" / "templat.txt").read_text("utf-8").splitlines()
    parts = [line.split(" ", 2) for line in lines if line and not line.startswith("#")]
    return [(code, file, *change.split(" => ")) for code, file, change in parts]


@pytest.mark.parametrize(("code", "file", "old", "new"), looks())
def test_a_fault_of_the_page_is_found(tmp_path: Path, code: str, file: str, old: str, new: str) -> None:
    name = "deteksi-dini"
    text = (TESTS.parent / "templates" / file).read_text("utf-8")
    assert text.count(old) >= 1
    (tmp_path / file).write_text(text.replace(old, new), "utf-8")
    document = found(printed(subject(worlds()[name]), tmp_path))
    assert {told for told, _ in document - seen(name)} == {code}
