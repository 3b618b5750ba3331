"""Reading: every YAML file under cases/reading stands beside a .txt with all that is said of it."""

from __future__ import annotations

import datetime
import json
import os
import re
import tracemalloc
from pathlib import Path

import jsonschema
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError
from ruamel.yaml import YAML

from sopgen import bahasa, parse, source
from sopgen.diagnostic import Finding, Place, Severity, SopgenError, written
from sopgen.unit import citation

TESTS = Path(__file__).parent
READING = TESTS / "cases" / "reading"
CASES = sorted(READING.glob("*/*.yaml"))
UNITS, UNIT_FINDINGS = parse.unit(source.read(READING / "unit.yaml"))
REGISTER, REGISTER_FINDINGS = parse.register(source.read(READING / "peraturan.yaml"))
SOURCES = [*TESTS.parent.glob("sop_sources/*.yaml"), *TESTS.glob("library/*.yaml"), TESTS / "minimal.yaml"]


def parsed(tree: source.Tree, kind: str):
    """The value and findings of a tree, as a unit, a register, or (yaml, sop) an SOP."""
    if kind == "unit":
        return parse.unit(tree)
    return parse.register(tree) if kind == "peraturan" else parse.parse(tree, UNITS, REGISTER)


def told(finding: Finding) -> str:
    place = f"{finding.place.line}:{finding.place.column}"
    path = written(finding.key_path) or "-"
    hint = f"\n    {finding.hint}" if finding.hint else ""
    return f"{place} {finding.severity} {finding.code} {path}\n    {finding.message}{hint}\n"


