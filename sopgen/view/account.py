"""The drawn flow as plain data, for `sopgen flow` and for other programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sopgen.certificate import Certificate
from sopgen.drawing import Drawing
from sopgen.matrix import Matrix, Point, Route

_ZONES_Y = ("atas", "tengah", "bawah")
_ZONES_X = ("kiri", "tengah", "kanan")


def account(drawing: Drawing, certificate: Certificate) -> dict[str, Any]:
    """Symbols, edges with their segments in tier, column and lane coordinates, and the certificate.

    Rows, tiers, columns and symbols count from 1, lanes from 1 within their gutter (0 on a middle).
    """
    matrix = drawing.matrix
    flow = matrix.flow
    return {
        "pelaksana": list(flow.executors),
        "symbols": [
            {
                "langkah": symbol.row + 1,
                "rangkaian": symbol.link + 1,
                "simbol": symbol.kind.value,
                "pelaksana": [flow.executors[column] for column in symbol.columns],
                "tier": matrix.grid.of(index)[0].tier + 1,
                "columns": [column + 1 for column in symbol.columns],
            }
            for index, symbol in enumerate(flow.symbols)
        ],
        "edges": [
            {
                "source": edge.source + 1,
                "target": edge.target + 1,
                "label": edge.label,
                "segments": _segments(matrix, route),
            }
            for edge, route in zip(flow.edges, matrix.routes, strict=True)
        ],
        "certificate": {**asdict(certificate), "holds": certificate.holds},
    }


def _segments(matrix: Matrix, route: Route) -> list[dict[str, Any]]:
    return [
        {
            "from": _place(start),
            "to": _place(end),
            "lane": matrix.lanes.of.get((route.edge, place), -1) + 1,
        }
        for place, (start, end) in enumerate(route.segments)
    ]


def _place(point: Point) -> dict[str, Any]:
    (tier, zone_y), (column, zone_x) = divmod(point[0], 3), divmod(point[1], 3)
    return {"tier": tier + 1, "y": _ZONES_Y[zone_y], "column": column + 1, "x": _ZONES_X[zone_x]}
