"""Graphviz charts: the DOT text, what Graphviz reads in it, the picture's geometry, and `dot` itself."""

from __future__ import annotations

import itertools
import json
import re
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sopgen import chart, parse, source
from sopgen.chart.lines import MORE, SPACING, in_box, in_capsule, in_diamond
from sopgen.chart.plan import LABEL_SIZE, SIZE, Plan, plan
from sopgen.chart.quote import quoted
from sopgen.diagnostic import SopgenError
from sopgen.flow import flow
from sopgen.lettering import width
from sopgen.matrix import matrix
from sopgen.model import Kegiatan, Kelompok, Simbol, Sop

ROOT = Path(__file__).resolve().parent.parent
LIBRARY = sorted(
    path
    for folder in ("sop_sources", "tests/library")
    for path in (ROOT / folder).glob("*.yaml")
    if path.stem not in ("unit", "peraturan")
)
EVIL = 'A & B <b onload="x()"> &lt;i&gt; \\N\\n\\"]; x [label="y"] {|} :p0 é … \u2028 ]]> <!-- -->'
MAP = {
    "cuti": chart.Related("Pemberian Cuti Personel", "SOP/15/IX/2024", ("mutasi", "surat masuk?")),
    "mutasi": chart.Related("Pelaksanaan Mutasi", "SOP/10/V/2026", ("cuti", "mutasi", "surat masuk?")),
    "surat": chart.Related("", "", ("cuti",)),
}


def read(path: Path) -> Sop:
    sop, findings = parse.parse(source.read(path))
    assert sop is not None, findings
    return sop


def dot_of(sop: Sop, title: str = "") -> str:
    return chart.dot(sop, matrix(flow(sop)), title)


def plan_of(sop: Sop) -> Plan:
    return plan(sop, matrix(flow(sop)))


def graph(dot: str) -> dict:
    """What Graphviz itself reads in a DOT source."""
    done = subprocess.run(["dot", "-Tjson0"], input=dot.encode(), capture_output=True, check=True)
    return json.loads(done.stdout)


def parts(drawn: dict) -> list[dict]:
    return drawn["objects"] + drawn.get("edges", [])


def words_in(svg: bytes) -> list[str]:
    return [text.text or "" for text in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize(
    "name", ["minimal", "library/upacara", "library/mutasi", "library/kesehatan-tahanan"]
)
def test_dot_text(name, golden):
    sop = read(ROOT / "tests" / f"{name}.yaml")
    golden(f"charts/{Path(name).stem}.dot", dot_of(sop, sop.judul or ""))


def test_map_text(golden):
    golden("charts/peta.dot", chart.map_dot(MAP))


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_graphviz_reads_each_symbol_and_edge(path):
    sop = read(path)
    way = flow(sop)
    drawn = graph(dot_of(sop))
    names = {node["_gvid"]: node["name"] for node in drawn["objects"]}
    symbols = [name for name in names.values() if re.fullmatch(r"s\d+_\d+", name)]
    assert sorted(symbols) == sorted(f"s{n}_{c}" for n, s in enumerate(way.symbols) for c in s.columns)
    arrows = sorted(
        (names[e["tail"]].split("_")[0], names[e["head"]].split("_")[0], e.get("label", ""))
        for e in drawn["edges"]
        if e.get("dir") != "none"
    )
    assert [a[:2] for a in arrows] == sorted((f"s{e.source}", f"s{e.target}") for e in way.edges)
    assert sorted(a[2].replace("\\n", " ") for a in arrows) == sorted(e.label for e in way.edges)


# ---- geometry -------------------------------------------------------------------------------------------

Rect = tuple[float, float, float, float]


def apart(a: Rect, b: Rect) -> bool:
    near = 0.4
    return a[2] <= b[0] + near or b[2] <= a[0] + near or a[3] <= b[1] + near or b[3] <= a[1] + near


def faults(found: Plan) -> list[str]:
    """What a reader would stumble over: symbols, lines and labels in each other's way."""
    shapes = {
        (s.spot.symbol, s.spot.column): (
            s.x - s.width / 2, s.y - s.height / 2, s.x + s.width / 2, s.y + s.height / 2
        )
        for s in found.shapes
    }  # fmt: skip
    labels = []
    for label in found.labels:
        half = max(width(line, LABEL_SIZE) for line in label.lines) / 2
        high = len(label.lines) * LABEL_SIZE / 2
        labels.append((label.x - half, label.y - high, label.x + half, label.y + high))
    lines = [
        (min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))
        for line in found.lines
        for a, b in itertools.pairwise(line.corners)
    ]
    said = [f"{a} on {b}" for a, b in itertools.combinations(shapes, 2) if not apart(shapes[a], shapes[b])]
    said += [f"line {a} through {b}" for a in lines for b in shapes if not apart(a, shapes[b])]
    said += [f"label {a} on {b}" for a in labels for b in shapes if not apart(a, shapes[b])]
    said += [f"line {a} through label {b}" for a in lines for b in labels if not apart(a, b)]
    said += [f"labels {a} {b}" for a, b in itertools.combinations(labels, 2) if not apart(a, b)]
    sheet = (0.0, 0.0, found.edges[-1], found.height)
    for x0, y0, x1, y1 in (*shapes.values(), *labels, *lines):
        if not (sheet[0] <= x0 and sheet[1] <= y0 and x1 <= sheet[2] and y1 <= sheet[3]):
            said.append(f"{(x0, y0, x1, y1)} outside {sheet}")
    for shape in found.shapes:
        left, right = found.edges[shape.spot.column : shape.spot.column + 2]
        if not left < shape.x - shape.width / 2 < shape.x + shape.width / 2 < right:
            said.append(f"{shape.spot} outside its lane")
    return said


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_nothing_is_in_the_way(path):
    assert faults(plan_of(read(path))) == []


