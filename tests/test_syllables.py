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
