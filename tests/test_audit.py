"""`sopgen audit`: documents judged clause by clause, and the sheets that an auditor fills in."""

from __future__ import annotations

import csv
import datetime
import io
import json
import shutil
from dataclasses import replace
from pathlib import Path

import page as judge_of_pdf
import pikepdf
import pytest
from PIL import Image

from sopgen import audit, batch, project, proof, recover
from sopgen.assets import shipped_templates
from sopgen.audit import own, sheets
from sopgen.audit.judging import advice, judge
from sopgen.diagnostic import Severity, SopgenError
from sopgen.evaluasi import Evaluasi, Hasil
from sopgen.recover import FLOW, Kind
from sopgen.report import evaluasi as tables
from sopgen.rules import BY_CODE
from tests.test_check import run
from tests.test_recover import printed, turned

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "sop_sources"
DAY = datetime.date(2026, 12, 15)
OWN = sorted(file.stem for file in project.sources([SOURCES]))
SEED = "bhabinkamtibmas-2019"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of finished documents: ours, and what else lies in such folders."""
    folder = tmp_path_factory.mktemp("arsip")
    for name in OWN:
        (folder / f"{name}.pdf").write_bytes(printed(name))
    (folder / "rusak.pdf").write_bytes(printed(OWN[0])[:7000])
    (folder / "kosong.pdf").touch()
    (folder / "sub").mkdir()
    Image.new("L", (1200, 800), 200).save(folder / "sub" / "pindaian.pdf")
    (folder / ".tersembunyi.pdf").write_bytes(b"x")
    (folder / "catatan.txt").write_text("bukan dokumen")
    return folder


@pytest.fixture(scope="module")
def verdicts(archive: Path) -> dict[str, Evaluasi]:
    around = audit.surroundings(SOURCES)
    found = audit.audit(audit.documents([archive]), around=around, today=DAY, workers=2)
    return {Path(evaluasi.berkas).stem: evaluasi for evaluasi in found}


# ---- the verdicts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in OWN if name != SEED])
def test_the_revised_sops_conform_as_printed(name: str, verdicts: dict[str, Evaluasi]) -> None:
    evaluasi = verdicts[name]
    assert evaluasi.hasil is Hasil.SESUAI
    assert not [b for k in evaluasi.klausul for b in k.bukti if b.tingkat > Severity.INFO]
    assert evaluasi.bagian(Hasil.TIDAK_DAPAT_DINILAI) == (), "the source inside tells what is not printed"


def test_the_sop_of_2019_is_judged_as_printed(verdicts: dict[str, Evaluasi]) -> None:
    evaluasi = verdicts[SEED]
    label = next(klausul for klausul in evaluasi.klausul if klausul.kode == "IDN-02")
    assert evaluasi.hasil is Hasil.PERLU_PERBAIKAN
    assert label.hasil is Hasil.PERLU_PERBAIKAN
    assert [(b.halaman, b.teks) for b in label.bukti] == [(2, "KLARIFIKASI PELAKSANA")]
    waiting = {k.kode: k.alasan for k in evaluasi.bagian(Hasil.TIDAK_DAPAT_DINILAI)}
    assert waiting["IDN-12"] == "Dinilai sesudah IDN-09 diperbaiki."
    assert evaluasi.petunjuk(("ALR",)) == ("ALR-03", "ALR-04")


@pytest.mark.parametrize(
    ("name", "kind", "why"),
    [
        ("rusak", Kind.BROKEN, "rusak atau terpotong"),
        ("kosong", Kind.BROKEN, "kosong"),
        ("pindaian", Kind.SCAN, "OCR"),
    ],
)
def test_what_cannot_be_read_never_passes(name, kind, why, verdicts: dict[str, Evaluasi]) -> None:
    evaluasi = verdicts[name]
    assert (evaluasi.jenis, evaluasi.hasil) == (kind, Hasil.TIDAK_DAPAT_DINILAI)
    assert evaluasi.klausul == ()
    assert why in evaluasi.catatan[0]


def test_a_file_that_is_gone_stops_nothing(archive: Path, tmp_path: Path) -> None:
    gone, there = audit.audit([tmp_path / "hilang.pdf", archive / "deteksi-dini.pdf"], today=DAY)
    assert (gone.jenis, there.jenis) == (Kind.BROKEN, Kind.SOP)
    assert "tidak dapat dibuka" in gone.catatan[0]


def test_every_clause_has_exactly_one_outcome(verdicts: dict[str, Evaluasi]) -> None:
    for evaluasi in (verdicts[name] for name in OWN):
        codes = [k.kode for k in (*evaluasi.klausul, *evaluasi.perlu_orang)]
        assert len(codes) == len(set(codes))
        assert set(BY_CODE) <= set(codes)


@pytest.mark.parametrize("field", ["tanggal", "peringatan", FLOW])
def test_what_is_not_seen_is_not_judged(field: str) -> None:
    """Neither a pass nor a fault, whatever the rule would say of an empty field."""
    document = recover.recovered(proof.read(printed("pelaksanaan-sambang")), "x.pdf")
    blind = replace(document, unseen=document.unseen | {field})
    found = judge(blind, "", register={}, today=DAY)
    clauses = {klausul.kode: klausul for klausul in found.klausul}
    touched = [code for code, rule in BY_CODE.items() if rule.check and field in rule.needs]
    assert touched
    for code in touched:
        assert clauses[code].hasil is Hasil.TIDAK_DAPAT_DINILAI
        assert clauses[code].alasan.startswith("Dokumen tidak memperlihatkan")


def test_a_document_without_fault_that_is_not_seen_whole_does_not_pass(verdicts: dict[str, Evaluasi]) -> None:
    sound = verdicts["pelaksanaan-sambang"]
    assert sound.hasil is Hasil.SESUAI
    assert replace(sound, catatan=("Alurnya tidak terbaca.",)).hasil is Hasil.TIDAK_DAPAT_DINILAI


@pytest.mark.parametrize(
    ("hint", "told"),
    [
        ("Hapus butir 2.", "Hapus butir 2."),
        ("Evaluasi SOP ini, lalu tulis terakhir_dievaluasi: 2026-07-01", "Evaluasi SOP ini."),
        ("Tulis Kegiatan, atau hapus label ini.", "Tulis Kegiatan."),
        ("Tulis nomor: SOP/02/IX/2019, atau perbaiki tanggalnya.", "Perbaiki tanggalnya."),
        ("Tulis kuncinya, uu-2-2002, atau lengkap: Undang-Undang Nomor 2", "Tulis Undang-Undang Nomor 2"),
        ("Tambahkan pelaksana: salah satu dari p1, p2.", ""),
        ("Tulis kolom: [waktu, output], atau hapus kunci kolom.", ""),
        (
            "Tulis nomornya di kaki halaman: Halaman 1 dari 3.",
            "Tulis nomornya di kaki halaman: Halaman 1 dari 3.",
        ),
    ],
)
def test_a_hint_about_a_document_from_elsewhere_speaks_of_no_yaml(hint: str, told: str) -> None:
    assert advice(hint, to_writers=False) == told


@pytest.mark.parametrize("one_sheet", ["false", "true"])
def test_a_logo_that_is_drawn_is_seen(one_sheet: str, tmp_path: Path) -> None:
    home = tmp_path / "sop_sources"
    shutil.copytree(SOURCES, home)
    (home / "logo.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle cx="5" cy="5" r="4"/></svg>'
    )
    unit = (home / "unit.yaml").read_text("utf-8").replace("# logo: logo.svg", "logo: logo.svg")
    unit = unit.replace("satu_lembar: false", f"satu_lembar: {one_sheet}")
    (home / "unit.yaml").write_text(unit, "utf-8")
    batch.build([home / "deteksi-dini.yaml"], tmp_path, ("pdf",))
    (evaluasi,) = audit.audit([tmp_path / "deteksi-dini.pdf"], today=DAY)
    noted = {klausul.kode for klausul in evaluasi.klausul if klausul.bukti}
    assert not noted & {"IDN-04", "DOK-03"}


def test_a_waiver_of_the_source_inside_holds_with_its_reason(tmp_path: Path) -> None:
    home = tmp_path / "sop_sources"
    shutil.copytree(SOURCES, home)
    file = home / "pelaksanaan-sambang.yaml"
    text = file.read_text("utf-8").replace(
        "peringatan:", "kecuali: {PRG-02: Menunggu telaah}\nperingatan:\n  - Dilarang terlambat.", 1
    )
    file.write_text(text, "utf-8")
    (outcome,) = batch.build([file], tmp_path / "out", ("pdf",))
    assert outcome.state is batch.State.MADE
    (found,) = audit.audit([tmp_path / "out" / "pelaksanaan-sambang.pdf"], today=DAY)
    clause = next(klausul for klausul in found.klausul if klausul.kode == "PRG-02")
    assert (clause.hasil, clause.alasan) == (Hasil.SESUAI, "Dikecualikan: Menunggu telaah")


def test_two_documents_with_one_number_are_told(archive: Path, tmp_path: Path) -> None:
    for name in ("satu", "dua"):
        shutil.copy(archive / "deteksi-dini.pdf", tmp_path / f"{name}.pdf")
    for evaluasi in audit.audit(audit.documents([tmp_path]), today=DAY):
        clause = next(klausul for klausul in evaluasi.klausul if klausul.kode == "IDN-06")
        assert clause.hasil is Hasil.PERLU_PERBAIKAN


def test_each_sop_of_a_file_has_a_verdict_and_a_sheet(tmp_path: Path) -> None:
    file = ROOT / "tests" / "foreign" / "surat-dua-sop.pdf"
    first, second = audit.audit([file], today=DAY)
    assert (first.judul, second.judul) == ("Pengelolaan Surat Masuk", "Pelaporan Kegiatan Posyandu")
    assert first.sha256 == second.sha256
    assert not any(k.keluarga == "PLR" for k in (*first.klausul, *first.perlu_orang)), "no police unit"
    pages = {bukti.halaman for klausul in second.klausul for bukti in klausul.bukti}
    assert pages <= {0, 3, 4}
    sheets.write([first, second], tmp_path, ("html",), [shipped_templates()])
    assert (tmp_path / "surat-dua-sop.html").is_file()
    assert (tmp_path / "surat-dua-sop-SOP-2-halaman-3.html").is_file()


def test_a_document_in_two_formats_is_one(tmp_path: Path) -> None:
    batch.build([SOURCES / "deteksi-dini.yaml"], tmp_path, ("pdf", "html"))
    files = [tmp_path / f"deteksi-dini.{ending}" for ending in ("html", "pdf")]
    for evaluasi in audit.audit(files, today=DAY):
        clause = next(klausul for klausul in evaluasi.klausul if klausul.kode == "IDN-06")
        assert clause.hasil is Hasil.SESUAI


# ---- against the source inside ----------------------------------------------------------------------------


def altered(content: bytes) -> bytes:
    """The PDF with one line of its second page turned around, and without its language."""
    with pikepdf.open(io.BytesIO(content)) as file:
        sheet = file.pages[1]
        instructions = list(pikepdf.parse_content_stream(sheet))
        places = [i for i, one in enumerate(instructions) if str(one.operator) in ("Tj", "TJ")]
        at = next(i for i in places if turned(instructions[i])[1])
        instructions[at] = turned(instructions[at])[0]
        sheet.Contents = file.make_stream(pikepdf.unparse_content_stream(instructions))
        del file.Root.Lang
        out = io.BytesIO()
        file.save(out)
    return out.getvalue()


def test_a_document_that_was_altered_is_told(tmp_path: Path) -> None:
    (tmp_path / "ubah.pdf").write_bytes(altered(printed("pelaksanaan-sambang")))
    (found,) = audit.audit([tmp_path / "ubah.pdf"], around=audit.surroundings(SOURCES), today=DAY)
    faults = {k.kode for k in found.bagian(Hasil.PERLU_PERBAIKAN)}
    assert faults & {"CTK-01", "CTK-02", "CTK-04"}
    assert {"CTK-07"} <= faults, "no language, no PDF/UA"
    assert found.hasil is Hasil.PERLU_PERBAIKAN


def test_an_exchanged_source_is_told(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(printed("pelaksanaan-sambang"))) as file:
        stream = file.Root.AF[0].EF.F
        stream.write(stream.read_bytes().replace(b"waktu: 15 menit", b"waktu: 51 menit", 1))
        file.save(tmp_path / "tukar.pdf")
    (found,) = audit.audit([tmp_path / "tukar.pdf"], around=audit.surroundings(SOURCES), today=DAY)
    (clause,) = (k for k in found.klausul if k.kode == "CTK-01")
    assert '"15" (sumber: "51")' in clause.bukti[0].temuan


def test_build_holds_what_it_writes_against_the_source(tmp_path: Path) -> None:
    """A template that prints something else: written, told, never counted as done."""
    home = tmp_path / "sop_sources"
    shutil.copytree(SOURCES, home)
    (tmp_path / "templates").mkdir()
    template = (shipped_templates() / "sop.html.j2").read_text("utf-8")
    assert "<li>" in template
    (tmp_path / "templates" / "sop.html.j2").write_text(template.replace("<li>", "<li>Palsu ", 1), "utf-8")
    file = home / "pelaksanaan-sambang.yaml"
    for _ in range(2):
        (outcome,) = batch.build([file], tmp_path / "out")
        assert outcome.state is batch.State.DIFFERS
        assert outcome.failed
        assert "CTK-01" in {finding.code for finding in outcome.findings}
    assert (tmp_path / "out" / "pelaksanaan-sambang.pdf").is_file()


def test_a_page_that_lacks_a_word_is_told() -> None:
    around = audit.surroundings(SOURCES)
    sop, _ = own.embedded(recover.recovered(proof.read(printed("deteksi-dini")), "x").source)
    unit = next(iter(around.units.values()))
    full = " ".join(text for _, text in audit.screen._texts(sop, unit, around))
    assert list(audit.screen.faults("x.html", f"<p>{full}</p>", sop, unit, around)) == []
    short = full.replace(sop.kegiatan[3].uraian, "", 1)
    (finding,) = audit.screen.faults("x.html", f"<p>{short}</p>", sop, unit, around)
    assert finding.key_path == ("kegiatan", 3, "uraian")
    hidden = f"<p>{short}</p><script>{sop.kegiatan[3].uraian}</script>"
    assert len(list(audit.screen.faults("x.html", hidden, sop, unit, around))) == 1


def test_a_page_need_not_show_a_column_that_its_source_leaves_out() -> None:
    around = audit.surroundings(SOURCES)
    sop, _ = own.embedded(recover.recovered(proof.read(printed("deteksi-dini")), "x").source)
    unit = next(iter(around.units.values()))
    without = sop.model_copy(update={"kolom": ("kelengkapan", "waktu", "keterangan")})
    paths = [path for path, _ in audit.screen._texts(without, unit, around)]
    assert not [path for path in paths if "output" in path]
    assert [path for path in paths if "waktu" in path]


# ---- the sheets -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def written(verdicts: dict[str, Evaluasi], tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("hasil")
    chosen = [verdicts[SEED], verdicts["deteksi-dini"], verdicts["rusak"]]
    sheets.write(chosen, out, sheets.FORMATS, [shipped_templates()])
    return out


def test_the_sheets_are_archival_and_accessible(written: Path) -> None:
    names = {file.stem for file in written.glob("*.pdf")}
    assert names == {SEED, "deteksi-dini", "rusak", "index", "tabel-7-monitoring"}
    for file in written.glob("*.pdf"):
        for profile in ("3a", "ua1"):
            assert judge_of_pdf.validate_pdf(str(file), profile=profile).failures == [], (file.name, profile)


def test_a_sheet_says_clause_page_text_and_leaves_room_for_the_auditor(written: Path) -> None:
    text = (written / f"{SEED}.html").read_text("utf-8")
    for part in (
        "PERLU PERBAIKAN", "KLARIFIKASI PELAKSANA", "halaman 2", "Catatan penilai", "Tindak lanjut",
        "Hari penilaian</th><td>15 Desember 2026",
    ):  # fmt: skip
        assert part in text
    assert "Mampu mendorong peningkatan kinerja" in text
    assert "src=" not in text.replace('src: url("fonts/', "")


def test_the_empty_form_of_table_7_names_the_procedures(written: Path) -> None:
    text = (written / "tabel-7-monitoring.html").read_text("utf-8")
    assert "BHABINKAMTIBMAS" in text
    for head in ("Prosedur", "Penilaian terhadap penerapan", "Tindakan yang harus diambil", "Paraf penilai"):
        assert head in text


def test_the_tables_can_be_read_by_programs(written: Path) -> None:
    rows = list(csv.DictReader((written / sheets.DOCUMENTS).open(encoding="utf-8-sig"), delimiter=";"))
    assert [row["hasil"] for row in rows] == ["PERLU PERBAIKAN", "SESUAI", "TIDAK DAPAT DINILAI"]
    clauses = list(csv.DictReader((written / sheets.CLAUSES).open(encoding="utf-8-sig"), delimiter=";"))
    assert {"berkas", "kode", "halaman", "teks", "catatan_penilai", "tindak_lanjut"} <= set(clauses[0])
    data = json.loads((written / sheets.ALL).read_text("utf-8"))
    assert data["ringkasan"] == {"PERLU PERBAIKAN": 1, "SESUAI": 1, "TIDAK DAPAT DINILAI": 1}
    assert int(rows[0]["kesalahan"]) == data["dokumen"][0]["jumlah"]["error"] > 0


def test_a_spreadsheet_takes_no_text_for_a_formula(verdicts: dict[str, Evaluasi]) -> None:
    wicked = replace(verdicts[SEED], judul='=HYPERLINK("http://x")', nomor="@SUM(1)")
    text = "".join(tables.documents_csv([wicked]))
    assert "'=HYPERLINK" in text
    assert "'@SUM" in text


def test_text_of_a_document_is_never_markup(verdicts: dict[str, Evaluasi], tmp_path: Path) -> None:
    wicked = replace(verdicts[SEED], judul="<script>alert(1)</script>", berkas='"><img src=x>.pdf')
    sheets.write([wicked], tmp_path, ("html",), [shipped_templates()])
    for file in tmp_path.glob("*.html"):
        text = file.read_text("utf-8")
        assert "<script" not in text
        assert "<img" not in text


def test_documents_of_the_same_name_have_sheets_of_their_own() -> None:
    files = ["a/sop.pdf", "b/sop.pdf", "a/sop.html", "index.pdf", "..pdf"]
    names = sheets._names(files)
    assert len({name.casefold() for name in names} | {"index", "tabel-7-monitoring"}) == len(files) + 2


# ---- the command ------------------------------------------------------------------------------------------


def test_the_command_tells_and_writes(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    at = ["--sources", str(SOURCES), "--today", str(DAY)]
    text, code = run("audit", str(archive / "deteksi-dini.pdf"), *at, "--format", "csv")
    assert code == 0, text
    assert (tmp_path / "audit" / sheets.CLAUSES).is_file()
    text, code = run("audit", str(archive), *at, "--format", "")
    assert code == 1
    assert "8 dokumen: 4 sesuai, 1 perlu perbaikan, 3 tidak dapat dinilai." in text
    assert "kesalahan IDN-02: halaman 2: " in text
    assert not (tmp_path / "audit" / "index.html").exists()
    text, code = run("audit", str(archive / "rusak.pdf"), *at, "--format", "")
    assert code == 1, "what can't be read is no pass"


@pytest.mark.parametrize(
    ("paths", "told"),
    [
        (["tidak-ada.pdf"], "tidak ada"),
        (["deteksi-dni.pdf"], "Maksud Anda"),
        (["catatan.txt"], "bukan PDF atau HTML"),
        (["sub/kosong"], "Tidak ada PDF atau HTML"),
    ],
)
def test_a_wrong_call_is_told(paths, told, archive: Path) -> None:
    (archive / "sub" / "kosong").mkdir(exist_ok=True)
    with pytest.raises(SopgenError, match=told):
        audit.documents([archive / path for path in paths])


def test_sheets_are_not_audited_again(archive: Path) -> None:
    found = audit.documents([archive], ignore=[archive / "sub"])
    assert archive / "sub" / "pindaian.pdf" not in found
    assert archive / ".tersembunyi.pdf" not in found


def test_the_lists_and_sheets_of_our_own_are_no_documents(written: Path, tmp_path: Path) -> None:
    batch.build([SOURCES / "deteksi-dini.yaml"], tmp_path / "build", ("pdf",))
    for page in written.glob("*.html"):
        shutil.copy(page, tmp_path / "build")
    assert [file.name for file in audit.documents([tmp_path / "build"])] == ["deteksi-dini.pdf"]
