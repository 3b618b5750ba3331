"""Graphviz at work: `dot` started, timed, and its SVG made fit to stand inside a page."""

from __future__ import annotations

import os
import re
import subprocess
from typing import Literal, get_args
from xml.etree import ElementTree

import graphviz
from graphviz.backend import execute

from sopgen.chart.quote import JOINER
from sopgen.diagnostic import SopgenError

Format = Literal["svg", "pdf", "png", "dot"]
FORMATS: tuple[str, ...] = get_args(Format)

TIMEOUT = 60.0
"""Seconds after which `dot` is stopped."""

RESOLUTION = 150
"""Pixels per inch of a PNG."""

FAMILY = "'Sopgen Sans','Liberation Sans',Arial,Helvetica,sans-serif"

_SVG = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_KEPT = {
    "d", "points", "x", "y", "cx", "cy", "rx", "ry", "transform",
    "fill", "stroke", "stroke-width", "stroke-dasharray", "text-anchor", "font-size",
}  # fmt: skip
_DATE = re.compile(rb"(?<=/CreationDate \(D:)\d{14}[^)]*")


def draw(dot: str, format: Format, *, timeout: float = TIMEOUT) -> bytes:
    """The picture of a DOT source; the same source gives the same bytes with the same Graphviz.

    An SVG comes as one self-contained `svg` element in UTF-8 without ids, classes or scripts, to be
    put into HTML as it is. Raises SopgenError (Indonesian) where Graphviz is missing, fails, or takes
    longer than `timeout` seconds.
    """
    if format == "dot":
        return dot.encode()
    drawn = _run(dot, format, timeout)
    if format == "svg":
        return _clean(drawn)
    return _undated(drawn) if format == "pdf" else drawn


def version() -> str:
    """The version of Graphviz's `dot`; empty where there is none."""
    try:
        return ".".join(str(part) for part in graphviz.version())
    except (graphviz.ExecutableNotFound, subprocess.CalledProcessError, OSError, RuntimeError):
        return ""


def _run(dot: str, format: Format, timeout: float) -> bytes:
    command = ["dot", f"-T{format}", *([f"-Gdpi={RESOLUTION}"] if format == "png" else [])]
    try:
        done = execute.run_check(
            command, input=dot.encode(), capture_output=True, timeout=timeout, quiet=True, env=_environment()
        )
    except graphviz.ExecutableNotFound:
        raise SopgenError(
            "Diagram memerlukan Graphviz, tetapi program dot tidak ditemukan. "
            "Pasang dengan: sudo apt-get install graphviz"
        ) from None
    except subprocess.TimeoutExpired:
        raise SopgenError(f"Graphviz belum selesai setelah {timeout:g} detik; diagram dibatalkan.") from None
    except (subprocess.CalledProcessError, OSError) as error:
        said = (getattr(error, "stderr", b"") or str(error).encode()).decode(errors="replace").strip()
        raise SopgenError(f"Graphviz gagal menggambar diagram: {said[:300]}") from error
    content: bytes = done.stdout
    return content


def _environment() -> dict[str, str]:
    """The environment, with a locale in which numbers have points."""
    return {**os.environ, "LC_ALL": "C.UTF-8"}


def _undated(pdf: bytes) -> bytes:
    """The same PDF made at the beginning of 1980, in as many bytes: cairo writes the time of day into it."""
    return _DATE.sub(lambda found: b"19800101000000Z".ljust(len(found[0]))[: len(found[0])], pdf)


def _clean(svg: bytes) -> bytes:
    """The SVG of `dot` with nothing in it but shapes, texts, links and titles."""
    drawn = ElementTree.fromstring(svg)
    size = {key: drawn.get(key, "") for key in ("width", "height", "viewBox")}
    root = ElementTree.Element("svg", {"xmlns": _SVG[1:-1], **size, "role": "img"})
    title = drawn.findtext(f"{_SVG}g/{_SVG}title", "").replace(JOINER, "")
    ElementTree.SubElement(root, "title").text = title
    for child in drawn:
        _copy(child, root)
    clean: bytes = ElementTree.tostring(root, encoding="utf-8")
    return clean


def _copy(source: ElementTree.Element, parent: ElementTree.Element) -> None:
    tag = source.tag.removeprefix(_SVG) if isinstance(source.tag, str) else ""
    if tag not in ("g", "a", "path", "polygon", "polyline", "ellipse", "text"):
        return
    kept = {key: value for key, value in source.attrib.items() if key in _KEPT}
    tip = source.get(f"{_XLINK}title") if tag == "a" else None
    link = source.get(f"{_XLINK}href") if tag == "a" else None
    if tag == "a":
        tag, kept = ("a", {"href": link}) if link else ("g", {})
    if tag == "text":
        kept |= _font(source.get("font-family", ""))
    if kept.get("stroke") == "transparent":
        kept["stroke"] = "none"
    copied = ElementTree.SubElement(parent, tag, kept)
    copied.text = (source.text or "").replace(JOINER, "") if tag == "text" else None
    if tip:
        ElementTree.SubElement(copied, "title").text = tip.replace(JOINER, "")
    for child in source:
        _copy(child, copied)


def _font(family: str) -> dict[str, str]:
    return {"font-family": FAMILY, **({"font-weight": "bold"} if family.endswith(" bold") else {})}
