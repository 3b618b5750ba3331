"""`sopgen check` and `explain`: whole terminals, machine formats, what is remembered, what is imported."""

from __future__ import annotations

import contextlib
import datetime
import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest

from sopgen import catalogue, cli, inspection, report
from sopgen.assets import version
from sopgen.check import check
from sopgen.diagnostic import Finding, Place, Severity
from sopgen.inspection import Inspected, inspect, work
from sopgen.project import REGISTER, UNIT
from sopgen.rule import Rule, Subject
from sopgen.rules import BY_CODE, RULES
from tests.afresh import forget
from tests.test_rules import MINIMAL, blocks, subject

TESTS = Path(__file__).parent
ROOT = TESTS.parent
DAY = datetime.date(2026, 12, 15)
COMMAND = re.compile(r"^\$ sopgen (.+)$", re.MULTILINE)


def sop(change: str = "") -> str:
    """The smallest SOP with the top-level keys of `change` in the place of its own."""
    return "".join((blocks(MINIMAL) | blocks(change)).values())


@pytest.fixture
def home(tmp_path: Path, standing_in: Callable[[Path], None]) -> Path:
    """A project of four SOPs, and the working directory: clean, faulty, excused, unreadable."""
    folder = tmp_path / "sop_sources"
    folder.mkdir()
    shutil.copy(TESTS / "unit.yaml", folder / UNIT)
    shutil.copy(ROOT / "sop_sources" / REGISTER, folder / REGISTER)
    for change in sorted((TESTS / "cases" / "check").glob("*.yaml")):
        (folder / change.name).write_text(sop(change.read_text("utf-8")), "utf-8")
    standing_in(tmp_path)
    return folder


def run(*arguments: str) -> tuple[str, int]:
    """What the program says, and its exit code."""
    told = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(told):
        patch.setattr(sys, "argv", ["sopgen", *arguments])
        patch.setattr(sys, "stderr", told)
        with pytest.raises(SystemExit) as ended:
            cli.main()
    return told.getvalue(), int(ended.value.code or 0)


# Whole terminals


@pytest.mark.parametrize("name", sorted(file.stem for file in (TESTS / "transcripts").glob("*.txt")))
def test_a_terminal_shows(name: str, home: Path, golden: Callable[[str, str], None]) -> None:
    """Each command of the transcript is run again; the day is the same in all of them."""
    told = []
    for command in COMMAND.findall((TESTS / "transcripts" / f"{name}.txt").read_text("utf-8")):
        day = ["--today", str(DAY)] if command.startswith("check") and "--today" not in command else []
        text, code = run(*command.split(), *day)
        told.append(f"$ sopgen {command}\n{text}[kode akhir {code}]\n")
    golden(
        f"transcripts/{name}.txt", "\n".join(told).replace(f'"version": "{version()}"', '"version": "VERSI"')
    )


# Machine formats


def form(name: str, *arguments: str) -> str:
    return run("check", "--today", str(DAY), "--format", name, *arguments)[0]


def test_json_has_the_promised_keys(home: Path) -> None:
    told = json.loads(form("json"))
    keys = {"code", "severity", "message", "hint", "path", "line", "column"}
    assert told["findings"]
    assert all(keys <= finding.keys() for finding in told["findings"])
    severities = [finding["severity"] for finding in told["findings"]]
    assert told["summary"] == {name: severities.count(name) for name in ("error", "warning", "info")}
    assert [(waived["code"], waived["reason"][:13]) for waived in told["waived"]] == [
        ("PRG-02", "Kalimat ini k")
    ]


