"""The flow in the matrix: from the source's rows to symbols and edges, and from these to a drawing."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from sopgen import parse, source
from sopgen.certificate import certificate
from sopgen.drawing import Cell, Drawing, drawing
from sopgen.flow import Edge, Flow, Symbol, flow
from sopgen.matrix import matrix
from sopgen.model import Simbol
from tests.finger import followed
from tests.geometry import touching
from tests.letters import letters

DRAWINGS = sorted((Path(__file__).resolve().parent / "drawings").glob("*.yaml"))

# The flow that rows describe: "row.link kind columns -> targets", an edge's label in brackets.

FLOWS = {
    "first and last row are the capsules": (
        "[{pelaksana: a}, {pelaksana: b}, {pelaksana: a}]",
        ["1 mulai a -> 2", "2 proses b -> 3", "3 selesai a"],
    ),
    "a single row begins": ("[{pelaksana: a}]", ["1 mulai a"]),
    "a written symbol stays": (
        "[{pelaksana: a, simbol: proses}, {pelaksana: b, simbol: mulai}, {pelaksana: a, simbol: proses}]",
        ["1 proses a -> 2", "2 mulai b -> 3", "3 proses a"],
    ),
    "nothing follows an end, wherever it stands": (
        "[{pelaksana: a}, {pelaksana: b, simbol: selesai}, {pelaksana: a}]",
        ["1 mulai a -> 2", "2 selesai b", "3 selesai a"],
    ),
    "lanjut is the next row, selesai the last": (
        "[{pelaksana: a}, {pelaksana: b, keputusan: {Ya: lanjut, Tidak: selesai}}, {pelaksana: a},"
        " {pelaksana: b}]",
        ["1 mulai a -> 2", "2 keputusan b -> 3 (Ya), 4 (Tidak)", "3 proses a -> 4", "4 selesai b"],
    ),
    "a row that decides is a diamond, the first and the last too": (
        "[{id: x, pelaksana: a, keputusan: {Ya: lanjut, Tidak: x}},"
        " {pelaksana: a, keputusan: {Ya: selesai, Tidak: x}}]",
        ["1 keputusan a -> 2 (Ya), 1 (Tidak)", "2 keputusan a -> 2 (Ya), 1 (Tidak)"],
    ),
    "lanjut leads nowhere from the last row": (
        "[{pelaksana: a}, {pelaksana: a, keputusan: {Ya: lanjut}}]",
        ["1 mulai a -> 2", "2 keputusan a"],
    ),
    "a diamond without branches has no exit": (
        "[{pelaksana: a}, {pelaksana: a, simbol: keputusan}, {pelaksana: a}]",
        ["1 mulai a -> 2", "2 keputusan a", "3 selesai a"],
    ),
    "ke leads elsewhere, to several at once": (
        "[{pelaksana: a, ke: [x, y]}, {id: x, pelaksana: a, ke: selesai}, {id: y, pelaksana: b},"
        " {pelaksana: a}]",
        ["1 mulai a -> 2, 3", "2 proses a -> 4", "3 proses b -> 4", "4 selesai a"],
    ),
    "branches to one place are one arrow": (
        "[{pelaksana: a}, {pelaksana: b, keputusan: {Ringan: lanjut, Berat: x, Sedang: lanjut}},"
        " {pelaksana: a}, {id: x, pelaksana: a}]",
        [
            "1 mulai a -> 2",
            "2 keputusan b -> 3 (Ringan / Sedang), 4 (Berat)",
            "3 proses a -> 4",
            "4 selesai a",
        ],
    ),
    "a blank label is none": (
        "[{pelaksana: a, keputusan: {' ': lanjut, 'Ya  benar': selesai}}, {pelaksana: a}, {pelaksana: a}]",
        ["1 keputusan a -> 2, 3 (Ya benar)", "2 proses a -> 3", "3 selesai a"],
    ),
    "links of a chain follow each other, then the next row": (
        "[{pelaksana: a}, {rangkaian: [{pelaksana: a}, {pelaksana: b}]}, {pelaksana: b}]",
        ["1 mulai a -> 2.1", "2.1 proses a -> 2.2", "2.2 proses b -> 3", "3 selesai b"],
    ),
    "lanjut in a chain is the next link": (
        "[{pelaksana: a}, {rangkaian: [{pelaksana: a, keputusan: {Ya: lanjut, Tidak: selesai}},"
        " {pelaksana: b}]}, {pelaksana: b}]",
        ["1 mulai a -> 2.1", "2.1 keputusan a -> 2.2 (Ya), 3 (Tidak)", "2.2 proses b -> 3", "3 selesai b"],
    ),
    "a row's id means the first link, a link's id itself": (
        "[{pelaksana: a}, {id: baris, rangkaian: [{pelaksana: a}, {id: mata, pelaksana: b}]},"
        " {pelaksana: b, keputusan: {Ulang: baris, Sebagian: mata, Ya: lanjut}}, {pelaksana: a}]",
        [
            "1 mulai a -> 2.1",
            "2.1 proses a -> 2.2",
            "2.2 proses b -> 3",
            "3 keputusan b -> 2.1 (Ulang), 2.2 (Sebagian), 4 (Ya)",
            "4 selesai a",
        ],
    ),
    "a joint step has all its columns, the first-named first": (
        "[{pelaksana: [c, a]}, {pelaksana: b}]",
        ["1 mulai c+a -> 2", "2 selesai b"],
    ),
    "rows of prose have no symbol and are passed over": (
        "[{uraian: Pendahuluan}, {pelaksana: a}, {uraian: Antara}, {pelaksana: b}]",
        ["2 mulai a -> 4", "4 selesai b"],
    ),
    "the seed: symbols as written, a diamond at the end of each chain": (
        "[{uraian: Satu}, {rangkaian: [{pelaksana: a, simbol: mulai}, {pelaksana: a, simbol: proses},"
        " {pelaksana: a, simbol: keputusan}]}, {rangkaian: [{pelaksana: a, simbol: mulai},"
        " {pelaksana: a, simbol: keputusan}]}]",
        [
            "2.1 mulai a -> 2.2",
            "2.2 proses a -> 2.3",
            "2.3 keputusan a",
            "3.1 mulai a -> 3.2",
            "3.2 keputusan a",
        ],
    ),
    "no rows, no flow": ("[]", []),
}


def parsed(folder: Path, kegiatan: str) -> Flow:
    file = folder / "sop.yaml"
    file.write_text(f"pelaksana: {{a: A, b: B, c: C}}\nkegiatan: {kegiatan}\n", encoding="utf-8")
    return drawn_flow(file)


def drawn_flow(file: Path) -> Flow:
    sop, findings = parse.parse(source.read(file), {}, {})
    assert sop, findings
    return flow(sop)


def told(flow: Flow) -> list[str]:
    """A flow in words."""
    chains = {symbol.row for symbol in flow.symbols if symbol.link}
    names = [
        f"{symbol.row + 1}.{symbol.link + 1}" if symbol.row in chains else f"{symbol.row + 1}"
        for symbol in flow.symbols
    ]
    lines = []
    for index, symbol in enumerate(flow.symbols):
        exits = [
            names[edge.target] + (f" ({edge.label})" if edge.label else "") for edge in flow.exits(index)
        ]
        columns = "+".join(flow.executors[column].lower() for column in symbol.columns)
        lines.append(f"{names[index]} {symbol.kind} {columns}" + (f" -> {', '.join(exits)}" if exits else ""))
    return lines


@pytest.mark.parametrize("case", FLOWS)
def test_flow(case, tmp_path):
    kegiatan, expected = FLOWS[case]
    assert told(parsed(tmp_path, kegiatan)) == expected


# Small flows and how they are drawn. Look at the pictures: would a colleague draw it so by hand?


@pytest.mark.parametrize("file", DRAWINGS, ids=lambda file: file.stem)
def test_drawing(file, golden):
    meant = drawn_flow(file)
    figure = drawing(matrix(meant))
    golden(f"drawings/{file.stem}.txt", letters(figure))
    assert certificate(figure).holds
    assert followed(figure) == pairs(meant)
    assert touching(figure) == []
    assert touching(drawing(matrix(meant), breaks=range(meant.rows)), range(meant.rows)) == []


def pairs(flow: Flow) -> list[tuple[int, int]]:
    return sorted({(edge.source, edge.target) for edge in flow.edges})


# Any flow at all. `pytest --hypothesis-profile=thorough` tries twenty times as many.

TIMES = settings().max_examples / 100
SIZES = {"small": (8, 4, 900), "medium": (24, 8, 200), "large": (60, 14, 30)}
LABELS = ("Ya", "Tidak", "Setuju", "Perlu data tambahan", "Bukan wewenang Polres", "A", "Dikembalikan", "1")
FITS = ((34.0, 13.6), (26.0, 8.0), (18.0, 5.0), (14.0, 3.0))


@some.composite
def flows(draw, rows: int, columns: int) -> Flow:
    """Any flow: chains, joint steps, decisions, forks, jumps wherever they may lead."""
    height, width = draw(some.integers(1, rows)), draw(some.integers(1, columns))
    places = [
        (row, link, tuple(draw(executors(width))))
        for row in range(height)
        for link in range(draw(some.sampled_from((1, 1, 1, 1, 1, 1, 0, 2, 3))))
    ]
    symbols, edges = [], []
    for index, (row, link, columns_of) in enumerate(places):
        kind = draw(some.sampled_from((Simbol.PROSES, Simbol.PROSES, Simbol.PROSES, *Simbol)))
        symbols.append(Symbol(row, link, kind, columns_of))
        labels = LABELS if kind is Simbol.KEPUTUSAN else ()
        edges += [
            Edge(index, target, labels[place] if labels else "")
            for place, target in enumerate(draw(targets(index, len(places), kind)))
        ]
    return Flow(tuple(f"E{column}" for column in range(width)), height, tuple(symbols), tuple(edges))


def executors(width: int):
    one = some.integers(0, width - 1)
    return some.one_of(
        one.map(lambda column: [column]),
        some.lists(one, min_size=1, max_size=1),
        some.lists(one, min_size=1, max_size=min(4, width), unique=True),
    )


def targets(index: int, count: int, kind: Simbol):
    """Where arrows may lead from a symbol: mostly on to the next, else anywhere, itself included."""
    anywhere = some.integers(0, count - 1)
    following = some.just([index + 1] if index + 1 < count else [])
    if kind is Simbol.KEPUTUSAN:
        return some.lists(anywhere, max_size=min(6, count), unique=True)
    if kind is Simbol.SELESAI:
        return some.just([])
    return some.one_of(
        following, following, following, some.lists(anywhere, max_size=min(6, count), unique=True)
    )


@pytest.mark.parametrize("size", SIZES)
def test_any_flow_can_be_read(size):
    rows, columns, examples = SIZES[size]

    @settings(max_examples=round(examples * TIMES), suppress_health_check=list(HealthCheck))
    @given(flows(rows, columns), some.sampled_from(FITS), some.sets(some.integers(0, rows - 1)))
    def holds(meant, fit, breaks):
        symbol, lane = fit
        figure = drawing(matrix(meant), symbol, lane, (), breaks)
        found = certificate(figure)
        assert found.holds, found
        assert found.edges == len(meant.edges)
        assert followed(figure) == pairs(meant)
        assert touching(figure, breaks) == []
        assert_within_cells(figure)
        assert_passages_fit(figure)

    holds()


def assert_within_cells(figure: Drawing) -> None:
    """Strokes lie in 0..1 of their cell, and those on its edge lead on in the next cell."""
    for (tier, column), cell in figure.cells.items():
        for s in cell.strokes:
            assert s.y1 == s.y2 or s.x1 == s.x2
            assert s.edges
            assert all(0 <= place <= 1 for place in (s.y1, s.x1, s.y2, s.x2))
            for y, x in ((s.y1, s.x1), (s.y2, s.x2)):
                down, right = (y == 1) - (y == 0), (x == 1) - (x == 0)
                if down or right:
                    beyond = figure.cells[tier + down, column + right]
                    assert set(s.edges) <= edges_at(beyond, y - down, x - right)


def edges_at(cell: Cell, y: float, x: float) -> set[int]:
    """The edges of the strokes that begin or end at a place."""
    return {e for s in cell.strokes if (y, x) in ((s.y1, s.x1), (s.y2, s.x2)) for e in s.edges}


def assert_passages_fit(figure: Drawing) -> None:
    """At each row's foot exactly those lines pass that lead on in the next row, with their edges."""
    tiers = figure.matrix.grid.tiers
    for tier, passages in enumerate(figure.passages):
        crossing: dict[tuple[int, float, bool], set[int]] = {}
        if tier + 1 < len(tiers) and tiers[tier] != tiers[tier + 1]:
            for column in range(len(figure.columns)):
                for s in figure.cells[tier, column].strokes:
                    if 1 in (s.y1, s.y2):
                        crossing.setdefault((column, round(s.x1, 9), s.y2 == 1), set()).update(s.edges)
        assert {(p.column, round(p.x, 9), p.down): set(p.edges) for p in passages} == crossing


