"""Text as DOT understands it: always a quoted string, never markup, an escape or an attribute."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

JOINER = "\u2060"
"""Stands between an ampersand and what would make an entity of it: without width."""

_ENTITY = re.compile(r"&(?=#?\w+;)")


def quoted(lines: str | Iterable[str]) -> str:
    """A quoted DOT string that shows exactly these lines."""
    return '"' + "\\n".join(map(_escaped, [lines] if isinstance(lines, str) else lines)) + '"'


def _escaped(text: str) -> str:
    """No escapes."""
    return _plain(text).replace("\\", "\\\\").replace('"', '\\"')


def _plain(text: str) -> str:
    """No control characters; an ampersand begins no entity."""
    return _ENTITY.sub("&" + JOINER, "".join(" " if c.isspace() else c for c in text if _is_shown(c)))


def _is_shown(char: str) -> bool:
    """Whether XML may hold the character."""
    return char.isspace() or not (unicodedata.category(char) in ("Cc", "Cs") or ord(char) & 0xFFFE == 0xFFFE)


def name(text: str) -> str:
    """A quoted name for a graph. In names a backslash is no escape, so it can't stand for itself: it goes."""
    return '"' + _plain("".join(c for c in text if c not in '"\\')) + '"'