WORDS = st.lists(st.sampled_from(["Memeriksa", "dan", "surat", "pertanggungjawaban", "a"]), max_size=30)
TEXTS = WORDS.map(" ".join)


@st.composite
def sops(draw, texts=TEXTS, most_rows=12, most_columns=7):
    """Any SOP: joint steps, chains, forks, loops, branches to anywhere."""
    columns = draw(st.integers(1, most_columns))
    rows = draw(st.integers(1, most_rows))
    who = st.lists(st.integers(0, columns - 1).map("p{}".format), min_size=1, max_size=3, unique=True)
    targets = st.integers(0, rows - 1).map("k{}".format)
    kegiatan = []
    for row in range(rows):
        step = {"id": f"k{row}", "uraian": draw(texts), "pelaksana": draw(who)}
        match draw(st.sampled_from(["", "", "keputusan", "ke", "rangkaian"])):
            case "keputusan":
                step["keputusan"] = draw(
                    st.dictionaries(texts.filter(str.strip), targets, min_size=1, max_size=4)
                )
            case "ke":
                step["ke"] = draw(st.lists(targets, min_size=1, max_size=3, unique=True))
            case "rangkaian":
                step["rangkaian"] = [{"pelaksana": draw(who)} for _ in range(draw(st.integers(1, 3)))]
        kegiatan.append(Kegiatan.model_validate(step))
    return Sop(
        judul=draw(texts),
        pelaksana={f"p{column}": draw(texts) for column in range(columns)},
        kegiatan=tuple(kegiatan),
    )


@given(sops())
@settings(max_examples=150)
def test_nothing_is_in_the_way_in_any_flow(sop):
    assert faults(plan_of(sop)) == []


# ---- text -----------------------------------------------------------------------------------------------


@given(st.text(max_size=200))
def test_quoted_text_ends_where_it_should(text):
    assert re.fullmatch(r'"(?:[^"\\\n\r]|\\[\\"])*"', quoted(text))


