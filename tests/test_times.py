"""Times, load and hand-offs: drawn flows with their sums, and what must hold for every flow."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as some

from sopgen import source
from sopgen.cli.stats import stats
from sopgen.diagnostic import SopgenError
from sopgen.flow import flow
from sopgen.model import Simbol, Sop
from sopgen.paths import ends, leading, reached, starts, ways
from sopgen.times import account, in_words, times

TESTS = Path(__file__).parent
CASES = source.read(TESTS / "times/cases.yaml").data
PATHS = {"terpendek": "shortest", "biasa": "usual", "terpanjang": "longest"}


def row(short: dict[str, Any]) -> dict[str, Any]:
    """A row as the model has it, of its short form here."""
    words = {"oleh": "pelaksana"}
    rest = {words.get(key, key): value for key, value in short.items() if key not in ("lama", "rangkaian")}
    chain = {"rangkaian": [row(link) for link in short["rangkaian"]]} if "rangkaian" in short else {}
    time = {"mutu_baku": {"waktu": short["lama"]}} if "lama" in short else {}
    return rest | chain | time


def sop(rows: list[dict[str, Any]]) -> Sop:
    return Sop.model_validate({"pelaksana": {name: name for name in "abc"}, "kegiatan": list(map(row, rows))})


@pytest.mark.parametrize("name", CASES)
def test_times(name: str) -> None:
    case = CASES[name]
    whole = sop(case["kegiatan"])
    drawn = flow(whole)
    found = account(whole, drawn, times(whole, drawn))
    for word in PATHS.keys() & case.keys():
        path = found["paths"][PATHS[word]]
        assert (path and [path["minutes"], path["langkah"]]) == case[word], word
    if "putaran" in case:
        assert found["paths"]["longest"]["loops"] == case["putaran"]
    loads = {load["nama"]: load["minutes"] for load in found["pelaksana"]}
    assert loads == {**loads, **case.get("beban", {})}
    if "pindah" in case:
        assert {f"{h['from']} > {h['to']}": h["count"] for h in found["handoffs"]} == case["pindah"]
    assert found["untimed"] == case.get("tak_terukur", [])
    assert {each["langkah"]: each["item"] for each in found["each"]} == {
        int(key): item for key, item in case.get("per", {}).items()
    }


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 menit"),
        (59.6, "1 jam"),
        (90, "1 jam 30 menit"),
        (480, "1 hari"),
        (545, "1 hari 1 jam 5 menit"),
        (0.4, "0 menit"),
    ],
)
def test_minutes_in_words(minutes: float, words: str) -> None:
    assert in_words(minutes) == words


@some.composite
def rows(draw: some.DrawFn) -> list[dict[str, Any]]:
    """Rows of any shape: onward, back, decisions, forks, chains."""
    count = draw(some.integers(1, 8))
    target = some.sampled_from([f"r{index}" for index in range(count)] + ["lanjut", "selesai"])
    made = []
    for index in range(count):
        one: dict[str, Any] = {"id": f"r{index}", "oleh": draw(some.sampled_from(["a", "b", "c"]))}
        one["lama"] = draw(some.sampled_from(["10 menit", "1-3 jam", "2 hari", "segera"]))
        way = draw(some.integers(0, 3))
        if way == 1:
            one["keputusan"] = draw(some.dictionaries(some.sampled_from(["Ya", "Tidak"]), target, min_size=1))
        elif way == 2:
            one["ke"] = draw(some.lists(target, min_size=1, max_size=3, unique=True))
        made.append(one)
    return made


@given(rows())
def test_paths_hold_together(made: list[dict[str, Any]]) -> None:
    whole = sop(made)
    drawn = flow(whole)
    found, ways_on = times(whole, drawn), ways(drawn)
    last = set(ends(drawn, ways_on))
    for path in (found.shortest, found.usual, found.longest):
        if path is None:
            continue
        assert path.symbols[0] in starts(drawn)
        assert path.symbols[-1] in last
        pairs = set(zip(path.symbols, path.symbols[1:], strict=False))
        assert pairs <= {(edge.source, edge.target) for edge in drawn.edges}
        assert len(set(path.symbols)) == len(path.symbols)
    if found.shortest and found.usual and found.longest:
        assert found.shortest.minutes <= found.usual.minutes <= found.longest.minutes
    assert (found.shortest is None) == (found.usual is None) == (found.longest is None)


@given(rows())
def test_without_the_ways_back_nothing_goes_in_circles(made: list[dict[str, Any]]) -> None:
    found = ways(flow(sop(made)))
    place = {symbol: at for at, symbol in enumerate(found.order)}
    assert sorted(found.order) == list(range(len(found.exits)))
    for symbol in found.order:
        assert all(place[symbol] < place[edge.target] for edge in found.onward(symbol))


@given(rows())
def test_reached_and_leading_mirror_each_other(made: list[dict[str, Any]]) -> None:
    found = ways(flow(sop(made)))
    for symbol in range(len(found.exits)):
        for other in reached(found, [symbol]):
            assert symbol in leading(found, [other])


@pytest.mark.parametrize("name", ["sim", "izin-keramaian", "cuti"])
def test_stats_told(name: str, golden: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    result = CliRunner().invoke(stats, [str(TESTS / "library" / f"{name}.yaml")])
    assert result.exception is None, result.output
    golden(f"times/{name}.txt", "".join(f"{line.rstrip()}\n" for line in result.output.splitlines()))


def test_stats_as_data_say_the_same(tmp_path: Path) -> None:
    text = (TESTS / "minimal.yaml").read_text("utf-8").replace("[uu-2-2002]", "[]")
    file = tmp_path / "contoh.yaml"
    file.write_text(text + "standar_pelayanan: 2,5 jam\n", "utf-8")
    (tmp_path / "unit.yaml").write_text((TESTS / "unit.yaml").read_text("utf-8"), "utf-8")
    result = CliRunner().invoke(stats, [str(file), "--format", "json"])
    found = json.loads(result.output)
    assert [found["paths"][name]["minutes"] for name in PATHS.values()] == [120, 120, 165]
    assert found["standar_pelayanan"]["kept"] == {"usual": True, "longest": False}
    told = CliRunner().invoke(stats, [str(file)]).output
    assert "Standar pelayanan 2,5 jam: jalur biasa terpenuhi, jalur terpanjang TERLAMPAUI." in told


def test_no_flow_no_path() -> None:
    whole = sop([{"uraian": "Menyusun rencana", "lama": "1 jam"}])
    found = times(whole, flow(whole))
    assert (found.shortest, found.usual, found.longest) == (None, None, None)
    assert Simbol.MULAI not in {symbol.kind for symbol in flow(whole).symbols}


def test_a_folder_is_not_one_sop() -> None:
    with pytest.raises(SopgenError, match="sebutkan satu berkas SOP"):
        CliRunner().invoke(stats, [str(TESTS / "library")], catch_exceptions=False)
