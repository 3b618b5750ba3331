"""Citations: how people write them, what is read from them, and which entry of the register they mean."""

from __future__ import annotations

import datetime
import time
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sopgen import project, source
from sopgen.citation import (
    Lapse,
    Standing,
    canonical,
    entries,
    form,
    is_same,
    key_of,
    order,
    read,
    reference,
    standing,
    successor,
    successors,
    titled,
    titles,
)
from sopgen.unit import Peraturan, Register, citation

TESTS = Path(__file__).parent
DATA = source.read(TESTS / "cases" / "citations.yaml").data
CASES: list[dict[str, Any]] = DATA["sitasi"]
OWN = project.folder(TESTS.parent / "sop_sources").register
LIBRARY = project.folder(TESTS / "library").register


def register(**entries: dict[str, Any]) -> Register:
    """A register of these entries; a key's underscores stand for hyphens."""
    return {key.replace("_", "-"): Peraturan.model_validate(entry) for key, entry in entries.items()}


REGISTER = register(**DATA["peraturan"])


def understood(text: str) -> dict[str, Any]:
    """What the cases tell of a citation; what is empty is left out."""
    (entry,) = entries((text,), REGISTER)
    cited = entry.cited
    told = {
        "tulis": text,
        "jenis": cited.jenis,
        "golongan": cited.kind and cited.kind.code,
        "nomor": cited.nomor,
        "tahun": cited.tahun,
        "judul": cited.tentang,
        "tanggal": "-".join(map(str, cited.tanggal or ())),
        "bulan": cited.bulan,
        "pengubah": [f"{change.jenis} {change.nomor}/{change.tahun}" for change in cited.pengubah],
        "khilaf": [f"{lapse.name}: {words}" for lapse, words in cited.lapses],
        "kunci": entry.key,
        "judul_milik": entry.by_title,
        "baku": canonical(cited, REGISTER, entry.key),
    }
    return {name: value for name, value in told.items() if value or name == "tulis"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(CASES.index(case) + 1))
def test_citation_is_understood(case: dict[str, Any]) -> None:
    assert {"tulis": "", **case} == understood(case["tulis"] or "")


@pytest.mark.parametrize(("name", "known"), [("own", OWN), ("library", LIBRARY), ("cases", REGISTER)])
def test_register_finds_what_it_prints(name: str, known: Register) -> None:
    for key in known:
        (entry,) = entries((f"{citation(key, known)};",), known)
        assert (entry.key, entry.is_exact) == (key, True), name


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(CASES.index(case) + 1))
def test_canonical_citation_is_canonical(case: dict[str, Any]) -> None:
    (again,) = entries((case["baku"],), REGISTER)
    if again.cited.is_whole:
        assert canonical(again.cited, REGISTER, again.key) == case["baku"]
        assert again.is_exact or not again.cited.lapses
    else:
        assert "..." in case["baku"]


@given(st.text(max_size=300))
@example("Pasal " * 40)
@example("diubah dengan " * 30)
@example("nomor nomor / / / tahun tentang")
@example("jo. jo. jo.")
def test_any_text_is_read(text: str) -> None:
    (entry,) = entries((text,), REGISTER)
    assert isinstance(canonical(entry.cited, REGISTER, entry.key), str)
    assert isinstance(form.wrong_letters(entry.cited.tentang), list)
    assert form.gap(entry) or entry.cited.is_whole


@given(
    st.sampled_from(["Undang-Undang", "Peraturan Presiden", "Peraturan Menteri Dalam Negeri"]),
    st.integers(1, 300),
    st.integers(1945, 2030),
    st.sampled_from(["", "sebagaimana telah diubah dengan Peraturan Presiden Nomor 7 Tahun 2031"]),
)
def test_canonical_form_is_read_back(kind: str, number: int, year: int, change: str) -> None:
    text = f"{kind} Nomor {number} Tahun {year} tentang Tata Cara Ronda di Kampung {change}".strip()
    assert canonical(read(text), {}, None) == text
    assert read(text).lapses == ()