@given(sops(st.text(max_size=40) | st.just(EVIL), most_rows=4, most_columns=3))
@settings(max_examples=40)
def test_no_text_changes_the_graph(sop):
    """Graphviz finds the nodes, edges and attributes of the same SOP with harmless words."""
    plain = json.loads(re.sub(r'"(judul|uraian)": *"(?:[^"\\]|\\.)*"', r'"\1": "a"', sop.model_dump_json()))
    plain["pelaksana"] = dict.fromkeys(plain["pelaksana"], "b")
    ours, theirs = (graph(dot_of(s, s.judul or "-")) for s in (sop, Sop.model_validate(plain, strict=False)))
    assert [o["name"] for o in ours["objects"]] == [o["name"] for o in theirs["objects"]]
    for a, b in zip(parts(ours), parts(theirs), strict=True):
        assert set(a) == set(b)


def test_hostile_text_is_shown_as_written():
    sop = Sop(
        judul=EVIL,
        pelaksana={"a": Kelompok(kelompok=EVIL, anggota={"b": EVIL})},
        kegiatan=(
            Kegiatan(id="x", uraian=EVIL, pelaksana=("b",)),
            Kegiatan(uraian=EVIL, pelaksana=("b",), keputusan={EVIL: "x"}),
        ),
    )
    svg = chart.draw(dot_of(sop, EVIL), "svg")
    assert not re.search(rb"<(script|b|i|a|image|use|foreignObject|style)\b|href|<!", svg)
    shown = " ".join(words_in(svg))
    expected = " ".join(EVIL.split())
    assert shown.count(expected[:20]) >= 4, shown
    root = ElementTree.fromstring(svg)
    assert {key for element in root.iter() for key in element.attrib} <= {
        "width", "height", "viewBox", "role", "transform", "fill", "stroke", "stroke-width", "points", "d",
        "text-anchor", "x", "y", "font-family", "font-size", "font-weight",
    }  # fmt: skip


def test_hostile_map():
    ids = {
        'x" y.z/../?#é': chart.Related(EVIL, EVIL, (EVIL, "javascript:alert(1)")),
        "javascript:a": MAP["surat"],
    }
    dot = chart.map_dot(ids, EVIL)
    assert len(graph(dot)["objects"]) == 5
    links = re.findall(rb'href="([^"]*)"', chart.draw(dot, "svg"))
    assert links == [b"x%22%20y.z%2F..%2F%3F%23%C3%A9.html", b"javascript%3Aa.html"]


@pytest.mark.parametrize(
    "text", ["&lt;b&gt; &amp; &#65; A&B", '"\\N" \\L\\', "<b>x</b>", "{a|b}", "a:b;c=[d]"]
)
def test_each_letter_is_shown(text):
    sop = Sop(pelaksana={"a": text}, kegiatan=(Kegiatan(uraian="x", pelaksana=("a",)),))
    assert text in words_in(chart.draw(dot_of(sop), "svg"))


def test_a_capsule_stays_low():
    """Two lines that the ends of the capsule leave no room for become three; it does not grow to a circle."""
    lines, height = in_capsule("1. Menyambut pelapor dan mencatat identitasnya", SIZE, 116, 130)
    assert len(lines) == 3
    assert height < 50


@pytest.mark.parametrize(
    "text", ["Menyusun", "Memeriksa kelengkapan berkas " * 3, "x" * 90, "kata " * 200, ""]
)
def test_lines_stay_inside(text):
    for lines, height in (in_diamond(text, SIZE, 116, 130), in_capsule(text, SIZE, 116, 130)):
        assert height <= 130
        assert all(width(line, SIZE) < 110 for line in lines)
    lines = in_box(text, SIZE, 100, 8)
    assert len(lines) <= 8
    assert all(width(line, SIZE) <= 100 + width(f" {MORE}", SIZE) for line in lines)
    if len(text) < 100:
        assert "".join(lines).replace("-", "").replace(" ", "") == text.replace(" ", "")


def test_long_words_are_divided_between_syllables_and_never_leave_a_diamond():
    text = "3. Mempertanggungjawabkan pengadministrasian ketidaksesuaian"
    lines, height = in_diamond(text, SIZE, 116, 130)
    assert lines[-1].endswith(MORE)
    top = -len(lines) / 2 * SIZE * SPACING
    for index, line in enumerate(lines):
        upper = top + index * SIZE * SPACING
        reach = max(abs(upper), abs(upper + SIZE * SPACING))
        assert width(line, SIZE) <= 116 * (1 - 2 * reach / height)
    assert in_box(text, SIZE, 90, 8)[:3] == ("3.", "Mempertanggungja-", "wabkan")


