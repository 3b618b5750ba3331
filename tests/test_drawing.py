"""The drawing itself: what a reader of the finished PDF finds is the flow that the source describes."""

from __future__ import annotations

import functools
import io
import re
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from sopgen import batch, parse, project, proof, source
from sopgen.flow import Flow, flow
from sopgen.model import Simbol, Sop
from sopgen.proof import Proof, Shape, Symbol
from sopgen.unit import Unit
from sopgen.view import MARGIN

TESTS = Path(__file__).resolve().parent
OWN, LIBRARY = TESTS.parent / "sop_sources", TESTS / "library"
FILES = {file.stem: file for file in project.sources([OWN, LIBRARY])}

SHAPES = {
    Simbol.MULAI: Shape.KAPSUL,
    Simbol.SELESAI: Shape.KAPSUL,
    Simbol.PROSES: Shape.KOTAK,
    Simbol.KEPUTUSAN: Shape.BELAH_KETUPAT,
}


@functools.cache
def parsed(file: Path, folder: Path) -> tuple[Sop, Unit]:
    home = project.folder(folder)
    sop, findings = parse.parse(source.read(file), home.units, home.register)
    assert sop, findings
    return sop, project.unit_of(sop, home.units)


@functools.cache
def read_back(name: str) -> Proof:
    """The PDF of a source as the build makes it, read back."""
    with tempfile.TemporaryDirectory() as folder:
        (outcome,) = batch.build([FILES[name]], Path(folder), ("pdf",))
        assert outcome.record, outcome
        return proof.read(Path(folder, f"{name}.pdf"))


def described(name: str) -> tuple[Sop, Unit, Flow]:
    sop, unit = parsed(FILES[name], FILES[name].parent)
    return sop, unit, flow(sop)


def stand_for(found: Proof, flow: Flow) -> dict[Symbol, int]:
    """Which symbol of the flow each drawn one stands for: those of one cell follow each other downwards."""
    drawn: dict[tuple[int, int], list[Symbol]] = defaultdict(list)
    for page in found.pages:
        for symbol in sorted(page.symbols, key=lambda symbol: symbol.box.y0):
            if symbol.shape is not Shape.SEGILIMA:
                assert symbol.row is not None, symbol
                assert symbol.column is not None, symbol
                drawn[symbol.row - 1, symbol.column].append(symbol)
    meant: dict[tuple[int, int], list[int]] = defaultdict(list)
    for index, symbol in enumerate(flow.symbols):
        for column in symbol.columns:
            meant[symbol.row, column].append(index)
    assert {cell: len(symbols) for cell, symbols in drawn.items()} == {
        cell: len(indices) for cell, indices in meant.items()
    }
    return {
        symbol: index
        for cell, symbols in drawn.items()
        for symbol, index in zip(symbols, meant[cell], strict=True)
    }


def told(found: Proof, flow: Flow) -> list[tuple[int, int, str]]:
    """The edges that a reader finds, as the flow numbers its symbols."""
    names = stand_for(found, flow)
    return sorted((names[a.source], names[a.target], a.label) for a in proof.follow(found))


@pytest.mark.parametrize("name", FILES)
def test_every_edge_can_be_followed(name):
    _, _, meant = described(name)
    assert told(read_back(name), meant) == edges_of(meant)


@pytest.mark.parametrize("name", FILES)
def test_symbols_have_the_shape_of_their_kind(name):
    _, _, meant = described(name)
    for symbol, index in stand_for(read_back(name), meant).items():
        assert symbol.shape is SHAPES[meant.symbols[index].kind], symbol


@pytest.mark.parametrize("name", FILES)
def test_joint_symbols_are_joined(name):
    _, _, meant = described(name)
    found = read_back(name)
    names = stand_for(found, meant)
    pairs = {(names[j.left], j.left.column, names[j.right], j.right.column) for j in proof.joints(found)}
    assert pairs == {
        (index, a, index, b)
        for index, symbol in enumerate(meant.symbols)
        for a, b in zip(sorted(symbol.columns), sorted(symbol.columns)[1:], strict=False)
    }


@pytest.mark.parametrize("name", FILES)
def test_nothing_misleads_the_reader(name):
    assert [str(flaw) for flaw in proof.flaws(read_back(name))] == []


@pytest.mark.parametrize("name", FILES)
def test_the_table_is_whole_on_every_page(name):
    sop, _, meant = described(name)
    tables = [page.table for page in read_back(name).pages if page.table]
    assert [row.nomor for table in tables for row in table.rows] == [n + 1 for n in range(meant.rows)]
    for table in tables:
        assert [plain(column.name) for column in table.executors] == [
            plain(name) for name in sop.kolom_pelaksana.values()
        ]


