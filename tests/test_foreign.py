"""Documents from elsewhere: what they are, what they say, and what the rules make of them."""

from __future__ import annotations

import http.server
import shutil
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from sopgen import bahasa, batch, pdf, proof, recover
from sopgen.diagnostic import Severity
from sopgen.flow import flow
from sopgen.recover import FLOW, Kind
from sopgen.recover.drawing import SURE
from sopgen.recover.guarded import unguarded
from tests.bench import foreign

TESTS = Path(__file__).resolve().parent
NAMES = foreign.names()
SOPS = [name for name in NAMES if foreign.described(name)["jenis"] == "SOP"]
NEVER = {
    "jenis", "cakupan", "revisi", "riwayat_revisi", "kecuali", "standar_pelayanan", "terakhir_dievaluasi",
    "tte", "alamat",
}  # fmt: skip


def unseen(name: str) -> set[str]:
    return set(foreign.described(name).get("tak_tampak") or ())


def test_there_are_enough_of_them():
    assert len(NAMES) >= 25
    assert {file.stem for file in foreign.CORPUS.glob("*.*")} == set(NAMES), "each has its description"


@pytest.mark.parametrize("name", NAMES)
def test_its_kind_is_recognised(name):
    document = foreign.read(name)
    assert document.kind is Kind[foreign.described(name)["jenis"]], document.notes
    assert document.kind is Kind.SOP or document.notes


@pytest.mark.parametrize("name", SOPS)
def test_what_it_says_is_read(name):
    told, document = foreign.described(name), foreign.read(name)
    sop = document.sop
    for key in ("nomor", "judul"):
        assert getattr(sop, key) == told.get(key), key
    if "tanggal" in told:
        assert [written(sop.tanggal, part) for part in ("pembuatan", "revisi", "efektif")] == told["tanggal"]
    if "disahkan_oleh" in told:
        official = sop.disahkan_oleh
        assert official.jabatan == told["disahkan_oleh"]
        assert official.nama.upper().startswith("FULAN CONTOH, S.")
        assert len(official.nip or official.nrp) in (8, 18)
    if "unit" in told:
        assert document.unit.nama == told["unit"]
    if "pelaksana" in told:
        assert list(sop.kolom_pelaksana.values()) == told["pelaksana"]
    if "kolom" in told:
        assert [kolom.value for kolom in sop.kolom] == told["kolom"]
    assert len(sop.kegiatan) == told["baris"]
    if "nomor_baris" in told:
        assert list(document.numbers) == told["nomor_baris"]


def written(dates, part: str) -> str:
    value = getattr(dates, part)
    return "" if value is None else value.tertulis or bahasa.tanggal(value.tanggal)


@pytest.mark.parametrize("name", SOPS)
def test_what_cannot_be_seen_is_said_to_be_unseen(name):
    document = foreign.read(name)
    assert document.unseen - NEVER == unseen(name)
    assert (FLOW in unseen(name)) <= bool(document.notes), "the reader is told why"


@pytest.mark.parametrize("name", SOPS)
def test_its_flow_is_followed(name):
    document = foreign.read(name)
    if FLOW in unseen(name):
        assert document.confidence < SURE
    else:
        assert arrows(document.sop) == sorted(foreign.described(name).get("alur") or ())
    assert 0.0 <= document.confidence <= 1.0


def arrows(sop) -> list[str]:
    drawn = flow(sop)

    def name(index: int) -> str:
        symbol = drawn.symbols[index]
        return f"{symbol.row + 1}.{'+'.join(str(column + 1) for column in symbol.columns)}"

    def label(edge) -> str:
        return edge.label if edge.label.strip("-") else edge.label[:1]

    return sorted(f"{name(edge.source)}>{name(edge.target)} {label(edge)}".strip() for edge in drawn.edges)