# ---- dot ------------------------------------------------------------------------------------------------


def test_formats():
    dot = dot_of(read(ROOT / "tests/minimal.yaml"), "Judul & isi")
    assert chart.draw(dot, "dot") == dot.encode()
    assert chart.draw(dot, "png").startswith(b"\x89PNG\r\n\x1a\n")
    pdf = chart.draw(dot, "pdf")
    assert pdf.startswith(b"%PDF-")
    assert b"19800101000000Z" in pdf
    svg = chart.draw(dot, "svg")
    root = ElementTree.fromstring(svg)
    assert svg.startswith(b'<svg xmlns="http://www.w3.org/2000/svg" ')
    assert root.findtext("{http://www.w3.org/2000/svg}title") == "Judul & isi"
    assert {"width", "height", "viewBox"} <= set(root.attrib)
    for format in chart.FORMATS:
        assert chart.draw(dot, format) == chart.draw(dot, format)


@pytest.mark.parametrize("text", ["R&D;", "&#0;", "&#x1F;", "a &amp; b", "&lt", "--><b>", "]]>"])
def test_a_title_is_text_and_no_markup(text):
    """In the name of the graph, in a label, and as the title of the page's picture."""
    sop = Sop(judul=text, pelaksana={"a": text}, kegiatan=(Kegiatan(uraian=text, pelaksana=("a",)),))
    for dot in (dot_of(sop), dot_of(sop, text)):
        drawn = ElementTree.fromstring(chart.draw(dot, "svg"))
        assert drawn.findtext("{http://www.w3.org/2000/svg}title") == text
    assert chart.draw(chart.map_dot({"a": chart.Related(text, text, (text,))}), "svg")


def test_full_text_is_kept_where_the_symbol_is_too_small():
    text = "Mengolah tempat kejadian " * 20
    sop = Sop(pelaksana={"a": "Ka"}, kegiatan=(Kegiatan(uraian=text.strip(), pelaksana=("a",)),))
    svg = chart.draw(dot_of(sop), "svg").decode()
    assert MORE in svg
    assert f"<title>1. {text.strip()} (Ka)</title>" in svg


def test_the_seed_leaves_out_rows_without_symbols():
    found = plan_of(read(ROOT / "sop_sources/bhabinkamtibmas-2019.yaml"))
    assert [shape.kind for shape in found.shapes] == [Simbol.MULAI, Simbol.PROSES, Simbol.KEPUTUSAN] * 2


@pytest.mark.parametrize("sop", [Sop(), Sop(pelaksana={"a": "A"}), Sop(kegiatan=(Kegiatan(uraian="x"),))])
def test_an_sop_without_flow_is_drawn_too(sop):
    assert chart.draw(dot_of(sop), "svg").startswith(b"<svg")


def test_no_sop_at_all():
    assert chart.draw(chart.map_dot({}), "svg").startswith(b"<svg")


def test_missing_dot(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SopgenError, match="sudo apt-get install graphviz"):
        chart.draw("digraph {}", "svg")
    assert chart.draw("digraph {}", "dot") == b"digraph {}"


def test_failing_dot():
    with pytest.raises(SopgenError, match="Graphviz gagal"):
        chart.draw("digraph {", "svg")


def test_endless_dot(monkeypatch, tmp_path):
    program = tmp_path / "dot"
    program.write_text("#!/bin/sh\nexec sleep 30\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(SopgenError, match=r"0\.2 detik"):
        chart.draw("digraph {}", "svg", timeout=0.2)


def test_a_large_map_is_drawn_in_time():
    sops = {
        f"s{n}": chart.Related(f"SOP {n}", str(n), (f"s{n * 7 % 300}", f"s{n * 13 % 300}"))
        for n in range(300)
    }
    assert chart.draw(chart.map_dot(sops), "svg", timeout=30)