@settings(max_examples=round(100 * TIMES))
@given(flows(20, 8), some.randoms(use_true_random=False))
def test_the_same_flow_is_drawn_the_same(meant, chance):
    figure = drawing(matrix(meant))
    again = replace(meant, symbols=tuple(replace(symbol) for symbol in meant.symbols))
    random.seed(chance.random())
    assert drawing(matrix(again)) == figure


def test_a_branch_more_changes_nothing_far_away():
    """Rows above a change keep their drawing, so that a revision shows where it is."""
    rows = [Symbol(row, 0, Simbol.PROSES, (row % 3,)) for row in range(12)]
    edges = [Edge(row, row + 1) for row in range(11)]
    before = drawing(matrix(Flow(("A", "B", "C"), 12, tuple(rows), tuple(edges))))
    after = drawing(matrix(Flow(("A", "B", "C"), 12, tuple(rows), (*edges, Edge(10, 8)))))
    for tier in range(7):
        for column in range(3):
            assert len(before.cells[tier, column].strokes) == len(after.cells[tier, column].strokes)


# The certificate notices what is wrong with a drawing, whatever made it wrong.


def example(name: str) -> Drawing:
    (file,) = (file for file in DRAWINGS if file.stem == name)
    return drawing(matrix(drawn_flow(file)))