@pytest.mark.parametrize(
    "name", ["surat-masuk-word", "makam-bersambung", "undian-gemetar", "izin-tanpa-output"]
)
def test_what_is_missing_from_a_drawing_costs_confidence(name):
    """Without one of its lines, heads or symbols a drawing says the same, or is less sure."""
    document = foreign.read(name)
    pages = zip(document.sheets.found.pages, document.sheets.grids, strict=True)
    whole = [proof.sketch(page, grid) for page, grid in pages if grid]
    traced = proof.trace(whole)
    assert traced.confidence == document.confidence
    for at, sketch in enumerate(whole):
        for part in ("lines", "tips", "symbols"):
            things = getattr(sketch, part)
            for left_out in range(len(things)):
                less = replace(sketch, **{part: things[:left_out] + things[left_out + 1 :]})
                found = proof.trace([*whole[:at], less, *whole[at + 1 :]])
                same = (found.arrows, found.joints) == (traced.arrows, traced.joints)
                assert same or found.confidence < traced.confidence, (part, things[left_out])


def test_odd_shapes_are_told():
    assert "2 bentuk" in " ".join(foreign.read("surat-dokumen").notes)


def test_each_sop_in_a_file_is_read():
    first = foreign.read("surat-dua-sop")
    (second,) = first.others
    assert first.sop == foreign.read("surat-masuk-word").sop
    assert second.sop == foreign.read("posyandu-catatan").sop
    assert second.file == "surat-dua-sop (SOP 2, halaman 3).pdf"
    assert second.spots["judul",].page == 3


@pytest.mark.parametrize("name", SOPS)
def test_it_is_judged_by_what_it_is(name):
    """The known faults are found unless what they are about is unseen; no error is false."""
    known, verdict = set(foreign.described(name)["temuan"]), foreign.judged(name)
    errors = {finding.code for finding in verdict.findings if finding.severity is Severity.ERROR}
    assert errors <= known
    unitless = {"DOK-02", "IDN-04"} if foreign.read(name).unit is None else set()
    assert known - set(verdict.unjudged) - unitless <= foreign.codes(name)


def test_few_findings_are_false_and_few_faults_overlooked():
    scores = foreign.table()
    every = foreign.total(scores)
    assert every.recall >= 0.9
    assert every.precision >= 0.95
    poor = {code for code, score in scores.items() if score.recall < 0.5 or score.precision < 0.8}
    assert not poor


@pytest.mark.parametrize("name", SOPS)
def test_every_value_stands_on_a_page(name):
    document = foreign.read(name)
    pages = document.sheets.found.pages
    for key_path, spot in document.spots.items():
        page = pages[spot.page - 1]
        assert 0 <= spot.x <= page.width, key_path
        assert 0 <= spot.y <= page.height, key_path


def test_they_can_be_made_anew(tmp_path):
    """One goes the whole way: from Word through LibreOffice; what it says is what the kept one says."""
    if not shutil.which("soffice"):
        pytest.skip("no LibreOffice: ./setup.sh foreign installs it")
    made = tmp_path / "made"
    code = (
        "import sys; from pathlib import Path\n"
        "from tests.foreign.make import word_documents as w, __main__ as m\n"
        "folder = Path(sys.argv[1]); folder.mkdir(); file = folder / 'sim-klarifikasi.docx'\n"
        "w.DOCUMENTS['sim-klarifikasi']().save(file); m.converted([file], folder)"
    )
    subprocess.run([sys.executable, "-c", code, str(made)], check=True, timeout=120, cwd=TESTS.parent)
    again = unguarded(made / "sim-klarifikasi.pdf", "sim-klarifikasi.pdf")
    assert again.sop == foreign.read("sim-klarifikasi").sop
    assert again.confidence == foreign.read("sim-klarifikasi").confidence


# ---- web pages ------------------------------------------------------------------------------------


def test_our_web_pages_say_what_our_pdfs_say(tmp_path):
    files = [
        TESTS.parent / f"sop_sources/{name}.yaml" for name in ("pelaksanaan-sambang", "bhabinkamtibmas-2019")
    ]
    batch.build(files, tmp_path, ("pdf", "html"))
    for file in files:
        paper = unguarded(tmp_path / f"{file.stem}.pdf", "x")
        page = recover.recover(tmp_path / f"{file.stem}.html", "x", printer=pdf.printed)
        assert page.sop == paper.sop, file.stem
        assert page.unit == paper.unit
        assert page.unseen == paper.unseen
        assert page.confidence == 1.0


