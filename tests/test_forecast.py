"""Where pages end is reckoned before they are laid out; what is laid out doesn't depend on the reckoning."""

from __future__ import annotations

from pathlib import Path

import pytest

from sopgen import parse, pipeline, source
from sopgen.assets import templates
from sopgen.pipeline import Breaks, Source
from sopgen.project import folder, unit_of
from sopgen.view import figure, foretold

LIBRARY = Path(__file__).parent / "library"


def read(id: str) -> Source:
    home = folder(LIBRARY)
    tree = source.read(LIBRARY / f"{id}.yaml")
    sop, _ = parse.parse(tree, home.units, home.register)
    unit = unit_of(sop, home.units)
    shown = templates(LIBRARY.parent)
    return Source(id, f"{id}.yaml", tree.text, sop, unit, home.register, {}, None, shown)


# One level of head and two, chains in a row, column numbers, three pages, two with room for connectors.
@pytest.mark.parametrize("id", ["laporan-kehilangan", "olah-tkp", "pembinaan-pemuda", "sim"])
def test_the_pages_end_where_they_were_foretold(id):
    sop = read(id)
    rows = foretold(figure(sop.sop, sop.unit), sop.unit)
    assert pipeline.document(sop, ["pdf"]).breaks == Breaks(rows, rows)


def test_a_build_from_known_page_breaks_gives_the_same_bytes():
    sop = read("sim")
    built = pipeline.document(sop, ["pdf", "html"])
    assert built.breaks.rows
    assert pipeline.document(sop, ["pdf", "html"], built.breaks).files == built.files
