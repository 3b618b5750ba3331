"""Finding one's way among the objects of a PDF that is about to be written (pydyf)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

# The objects are untyped dictionaries with a number; a reference to one is `b"12 0 R"`.
Object = Any


def found(file: Object, reference: bytes) -> Object:
    """The object a reference points at."""
    return file.objects[number(reference)]


def number(reference: bytes) -> int:
    """The object number in a reference."""
    return int(reference.split()[0])


def of_type(file: Object, kind: str) -> Iterator[Object]:
    """All dictionaries of this `/Type`."""
    return (item for item in file.objects if isinstance(item, dict) and item.get("Type") == kind)


def elements(file: Object, parent: Object) -> Iterator[Object]:
    """The structure elements below `parent`, in reading order."""
    for child in children(file, parent):
        yield child
        yield from elements(file, child)


def children(file: Object, parent: Object) -> Iterator[Object]:
    """The structure elements directly below `parent`; its content and its annotations are not elements."""
    for kid in parent["K"]:
        if isinstance(kid, bytes) and (child := found(file, kid)).get("Type") == "/StructElem":
            yield child