def test_sarif_keeps_to_its_schema(home: Path) -> None:
    """The schema is that part of the official one that describes what we write."""
    told = json.loads(form("sarif"))
    schema = json.loads((TESTS / "sarif.schema.json").read_text("utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    jsonschema.validate(told, schema)
    (run,) = told["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert all(rules[result["ruleIndex"]] == result["ruleId"] for result in run["results"])
    assert [r["ruleId"] for r in run["results"] if "suppressions" in r] == ["PRG-02"]


def test_the_schema_for_sarif_can_fail(home: Path) -> None:
    told = json.loads(form("sarif"))
    del told["runs"][0]["results"][0]["message"]
    schema = json.loads((TESTS / "sarif.schema.json").read_text("utf-8"))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(told, schema)


def test_junit_counts_what_it_holds(home: Path) -> None:
    root = ElementTree.fromstring(form("junit"))
    assert len(root) == 4
    for suite in root:
        cases = suite.findall("testcase")
        assert int(suite.get("tests", "")) == len(cases)
        assert int(suite.get("failures", "")) == len(suite.findall("testcase/failure"))
        assert int(suite.get("skipped", "")) == len(suite.findall("testcase/skipped"))
    assert int(root.get("failures", "")) == len(root.findall(".//failure"))


NASTY = Finding(
    "YAM-02", Severity.ERROR, "50% <baris>\n]]> & \x01 ::x", Place("a b/ü,:%.yaml", 3, 0), ("a", 0), "x\r\ny"
)


def test_odd_letters_stay_inside_their_form() -> None:
    account = report.Account(("a b/ü,:%.yaml",), (NASTY,), (), {})
    from sopgen.report.github import github
    from sopgen.report.junit import junit
    from sopgen.report.sarif import sarif

    assert github(account) == (
        "::error file=a b/ü%2C%3A%25.yaml,line=3,col=0,title=YAM-02::"
        "50%25 <baris>%0A]]> & · ::x%0ASaran: x%0Ay\n"
    )
    failure = ElementTree.fromstring(junit(account)).find(".//failure")
    assert failure is not None
    assert failure.get("message") == "50% <baris>\n]]> & \ufffd ::x"
    location = json.loads(sarif(account, "1"))["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert location == {
        "artifactLocation": {"uri": "a%20b/%C3%BC%2C%3A%25.yaml"},
        "region": {"startLine": 3, "startColumn": 1},
    }


def test_a_report_can_be_written_to_a_file(home: Path, tmp_path: Path) -> None:
    text, code = run("check", "--format", "json", "-o", str(tmp_path / "hasil" / "temuan.json"))
    assert (text, code) == ("", 1)
    assert json.loads((tmp_path / "hasil" / "temuan.json").read_text("utf-8"))["findings"]


# What is remembered


def checked(home: Path, **choices) -> list[Inspected]:
    files = sorted(file for file in home.glob("*.yaml") if file.name not in (UNIT, REGISTER))
    return inspect(files, **{"today": DAY, "cache": home.parent / "ingatan"} | choices)


def codes(results: list[Inspected]) -> dict[str, list[str]]:
    return {result.path.stem: [finding.code for finding in result.findings] for result in results}


def busy(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the SOPs that are judged from now on."""
    judged: list[str] = []
    real = work._verdict
    monkeypatch.setattr(
        work, "_verdict", lambda path, *rest: (judged.append(path.stem), real(path, *rest))[1]
    )
    return judged


def test_what_is_remembered_is_what_was_found(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = checked(home)
    judged = busy(monkeypatch)
    assert checked(home) == first == checked(home, cache=None)
    assert judged == ["bersih", "dikecualikan", "rusak", "temuan"]


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    forget()


def test_only_what_has_changed_is_judged_again(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checked(home)
    judged = busy(monkeypatch)
    change(home / "bersih.yaml", "[Laporan sambang", "[Catatan sambang")
    checked(home)
    assert judged == ["bersih"]


def test_a_number_used_twice_is_found_when_the_other_file_changes(home: Path) -> None:
    assert codes(checked(home))["temuan"].count("IDN-06") == 0
    change(home / "bersih.yaml", "SOP/07/XI/2026", "SOP/08/XI/2026")
    assert codes(checked(home))["temuan"].count("IDN-06") == 1


def test_a_change_of_the_unit_is_noticed(home: Path) -> None:
    before = codes(checked(home))
    change(home / UNIT, "  logo: logo.svg\n", "")
    assert "IDN-04" not in before["bersih"]
    assert "IDN-04" in codes(checked(home))["bersih"]


def test_another_day_is_noticed(home: Path) -> None:
    later = DAY.replace(year=2029)
    assert ["SKL-01" in codes(checked(home, today=day))["bersih"] for day in (DAY, later, DAY)] == [
        False, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize("damage", ["", "[]", "{", '{"shared": 1}', '{"entries": {"a": 1}}'])
def test_a_damaged_memory_is_not_believed(home: Path, damage: str) -> None:
    first = checked(home)
    (memory,) = (home.parent / "ingatan").glob("*.json")
    memory.write_text(damage)
    assert checked(home) == first


def test_a_memory_that_cannot_be_kept_stops_nothing(home: Path) -> None:
    (home.parent / "ingatan").write_text("bukan folder")
    assert checked(home) == checked(home, cache=None)


def test_several_processes_find_the_same(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "WORTHWHILE", 2)
    assert checked(home, workers=2, cache=None) == checked(home, cache=None)


def test_what_concerns_the_unit_is_said_once_and_where_it_stands(home: Path) -> None:
    change(home / UNIT, "kop: [", "profil: polri\n  kop: [POLRES CONTOH, ")
    found = [finding for result in checked(home) for finding in result.findings if finding.code == "PLR-01"]
    assert [(f.place.file, f.place.line, f.key_path) for f in found] == [
        (str(home / UNIT), 6, ("satbinmas", "kop"))
    ]


def test_faults_of_the_surroundings_are_told_first(home: Path) -> None:
    change(home / UNIT, "kota:", "kotaa:")
    first, *rest = checked(home)
    assert (first.path, [finding.code for finding in first.findings]) == (home / UNIT, ["BCA-01"])
    assert codes(rest)["bersih"] == codes(checked(home, cache=None)[1:])["bersih"]
    assert "BCA-13" not in codes(rest)["bersih"]


# What SOPs see of each other


@pytest.mark.parametrize("rule", [rule for rule in RULES if "_lain" in rule.bad], ids=lambda rule: rule.code)
def test_a_rule_sees_enough_of_the_other_sops(rule: Rule) -> None:
    found = subject(rule.bad)
    others = {id: work.seen(work.shown(other)) for id, other in found.siblings.items()}
    again = Subject(found.id, found.sop, found.unit, found.register, found.place, found.today, others)
    assert {finding.code for finding in check(again, RULES).findings} == {rule.code}


# What is imported


HEAVY = ("weasyprint", "pydyf", "jinja2", "graphviz", "rich", "fontTools", "PIL")


def imported(home: Path, *arguments: str) -> set[str]:
    """The modules a fresh process has imported after a command."""
    code = (
        "import sys\nfrom sopgen.cli import main\n"
        f"sys.argv = ['sopgen', *{list(arguments)!r}]\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print('\\n' + ' '.join(sys.modules))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=home.parent,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    return set(ran.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("form", ["text", "json", "sarif", "junit", "github"])
def test_checking_never_imports_what_drawing_needs(home: Path, form: str) -> None:
    assert imported(home, "check", "--no-cache", "--format", form) & set(HEAVY) == set()


def test_what_is_unchanged_is_told_without_reading_any_yaml(home: Path) -> None:
    imported(home, "check")
    assert imported(home, "check") & {"pydantic", "ruamel.yaml", "sopgen.rules", "sopgen.parse"} == set()


# The catalogue


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_can_be_explained(rule: Rule) -> None:
    text = catalogue.explained(rule)
    assert rule.summary in text
    assert rule.basis.source in text
    assert ("tidak dapat diuji" in text) == (rule.check is None)
    assert ("Menyimpang:" in text) == (rule.check is not None)
    assert not re.search(r"^\s*_\w+:", text, re.MULTILINE)


def test_every_family_has_a_title() -> None:
    assert {code.partition("-")[0] for code in BY_CODE} == set(catalogue.TITLES)
    assert [family.name for family in catalogue.families()] == list(catalogue.TITLES)


def test_the_pages_are_those_of_the_rules(golden: Callable[[str, str], None]) -> None:
    """`make docs` writes them."""
    pages = catalogue.pages()
    for name, text in pages.items():
        golden(f"../docs/rules/{name}", text)
    assert {file.name for file in (ROOT / "docs" / "rules").iterdir()} == set(pages)


def test_pages_are_written(tmp_path: Path) -> None:
    assert run("explain", "-o", str(tmp_path / "rules")) == ("", 0)
    assert {
        file.name: file.read_text("utf-8") for file in (tmp_path / "rules").iterdir()
    } == catalogue.pages()


def test_narrowing_leaves_the_faults_of_reading() -> None:
    results = [Inspected(Path("x.yaml"), (NASTY,))]
    assert inspection.narrowed(results, ("DHK",), ("YAM",)) == results
