"""One SOP, warm: from YAML to PDF and HTML, against WeasyPrint alone on the HTML that we give it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from sopgen import audit, batch, parse, pdf, pipeline, record, source
from sopgen.assets import shipped_templates
from sopgen.pdf.files import ORIGIN, ProjectFiles
from tests.bench.folders import alone
from tests.bench.measure import Time, both, median, ms, progress, ratio, say, timed, title

SOP = "laporan-spkt"
"""Twelve rows, five executors, two pages of flow, and the chart as an appendix."""

AIM = 1.25

READING = "read back and compare"
STAGES = (
    ("read and parse", source, "read"),
    ("read and parse", parse, "parse"),
    ("route, fit, draw, certify", pipeline, "figure"),
    ("foretell page breaks", pipeline, "foretold"),
    ("room for connectors", pipeline, "with_room"),
    ("flow chart (dot)", pipeline, "_chart"),
    ("view", pipeline, "_view"),
    ("fill in templates", pipeline, "html"),
    ("lay out (WeasyPrint)", pdf, "layout"),
    ("write PDF (WeasyPrint, finishing)", pdf, "pdf"),
    (READING, audit.own, "misprints"),
    ("write files", record, "written"),
)


def report(folder: Path, rounds: int) -> None:
    """Print the comparison."""
    file = alone(SOP, folder / "sop_sources")
    out = folder / "build"
    page = _page(file, out)
    bare, tagged = _bare(page), _bare(page, pdf_variant="pdf/a-3a")
    times: dict[str, list[Time]] = {"first": [], "written": [], "again": [], "bare": [], "tagged": []}
    for number in range(rounds):
        progress(f"one SOP, round {number + 1} of {rounds}")
        shutil.rmtree(out)
        with _watched() as spent:
            times["first"].append(timed(_build(file, out)))
        whole = times["first"][-1]
        share = 1 - spent[READING][0] / whole.wall
        times["written"].append(Time(whole.wall * share, whole.cpu * share))
        times["again"].append(timed(_build(file, out)))
        times["bare"].append(timed(bare))
        times["tagged"].append(timed(tagged))
    title(f"One SOP of 12 rows ({SOP}), YAML to PDF and HTML, warm; median of {rounds}: wall (processor)")
    for name, text in (
        ("bare", "WeasyPrint alone, HTML to plain PDF"),
        ("tagged", "WeasyPrint alone, HTML to PDF/A-3a"),
    ):
        say(text, both(median(times[name])))
    for name, text in (
        ("first", "first build"),
        ("written", "first build without reading back"),
        ("again", "rebuilt, page breaks known"),
    ):
        times_bare = ratio(times[name], times["bare"])
        say(text, both(median(times[name])))
        figure = f"{times_bare.wall:.2f} ({times_bare.cpu:.2f})"
        say("  times WeasyPrint alone", figure, f"at most {AIM}", times_bare.wall <= AIM)
    _stages(file, out, rounds)


def _stages(file: Path, out: Path, rounds: int) -> None:
    splits = []
    for number in range(rounds):
        progress(f"stages, round {number + 1} of {rounds}")
        shutil.rmtree(out)
        with _watched() as spent:
            _build(file, out)()
        splits.append(spent)
    title("The same first build by stage; median, and how often in one build")
    for text in dict.fromkeys(text for text, _, _ in STAGES):
        wall = median(Time(split[text][0], 0.0) for split in splits).wall
        say(text, f"{ms(wall)} x{splits[0][text][1]}")


def _build(file: Path, out: Path) -> Callable[[], None]:
    def build() -> None:
        (outcome,) = batch.build([file], out, force=True)
        assert outcome.state is batch.State.MADE, outcome

    return build


def _page(file: Path, out: Path) -> str:
    """The HTML of the final layout; also warms everything up."""
    pages: list[str] = []
    layout = pdf.layout

    def listening(html: str, **options: Any) -> pdf.Layout:
        pages.append(html)
        return layout(html, **options)

    with _replaced(pdf, "layout", listening):
        _build(file, out)()
    return pages[-1]


def _bare(page: str, **options: Any) -> Callable[[], None]:
    import weasyprint

    def write() -> None:
        files = ProjectFiles(shipped_templates())
        weasyprint.HTML(string=page, base_url=ORIGIN, url_fetcher=files).write_pdf(**options)

    return write


@contextmanager
def _watched() -> Iterator[dict[str, tuple[float, int]]]:
    """Time every stage while this lasts: seconds and calls."""
    spent = {text: (0.0, 0) for text, _, _ in STAGES}
    with ExitStack() as stack:
        for text, owner, name in STAGES:
            stack.enter_context(_replaced(owner, name, _counted(getattr(owner, name), text, spent)))
        yield spent


def _counted(stage: Callable[..., Any], text: str, spent: dict[str, tuple[float, int]]) -> Callable[..., Any]:
    def run(*arguments: Any, **options: Any) -> Any:
        start = time.perf_counter()
        try:
            return stage(*arguments, **options)
        finally:
            before, calls = spent[text]
            spent[text] = before + time.perf_counter() - start, calls + 1

    return run


@contextmanager
def _replaced(owner: Any, name: str, value: object) -> Iterator[None]:
    before = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, before)
