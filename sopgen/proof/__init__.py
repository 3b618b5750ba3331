"""Facts read back from a finished PDF: what its pages show, not what somebody meant to draw.

Everything is taken from vectors and text, so a document of any origin may be read.
"""

from __future__ import annotations

from sopgen.proof.facts import (
    Arrow,
    Box,
    Cell,
    Column,
    Flaw,
    Head,
    Joint,
    Page,
    Proof,
    Row,
    Segment,
    Shape,
    Symbol,
    Table,
    Text,
)
from sopgen.proof.flaws import flaws
from sopgen.proof.following import follow, joints
from sopgen.proof.reading import read

__all__ = [
    "Arrow",
    "Box",
    "Cell",
    "Column",
    "Flaw",
    "Head",
    "Joint",
    "Page",
    "Proof",
    "Row",
    "Segment",
    "Shape",
    "Symbol",
    "Table",
    "Text",
    "flaws",
    "follow",
    "joints",
    "read",
]
