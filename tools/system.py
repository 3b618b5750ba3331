"""The packages of the system that sopgen uses at run time; their versions are the system's."""

from __future__ import annotations

from typing import NamedTuple


class SystemPackage(NamedTuple):
    """A package by its name in Debian; optional where sopgen runs without it."""

    name: str
    use: str
    optional: bool = False


PACKAGES = (
    SystemPackage("python3", "runs sopgen; 3.11 or later"),
    SystemPackage("fontconfig", "finds the fonts"),
    SystemPackage("libpango-1.0-0", "sets text, for WeasyPrint"),
    SystemPackage("libpangoft2-1.0-0", "sets text, for WeasyPrint"),
    SystemPackage(
        "libharfbuzz-subset0", "subsets fonts, for WeasyPrint; without it fontTools does", optional=True
    ),
    SystemPackage("fonts-liberation", "the face of page footers and flow charts"),
    SystemPackage("fonts-dejavu-core", "letters that Liberation Sans lacks"),
    SystemPackage(
        "graphviz", "draws flow charts and maps: sopgen chart, map, lampiran_diagram", optional=True
    ),
    SystemPackage("poppler-utils", "a second reader of PDF, for sopgen verify", optional=True),
)
"""Named as in Debian; other systems have counterparts."""
