"""What is said of documents handed in: the four questions, strangers' files, broken ones, reports."""

from __future__ import annotations

import functools
import io
import json
import logging
import os
import re
import subprocess
import sys
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from ruamel.yaml import YAML

from sopgen import html, sign, verify
from sopgen.assets import shipped_templates
from sopgen.model import Pejabat
from sopgen.sign import Level
from sopgen.verify.edition import listed
from sopgen.verify.office import approves
from sopgen.verify.person import matched
from sopgen.verify.register import Register, in_force
from sopgen.verify.trust import is_veiled
from sopgen.verify.values import Signature, Subject
from tests import tampering, test_mark
from tests.approved import OFFICIAL, TESTS, document, sign_, signed, signed_elsewhere, told
from tests.authority import PASSPHRASE

ROOT = TESTS.parent
NAMES = YAML(typ="safe").load((TESTS / "verify" / "names.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def trust(authority):
    return verify.authorities([authority.root])


@pytest.mark.parametrize("case", NAMES, ids=lambda case: " ".join(case["sertifikat"]))
def test_names_are_matched_and_never_too_freely(case):
    nama, jabatan, *numbers = [*case["sertifikat"], ""] if len(case["sertifikat"]) < 2 else case["sertifikat"]
    answer, why = matched(Subject(nama, jabatan, "", tuple(numbers)), Pejabat(**case["dokumen"]))
    assert answer == case["jawab"], why
    assert why


OFFICES = YAML(typ="safe").load((TESTS / "verify" / "offices.yaml").read_text(encoding="utf-8"))
VEILED = YAML(typ="safe").load((TESTS / "verify" / "veiled.yaml").read_text(encoding="utf-8"))
REGISTER = YAML(typ="safe").load((TESTS / "verify" / "register.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", OFFICES, ids=lambda case: " ".join(case["sertifikat"]))
def test_an_office_is_held_against_certificate_or_expectation(case):
    nama, jabatan, *numbers = [*case["sertifikat"], ""] if len(case["sertifikat"]) < 2 else case["sertifikat"]
    holders = [Pejabat(**one) for one in case.get("diharapkan", ())]
    answer, why = approves(Subject(nama, jabatan, "", tuple(numbers)), Pejabat(**case["dokumen"]), holders)
    assert (answer, case.get("alasan", "") in why) == (case["jawab"], True), why


def test_names_that_are_not_what_they_look_like_are_known():
    assert [text for text in VEILED["terbaca"] if is_veiled(text)] == []
    assert [text for text in VEILED["samar"] if not is_veiled(text)] == []


@pytest.mark.parametrize("case", REGISTER["berkas"], ids=lambda case: case["alasan"])
def test_the_list_tells_what_is_in_force(tmp_path, case):
    files = [{"path": f"{one['id']}.pdf", **sized(one)} for one in REGISTER["daftar"]]
    sealer = Signature("segel", subject=Subject("Kapolres Gorontalo Kota"))
    register = Register("daftar", listed({"files": files}), sealer)
    known = {"sha256": case["sha256"], "nomor": case.get("nomor", ""), "revisi": case.get("revisi")}
    file = tmp_path / "sop.pdf"
    file.write_bytes(b"x")
    question = in_force(verify.Verdict("sop.pdf", official=OFFICIAL, **known), file, register, ())
    assert (question.answer, case["alasan"] in question.reason) == (case["jawab"], True), question


def sized(one: dict) -> dict:
    """A document as a manifest lists it, its sizes filled in."""
    earlier = [{"size": 9, **edition} for edition in one.get("pendahulu", ())]
    return {"size": 9, **one, "pendahulu": earlier}


# ---- the four questions ---------------------------------------------------------------------------------

LEVELS = {
    Level.B_B: ("tidak diketahui", "ya", "tidak", "tidak"),
    Level.B_T: ("tidak diketahui", "ya", "ya", "tidak"),
    Level.B_LT: ("ya", "ya", "ya", "tidak"),
    Level.B_LTA: ("ya", "ya", "ya", "ya"),
}
"""Offline: whether a certificate was revoked is only known where the file tells."""


@pytest.mark.parametrize("level", Level)
def test_each_level_answers_as_much_as_it_proves(authority, trust, tmp_path, level):
    one = told(signed(authority, level), tmp_path, trust)
    assert (one.findings, one.answers, one.level) == ((), LEVELS[level], str(level))


def test_with_a_network_the_authority_is_asked(authority, tmp_path):
    online = verify.authorities([authority.root], fetch=True)
    one = told(signed(authority, Level.B_B), tmp_path, online)
    assert one.answers[0] == "ya"
    revoked = told(
        signed(authority, Level.B_B, "dicabut"), tmp_path, online, Pejabat(jabatan="Pejabat Dicabut")
    )
    assert revoked.answers[0] == "tidak"
    assert ("TTD-07", True) in [
        (code, "dicabut sejak 1 Juni 2021" in text) for code, text in revoked.findings
    ]


def test_without_trust_nothing_is_said_of_the_signer(authority, tmp_path):
    one = told(signed(authority), tmp_path, verify.Trust())
    assert one.answers == ("tidak diketahui", "ya", "tidak diketahui", "tidak diketahui")
    assert one.findings == ()


def test_without_trust_another_name_is_still_another_name(authority, tmp_path):
    one = told(signed(authority, Level.B_B, "kasat"), tmp_path, verify.Trust())
    assert one.answers[0] == "tidak"
    assert one.codes == {"TTD-09"}


LONG_AGO = datetime(2021, 3, 1, tzinfo=UTC)

SIGNERS = {
    "kasat": (None, Pejabat(jabatan="Kapolres Gorontalo Kota"), "tidak", "TTD-09"),
    "asing": (None, OFFICIAL, "tidak", "TTD-05"),
    "kedaluwarsa": (LONG_AGO, Pejabat(jabatan="Pejabat Lama"), "tidak diketahui", "TTD-06"),
}


@pytest.mark.parametrize("who", SIGNERS)
def test_unfit_signers_are_named(authority, trust, tmp_path, who):
    when, official, answer, code = SIGNERS[who]
    one = told(signed(authority, Level.B_B, who, when), tmp_path, trust, official)
    assert (one.answers[0], one.answers[1]) == (answer, "ya")
    assert code in one.codes, one.findings


ELSEWHERE = {
    "kedaluwarsa": ("TTD-06", "kedaluwarsa"),
    "belum_berlaku": ("TTD-06", "belum berlaku"),
    "salah_guna": ("TTD-08", "tidak diterbitkan untuk menandatangani"),
    "peladen": ("TTD-08", "tidak diterbitkan untuk menandatangani"),
    "kembar": ("TTD-05", "tidak berujung pada otoritas"),
    "samar": ("TTD-08", "huruf yang tidak terlihat"),
    "disamarkan": ("TTD-08", "huruf yang tidak terlihat"),
}


@pytest.mark.parametrize("who", ELSEWHERE)
def test_what_we_would_refuse_to_sign_is_named(authority, trust, tmp_path, who):
    code, words = ELSEWHERE[who]
    one = told(signed_elsewhere(document(), authority, who), tmp_path, trust, None)
    assert one.answers[0] == "tidak"
    assert any(found == code and words in text for found, text in one.findings), one.findings


def test_a_time_stamp_of_strangers_is_no_proof(authority, tmp_path):
    """Only the authority of signers is trusted, not that of the time stamp server."""
    narrow = verify.authorities([authority.intermediate])
    one = told(signed(authority, Level.B_T), tmp_path, narrow)
    assert one.answers[2] == "tidak"
    assert ("TTD-10", True) in [
        (code, "Stempel Waktu Uji tidak berujung" in text) for code, text in one.findings
    ]


def test_a_time_stamp_of_a_time_to_come_is_no_proof(authority, trust, tmp_path):
    one = told(signed(authority, Level.B_LTA), tmp_path, trust, moment=datetime.now(UTC) - timedelta(days=1))
    assert one.answers[2] == "tidak"
    assert [code for code, text in one.findings if "waktu yang belum tiba" in text] == ["TTD-10"] * 2


def test_long_after_the_signer_expired_the_archive_still_holds(authority, trust, tmp_path):
    """Signer and stamps last until 2080; the stamp is what can't be judged any more after that."""
    good = told(signed(authority), tmp_path, trust, moment=datetime.now(UTC) + timedelta(days=3652))
    assert good.answers == ("ya", "ya", "ya", "ya")
    late = told(signed(authority), tmp_path, trust, moment=datetime(2081, 1, 1, tzinfo=UTC))
    assert late.answers[0] != "ya"
    assert late.answers[3] == "tidak"


def test_several_signers_in_their_order_are_permitted(authority, trust, tmp_path):
    described, content = test_mark.made(test_mark.SIGNING, test_mark.MINIMAL + "tte: true\n")
    now = datetime.now(UTC)
    for field, who in {"disusun": "kbo", "diperiksa": "kasat", "pengesahan": "kapolres"}.items():
        content = sign.sign(
            content,
            sign.pkcs12(authority.holder(who).pkcs12, PASSPHRASE),
            level=Level.B_LTA if field == "pengesahan" else Level.B_LT,
            when=now,
            field=field,
            mark=test_mark.drawn(described, content, field, now),
            timestamper=sign.Timestamper(authority.tsa),
            trust=sign.Trust.read([authority.root], [authority.intermediate]),
        )
    one = told(content, tmp_path, trust)
    assert (one.findings, one.answers, one.level) == ((), ("ya",) * 4, "B-LTA")
    assert [increment.is_permitted for increment in one.seen.increments] == [True] * 3
    report = judged(content, tmp_path, trust)
    assert set(checks(report).values()) == {"ya"}
    assert report.verdicts[0].questions[1].answer == "ya", "marks of later signers may be seen"


def test_without_its_box_the_signer_can_not_be_judged(authority, trust, tmp_path):
    one = told(signed(authority), tmp_path, trust, None)
    assert one.answers == ("tidak diketahui", "ya", "ya", "ya")


# ---- the whole file -------------------------------------------------------------------------------------


def judged(content: bytes, folder: Path, trust: verify.Trust, **options) -> verify.Report:
    file = folder / "berkas.pdf"
    file.write_bytes(content)
    return verify.verify(file, trust, datetime.now(UTC), shown=lambda path: path.name, **options)


def checks(report: verify.Report) -> dict[str, str]:
    (verdict,) = report.verdicts
    return {question.key: question.answer.value for question in verdict.checks if question.key != "berlaku"}


def test_a_document_of_ours_is_good_in_every_way(authority, trust, tmp_path):
    report = judged(signed(authority), tmp_path, trust)
    (verdict,) = report.verdicts
    assert (verdict.findings, verdict.nomor, str(verdict.level)) == ((), "SOP/07/XI/2026", "B-LTA")
    assert set(checks(report).values()) == {"ya"}
    assert verify.conclusion(report) == "ya"


def test_a_print_that_is_not_its_source_is_named(authority, trust, tmp_path):
    """The file was altered before it was signed: the signature is good, the document is not."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(document())) as file:
        stream = next(iter(file.attachments.values())).obj.EF.F
        stream.write(stream.read_bytes().replace(b"waktu: 1 jam", b"waktu: 9 jam"))
        file.save(out)
    report = judged(sign_(out.getvalue(), authority, Level.B_LTA), tmp_path, trust)
    assert [question.answer for question in report.verdicts[0].questions] == ["ya"] * 4
    assert checks(report)["sumber"] == "tidak"
    assert {finding.code for finding in report.verdicts[0].findings} == {"CTK-01"}
    assert verify.conclusion(report) == "tidak"


def test_the_prepared_field_filled_by_another_program_is_judged(authority, tmp_path):
    """As BSrE's service does: it knows nothing of PDF/A and PDF/UA, but the signature is a good one."""
    online = verify.authorities([authority.root], fetch=True)
    report = judged(
        signed_elsewhere(document(), authority, "kapolres"), tmp_path, online, demanded=verify.Level.B
    )
    (verdict,) = report.verdicts
    assert [question.answer for question in verdict.questions] == ["ya", "ya", "tidak", "tidak"]
    assert checks(report) == {
        "tambahan": "tidak berlaku", "sumber": "ya", "PDF/A-3a": "tidak", "PDF/UA-1": "tidak"
    }  # fmt: skip


def stranger() -> bytes:
    """A PDF that is not of ours and no SOP."""
    with pikepdf.new() as file:
        file.add_blank_page()
        out = io.BytesIO()
        file.save(out)
    return out.getvalue()


def test_a_strangers_document_is_judged_as_far_as_that_goes(authority, tmp_path):
    online = verify.authorities([authority.root], fetch=True)
    report = judged(signed_elsewhere(stranger(), authority, "kapolres", "x"), tmp_path, online)
    (verdict,) = report.verdicts
    assert [q.answer for q in verdict.questions] == ["tidak diketahui", "ya", "tidak", "tidak"]
    assert "Disahkan oleh" in verdict.questions[0].reason
    assert set(checks(report).values()) == {"tidak berlaku"}


def test_a_document_without_a_signature_is_told(trust, tmp_path):
    report = judged(document(), tmp_path, trust)
    (verdict,) = report.verdicts
    assert [q.answer for q in verdict.questions] == ["tidak", "tidak diketahui", "tidak", "tidak"]
    assert [finding.code for finding in verdict.findings] == ["TTD-01"]


# ---- broken and hostile files ---------------------------------------------------------------------------


def drawn(paint) -> bytes:
    with pikepdf.new() as file:
        file.add_blank_page()
        paint(file, file.pages[0])
        out = io.BytesIO()
        file.save(out, compress_streams=False)
    return out.getvalue()


def swelling(file, page):
    """A gigabyte of blanks, packed twice."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * (1 << 20)) for _ in range(1024)) + packer.flush()
    stream = pikepdf.Stream(file, b"")
    flate = pikepdf.Name.FlateDecode
    stream.write(zlib.compress(packed, 9), filter=pikepdf.Array([flate, flate]))
    page.Contents = file.make_indirect(stream)


def deep(file, page):
    """Fields in fields, a thousand deep, and a field that is its own child."""
    field = pikepdf.Dictionary(T="a")
    for _ in range(1000):
        field = file.make_indirect(pikepdf.Dictionary(T="a", Kids=pikepdf.Array([field])))
    round_ = file.make_indirect(pikepdf.Dictionary(T="b"))
    round_.Kids = pikepdf.Array([round_])
    file.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field, round_]))


@functools.cache
def locked() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(document())) as file:
        file.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


BROKEN = {
    "empty": (lambda: b"", "BKS-01", "tidak"),
    "no PDF": (lambda: b"halo", "BKS-01", "tidak"),
    "half": (lambda: document()[:9000], "BKS-01", "tidak"),
    "only a head": (lambda: b"%PDF-1.7\n%%EOF\n", "BKS-01", "tidak"),
    "locked": (locked, "BKS-02", "tidak diketahui"),
    "swelling": (lambda: drawn(swelling), "TTD-01", "tidak"),
    "deep": (lambda: drawn(deep), None, "tidak"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_and_hostile_files_get_a_verdict(trust, tmp_path, name):
    make, code, conclusion = BROKEN[name]
    report = judged(make(), tmp_path, trust, seconds=5 if name == "swelling" else 30)
    (verdict,) = report.verdicts
    codes = [finding.code for finding in verdict.findings]
    assert code in codes if code else codes
    assert verify.conclusion(report) == conclusion
    assert len(verdict.questions) == 4


def test_a_file_that_takes_too_long_is_left_undecided(authority, trust, tmp_path):
    report = judged(signed(authority), tmp_path, trust, seconds=0.0)
    assert [finding.code for finding in report.verdicts[0].findings] == ["BKS-03"]
    assert verify.conclusion(report) == "tidak diketahui"


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("exit 1", "Poppler tidak dapat membacanya"),
        ("exec /usr/bin/env true", "Poppler tidak dapat membacanya"),
    ],
)
def test_a_reader_that_fails_leaves_it_open(authority, tmp_path, answer, told):
    """A real call, in which the programs of Poppler are others."""
    for name in ("pdftotext", "pdftoppm"):
        (tmp_path / name).write_text(f"#!/bin/sh\n{answer}\n")
        (tmp_path / name).chmod(0o755)
    (tmp_path / "baik.pdf").write_bytes(signed(authority))
    path = {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    done = run(tmp_path, "baik.pdf", "--trust", str(authority.root), **path)
    assert (done.returncode, done.stderr) == (2, "")
    assert "tidak diketahui  Apakah isinya tidak berubah" in done.stdout
    assert f"UBH-16: {told}" in done.stdout


def test_without_poppler_it_is_told(authority, tmp_path):
    (tmp_path / "baik.pdf").write_bytes(signed(authority))
    done = run(tmp_path, "baik.pdf", "--trust", str(authority.root), PATH=str(tmp_path))
    assert done.returncode == 0
    assert "Poppler (pdftotext, pdftoppm) tidak terpasang" in done.stdout


# ---- reports --------------------------------------------------------------------------------------------


def run(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    surroundings = os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "100"} | more
    return subprocess.run(
        [sys.executable, "-m", "sopgen", "verify", *arguments],
        cwd=folder,
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
    )


def settled(text: str) -> str:
    """A report without what differs from run to run."""
    text = re.sub(r"\d+ \w+ \d{4} pukul \d\d\.\d\d UTC", "HARI pukul JAM UTC", text)
    return text.replace("\r", "")


def test_the_command_tells_it_in_text(authority, tmp_path, golden):
    (tmp_path / "baik.pdf").write_bytes(signed(authority))
    (tmp_path / "lain.pdf").write_bytes(signed(authority, Level.B_B, "kasat"))
    good = run(tmp_path, "baik.pdf", "--trust", str(authority.root))
    bad = run(tmp_path, "lain.pdf", "--trust", str(authority.root), "--level", "B-B")
    unsure = run(tmp_path, "baik.pdf")
    assert [done.returncode for done in (good, bad, unsure)] == [0, 1, 2]
    assert [done.stderr for done in (good, bad, unsure)] == ["", "", ""]
    assert "\x1b" not in good.stdout
    golden("verify/report.txt", settled("\n".join(done.stdout for done in (good, bad, unsure))))


EVIL = "x\n  ya               Apakah isinya tidak berubah?\x1b[2J\u202e"


def test_no_stranger_writes_lines_of_the_report(authority, tmp_path):
    """The name of a field, of a file, and what a manifest says of itself may be anything."""

    def add(writer):
        fields = writer.root["/AcroForm"]["/Fields"]
        name = tampering.generic.TextStringObject(EVIL)
        one = {tampering.Name("/FT"): tampering.Name("/Tx"), tampering.Name("/T"): name}
        fields.append(writer.add_object(tampering.Dictionary(one)))
        writer.update_container(fields)

    (tmp_path / "sop.pdf").write_bytes(tampering.appended(signed(authority, Level.B_B), add))
    (tmp_path / EVIL).write_bytes(b"")
    manifest = {"format": 1, "sopgen": EVIL, "source_commit": EVIL, "files": [
        {"path": f"{EVIL}\ud800.pdf", "sha256": "0" * 64, "size": 1}
    ]}  # fmt: skip
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    for target, form in ((".", "text"), ("sop.pdf", "text"), (".", "html"), ("sop.pdf", "html")):
        done = run(tmp_path, target, "--format", form)
        assert (done.returncode, done.stderr) == (1, ""), form
        assert not {"\x1b", "\u202e"} & set(done.stdout), form
        assert not re.search(r"^  ya +Apakah isinya tidak berubah\?", done.stdout, re.MULTILINE)
    assert json.loads(run(tmp_path, ".", "--format", "json").stdout)["conclusion"] == "tidak"


def test_the_level_decides_which_questions_count(authority, tmp_path):
    (tmp_path / "t.pdf").write_bytes(signed(authority, Level.B_LT))
    codes = [
        run(tmp_path, "t.pdf", "--trust", str(authority.root), "--level", level).returncode
        for level in ("b-t", "B-LTA")
    ]
    assert codes == [0, 1]


def test_a_call_that_can_not_be_done_is_refused(authority, tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"x")
    (tmp_path / "kosong").mkdir()
    os.mkfifo(tmp_path / "pipa")
    (tmp_path / "rusak.yaml").write_text("satbinmas: [", encoding="utf-8")
    (tmp_path / "unit.yaml").write_text("satbinmas: {nama: Satbinmas}\n", encoding="utf-8")
    (tmp_path / "pipa.d").mkdir()
    os.mkfifo(tmp_path / "pipa.d" / "manifest.json")
    for arguments, words in (
        (["tiada.pdf"], "tiada.pdf tidak ada"),
        (["kosong"], "Tidak ada PDF"),
        (["a.pdf", "--trust", "tiada.pem"], "tiada.pem tidak ada"),
        (["a.pdf", "--trust", "a.pdf"], "bukan berkas sertifikat"),
        (["a.pdf", "--level", "B-X"], "B-X"),
        (["a.pdf", "--unit", "tiada.yaml"], "tiada.yaml tidak ada"),
        (["a.pdf", "--unit", "kosong"], "kosong keliru: kosong sebuah folder"),
        (["a.pdf", "--unit", "pipa"], "pipa bukan berkas biasa"),
        (["a.pdf", "--unit", "rusak.yaml"], "rusak.yaml baris 1 keliru"),
        (["a.pdf", "--unit", "unit.yaml"], "unit.yaml tidak menyebut pejabat"),
        (["a.pdf", "--pejabat", "Ahmad Yani"], '--pejabat "Ahmad Yani" keliru: tulis "JABATAN=NAMA"'),
        (["a.pdf", "--pejabat", "=Ahmad Yani"], "tulis"),
        (["a.pdf", "--pejabat", "Kapolres="], "tulis"),
        (["a.pdf", "--register", "tiada"], "--register tiada: tidak ada"),
        (["a.pdf", "--register", "kosong"], "--register kosong: tidak ada manifest.json"),
        (["a.pdf", "--register", "a.pdf"], "harus folder terbitan, atau manifest.json"),
        (["a.pdf", "--register", "pipa"], "harus folder terbitan, atau manifest.json"),
        (["a.pdf", "--register", "pipa.d"], "harus folder terbitan, atau manifest.json"),
        (["a.pdf", "--sources", "kosong"], "--sources hanya untuk --rebuild"),
        (["a.pdf", "--rebuild", "--trust", "tiada.pem"], "--rebuild tidak memakai --trust"),
        ([], "BERKAS|FOLDER"),
    ):
        done = run(tmp_path, *arguments)
        assert done.returncode == 2, arguments
        assert words in done.stderr
        assert "Traceback" not in done.stderr


def test_the_command_tells_it_in_json(authority, tmp_path):
    (tmp_path / "baik.pdf").write_bytes(signed(authority))
    done = run(tmp_path, "baik.pdf", "--trust", str(authority.root), "--format", "json")
    data = json.loads(done.stdout)
    assert (data["conclusion"], data["demanded"], data["manifest"]) == ("ya", "B-LTA", None)
    (file,) = data["files"]
    assert (file["path"], file["level"], file["nomor"]) == ("baik.pdf", "B-LTA", "SOP/07/XI/2026")
    assert [question["answer"] for question in file["questions"]] == ["ya"] * 4
    assert [one["kind"] for one in file["signatures"]] == ["tanda tangan", "stempel waktu dokumen"]
    assert file["increments"][0]["permitted"] is True
    assert str(tmp_path) not in done.stdout


def test_a_report_in_a_file_is_told(authority, tmp_path):
    (tmp_path / "baik.pdf").write_bytes(signed(authority))
    done = run(tmp_path, "baik.pdf", "--trust", str(authority.root), "--format", "html", "-o", "hasil.html")
    assert (done.returncode, done.stdout.endswith(" Laporan: hasil.html\n")) == (0, True)
    assert "sah dan utuh" in (tmp_path / "hasil.html").read_text("utf-8")


def test_nothing_is_fetched_unless_told(authority, tmp_path):
    """The authority's server is gone; the long-term data is enough."""
    blocked = (
        "import socket\ndef refuse(*a, **k): raise SystemExit('network')\nsocket.socket.connect = refuse\n"
    )
    (tmp_path / "sitecustomize.py").write_text(blocked, encoding="utf-8")
    (tmp_path / "baik.pdf").write_bytes(signed(authority))
    surroundings = os.environ | {"PYTHONPATH": f"{tmp_path}:{ROOT}"}
    code = (
        "import sys, logging, datetime, pathlib\n"
        "from sopgen.verify import authorities\nfrom sopgen.verify.examining import examine\n"
        "seen = examine(pathlib.Path('baik.pdf'), authorities([pathlib.Path(sys.argv[1])]),"
        " datetime.datetime.now(datetime.UTC))\n"
        "print([one.trouble.value for one in seen.signatures.found], seen.signatures.found[0].is_checked)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(authority.root)],
        cwd=tmp_path, env=surroundings, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout == "['', ''] True\n", done.stderr


def test_the_unit_is_named_but_never_taken_by_itself(authority, tmp_path):
    """The folder one stands in may have come with the document."""
    (tmp_path / "sop_sources").mkdir()
    unit = (TESTS / "unit.yaml").read_text(encoding="utf-8")
    unit = unit.replace("Kapolres Contoh", "Kapolres Gorontalo Kota").replace("Ahmad Yani", "KBO Binmas")
    (tmp_path / "sop_sources" / "unit.yaml").write_text(unit.replace("78010001", ""), encoding="utf-8")
    posing = (("Ahmad Yani, S.I.K., M.Si.", "KBO Binmas"), ('"78010001"', '""'))
    (tmp_path / "sop.pdf").write_bytes(sign_(document(*posing), authority, Level.B_LTA, "kbo"))
    plain = ["sop.pdf", "--trust", str(authority.root)]
    command = f"  sopgen verify sop.pdf --trust {authority.root} --format json --unit sop_sources/unit.yaml\n"
    done = run(tmp_path, *plain, "--format", "json")
    assert (done.returncode, done.stderr.endswith(command)) == (2, True), done.stderr
    assert json.loads(done.stdout)["files"][0]["office_checked"] is False
    done = run(tmp_path, *plain, "--unit", "sop_sources/unit.yaml", "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["expected"] == ["Kapolres Gorontalo Kota: KBO Binmas, S.I.K., M.Si."]


def page_of(authority, folder: Path) -> str:
    (folder / "lain.pdf").write_bytes(signed(authority, Level.B_B, "kasat"))
    report = verify.verify(
        folder / "lain.pdf",
        verify.authorities([authority.root]),
        datetime.now(UTC),
        shown=lambda path: f"{path.stem}<b>.pdf",
    )
    return html.verdict(verify.page(report), [shipped_templates()])


def test_the_page_shows_it_all_and_escapes_it(authority, tmp_path):
    text = page_of(authority, tmp_path)
    assert "lain&lt;b&gt;.pdf" in text
    assert text.count('class="tanya"') == 4
    assert "Penanda tangan bukan pejabat" in text
    assert "http" not in re.sub(r'http-equiv="[^"]*"', "", text)


def test_the_page_is_one_sheet_and_fits_a_phone(authority, tmp_path, browser):
    file = tmp_path / "hasil.html"
    file.write_text(page_of(authority, tmp_path), encoding="utf-8")
    chromium = [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}/profil"]
    subprocess.run(
        [*chromium, "--no-pdf-header-footer", f"--print-to-pdf={tmp_path}/hasil.pdf", file.as_uri()],
        check=True, capture_output=True,
    )  # fmt: skip
    with pikepdf.open(tmp_path / "hasil.pdf") as printed:
        assert len(printed.pages) == 1
    script = "<script>document.title = document.documentElement.scrollWidth - innerWidth</script>"
    page = re.sub(r"<meta http-equiv[^>]*>", "", file.read_text(encoding="utf-8"))
    file.write_text(page.replace("</body>", f"{script}</body>"), encoding="utf-8")
    shown = subprocess.run(
        [*chromium, "--window-size=390,800", "--dump-dom", file.as_uri()],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert int(re.search(r"<title>(-?\d+)</title>", shown.stdout)[1]) <= 0


def test_looking_at_files_leaves_logging_alone(authority, tmp_path):
    judged(signed(authority), tmp_path, verify.Trust())
    assert logging.root.manager.disable == logging.NOTSET