@pytest.mark.parametrize(
    "text", ["pasal 1 dan 2 " * 3000, "( lembaran " * 3000, "a/" * 20_000, "diubah " * 5000, "x " * 20_000]
)
def test_reading_takes_no_time(text: str) -> None:
    start = time.perf_counter()
    entries((f"UU tentang {text}", text), OWN)
    assert time.perf_counter() - start < 5


def test_titles_get_their_capitals() -> None:
    assert titled("TATA CARA RONDA DI DALAM NEGERI") == "Tata Cara Ronda di Dalam Negeri"
    assert (
        titled("tata cara Pemberian SIM (surat izin) Dan izin")
        == "Tata Cara Pemberian SIM (Surat Izin) dan Izin"
    )
    assert form.wrong_letters("Tata Cara Ronda Dan jaga di Kampung pada Malam e-KTP") == ["Dan", "jaga"]
    assert form.wrong_letters("Tata Cara Ronda Pada Malam") == []


def test_titles_are_compared_by_what_they_say() -> None:
    assert is_same("Pedoman SOP", "PEDOMAN  Standar Operasional Prosedur (SOP)")
    assert is_same("Tata Tertib Polri", "tata tertib Kepolisian Negara Republik Indonesia")
    assert not is_same("Tata Tertib", "Tata Tertib Polri")


# --- order ---


def ordered(*texts: str, polri: bool = False) -> list[int]:
    spans = order.spans(entries(texts, OWN), attrgetter("polri" if polri else "general"))
    return order.sequence(spans) if order.inversion(spans) else []


def test_hierarchy_leaves_open_what_no_law_settles() -> None:
    assert ordered("pp-2-2015", "uu-2-2002", "uu-25-2009") == [1, 2, 0]
    assert ordered("UUD 1945", "Perpu 1/2020", "uu-2-2002", "perpres-52-2010", "permenpanrb-35-2012") == []
    assert ordered("Perda Provinsi Gorontalo 1/2020", "permenpanrb-35-2012", "Perwal 3/2021") == []
    assert ordered("Perda Kota Gorontalo 1/2020", "Perda Provinsi Gorontalo 2/2020") == [1, 0]
    assert ordered("perkap-7-2021", "Kitab jaga", "permenpanrb-35-2012") == []


def test_polri_orders_more_finely() -> None:
    assert ordered("perkap-7-2021", "Kitab jaga", "permenpanrb-35-2012", polri=True) == [2, 0, 1]
    assert ordered("perpol-1-2021", "perkap-7-2021", "Perkapolda Gorontalo 1/2020", polri=True) == []
    assert ordered("skep-431-2006", "Maklumat Kapolri Nomor 2 Tahun 2020", polri=True) == [1, 0]


def test_younger_comes_after_older_of_its_kind() -> None:
    pair = order.younger_first(entries(("uu-25-2009", "pp-2-2015", "uu-2-2002"), OWN))
    assert pair
    assert [entry.key for entry in pair] == ["uu-25-2009", "uu-2-2002"]
    assert order.younger_first(entries(("uu-2-2002", "uu-25-2009", "perkap-7-2021"), OWN)) is None


# --- in force ---

OLD = {"jenis": "Undang-Undang", "nomor": "1", "tahun": 2000, "tentang": "Ronda", "status": "dicabut"}
CHAIN = register(
    uu_1_2000={**OLD, "diganti_oleh": "uu-2-2010"},
    uu_2_2010={**OLD, "nomor": "2", "tahun": 2010, "diganti_oleh": "uu-3-2020", "dicabut_pada": "2020-05-04"},
    uu_3_2020={**OLD, "nomor": "3", "tahun": 2020, "status": "berlaku"},
    uu_4_2001={**OLD, "nomor": "4", "tahun": 2001},
    uu_5_2001={**OLD, "nomor": "5", "tahun": 2001, "status": "tidak diketahui"},
    uu_6_2001={**OLD, "nomor": "6", "tahun": 2001, "diganti_oleh": "Undang-Undang Nomor 9 Tahun 2011"},
    uu_7_2001={**OLD, "nomor": "7", "tahun": 2001, "diganti_oleh": "uu-7-2001"},
)