@pytest.mark.parametrize("file", CASES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_a_file_gives_these_findings(file: Path, golden) -> None:
    tree = source.read(file, file.name)
    value, findings = parsed(tree, file.parent.name)
    text = "".join(told(finding) for finding in findings) or "tanpa temuan\n"
    golden(str(file.with_suffix(".txt").relative_to(TESTS)), text)
    assert (value is None) == any(finding.severity is Severity.ERROR for finding in findings)


def test_the_surroundings_of_the_cases_are_clean() -> None:
    assert (UNIT_FINDINGS, REGISTER_FINDINGS) == ([], [])


def test_every_code_has_a_case() -> None:
    text = "".join(file.read_text("utf-8") for file in READING.glob("*/*.txt"))
    missing = {f"YAM-{n:02}" for n in range(2, 14)} | {f"BCA-{n:02}" for n in range(1, 19)}
    assert sorted(code for code in missing if code not in text) == ["YAM-03"]


def test_no_parser_english_reaches_a_message() -> None:
    text = "".join(file.read_text("utf-8") for file in READING.glob("*/*.txt"))
    assert [word for word in (" expected", " while ", " found ", "Input ", "should") if word in text] == []


def test_a_folder_is_a_finding(tmp_path: Path) -> None:
    tree = source.read(tmp_path, "sop_sources")
    assert [(f.code, f.message) for f in tree.findings] == [
        ("YAM-01", "sop_sources sebuah folder; yang diperlukan sebuah berkas YAML.")
    ]
    assert parse.parse(tree) == (None, list(tree.findings))


def test_a_pipe_is_a_finding_and_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipa.yaml")
    assert [f.code for f in source.read(tmp_path / "pipa.yaml").findings] == ["YAM-01"]


@pytest.mark.parametrize("name", ["hilang.yaml", "a\0b.yaml", "a/b/c.yaml", "x" * 5000])
def test_a_file_that_is_not_there_is_a_fault_of_the_call(tmp_path: Path, name: str) -> None:
    with pytest.raises(SopgenError, match=r"^Berkas .* (tidak ada\.|tidak dapat dibaca; .*)$"):
        source.read(tmp_path / name)


def test_fifty_megabytes_are_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "besar.yaml"
    with file.open("wb") as stream:
        stream.truncate(50 * 1024 * 1024)
    tracemalloc.start()
    tree = source.read(file)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [(f.code, f.message) for f in tree.findings] == [
        ("YAM-03", "Berkas terlalu besar: 51200 KB; paling besar 512 KB.")
    ]
    assert peak < 1024 * 1024


def test_a_file_of_too_many_values_is_refused() -> None:
    tree = source.parse_text("kegiatan:\n" + "- a\n" * 50_001, "x.yaml")
    assert [(f.code, f.place.line) for f in tree.findings] == [("YAM-03", 49_998)]


def test_the_minimal_sop_is_frozen() -> None:
    sop, findings = parse.parse(source.read(TESTS / "minimal.yaml"), UNITS, REGISTER)
    assert findings == []
    assert sop is not None
    with pytest.raises(ValidationError):
        sop.judul = "lain"
    with pytest.raises(ValidationError):
        sop.kegiatan[0].mutu_baku.waktu = "lain"


def test_numbers_in_text_keep_their_spelling() -> None:
    tree = source.read(READING / "sop" / "numbers-dates-and-booleans-as-text.yaml")
    sop, _ = parse.parse(tree)
    assert sop is not None
    assert (sop.nomor, sop.judul) == ("0012", "2026-11-02")
    assert sop.peringatan == ("1.50", "true", "0x1F", "12")
    assert sop.kolom_pelaksana == {"1": "007"}
    assert (sop.kegiatan[0].id, sop.kegiatan[0].uraian) == ("01", "1e3")
    assert sop.kegiatan[1].keputusan == {"1": "01", "2": "lanjut"}
    assert sop.disahkan_oleh.nrp == "01020304"


def test_scalars_are_those_of_yaml_1_2() -> None:
    text = "[Ya, No, on, 012, 0o17, 0x1F, 1.5, true, ~, 2026-11-02, 1:30, '1']"
    assert source.parse_text(f"a: {text}", "x").data["a"] == [
        "Ya", "No", "on", 12, 15, 31, 1.5, True, None, datetime.date(2026, 11, 2), "1:30", "1",
    ]  # fmt: skip


def test_a_pair_of_escapes_is_one_letter_and_half_a_pair_is_none() -> None:
    tree = source.parse_text('judul: "a \\ud83d\\ude00 b"\nnomor: "\\ude00\\ud83d"', "x.yaml")
    assert tree.data == {"judul": "a \U0001f600 b", "nomor": "\ufffd\ufffd"}
    assert [(finding.code, finding.key_path) for finding in tree.findings] == [("YAM-11", ("nomor",))]


def test_the_text_is_kept_exactly() -> None:
    raw = b"judul: a  # komentar\r\n\r\nnomor: b"
    tree = source.parse_bytes(raw, "x.yaml")
    assert tree.text.encode() == raw
    assert tree.lines == ["judul: a  # komentar", "", "nomor: b"]


def test_places_of_values_keys_and_of_what_is_missing() -> None:
    tree = source.parse_text("a:\n  - b: {c: 1}\n", "x.yaml")
    assert tree.place(("a", 0, "b", "c")) == Place("x.yaml", 2, 12)
    assert tree.key_place(("a", 0, "b", "c")) == Place("x.yaml", 2, 9)
    assert tree.place(("a", 0, "b", "hilang", 3)) == Place("x.yaml", 2, 8)
    assert tree.key_place(("a", 0)) == Place("x.yaml", 2, 5)
    assert tree.key_place(("hilang",)) == tree.place(()) == Place("x.yaml", 1, 1)


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.stem)
def test_the_place_of_every_value_points_at_it(file: Path) -> None:
    tree = source.read(file)
    assert tree.root is not None
    for path, node in leaves(tree.root, ()):
        place = tree.place(path)
        line = re.sub(r"^&\w+ ", "", tree.lines[place.line - 1][place.column - 1 :])
        first = node.text.split()[0] if node.text.split() else ""
        assert line.lstrip("\"'|>-+").strip().startswith(first) or line[:1] in "|>*", (place, node.text)
        if isinstance(path[-1], str):
            key = tree.key_place(path)
            assert tree.lines[key.line - 1][key.column - 1 :].lstrip("\"'").startswith(path[-1]), key


