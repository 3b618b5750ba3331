"""The catalogue of Permenpan RB 35/2012 and of the institutions' own rules, one file a family."""

from __future__ import annotations

from types import ModuleType

from sopgen.rule import Rule
from sopgen.rules import (
    alr,
    alt,
    bhs,
    ctt,
    dhk,
    dok,
    idn,
    jdl,
    jns,
    ktr,
    kua,
    mbk,
    plr,
    prg,
    sim,
    skl,
    tab,
    ttl,
)

_FAMILIES: tuple[ModuleType, ...] = (
    dok,
    idn,
    jdl,
    dhk,
    ktr,
    prg,
    kua,
    alt,
    ctt,
    tab,
    mbk,
    sim,
    alr,
    ttl,
    jns,
    skl,
    plr,
    bhs,
)


def _of(family: ModuleType) -> list[Rule]:
    """The rules of a family, in the order of the file."""
    return [value for value in vars(family).values() if isinstance(value, Rule)]


RULES: tuple[Rule, ...] = tuple(rule for family in _FAMILIES for rule in _of(family))
"""All rules; whatever a rule requires stands before it."""

BY_CODE: dict[str, Rule] = {rule.code: rule for rule in RULES}
