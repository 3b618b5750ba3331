"""Pictures that are not bound to the ruled table, drawn by Graphviz: an SOP's flow chart, the map of SOPs."""

from __future__ import annotations

from sopgen.chart.engine import FORMATS, Format, draw, version
from sopgen.chart.flowchart import dot
from sopgen.chart.relations import Related, map_dot

__all__ = ["FORMATS", "Format", "Related", "dot", "draw", "map_dot", "version"]