MUTABLE = [file.stem for file in DRAWINGS if file.stem not in ("seed", "lurus")]


def everywhere(figure: Drawing):
    """Every stroke of a drawing: its cell, and its place in the cell."""
    return [(cell, place) for cell in figure.cells.values() for place in range(len(cell.strokes))]


@pytest.mark.parametrize("name", MUTABLE)
def test_a_missing_stroke_is_noticed(name):
    figure = example(name)
    for cell, place in everywhere(figure):
        stroke = cell.strokes.pop(place)
        assert certificate(figure).untraceable, stroke
        cell.strokes.insert(place, stroke)
    assert certificate(figure).holds


@pytest.mark.parametrize("name", MUTABLE)
def test_a_moved_stroke_is_noticed(name):
    figure = example(name)
    for cell, place in everywhere(figure):
        stroke = cell.strokes[place]
        for dy, dx in ((0.03, 0), (0, 0.03), (-0.03, 0), (0, -0.03)):
            cell.strokes[place] = replace(
                stroke, y1=stroke.y1 + dy, x1=stroke.x1 + dx, y2=stroke.y2 + dy, x2=stroke.x2 + dx
            )
            assert not certificate(figure).holds, stroke
        cell.strokes[place] = stroke


@pytest.mark.parametrize("name", MUTABLE)
def test_a_stroke_against_the_flow_is_noticed(name):
    figure = example(name)
    for cell, place in everywhere(figure):
        stroke = cell.strokes[place]
        cell.strokes[place] = replace(stroke, y1=stroke.y2, x1=stroke.x2, y2=stroke.y1, x2=stroke.x1)
        assert certificate(figure).untraceable, stroke
        cell.strokes[place] = stroke


