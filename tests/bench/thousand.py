"""Many SOPs: two workers against one, and what a run costs when nothing or one thing has changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sopgen import audit, batch, pipeline, site
from sopgen.pipeline import Breaks, Document, Source
from tests.bench.folders import many, original_of
from tests.bench.measure import both, cores, median, progress, say, sopgen, timed, title

FASTER, UNCHANGED = 1.8, 1.0


def workers(folder: Path, count: int) -> None:
    """Print how much faster two workers are than one."""
    many(count, folder / "sop_sources")
    times = {}
    for number in (1, 2):
        progress(f"{count} SOPs with {number} worker(s)")
        out = folder / f"build-{number}"
        times[number] = timed(sopgen("build", folder / "sop_sources", "-o", out, "-j", number))
    title(f"{count} SOPs to PDF and HTML, cold, on {cores()} processors: wall (processor)")
    say("one worker", both(times[1]))
    say("two workers", both(times[2]))
    faster = times[1].wall / times[2].wall
    say("times faster", f"{faster:.2f}", f"at least {FASTER}", faster >= FASTER)


def unchanged(folder: Path, count: int, rounds: int) -> None:
    """Print what a run costs over many SOPs that are built already."""
    sources, out = folder / "sop_sources", folder / "build"
    files = many(count, sources)
    _prepare(files, out)
    run = sopgen("build", sources, "-o", out)
    progress("the first run over all of them")
    run()
    same, changed = [], []
    for number in range(rounds):
        progress(f"nothing and one changed, round {number + 1} of {rounds}")
        same.append(timed(run))
        with files[count // 2].open("a", encoding="utf-8") as text:
            text.write(f"# perubahan {number}\n")
        changed.append(timed(run))
    title(f"{count} SOPs that are built already, cold; median of {rounds}: wall (processor)")
    time = median(same)
    say("nothing changed", both(time), f"under {UNCHANGED:g} s", time.wall < UNCHANGED)
    say("one changed", both(median(changed)))
    print("  (the first of each kind was really made; the others' files are copies of it, with true records)")


def _prepare(files: list[Path], out: Path) -> None:
    """Build all; a variation of an SOP gets copies of its original's files instead of a layout of its own."""
    made: dict[str, Document] = {}
    make, misprints = pipeline.document, audit.own.misprints

    def document(source: Source, formats: tuple[str, ...], hint: Breaks | None = None) -> Document:
        progress(f"preparing {source.id}")
        original = original_of(source.id)
        if original not in made:
            made[original] = make(source, formats, hint)
        files = {Path(name).suffix: data for name, data in made[original].files.items()}
        return replace(made[original], files={source.id + suffix: data for suffix, data in files.items()})

    pipeline.document = document
    # A copy is not what its source says; the first of each kind was.
    audit.own.misprints = lambda *_: []
    try:
        outcomes = batch.build(files, out)
    finally:
        pipeline.document, audit.own.misprints = make, misprints
    assert all(outcome.state is batch.State.MADE for outcome in outcomes)
    site.schemas(out)