@pytest.mark.parametrize("name", FILES)
def test_nothing_lies_outside_the_margins(name):
    top, right, bottom, left = (side / 25.4 * 72 for side in MARGIN)
    for page in read_back(name).pages:
        place = proof.Box(left, 0, page.width - right, page.height)
        middle = proof.Box(left, top, page.width - right, page.height - bottom)
        boxes = [word.box for word in page.words]
        if page.table:
            boxes += [page.table.box, *(symbol.box for symbol in page.symbols)]
            assert middle.covers(page.table.box, 0.1)
            assert all(page.table.box.covers(segment.box, 0.1) for segment in page.segments)
        assert [box for box in boxes if not place.covers(box, 0.1)] == []


def plain(name: str) -> str:
    """A name without what a line break may have changed."""
    return re.sub(r"[\s\u00ad\u2010-]", "", name)


def facts(found: Proof) -> str:
    """A proof as YAML: what stands on which page, and where every arrow leads."""
    lines = []
    for page in found.pages:
        if page.table:
            names = [" / ".join(filter(None, (c.group, c.name))) for c in page.table.executors]
            lines += [
                f"- halaman: {page.number}",
                f"  langkah: {[row.nomor for row in page.table.rows]}",
                f"  pelaksana: [{', '.join(names)}]",
                f"  penghubung: [{', '.join(s.letter for s in page.symbols if s.letter)}]",
            ]
    lines.append("- panah:")
    for arrow in proof.follow(found):
        letters = f" lewat {', '.join(arrow.letters)}" if arrow.letters else ""
        label = f"{arrow.label}: " if arrow.label else ""
        ends = [f"{end.shape} langkah {end.row} kolom {end.column}" for end in (arrow.source, arrow.target)]
        lines.append(f"  - {label!r}{ends[0]} -> {ends[1]}{letters}".replace("''", "").replace("'", ""))
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", ["pelaksanaan-sambang", "mutasi", "sim", "bhabinkamtibmas-2019"])
def test_facts_read_back(name, golden):
    golden(f"proofs/{name}.yaml", facts(read_back(name)))


# A line that is missing or out of place must be noticed.