@pytest.mark.parametrize("name", MUTABLE)
def test_swapped_edges_are_noticed(name):
    figure = example(name)
    edges = figure.matrix.flow.edges
    for one in range(len(edges)):
        for other in range(one):
            swapped = example(name)
            turn = {one: other, other: one}
            for cell in swapped.cells.values():
                cell.strokes[:] = [
                    replace(s, edges=tuple(sorted(turn.get(e, e) for e in s.edges))) for s in cell.strokes
                ]
            assert certificate(swapped).untraceable >= 2, (edges[one], edges[other])


@pytest.mark.parametrize("name", MUTABLE)
def test_a_missing_arrow_head_is_noticed(name):
    figure = example(name)
    for cell in figure.cells.values():
        for side in sorted(cell.heads):
            cell.heads.remove(side)
            assert certificate(figure).untraceable
            cell.heads.add(side)


def labels(figure: Drawing):
    return [(cell, place) for cell in figure.cells.values() for place in range(len(cell.labels))]


@pytest.mark.parametrize(
    "name", ["tiga-cabang", "lima-cabang", "label-panjang", "ulang-bertumpuk", "bersama-memutuskan"]
)
def test_a_wrong_label_is_noticed(name):
    figure = example(name)
    assert labels(figure)
    for cell, place in labels(figure):
        label = cell.labels.pop(place)
        assert certificate(figure).untraceable, label
        for wrong in (
            replace(label, lines=("Lain",)),
            replace(label, edge=label.edge - 1),
            replace(label, dx=label.dx * 40),
            replace(label, dy=label.dy - 60),
            replace(label, dy=label.dy + 60),
        ):
            cell.labels.insert(place, wrong)
            assert not certificate(figure).holds, wrong
            cell.labels.pop(place)
        cell.labels.insert(place, label)


