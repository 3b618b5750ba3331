"""Sentences of the flow sheet: what they begin with, how many acts they name."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sopgen import kalimat
from sopgen.rules.tables import words

VERBS, OTHERS, ACTORS = words("verba"), words("bukan-verba"), words("pelaku")
LINES = (Path(__file__).parent / "data/uraian.txt").read_text("utf-8").splitlines()


def kind(text: str) -> str:
    """What a text begins with."""
    if kalimat.is_heading(text, VERBS, OTHERS):
        return "heading"
    first = kalimat.first_word(text)
    return "verb" if kalimat.is_active(first, VERBS, OTHERS) else "actor" if first in ACTORS else "noun"


@pytest.mark.parametrize("line", [line for line in LINES if not line.startswith("#")])
def test_what_a_row_begins_with(line: str) -> None:
    expected, _, text = line.partition(" ")
    assert kind(text) == expected


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Menyusun rencana", 1),
        ("Menyusun rencana bersama lurah, babinsa, dan tokoh warga", 1),
        ("Mengoreksi dan menandatangani surat", 2),
        ("Mencetak kartu, memeriksa mutunya, lalu menyerahkan kepada pemohon", 3),
        ("", 0),
    ],
)
def test_acts(text: str, count: int) -> None:
    assert len(kalimat.acts(text, VERBS, OTHERS)) == count


def test_a_name_opens_a_text_as_a_whole_word() -> None:
    names = ["Kasat", "Kasat Binmas"]
    assert kalimat.opens_with("2. kasat  binmas memeriksa", names) == "Kasat Binmas"
    assert kalimat.opens_with("Kasatreskrim memeriksa", names) == ""


def test_the_lists_agree() -> None:
    assert not VERBS & OTHERS
    assert not VERBS & ACTORS
    for name in ("periksa", "menimbang"):
        assert {word for word in words(name) if not kalimat.is_active(word, VERBS, OTHERS)} <= {"apakah"}


@given(some.text())
def test_no_text_is_too_strange(text: str) -> None:
    assert kind(text) in {"verb", "actor", "noun", "heading"}
    assert all(kalimat.acts(text, VERBS, OTHERS))
    assert isinstance(kalimat.opens_with(text, [text, "Kasat"]), str)
