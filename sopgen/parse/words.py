"""The words of a message: how a value is quoted, and which right word is near."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from typing import Any

MAX_LISTED = 30


def choices(word: str, allowed: Collection[str]) -> str:
    """The nearest right word and all that is allowed; `allowed` may map each word to its printed name."""
    listed = ", ".join(list(allowed)[:MAX_LISTED]) + (", ..." if len(allowed) > MAX_LISTED else "")
    return " ".join(filter(None, (nearest(word, allowed), f"Yang ada: {listed}." if listed else "")))


def nearest(word: str, allowed: Collection[str]) -> str:
    """The allowed word that is nearest, or whose printed name is; empty where none is near."""
    names = {key.casefold(): key for key in allowed}
    if isinstance(allowed, Mapping):
        names = {str(name).casefold(): key for key, name in allowed.items() if name} | names
    near = difflib.get_close_matches(word.casefold()[:200], names, n=1, cutoff=0.6)
    return nearest_is(names[near[0]]) if near else ""


def nearest_is(word: str | int) -> str:
    """How a hint begins that names the right word."""
    return f"Mungkin maksudnya: {word}."


def shown(value: Any) -> str:
    """A value as a message quotes it."""
    if value is None or value == "":
        return "kosong"
    if isinstance(value, dict | list):
        return "pasangan kunci: isi" if isinstance(value, dict) else "daftar"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f'"{text}"' if len(text) <= 60 else f'"{text[:59]}…"'