@functools.cache
def smallest() -> tuple[bytes, Flow]:
    """The flow sheet of the smallest SOP as a PDF of its own, and its flow."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        for file in (TESTS / "minimal.yaml", OWN / project.UNIT, OWN / project.REGISTER):
            shutil.copy(file, home)
        (outcome,) = batch.build([home / "minimal.yaml"], home / "build", ("pdf",))
        assert outcome.record, outcome
        sop, _ = parsed(TESTS / "minimal.yaml", OWN)
        out = io.BytesIO()
        with pikepdf.open(home / "build" / "minimal.pdf") as document:
            del document.pages[:-1]
            document.save(out)
        return out.getvalue(), flow(sop)


def painted(document: pikepdf.Pdf) -> Iterator[tuple[pikepdf.Object, list, int]]:
    """Every line of a document: the stream that paints it, its instructions, where the line begins."""
    for stream in document.objects:
        if not isinstance(stream, pikepdf.Stream) or stream.get("/Subtype") != "/Form":
            continue
        steps = list(pikepdf.parse_content_stream(stream))
        names = [str(step.operator) for step in steps]
        for place in range(len(steps) - 2):
            if names[place : place + 3] == ["m", "l", "B"]:
                yield stream, steps, place


def removed(steps: list) -> list:
    return []


def shifted(steps: list, by: float = 4.0) -> list:
    """A line by so many px (3 pt) to the right and down."""
    ends = [[float(operand) + by for operand in step.operands] for step in steps[:2]]
    moved = [
        pikepdf.ContentStreamInstruction(at, step.operator) for at, step in zip(ends, steps, strict=False)
    ]
    return [*moved, *steps[2:]]


def changed(number: int, change) -> bytes:
    """The smallest flow sheet with one of its lines changed."""
    with pikepdf.open(io.BytesIO(smallest()[0])) as document:
        stream, steps, place = list(painted(document))[number]
        steps[place : place + 3] = change(steps[place : place + 3])
        stream.write(pikepdf.unparse_content_stream(steps))
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def edges_of(flow: Flow) -> list[tuple[int, int, str]]:
    return sorted((edge.source, edge.target, edge.label) for edge in flow.edges)


def test_the_smallest_document_can_be_followed():
    document, meant = smallest()
    found = proof.read(document)
    assert told(found, meant) == edges_of(meant)
    assert not proof.flaws(found)


def test_a_missing_line_is_noticed():
    document, meant = smallest()
    with pikepdf.open(io.BytesIO(document)) as opened:
        count = sum(1 for _ in painted(opened))
    assert count >= 8
    for number in range(count):
        assert told(proof.read(changed(number, removed)), meant) != edges_of(meant), number


@pytest.mark.parametrize("number", range(4))
def test_a_line_out_of_place_is_noticed(number):
    assert proof.flaws(proof.read(changed(number, shifted)))


# How lines are followed, on pictures: letters are symbols (D a diamond), + joins lines, * is a crossing.

PICTURES = {
    "a line leads to its head": ("A->B", "AB"),
    "a plain line is no arrow": ("A--B", ""),
    "lines bend": (
        """
        A-+
          v
          B
        """,
        "AB",
    ),
    "a crossing goes straight on": (
        """
          A
        C-*>B
          v
          E
        """,
        "AE CB",
    ),
    "lines merge": (
        """
        A---+
        C-+ |
          | |
          +-+
            v
            B
        """,
        "AB CB",
    ),
    "a line forks": (
        """
        A-+-+
          v v
          B C
        """,
        "AB AC",
    ),
    "an arrow head on a line is a merge, from both sides": (
        """
            A
            |
        C-->*<--E
            |
            v
            B
        """,
        "AB CB EB",
    ),
    "a merge leaves all ways on open": (
        """
        A-+->B
          |
          +<-C
          v
          E
        """,
        "AB AE CB CE",
    ),
    "a gap ends a line": ("A- ->B", ""),
}


def picture(text: str) -> Proof:
    """A drawing in letters as a page; a letter is 10 pt wide and high."""
    lines = text.strip("\n").splitlines()
    grid = {(x, y): letter for y, line in enumerate(lines) for x, letter in enumerate(line) if letter != " "}
    symbols = {
        place: Symbol(
            1, box(*place, 4.0), Shape.BELAH_KETUPAT if letter == "D" else Shape.KOTAK, ord(letter), 0
        )
        for place, letter in grid.items()
        if letter.isupper()
    }
    segments = []
    for flat, marks in ((True, "-+*<>"), (False, "|+*^v")):
        step = (1, 0) if flat else (0, 1)
        for place in sorted(grid):
            run = [place]
            while grid.get(run[-1], " ") in marks or (run == [place] and place in symbols):
                run.append((run[-1][0] + step[0], run[-1][1] + step[1]))
            before = grid.get((place[0] - step[0], place[1] - step[1]), " ")
            if before in marks or (before.isupper() and place not in symbols) or len(run) < 3:
                continue
            last = run[-1] if run[-1] in symbols else run[-2]
            first_end = 4.0 if place in symbols else 0.0
            last_end = 4.0 if last in symbols else 0.0
            x0, y0, x1, y1 = (10.0 * n + 5 for n in (*place, *last))
            segments.append(
                proof.Segment(1, x0 + first_end, y0, x1 - last_end, y1)
                if flat
                else proof.Segment(1, x0, y0 + first_end, x1, y1 - last_end)
            )
    return Proof(
        (proof.Page(1, 500, 500, (), None, tuple(symbols.values()), (), tuple(segments), tips(grid)),)
    )


def tips(grid: dict[tuple[int, int], str]) -> tuple[proof.Head, ...]:
    """Arrow heads; they touch the symbol or the line next to them."""
    heads = []
    for (x, y), letter in grid.items():
        if letter in "<>^v":
            dx, dy = {"<": (-1, 0), ">": (1, 0), "^": (0, -1), "v": (0, 1)}[letter]
            reach = 6.0 if grid[x + dx, y + dy].isupper() else 10.0
            points = {"<": "L", ">": "R", "^": "U", "v": "D"}[letter]
            heads.append(
                proof.Head(1, 10 * x + 5 + dx * reach, 10 * y + 5 + dy * reach, points, box(x, y, 3.0))
            )
    return tuple(heads)


def box(x: int, y: int, half: float) -> proof.Box:
    return proof.Box(10 * x + 5 - half, 10 * y + 5 - half, 10 * x + 5 + half, 10 * y + 5 + half)


@pytest.mark.parametrize("name", PICTURES)
def test_following(name):
    text, arrows = PICTURES[name]
    found = proof.follow(picture(text))
    assert sorted(chr(a.source.row) + chr(a.target.row) for a in found) == arrows.split()
