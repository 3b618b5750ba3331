"""The tables that rules look things up in: text files under data/, read once, when first needed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"


@cache
def lines(name: str) -> tuple[str, ...]:
    """The lines of data/`name`.txt, without blank ones and comments (`#`)."""
    text = (_DATA / f"{name}.txt").read_text(encoding="utf-8")
    return tuple(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


@cache
def words(name: str) -> frozenset[str]:
    """The lines of data/`name`.txt as a set, to look words up in."""
    return frozenset(lines(name))


@cache
def pairs(name: str) -> dict[str, str]:
    """The lines `left = right` of data/`name`.txt as a mapping."""
    split = (line.partition(" = ") for line in lines(name))
    return {left.strip(): right.strip() for left, _, right in split}
