"""The flow laid over the table, on tiers, columns and lanes; pure, deterministic, and without a pixel."""

from __future__ import annotations

from dataclasses import dataclass

from sopgen.flow import Flow
from sopgen.matrix.grid import Grid, Point, Spot, grid
from sopgen.matrix.lanes import Lanes, lanes
from sopgen.matrix.route import Route, joints, routes

__all__ = ["Grid", "Lanes", "Matrix", "Point", "Route", "Spot", "matrix"]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Where the symbols stand, how each edge runs, on which lanes, and which spots a plain line joins."""

    flow: Flow
    grid: Grid
    routes: tuple[Route, ...]
    lanes: Lanes
    joints: tuple[tuple[Spot, Spot], ...]


def matrix(flow: Flow) -> Matrix:
    """Route a whole flow."""
    placed = grid(flow)
    found = routes(flow, placed)
    return Matrix(flow, placed, found, lanes(found), tuple(joints(placed)))