def leaves(node: source.Node, path: tuple):
    if not isinstance(node.value, dict | list):
        yield path, node
        return
    for key, child in node.value.items() if isinstance(node.value, dict) else enumerate(node.value):
        yield from leaves(child, (*path, key))


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_our_own_sources_have_no_fault(file: Path) -> None:
    kind = file.stem if file.stem in ("unit", "peraturan") else "sop"
    units, register = UNITS, REGISTER
    if kind == "sop" and file.stem != "minimal":
        units, _ = parse.unit(source.read(file.with_name("unit.yaml")))
        register, _ = parse.register(source.read(file.with_name("peraturan.yaml")))
    tree = source.read(file, file.name)
    _, findings = parse.parse(tree, units, register) if kind == "sop" else parsed(tree, kind)
    assert findings == []


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_our_own_sources_satisfy_the_schema(file: Path) -> None:
    kind = file.stem if file.stem in ("unit", "peraturan") else "sop"
    data = json.loads(json.dumps(source.read(file).data, default=str))
    jsonschema.validate(data, parse.schemas()[f"{kind}.schema.json"])


def test_schemas_describe_every_key_in_indonesian() -> None:
    schemas = parse.schemas()
    assert sorted(schemas) == ["peraturan.schema.json", "sop.schema.json", "unit.schema.json"]
    for schema in schemas.values():
        for definition in (schema, *schema["$defs"].values()):
            assert "description" not in definition
            for name, value in definition.get("properties", {}).items():
                assert value["description"], name
                assert "title" not in value


def test_the_validators_agree_with_the_plain_loader() -> None:
    """What we compose from events is what the library's own loader makes of our sources."""
    for file in SOURCES:
        assert source.read(file).data == YAML(typ="safe", pure=True).load(file.read_text("utf-8")), file


# Whatever is thrown at it


def read_all(tree: source.Tree) -> None:
    for kind in ("sop", "unit", "peraturan"):
        _, findings = parsed(tree, kind)
        lines = len(tree.lines)
        assert all(0 <= finding.place.line <= lines and finding.message for finding in findings)


WORDS = st.sampled_from(
    ["judul", "kegiatan", "pelaksana", "keputusan", "rangkaian", "mutu_baku", "tanggal", "ke", "id", "a"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates() | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS | st.text(), inner, max_size=5),
    max_leaves=25,
)
PIECES = [
    *(
        "judul: ",
        "kegiatan:\n",
        "  - ",
        "\n",
        "pelaksana: ",
        "{",
        "}",
        "[",
        "]",
        ", ",
        ": ",
        "? ",
        "&a ",
        "*a ",
    ),
    *(
        "! ",
        "!!str ",
        "'",
        '"',
        "\\",
        "|",
        ">",
        "#",
        "---\n",
        "...\n",
        "%YAML 1.1\n",
        "%TAG ! x\n",
        "\t",
        "\r",
    ),
    *("<<: ", "2026-02-31", "0o9", "1e999", "\x85", "\u2028", "\ufeff", "\ud800", "\0", "@", "`", "a", " "),
]
FRAGMENTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@given(st.binary(max_size=400))
@example(b"\xff\xfe")
@example(b"\x00")
def test_random_bytes_never_raise(raw: bytes) -> None:
    read_all(source.parse_bytes(raw, "x.yaml"))


@given(FRAGMENTS | st.text(max_size=200))
@example('"\\U00110000"')
@example("%YAML 9.9\n---\na: b\n")
@example("a: " + "9" * 5000)
@example("0" * 5000 + ": a")
def test_random_yaml_never_raises(text: str) -> None:
    read_all(source.parse_text(text, "x.yaml"))


@given(VALUES)
def test_random_data_never_raises(value) -> None:
    read_all(source.parse_text(json.dumps(value, default=str), "x.yaml"))


PRINTABLE = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=20
)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | PRINTABLE,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(PRINTABLE, inner, max_size=5),
    max_leaves=20,
)


