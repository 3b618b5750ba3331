"""Long words are divided where Indonesian, and the service, divide them."""

from __future__ import annotations

import pytest

from sopgen.view.syllables import SOFT_HYPHEN, divided


@pytest.mark.parametrize(
    ("name", "room", "expected"),
    [
        ("Kasihumas", 45, "Ka-si-humas"),
        ("Kasipropam", 45, "Ka-si-propam"),
        ("Kasipropam", 28, "Ka-si-pro-pam"),
        ("Kabagops", 40, "Ka-bag-ops"),
        ("KASATRESNARKOBA", 75, "KA-SAT-RES-NARKOBA"),
        ("Kanit Bhabinkamtibmas", 60, "Kanit Bhabin-kamtibmas"),
        ("Personel", 30, "Per-so-nel"),
        ("Kasat Binmas", 60, "Kasat Binmas"),
    ],
)
def test_names_of_posts_are_divided_between_their_parts(name, room, expected):
    assert divided(name, room, 10.0).replace(SOFT_HYPHEN, "-") == expected


def test_a_line_may_end_between_a_quotation_mark_and_a_bracket():
    """What Unicode forbids there would run over the border of a narrow cell."""
    assert divided('"Mitra" (lengkap)', 500, 10.0) == '"Mitra" \u200b(lengkap)'
