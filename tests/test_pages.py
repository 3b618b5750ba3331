"""Pages with the longest names that occur: no text lies on text or on a rule, no rule ends in the air."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pdfplumber
import pytest
from pdfplumber.page import Page

from sopgen import batch

PAGES = Path(__file__).resolve().parent / "pages"
SMALLEST = 6.9
"""Font size in pt below which stand only labels and letters of connectors, which lie on lines by right."""


@pytest.fixture(scope="module")
def sheets(tmp_path_factory) -> Iterator[list[Page]]:
    """The pages of the document with the longest names, as the build makes it."""
    folder = tmp_path_factory.mktemp("halaman")
    (outcome,) = batch.build([PAGES / "empat-belas.yaml"], folder, ("pdf",))
    assert outcome.record, outcome
    with pdfplumber.open(folder / "empat-belas.pdf") as file:
        yield file.pages


def letters(page: Page) -> list[dict]:
    return [letter for letter in page.chars if letter["size"] >= SMALLEST and letter["text"].strip()]


def shared(a: dict, b: dict, low: str, high: str) -> float:
    """How much two boxes share in one direction, pt; negative where they are apart."""
    return min(a[high], b[high]) - max(a[low], b[low])


def test_no_text_lies_on_other_text(sheets):
    for page in sheets:
        pairs = itertools.combinations(letters(page), 2)
        assert [
            (a["text"], b["text"], a["x0"], a["top"])
            for a, b in pairs
            if abs(a["top"] - b["top"]) > 1
            and shared(a, b, "x0", "x1") > 0.6
            and shared(a, b, "top", "bottom") > 3
        ] == []


def test_no_text_crosses_a_rule(sheets):
    for page in sheets:
        rules = [edge for edge in page.edges if edge["orientation"] == "v" and edge["height"] > 4]
        assert [
            (letter["text"], letter["x0"], letter["top"])
            for letter in letters(page)
            for rule in rules
            if letter["x0"] + 0.4 < rule["x0"] < letter["x1"] - 0.4
            and shared(letter, rule, "top", "bottom") > 2
        ] == []


def test_the_rules_of_the_identity_sheet_end_on_rules(sheets):
    page = sheets[1]
    right_of_logo = page.width * 0.38
    edges = [edge for edge in page.edges if edge["x1"] > right_of_logo]
    upright = [edge for edge in edges if edge["orientation"] == "v" and edge["height"] > 4]
    level = [edge for edge in edges if edge["orientation"] == "h" and edge["width"] > 4]
    assert len(upright) > 8

    def met(edge: dict, y: float) -> bool:
        x = edge["x0"]
        return any(abs(o["top"] - y) < 1.6 and o["x0"] - 1.6 < x < o["x1"] + 1.6 for o in level) or any(
            o is not edge and abs(o["x0"] - x) < 1.6 and o["top"] < y - 0.1 < y + 0.1 < o["bottom"]
            for o in upright
        )

    assert [
        (e["x0"], e["top"], e["bottom"]) for e in upright if not (met(e, e["top"]) and met(e, e["bottom"]))
    ] == []