@pytest.mark.parametrize(
    ("key", "day", "expected"),
    [
        ("uu-1-2000", "1999-12-31", Standing.NOT_YET),
        ("uu-1-2000", "2009-12-31", Standing.BINDING),
        ("uu-1-2000", "2010-06-01", Standing.UNSURE),
        ("uu-1-2000", "2011-01-01", Standing.REPEALED),
        ("uu-2-2010", "2020-05-03", Standing.BINDING),
        ("uu-2-2010", "2020-05-04", Standing.REPEALED),
        ("uu-2-2010", None, Standing.REPEALED),
        ("uu-3-2020", None, Standing.BINDING),
        ("uu-4-2001", "2020-01-01", Standing.UNSURE),
        ("uu-5-2001", "2020-01-01", Standing.UNKNOWN),
        ("uu-6-2001", "2012-01-01", Standing.REPEALED),
    ],
)
def test_standing_on_a_day(key: str, day: str | None, expected: Standing) -> None:
    assert standing(key, CHAIN, day and datetime.date.fromisoformat(day)) is expected


def test_successor_is_the_one_in_force_that_day() -> None:
    assert list(successors("uu-1-2000", CHAIN)) == ["uu-2-2010", "uu-3-2020"]
    assert successor("uu-1-2000", CHAIN, datetime.date(2015, 1, 1)) == "uu-2-2010"
    assert successor("uu-1-2000", CHAIN, datetime.date(2021, 1, 1)) == "uu-3-2020"
    assert successor("uu-1-2000", CHAIN, None) == "uu-3-2020"
    assert list(successors("uu-7-2001", CHAIN)) == []
    assert successor("uu-4-2001", CHAIN, None) is None


def test_later_amendment_is_left_out() -> None:
    plain = "Undang-Undang Nomor 8 Tahun 2012 tentang Pelayanan Warga"
    assert reference("uu-8-2012", REGISTER, datetime.date(2018, 1, 1)) == plain
    assert "beberapa kali diubah terakhir" in reference("uu-8-2012", REGISTER, datetime.date(2019, 1, 1))


# --- looking up ---


def test_another_house_with_the_same_number_is_another_regulation() -> None:
    assert key_of("PMK 78/PMK.02/2020", REGISTER) == "permenkeu-78-2020"
    assert key_of("Permendagri 78/2020", REGISTER) == "permendagri-78-2020"
    assert key_of("Permenkes 78/2020", REGISTER) is None


def test_of_two_with_one_title_the_one_in_force_is_meant() -> None:
    assert key_of("Ronda Bersama Warga", REGISTER) == "perpol-3-2021"
    assert key_of("Perkap tentang Ronda Bersama Warga", REGISTER) == "perkap-6-2011"


def test_lines_about_one_regulation_are_equal() -> None:
    lines = ("UU 77/2010", "Undang-undang nomor 77 tahun 2010 tentang Kampung", "UU 78/2010", "UU 77/2011")
    first, *others = entries(lines, REGISTER)
    assert [first.identity == other.identity for other in others] == [True, False, False]
    boxes = [("b", lines), ("a", lines[1:2]), ("c", lines[2:])]
    assert titles({first.identity, "lain"}, boxes, REGISTER) == {
        first.identity: [("a", "Kampung"), ("b", "Kampung")]
    }


def test_what_the_register_prints_has_no_lapse() -> None:
    text = "Surat Keputusan Kapolri No. Pol.: Skep/88/IX/2005 tentang Buku Jaga"
    (entry,) = entries((text,), REGISTER)
    assert entry.is_exact
    assert not form.is_short(entry)
    assert read(text).lapse(Lapse.SHORT) == ("No. Pol.",)
