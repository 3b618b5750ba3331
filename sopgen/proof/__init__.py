"""Facts read back from a finished PDF: what its pages show, not what somebody meant to draw.

Everything is taken from vectors and text, so a document of any origin may be read.
"""

from __future__ import annotations

from sopgen.proof.facts import (
    Arrow,
    Attachment,
    Block,
    Box,
    Cell,
    Column,
    Flaw,
    Head,
    Joint,
    Line,
    Outline,
    Page,
    Proof,
    Row,
    Segment,
    Shape,
    Symbol,
    Table,
    Text,
    around,
)
from sopgen.proof.flaws import flaws
from sopgen.proof.following import follow, joints
from sopgen.proof.grid import Grid, GridColumn, GridRow, grids, numbers
from sopgen.proof.labels import BOXES, COLUMNS, IDENTITY, folded, label_of, official
from sopgen.proof.reading import read
from sopgen.proof.ruled import Ruling, blocks, lines, ruling
from sopgen.proof.sketch import Sketch, marks, sketch
from sopgen.proof.tracing import Tracing, trace

__all__ = [
    "BOXES",
    "COLUMNS",
    "IDENTITY",
    "Arrow",
    "Attachment",
    "Block",
    "Box",
    "Cell",
    "Column",
    "Flaw",
    "Grid",
    "GridColumn",
    "GridRow",
    "Head",
    "Joint",
    "Line",
    "Outline",
    "Page",
    "Proof",
    "Row",
    "Ruling",
    "Segment",
    "Shape",
    "Sketch",
    "Symbol",
    "Table",
    "Text",
    "Tracing",
    "around",
    "blocks",
    "flaws",
    "folded",
    "follow",
    "grids",
    "joints",
    "label_of",
    "lines",
    "marks",
    "numbers",
    "official",
    "read",
    "ruling",
    "sketch",
    "trace",
]
