"""Forged increments: what any reader shows differently from what was signed is never called sound."""

from __future__ import annotations

import random

from tests.forgeries import bases, mutant
from tests.fuzz_verify import fuzz


def test_no_forgery_is_called_sound(authority, tmp_path):
    outcome = fuzz(authority, tmp_path, 500, seed=8)
    assert not outcome.failures, str(outcome)
    assert outcome.count == 500
    assert len(outcome.refused) > 5, "forgeries are refused for many reasons"


def test_a_mutant_is_made_again_by_its_seed(authority):
    base = bases(authority)[0]
    assert mutant(base, random.Random("1 2")) == mutant(base, random.Random("1 2"))
