"""Which SOP cites what, what a change touches; and those rules on Dasar Hukum that look at several things."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sopgen import project
from sopgen.cli import program
from sopgen.diagnostic import Place, Severity, SopgenError
from sopgen.law import Reason, law, related, touched
from sopgen.model import Sop
from sopgen.rule import Fault, Subject
from sopgen.rules import BY_CODE
from sopgen.unit import Unit

ROOT = Path(__file__).parent.parent
SOURCES = ROOT / "sop_sources"
REGISTER = project.folder(SOURCES).register
UNREGISTERED = "Peraturan Daerah Kota Gorontalo Nomor 4 Tahun 2015 tentang Ketertiban Pasar"

SOPS = {
    "ronda": Sop.model_validate(
        {"judul": "Pelaksanaan Ronda", "nomor": "SOP/01/I/2026", "dasar_hukum": ["uu-7-2012", UNREGISTERED]}
    ),
    "pasar": Sop.model_validate(
        {"dasar_hukum": ["Perda Kota Gorontalo No. 4 thn 2015 ttg Ketertiban Pasar"]}
    ),
    "konflik": Sop.model_validate({"dasar_hukum": ["pp-2-2015", "UU 7/2012", "perkap-7-2008"]}),
}


def test_every_regulation_is_listed_once_with_its_sops() -> None:
    listed = [(found.key, found.sops) for found in law(SOPS, REGISTER)]
    assert listed == [
        ("uu-7-2012", {"ronda": (1,), "konflik": (2,)}),
        ("pp-2-2015", {"konflik": (1,)}),
        ("perkap-7-2008", {"konflik": (3,)}),
        (None, {"ronda": (2,), "pasar": (1,)}),
    ]


def test_unregistered_regulation_is_written_canonically() -> None:
    assert law({"pasar": SOPS["pasar"]}, REGISTER)[0].citation == UNREGISTERED


def test_change_touches_what_hangs_on_the_regulation() -> None:
    found = touched("uu-7-2012", SOPS, REGISTER)
    assert [(sop.id, sop.nomor) for sop in found] == [("ronda", "SOP/01/I/2026"), ("konflik", None)]
    assert found[1].reasons == (
        Reason("uu-7-2012", "menyebutnya sendiri", (2,)),
        Reason("pp-2-2015", "yang judulnya menunjuk kepadanya", (1,)),
    )
    assert [sop.id for sop in touched("perkap-3-2015", SOPS, REGISTER)] == ["konflik"]
    assert touched("uu-9-1998", SOPS, REGISTER) == []


def test_relations_in_the_register() -> None:
    assert dict(related("uu-6-2023", REGISTER)).items() >= {("uu-2-2002", "yang diubahnya")}
    assert dict(related("perpol-1-2021", REGISTER)) == {"perkap-3-2015": "yang digantikannya"}
    assert dict(related("perkap-7-2017", REGISTER)).keys() == {"perkap-15-2007", "perpol-3-2023"}


# --- the command ---


def run(*words: str) -> Result:
    return CliRunner().invoke(program, ["law", *words], standalone_mode=False)


def test_command_lists_all(standing_in: Callable[[Path], None]) -> None:
    standing_in(ROOT)
    result = run()
    assert result.return_value == 0
    assert "perkap-7-2021 [berlaku]: Peraturan Kepala Kepolisian Negara" in result.output
    assert "4 SOP: deteksi-dini (butir 7), pelaksanaan-sambang (butir 5)" in result.output


def test_command_tells_what_a_change_touches() -> None:
    result = run(str(SOURCES), "UU 7/2012")
    assert "2 SOP perlu ditinjau" in result.output
    assert "menyebut pp-2-2015, yang judulnya menunjuk kepadanya (butir 3)" in result.output


def test_command_gives_json() -> None:
    (found,) = json.loads(run(str(SOURCES), "pp-2-2015", "--format", "json").output)
    assert found["key"] == "pp-2-2015"
    assert [sop["id"] for sop in found["touched"]] == ["deteksi-dini"]
    listed = json.loads(run(str(SOURCES / "deteksi-dini.yaml"), "--format", "json").output)
    assert [entry["key"] for entry in listed] == [entry for entry in REGISTER if entry in _cited()]


def _cited() -> tuple[str, ...]:
    text = (SOURCES / "deteksi-dini.yaml").read_text("utf-8")
    return tuple(text.partition("dasar_hukum: [")[2].partition("]")[0].split(", "))


def test_command_refuses_a_regulation_that_nobody_knows() -> None:
    with pytest.raises(SopgenError, match=r"uu-7-20\. Mungkin maksudnya: uu-7-2012"):
        CliRunner().invoke(
            program,
            ["law", str(SOURCES), "uu-7-2012", "uu-7-20"],
            standalone_mode=False,
            catch_exceptions=False,
        )


def test_command_tells_faulty_files_and_goes_on(tmp_path: Path) -> None:
    (tmp_path / "unit.yaml").write_bytes((SOURCES / "unit.yaml").read_bytes())
    (tmp_path / "rusak.yaml").write_text("judul: [")
    (tmp_path / "baik.yaml").write_text(f"judul: Ronda\ndasar_hukum: [{UNREGISTERED}]\n")
    result = run(str(tmp_path))
    assert result.return_value == 1
    assert f"(tidak ada di peraturan.yaml): {UNREGISTERED}" in result.output


# --- the rules ---


def faults(code: str, *dasar: str, profil: str = "polri", **more: object) -> list[Fault]:
    """What a rule says of an SOP with these legal bases, in force since 2 March 2026."""
    siblings = more.pop("siblings", {})
    today = more.pop("today", None)
    fields = {"tanggal": {"efektif": "2026-03-02"}, **more, "dasar_hukum": list(dasar)}
    unit = Unit.model_validate({"nama": "Satbinmas", "profil": profil})
    check = BY_CODE[code].check
    assert check is not None
    return list(
        check(
            Subject(
                "kita",
                Sop.model_validate(fields),
                unit,
                REGISTER,
                lambda path: Place("kita.yaml"),
                today if isinstance(today, datetime.date) else None,
                siblings if isinstance(siblings, dict) else {},
            )
        )
    )


@pytest.mark.parametrize(
    ("text", "said", "severity"),
    [
        ("Undang-Undang Nomor 7 tentang Penanganan Konflik Sosial", "tidak menyebut tahun", None),
        ("Undang-Undang tentang Penanganan Konflik Sosial", "tidak menyebut nomor dan tahun", None),
        ("Nomor 7 Tahun 2012 tentang Penanganan Konflik Sosial", "tidak menyebut jenis", None),
        ("UU 7/2012", "tidak menyebut judul", None),
        ("Standar ISO 9001", "bukan sitasi peraturan yang lengkap", None),
        (
            "Undang-Undang Nomor 9 Tahun 1998 tentang Pelayanan Publik",
            "judul itu milik Undang-Undang Nomor 25",
            None,
        ),
        (
            "Perkap Nomor 1 Tahun 2021 tentang Pemolisian Masyarakat",
            "salah jenis: menurut peraturan.yaml",
            None,
        ),
        ("Undang-Undang Nomor 9 Tahun 1998 tentang Bendera", "judulnya lain", None),
        ("UU Nomor 7 Tahun 2012 tentang Penanganan Konflik Sosial", 'tertulis "UU"', Severity.INFO),
        (
            "Undang-Undang No. 7 tahun 2012 tentang Penanganan Konflik Sosial",
            '"No." dan "tahun"',
            Severity.INFO,
        ),
        (
            "Undang-Undang Nomor 7 Tahun 2012 tentang Penanganan Konflik Massa",
            "judul resminya",
            Severity.INFO,
        ),
        (
            "Undang-Undang Nomor 2 Tahun 2002 tentang Kepolisian Negara Republik Indonesia",
            "perubahan terakhirnya tidak disebut",
            Severity.INFO,
        ),
    ],
)
def test_form_of_citation(text: str, said: str, severity: Severity | None) -> None:
    (fault,) = faults("DHK-02", text)
    assert said in fault.message
    assert fault.severity is severity


@pytest.mark.parametrize(
    "text",
    [
        "uu-2-2002",
        "UNDANG-UNDANG NOMOR 7 TAHUN 2012 TENTANG PENANGANAN KONFLIK SOSIAL",
        "Undang-Undang Dasar Negara Republik Indonesia Tahun 1945",
        REGISTER["skep-431-2006"].kutipan,
        "Undang-Undang Republik Indonesia Nomor 7 Tahun 2012 tentang Penanganan Konflik Sosial;",
        "Qanun Aceh Nomor 5 Tahun 2015 tentang Ronda",
    ],
)
def test_form_without_fault(text: str) -> None:
    assert faults("DHK-02", text) == []


def test_the_right_citation_is_ready_to_paste() -> None:
    (fault,) = faults("DHK-02", "UU 7/2012")
    canonical = "Undang-Undang Nomor 7 Tahun 2012 tentang Penanganan Konflik Sosial"
    assert fault.hint == f"Tulis kuncinya, uu-7-2012, atau lengkap: {canonical}"
    (fault,) = faults("DHK-02", "Perda Kota Gorontalo No.4 thn 2015 ttg ketertiban pasar")
    assert fault.hint == f"Tulis: {UNREGISTERED}"


def test_date_and_republic_weigh_more_with_the_police() -> None:
    text = "Undang-Undang Republik Indonesia Nomor 7 Tahun 2012 tentang Penanganan Konflik Sosial"
    assert [fault.severity for fault in faults("DHK-03", text)] == [None]
    assert [fault.severity for fault in faults("DHK-03", text, profil="umum")] == [Severity.INFO]
    assert faults("DHK-03", "Kep Kapolri Nomor Kep/45/II/2016 tanggal 9 Februari 2016 tentang Seragam") == []


def test_order_is_told_once() -> None:
    (fault,) = faults("DHK-06", "uu-2-2002", "perkap-7-2021", "perpol-1-2021", "permenpanrb-35-2012")
    assert fault.key_path == ("dasar_hukum", 2)
    assert fault.hint == "Urutannya, dengan nomor butir yang sekarang: 1, 4, 3, 2."
    assert faults("DHK-06", "perkap-7-2021", "uu-2-2002") == [], "this is DHK-05's"
    assert len(faults("DHK-05", "perkap-7-2021", "uu-2-2002")) == 1


def test_twice_and_beside_the_successor() -> None:
    (fault,) = faults("DHK-08", "perkap-7-2021", "Peraturan Kapolri Nomor 7 Tahun 2021")
    assert fault.severity is None
    (fault,) = faults("DHK-08", "perpol-1-2021", "perkap-7-2008")
    assert (fault.severity, fault.hint) == (Severity.WARNING, "Hapus butir 2.")
    assert faults("DHK-09", "perpol-1-2021", "perkap-7-2008") == []
    (fault,) = faults("DHK-08", "perkap-3-2015", "perpol-1-2021", tanggal={"efektif": "2019-01-01"})
    assert fault.hint == "Hapus butir 2."


def test_one_regulation_under_two_titles() -> None:
    other = {"dasar_hukum": [UNREGISTERED.replace("Pasar", "Umum")]}
    same = {"dasar_hukum": [UNREGISTERED.upper()]}
    two = {name: Sop.model_validate(other) for name in ("aa", "zz")}
    (fault,) = faults("DHK-08", UNREGISTERED, siblings=two)
    assert "berjudul lain di SOP aa" in fault.message
    assert faults("DHK-08", UNREGISTERED, siblings={"zz": two["zz"]}) == [], "the other one is told"
    assert len(faults("DHK-08", UNREGISTERED, siblings={"aa": two["aa"]})) == 1
    assert faults("DHK-08", UNREGISTERED, siblings={"aa": Sop.model_validate(same)}) == []


@pytest.mark.parametrize(
    ("text", "day", "said", "severity"),
    [
        ("perkap-3-2015", "2026-03-02", "pada 2 Maret 2026 sudah dicabut", None),
        ("Perkap 3/2015", "2026-03-02", "pada 2 Maret 2026 sudah dicabut", None),
        ("perkap-3-2015", "2021-03-02", "tidak diketahui", Severity.INFO),
        ("perpol-1-2021", "2019-03-02", "belum ada", None),
        ("UU 77/2031", "2026-03-02", "belum ada", None),
        ("UU 77/2011", "2026-03-02", "tidak ada di peraturan.yaml", Severity.INFO),
        ("skep-431-2006", "2026-03-02", "tidak diketahui", Severity.INFO),
    ],
)
def test_in_force_on_the_day(text: str, day: str, said: str, severity: Severity | None) -> None:
    (fault,) = faults("DHK-09", text, tanggal={"efektif": day})
    assert said in fault.message
    assert fault.severity is severity


def test_successor_is_offered() -> None:
    (fault,) = faults("DHK-09", "perkap-7-2008")
    assert fault.hint.startswith("Ganti dengan kunci perpol-1-2021, atau lengkap: Peraturan Kepolisian")
    (fault,) = faults("DHK-09", "perkap-7-2008", tanggal={"efektif": "2018-01-01"})
    assert fault.hint.startswith("Ganti dengan kunci perkap-3-2015")


def test_repeal_since_then_is_told_of_an_sop_in_force() -> None:
    past = {"tanggal": {"efektif": "2019-10-01"}, "today": datetime.date(2026, 12, 15)}
    (fault,) = faults("DHK-09", "perkap-3-2015", **past)
    assert fault.severity is Severity.INFO
    assert "kini sudah dicabut" in fault.message
    assert faults("DHK-09", "perkap-3-2015", **past, status="dicabut") == []
    assert faults("DHK-09", "perkap-3-2015", tanggal={"efektif": "2019-10-01"}) == []


def test_year_of_date_against_number() -> None:
    (fault,) = faults("DHK-10", "Perkap Nomor 7 Tahun 2021 tanggal 3 Mei 2020 tentang Bhayangkara")
    assert "bertahun 2021, tetapi tanggalnya 3 Mei 2020" in fault.message
    assert faults("DHK-10", "Perkap Nomor 7 Tahun 2021 tanggal 3 Mei 2021 tentang Bhayangkara") == []