def test_two_labels_in_one_place_are_noticed():
    figure = example("lima-cabang")
    cell = next(cell for cell in figure.cells.values() if len(cell.labels) > 2)
    first, second, *_ = cell.labels
    cell.labels[1] = replace(second, y=first.y, x=first.x, dy=first.dy, dx=first.dx)
    assert certificate(figure).label_hits


def test_a_line_through_a_symbol_is_noticed():
    figure = example("ulang-jauh")
    for cell in figure.cells.values():
        if cell.spot:
            foreign = next(
                index
                for index, edge in enumerate(figure.matrix.flow.edges)
                if cell.spot.symbol not in (edge.source, edge.target)
            )
            stroke = replace(next(iter(cell.strokes)), y1=0, x1=0.5, y2=1, x2=0.5, edges=(foreign,))
            cell.strokes.append(stroke)
            assert certificate(figure).through_symbol
            cell.strokes.remove(stroke)


def moved_onto(figure: Drawing, one: int, other: int, column: int) -> None:
    """Move the upright line of an edge onto that of another one in the same column, corners and all."""
    uprights = {
        edge: {
            s.x1
            for (_, c), cell in figure.cells.items()
            if c == column
            for s in cell.strokes
            if s.x1 == s.x2 and s.edges == (edge,)
        }
        for edge in (one, other)
    }
    (a,), (b,) = uprights[one], uprights[other]
    for (_, c), cell in figure.cells.items():
        if c == column:
            cell.strokes[:] = [
                replace(s, x1=b if s.x1 == a else s.x1, x2=b if s.x2 == a else s.x2)
                if s.edges == (one,)
                else s
                for s in cell.strokes
            ]


def test_two_lines_on_one_lane_are_noticed():
    figure = example("ulang-sarang")
    inner, outer = (
        next(i for i, edge in enumerate(figure.matrix.flow.edges) if edge.label == label)
        for label in ("Tiga", "Satu")
    )
    moved_onto(figure, outer, inner, 0)
    found = certificate(figure)
    assert found.untraceable == 0
    assert found.shared


def test_a_corner_on_a_strange_line_is_noticed():
    """The old trap: a branch leaves the trunk of a fork where a line to the same target crosses it."""
    symbols = tuple(Symbol(row, 0, Simbol.PROSES, (column,)) for row, column in enumerate((1, 0, 2, 1)))
    figure = drawing(matrix(Flow(("A", "B", "C"), 4, symbols, (Edge(0, 3), Edge(1, 2)))))
    assert certificate(figure).shared == 0
    stroke = next(
        s for cell in figure.cells.values() for s in cell.strokes if s.edges == (1,) and s.y1 == s.y2
    )
    upright = next(s for s in figure.cells[1, 1].strokes if s.edges == (0,))
    figure.cells[1, 1].strokes.append(replace(stroke, x1=upright.x1, x2=upright.x1 + 0.2, edges=(1,)))
    assert certificate(figure).shared


@pytest.mark.parametrize("name", ["label-panjang", "lima-cabang", "ulang-bertumpuk", "serentak-bersambung"])
def test_rows_are_no_higher_than_they_must_be(name):
    """With a third less of height something touches."""
    figure = example(name)
    lower = replace(figure, heights=tuple(height * 0.66 for height in figure.heights))
    assert touching(figure) == []
    assert touching(lower)