@given(st.dictionaries(PRINTABLE, PLAIN, min_size=1, max_size=5))
def test_plain_data_comes_back_unchanged(data: dict) -> None:
    """JSON is YAML 1.2: what is written is what is read."""
    assert source.parse_text(json.dumps(data, ensure_ascii=False), "x.yaml").data == data


# The language


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15 menit", (15, 15, False, "")),
        ("30 detik", (0.5, 0.5, False, "")),
        ("1 Jam", (60, 60, False, "")),
        ("1,5 jam", (90, 90, False, "")),
        ("14 hari", (20_160, 20_160, False, "")),
        ("1 Hari Kerja", (480, 480, True, "")),
        ("1-5 hari kerja", (480, 2400, True, "")),
        ("1 – 20 Hari Kerja", (480, 9600, True, "")),
        ("30 menit - 3 Jam", (30, 180, False, "")),
        ("2 s.d 3 bulan", (86_400, 129_600, False, "")),
        ("3 s/d 5 menit", (3, 5, False, "")),
        ("1 sampai dengan 2 jam", (60, 120, False, "")),
        ("2 jam/berkas", (120, 120, False, "berkas")),
        ("15 menit/ berkas", (15, 15, False, "berkas")),
        ("10 menit per orang", (10, 10, False, "orang")),
        ("1 x 24 jam", (1440, 1440, False, "")),
        ("2x24 Jam", (2880, 2880, False, "")),
        ("1 Hari Kerja 1 Jam", (540, 540, True, "")),
        ("1 Hari + 8 Jam 5 Mins", (1925, 1925, False, "")),
        ("60 Menit (1 Jam)", (60, 60, False, "")),
        ("1 bulan (tanggal 1- 20)", (43_200, 43_200, False, "")),
        ("1 0 Hari Kerja", (4800, 4800, True, "")),
        ("paling lama 3 hari", (0, 4320, False, "")),
    ],
)
def test_durasi(text: str, expected: tuple) -> None:
    assert bahasa.durasi(text) == bahasa.Durasi(*expected)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "sesuai kebutuhan",
        "Segera",
        "Triwulanan",
        "10",
        "5-1 hari",
        "120 Menit / 3 Hari",
        "1 jam; 2 hari",
    ],
)
def test_times_without_a_definite_length(text: str) -> None:
    assert bahasa.durasi(text) is None


@given(st.text(alphabet="0123456789 jamhrikenit-–/.,+x()", max_size=60))
def test_durasi_never_raises(text: str) -> None:
    found = bahasa.durasi(text)
    assert found is None or 0 <= found.terpendek <= found.terpanjang


def test_dates_and_months_in_words() -> None:
    assert bahasa.tanggal(datetime.date(2026, 11, 2)) == "2 November 2026"
    assert [bahasa.bulan_romawi(month) for month in (1, 4, 9, 12)] == ["I", "IV", "IX", "XII"]


@given(st.dates(min_value=datetime.date(1000, 1, 1)))
def test_a_written_date_is_read_back(day: datetime.date) -> None:
    expected = (day.year, day.month, day.day)
    assert bahasa.baca_tanggal(bahasa.tanggal(day)) == expected
    assert bahasa.baca_tanggal(f"{day.day}/{bahasa.bulan_romawi(day.month)}/{day.year}") == expected
    assert bahasa.baca_tanggal(day.isoformat()) == expected


def test_citations() -> None:
    register, findings = parse.register(source.read(READING / "peraturan" / "good.yaml"))
    assert (register is not None, findings) == (True, [])
    assert citation("uu-6-2023", register) == "Undang-Undang Nomor 6 Tahun 2023 tentang Cipta Kerja"
    assert citation("uu-2-2002", register) == (
        "Undang-Undang Nomor 02 Tahun 2002 tentang Kepolisian sebagaimana telah beberapa kali diubah terakhir"
        " dengan Undang-Undang Nomor 6 Tahun 2023 tentang Cipta Kerja"
    )
    assert citation("Peraturan Bebas", register) == "Peraturan Bebas"
