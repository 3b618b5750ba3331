"""A value of a YAML file with the place where it stands."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from typing import Any

from sopgen.diagnostic import KeyPath

Value = Any
"""Plain data: dict, list, str, int, float, bool, date or None."""

Position = tuple[int, int]
"""Line and column, from 1."""


@dataclass(frozen=True, slots=True)
class Node:
    """A value and where it stands. `text` is a scalar as it is spelt; `keys` says where each key stands.

    `size` counts the values inside, itself included; `depth` the levels.
    """

    value: str | int | float | bool | datetime.date | list[Node] | dict[str, Node] | None
    at: Position
    text: str = ""
    keys: dict[str, Position] = field(default_factory=dict)
    size: int = 1
    depth: int = 1


def plain(node: Node, path: KeyPath, spelt: frozenset[KeyPath]) -> Value:
    """The plain data of the node at `path`; scalars at the paths in `spelt` stay text as it is spelt."""
    if isinstance(node.value, dict):
        return {key: plain(inner, (*path, key), spelt) for key, inner in node.value.items()}
    if isinstance(node.value, list):
        return [plain(inner, (*path, index), spelt) for index, inner in enumerate(node.value)]
    return node.text if path in spelt else node.value


def child(node: Node | None, part: str | int) -> Node | None:
    """The node one step further down, None where there is none."""
    if node is None:
        return None
    if isinstance(node.value, dict) and isinstance(part, str):
        return node.value.get(part)
    if isinstance(node.value, list) and isinstance(part, int) and 0 <= part < len(node.value):
        return node.value[part]
    return None


def lines_of(text: str) -> list[str]:
    """The lines of a text without their ends, as YAML ends them."""
    return re.split(r"\r\n|\r|\n", text)


def position_after(before: str) -> Position:
    """The position just after a text."""
    lines = lines_of(before)
    return len(lines), len(lines[-1]) + 1