def page_with(tmp_path: Path, content: bytes, **options) -> recover.Recovered:
    file = tmp_path / "x.html"
    file.write_bytes(content)
    return recover.recover(file, "x.html", printer=pdf.printed, **options)


def test_a_web_page_fetches_nothing_and_runs_nothing(tmp_path):
    asked = []

    class Server(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        there = f"http://127.0.0.1:{server.server_port}"
        secret = tmp_path / "rahasia.css"
        secret.write_text("body { display: none }", encoding="utf-8")
        lures = f"""<base href="{there}/"><link rel=stylesheet href="{there}/a.css">
            <link rel=attachment href="{there}/b.txt"><link rel=stylesheet href="{secret.as_uri()}">
            <style>@import url({there}/c.css); @font-face {{ font-family: z; src: url({there}/d.ttf) }}
            body {{ font-family: z; background: url({there}/e.png) }}</style>
            <meta http-equiv=refresh content="0;url={there}/f"><script src="{there}/g.js"></script>
            <script>document.body.remove(); fetch("{there}/h")</script>
            <img src="{there}/i.png"><img src="j.png"><iframe src="{there}/k"></iframe>
            <object data="{there}/l.svg"></object><embed src="{there}/m.svg">
            <svg><image href="{there}/n.png"/><use href="{there}/o.svg#p"/></svg>"""
        content = foreign.file_of("cuti-halaman-polos").read_text("utf-8")
        document = page_with(tmp_path, content.replace("</head>", lures + "</head>").encode())
        server.shutdown()
    assert asked == []
    assert document.sop == foreign.read("cuti-halaman-polos").sop


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("cp1252", ""),
        ("cp1252", "<meta charset=iso-8859-1>"),
        ("cp1252", "<meta charset=utf-8>"),
        ("cp1252", "<meta charset=tidak-ada>"),
        ("utf-8", "<meta charset=windows-1252>"),
        ("iso-8859-5", '<meta http-equiv=Content-Type content="text/html; charset=iso-8859-5">'),
    ],
)
def test_a_web_page_in_any_encoding_is_read(tmp_path, encoding, said):
    content = foreign.file_of("cuti-halaman-polos").read_text("utf-8").replace("<head>", f"<head>{said}")
    name = "Пегаваи" if encoding == "iso-8859-5" else "\u201cPegawai\u201d \u2013 é"
    content = content.replace("Pelayanan Cuti Pegawai", f"Pelayanan Cuti {name}")
    file = tmp_path / "x.html"
    file.write_bytes(content.encode(encoding))
    title = unguarded(file, "x.html", pdf.printed).sop.judul
    assert title == f"Pelayanan Cuti {name}"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (lambda: b"<table border=1>" + b"<tr><td>a<td>b</tr>" * 150_000, "dihentikan"),
        (lambda: b"<div>" * 200_000, "HTML|dihentikan"),
        (lambda: b"<table><tr><td>" * 3_000, "HTML|dihentikan|SOP AP"),
        (
            lambda: b"<table><tr><td rowspan=65534 colspan=1000>a<td rowspan=65534 colspan=1000>b",
            "HTML|dihentikan|SOP",
        ),
        (lambda: b"<!-- " + b"x" * (9 << 20), "8 MB"),
        (lambda: b"<svg width=10 height=10><g>" + b"<use href='#a'/>" * 20 + b"</g></svg>", "SOP AP"),
        (lambda: b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "MHT"),
        (lambda: bytes(range(256)) * 40, "HTML|SOP AP"),
    ],
    ids=["rows", "depth", "tables", "spans", "size", "svg", "archive", "noise"],
)
def test_a_hostile_web_page_is_told(tmp_path, content, why):
    document = page_with(tmp_path, content(), seconds=6)
    assert document.kind in (Kind.BROKEN, Kind.OTHER)
    assert any(part in " ".join(document.notes) for part in why.split("|")), document.notes


def test_a_web_page_without_a_printer_is_said_to_be_one(tmp_path):
    file = tmp_path / "x.html"
    file.write_text("<p>halo</p>", encoding="utf-8")
    document = recover.recover(file)
    assert document.kind is Kind.BROKEN
    assert "HTML" in document.notes[0]
