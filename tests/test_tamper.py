"""Signed documents and releases tampered with in every known way: all of it seen, each thing named."""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
import os
import random
import re
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation import ades
from pyhanko.sign.validation.policy_decl import PdfSignatureValidationSpec, SignatureValidationSpec
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import CertRevTrustPolicy, RevocationCheckingPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager

from sopgen import sign, verify
from sopgen.diagnostic import SopgenError
from sopgen.sign import Level
from sopgen.verify import judging, readers
from sopgen.verify.readers.agreement import differences, disagreements
from sopgen.verify.readers.leaf import Leaf
from sopgen.verify.values import Change
from tests import tampering
from tests.approved import document, sign_, signed, told
from tests.authority import PASSPHRASE


@pytest.fixture(scope="module")
def trust(authority):
    return verify.authorities([authority.root])


@pytest.fixture(scope="module")
def archived(authority):
    """A document signed at the highest level."""
    return signed(authority)


def four(one):
    return " ".join(one.answers)


def test_the_good_one_is_good(archived, trust, tmp_path):
    good = told(archived, tmp_path, trust)
    assert (good.findings, four(good), good.level) == ((), "ya ya ya ya", "B-LTA")


# ---- bytes ----------------------------------------------------------------------------------------------


def regions(content: bytes) -> dict[str, range]:
    """The parts of an archived document, by what they are to a signature."""
    (first, stamp) = re.finditer(rb"/ByteRange \[0 (\d+) (\d+) (\d+)", content)
    body = content.index(b"%%EOF") + 6
    a0, a1, a2 = (int(group) for group in first.groups())
    b0, b1, _ = (int(group) for group in stamp.groups())
    return {
        "head": range(16),
        "body": range(16, body),
        "signed increment": range(body, a0),
        "signature": range(a0, a1),
        "behind the signature": range(a1, a1 + a2),
        "long-term data and stamp": range(a1 + a2, b0),
        "document stamp": range(b0, b1),
        "tail": range(b1, len(content)),
    }


BITS = {
    "head": (3, {"TTD-02", "BKS-01"}),
    "body": (6, {"TTD-02", "BKS-01"}),
    "signed increment": (5, {"TTD-02", "TTD-03", "BKS-01", "TTD-12"}),
    "signature": (8, {"TTD-02", "TTD-03", "TTD-12"}),
    "behind the signature": (4, {"TTD-02", "TTD-03", "BKS-01", "TTD-12"}),
    "long-term data and stamp": (6, {"TTD-02", "TTD-03", "TTD-11", "BKS-01", "UBH-13"}),
    "document stamp": (8, {"TTD-02", "TTD-03", "TTD-12", "TTD-10"}),
    "tail": (4, {"TTD-02", "TTD-03", "BKS-01", "UBH-11", "TTD-12"}),
}


@pytest.mark.parametrize("name", BITS)
def test_every_flipped_bit_is_seen(archived, trust, tmp_path, name):
    count, codes = BITS[name]
    place = regions(archived)[name]
    chance = random.Random(name)
    for at in chance.sample(place, count):
        one = told(tampering.flipped(archived, at, chance.randrange(8)), tmp_path, trust)
        assert one.codes & codes, (name, at, one.findings)
        assert "tidak" in one.answers, (name, at)


@pytest.mark.parametrize("cut", [1, 300, 6000, 40_000])
def test_a_document_cut_short_is_seen(archived, trust, tmp_path, cut):
    one = told(archived[:-cut], tmp_path, trust)
    assert one.codes & {"TTD-02", "TTD-04", "TTD-12", "BKS-01", "TTD-03", "UBH-11", "TTD-01"}, one.findings


def test_bytes_behind_the_end_are_seen(archived, trust, tmp_path):
    one = told(archived + b"1 0 obj <</Type /Catalog>> endobj", tmp_path, trust)
    assert "UBH-11" in one.codes
    assert any("bita asing" in message for _, message in one.findings)


def test_an_object_that_no_table_lists_is_seen(archived, trust, tmp_path):
    """Incremental saving: a body without a table of its own, for readers that repair what they read."""
    hidden = archived + b"4 0 obj <</Type /Page>> endobj\nstartxref\n%d\n%%%%EOF\n" % startxref(archived)
    one = told(hidden, tmp_path, trust)
    assert "UBH-11" in one.codes, one.findings
    assert one.answers[1] == "tidak"


def startxref(content: bytes) -> int:
    return int(re.findall(rb"startxref\s+(\d+)", content)[-1])


# ---- increments -----------------------------------------------------------------------------------------

APPENDED = {
    tampering.add_page: ("UBH-01", "1 halaman ditambahkan"),
    tampering.remove_page: ("UBH-01", "1 halaman dihapus"),
    tampering.swap_pages: ("UBH-01", "Urutan halaman diubah"),
    tampering.annotate: ("UBH-03", "Anotasi teks ditempelkan di halaman 2"),
    tampering.cover_by_signature: ("UBH-03", "Tanda tangan baru menutupi sebagian halaman 1"),
    tampering.move_signature: ("UBH-03", "Anotasi isian di halaman 1 diubah"),
    tampering.replace_content: ("UBH-02", "Isi halaman 2 diubah"),
    tampering.turn_page: ("UBH-02", "Ukuran, arah, atau sumber daya halaman 2 diubah"),
    tampering.replace_font: ("UBH-06", "Huruf halaman 1, 2 diganti"),
    tampering.swap_catalogue: ("UBH-02", "Isi halaman 1, 2 diubah"),
    tampering.exchange_attachment: ("UBH-04", "Lampiran sambang.yaml ditukar atau diubah"),
    tampering.drop_attachment: ("UBH-04", "Lampiran sambang.yaml dihapus"),
    tampering.attach: ("UBH-04", "Lampiran lain.yaml ditambahkan"),
    tampering.attach_twin: ("UBH-04", "Lampiran sambang.yaml (2) ditambahkan"),
    tampering.run_script: ("UBH-07", "perintah yang berjalan saat dokumen dibuka"),
    tampering.change_field: ("UBH-05", "Tanda tangan pengesahan dihapus"),
    tampering.add_field: ("UBH-05", "Isian nomor ditambahkan"),
    tampering.retell: ("UBH-09", "Tag dokumen"),
    tampering.rename_title: ("UBH-08", "Judul dokumen di metadata"),
}


@pytest.mark.parametrize("alter", APPENDED, ids=lambda alter: alter.__name__)
def test_every_later_change_is_named(archived, trust, tmp_path, alter):
    code, words = APPENDED[alter]
    one = told(tampering.appended(archived, alter), tmp_path, trust)
    assert one.answers == ("ya", "tidak", "ya", "ya"), one.findings
    assert any(found == code and words in message for found, message in one.findings), one.findings


def test_what_may_follow_is_permitted(authority, trust, tmp_path):
    """A further time stamp, as the years demand; and validation data by another program."""
    again = asyncio.run(stamped_again(signed(authority), authority))
    one = told(again, tmp_path, trust)
    assert (one.findings, four(one), one.level) == ((), "ya ya ya ya", "B-LTA")
    assert len(one.seen.increments) == 3


async def stamped_again(content: bytes, authority) -> bytes:
    from pyhanko.sign.fields import InvisSigSettings
    from pyhanko.sign.signers import PdfTimeStamper
    from pyhanko.sign.timestamps.aiohttp_client import HTTPTimeStamper
    from pyhanko_certvalidator import ValidationContext

    (root,) = (x509.Certificate.load(der) for der in verify.authorities([authority.root]).roots)
    stamper = PdfTimeStamper(
        HTTPTimeStamper(authority.tsa),
        field_name="lagi",
        invis_settings=InvisSigSettings(box_out_of_bounds=True),
    )
    writer = tampering.Appends(io.BytesIO(content))
    context = ValidationContext(trust_roots=[root], allow_fetching=True)
    output = await stamper.async_timestamp_pdf(writer, "sha256", context)
    await context.aclose()
    return bytes(output.getvalue())


# ---- shadow attacks: prepared before signing, done after ------------------------------------------------


@pytest.mark.parametrize("name", ["/Tutup", "/P", "/Parent"])
def test_hide_is_named(authority, trust, tmp_path, name):
    """A picture lies over the page when it is signed, whatever its name; afterwards it is emptied."""
    signed_with_cover = sign_(tampering.covered(document(), name), authority, Level.B_LTA)
    uncovered = tampering.appended(signed_with_cover, lambda writer: tampering.uncover(writer, name))
    one = told(uncovered, tmp_path, trust)
    assert one.answers[1] == "tidak"
    assert any(code == "UBH-06" and "Gambar halaman 1, 2 diganti" in text for code, text in one.findings)


def test_hide_and_replace_is_named(authority, trust, tmp_path):
    """Another page is in the file when it is signed, unseen; afterwards the tree of pages shows it."""
    prepared = sign_(tampering.with_spare_page(document()), authority, Level.B_LTA)
    assert told(prepared, tmp_path, trust).answers[1] == "ya"
    one = told(tampering.appended(prepared, tampering.show_spare_page), tmp_path, trust)
    assert one.answers[1] == "tidak"
    assert any(code == "UBH-02" and "Isi halaman 2 diubah" in text for code, text in one.findings)


def test_replace_by_a_table_alone_is_named(authority, trust, tmp_path):
    """Only a cross-reference table is added: it calls the spare page by the number of the real one."""
    prepared = sign_(tampering.with_spare_page(document()), authority, Level.B_LTA)
    one = told(tampering.redirected(prepared), tmp_path, trust)
    assert one.answers[1] == "tidak"
    assert any(code == "UBH-02" for code, _ in one.findings), one.findings


Name, Number, Array, Dictionary = tampering.Name, tampering.Number, tampering.Array, tampering.Dictionary
NO_LOOK = Dictionary()
LAID = {
    "text": (tampering.laid("/FreeText"), "teks"),
    "on paper alone": (tampering.laid("/Stamp", F=Number(0b100100)), "stempel"),
    "text field": (tampering.field_of("/Tx"), "isian"),
    "button": (tampering.field_of("/Btn"), "isian"),
    "signature field with a picture": (tampering.field_of("/Sig"), "isian"),
    "signature that is none": (tampering.field_of("/Sig", V=Number(1)), "isian"),
    "link with a picture": (tampering.laid("/Link"), "tautan"),
    "link with a broad frame": (
        tampering.laid("/Link", AP=NO_LOOK, Border=Array(map(Number, (0, 0, 40)))),
        "tautan",
    ),
    "link with a broad style": (
        tampering.laid("/Link", AP=NO_LOOK, BS=Dictionary({Name("/W"): Number(40)})),
        "tautan",
    ),
    "link with a style that is none": (
        tampering.laid("/Link", AP=NO_LOOK, BS=Dictionary({Name("/W"): Name("/x")})),
        "tautan",
    ),
    "link": (tampering.laid("/Link", AP=NO_LOOK, Border=Array(map(Number, (0, 0, 0)))), ""),
    "signature field": (tampering.field_of("/Sig", AP=NO_LOOK), ""),
    "hidden": (tampering.laid("/Stamp", F=Number(0b10)), ""),
    "on no paper and no screen": (tampering.laid("/Stamp", F=Number(0b100000)), ""),
}
"""What lies on the page when it is signed, and what it is called where it hides something."""


@pytest.mark.parametrize("name", LAID)
def test_what_was_laid_over_the_page_before_signing_is_named(authority, trust, tmp_path, name):
    lay, kind = LAID[name]
    one = told(sign_(tampering.appended(document(), lay), authority, Level.B_B), tmp_path, trust)
    message = f"Anotasi {kind} menutupi halaman 2 saat ditandatangani (di 600, 480)."
    assert [text for code, text in one.findings if code == "UBH-03"] == ([message] if kind else [])


def test_layers_that_come_and_go_are_named(authority, trust, tmp_path):
    before = sign_(tampering.appended(document(), tampering.layer), authority, Level.B_B)
    assert told(before, tmp_path, trust).codes == {"UBH-07"}
    after = tampering.appended(signed(authority, Level.B_B), tampering.layer)
    assert told(after, tmp_path, trust).codes == {"UBH-07"}


def test_pages_that_can_not_be_looked_at_are_not_taken_on_trust(authority, trust, tmp_path):
    one = told(sign_(tampering.appended(document(), tampering.deepen), authority, Level.B_B), tmp_path, trust)
    assert "UBH-13" in one.codes, one.findings


# ---- increments that only some readers see through -----------------------------------------------------

TEXT = lambda hidden: b"(" + hidden.replace(b"(", b"<").replace(b")", b">") + b")"  # noqa: E731
FORGED = {
    "catalogue in a stream": (tampering.hide_catalogue, "UBH-11", "1 objek yang tidak terdaftar"),
    "catalogue in a text": (
        lambda content: tampering.hide_catalogue(content, TEXT),
        "UBH-11",
        "1 objek yang tidak terdaftar",
    ),
    "catalogue in a stream, all else in order": (tampering.refer_to_hidden, "UBH-14", "obj tersembunyi"),
    "objects without a use": (
        lambda content: tampering.increment(content, tampering.other_pages(content)[0]),
        "UBH-11",
        "4 objek yang tidak dirujuk apa pun (910",
    ),
    "claim of PDF/A gone": (
        lambda content: tampering.rewrite_packet(content, rb"pdfaid:part=.3.", b""),
        "UBH-08",
        "pernyataan PDF/A dihapus",
    ),
    "claim of PDF/UA gone": (
        lambda content: tampering.rewrite_packet(content, rb"pdfuaid:part=.1.", b""),
        "UBH-08",
        "pernyataan PDF/UA dihapus",
    ),
    "another author": (
        lambda content: tampering.rewrite_information(content, Author="Penipu", Keywords="SOP-99"),
        "UBH-08",
        "kata kunci diubah, penulis diubah",
    ),
    "metadata that can't be read": (
        lambda content: tampering.rewrite_packet(content, rb"</rdf:RDF>", b""),
        "UBH-08",
        "XMP ditambahkan",
    ),
}
"""How it is done, and what is said."""

ODD = {
    "startxref with a sign": {"startxref": b"+%d"},
    "startxref with zeros": {"startxref": b" %d"},
    "startxref beside it": {"startxref": b"1%d"},
    "entry that ends in a digit": {"entry": b"%010d 00000 n4\n"},
    "entry that ends in a bracket": {"entry": b"%010d 00000 n<<\n"},
    "entry of 19 bytes": {"entry": b"%010d 00000 n\n"},
    "entry of another generation": {"entry": b"%010d 00001 n \n"},
    "free entry": {"entry": b"%010d 00000 f \n"},
    "section that is wide": {"section": b"%d  1\n"},
    "table that is listed elsewhere": {"keys": b"/Prev %d /XRefStm 20"},
    "key twice": {"keys": b"/Prev %d /Size 9"},
    "escaped key": {"keys": b"/Prev %d /Si#7ae 9"},
    "previous table with a sign": {"keys": b"/Prev +%d"},
    "previous table skipped": {"keys": b"/Prev 1%d"},
    "encrypted": {"keys": b"/Prev %d /Encrypt << /Filter /Standard >>"},
    "text between": {"before": b"123 "},
    "another trailer": {"behind": b"trailer << /Root 9 0 R >>\n"},
    "remark that hides an object": {"behind": b"%% 2 0 obj << >> endobj\n"},
    "blanks behind the end": {"end": b"%%EOF\n" + b" " * 2000},
    "end twice": {"end": b"%%EOF\n%%EOF\n"},
}
"""An increment that changes nothing, one thing about it not in the strict form."""


@pytest.fixture(scope="module")
def plain(authority):
    """A document signed at the lowest level: quickly judged."""
    return signed(authority, Level.B_B)


@pytest.mark.parametrize("name", FORGED)
def test_forged_increments_are_named(plain, trust, tmp_path, name):
    forge, code, words = FORGED[name]
    one = told(forge(plain), tmp_path, trust)
    assert one.answers[1] == "tidak"
    assert any(found == code and words in message for found, message in one.findings), one.findings


@pytest.mark.parametrize("name", ODD)
def test_increments_out_of_form_are_named(plain, trust, tmp_path, name):
    one = told(tampering.touched(plain, **ODD[name]), tmp_path, trust)
    assert one.answers[1] == "tidak"
    assert one.codes & {"UBH-14", "BKS-01"}, one.findings


FORMS = {
    "in order": {},
    "remark of its writer": {"before": b"%Penulis-7.1\n"},
    "lines of Windows": {"entry": b"%010d 00000 n\r\n", "end": b"%%EOF\r\n"},
    "no line behind the end": {"end": b"%%EOF"},
    "blank lines": {"before": b"\n\n"},
}


@pytest.mark.parametrize("name", FORMS)
def test_increments_in_good_form_are_permitted(plain, trust, tmp_path, name):
    one = told(tampering.touched(plain, **FORMS[name]), tmp_path, trust)
    assert (one.findings, one.answers[1]) == ((), "ya")


# ---- readers --------------------------------------------------------------------------------------------


def test_readers_agree_on_a_good_one(plain, tmp_path):
    assert read(plain, tmp_path) == ()


def test_what_one_reader_shows_otherwise_is_named(plain, tmp_path):
    """Poppler rebuilds a table that it can't use from the bytes; the others read it."""
    told = read(tampering.hide_catalogue(plain, startxref=b"+%d"), tmp_path)
    assert {change.code for change in told} == {"UBH-15"}
    assert all("Poppler membaca kata lain" in change.message for change in told)
    assert "PALSU" in told[0].message


def test_a_picture_that_changes_is_named_by_each_reader(plain, tmp_path):
    told = read(tampering.appended(plain, tampering.annotate), tmp_path)
    drawn = [change.message for change in told if "menggambar halaman 2 lain" in change.message]
    assert {message.split()[0] for message in drawn} == {"PDFium", "Poppler"}


def leaf(text: str, picture: str = "", least: str | None = None) -> Leaf:
    words = tuple(text.split())
    return Leaf(words, picture, words if least is None else tuple(least.split()), words)


AGREEMENTS = {
    "order, blanks, dashes": ("No 7-A ditetapkan", "ditetap kan A No7", True),
    "ligatures": ("efisien", "eﬁsien", True),
    "a digit": ("Nomor 7", "Nomor 9", False),
    "a word more": ("SOP", "SOP PALSU", False),
}


@pytest.mark.parametrize("name", AGREEMENTS)
def test_readers_agree_on_letters(name):
    one, other, agree = AGREEMENTS[name]
    told = list(disagreements({"PDFium": [leaf(one)], "Poppler": [leaf(other)]}))
    assert [change.code for change in told] == ([] if agree else ["UBH-16"])


def test_words_in_an_annotation_need_not_be_read_by_all():
    poppler = leaf("Nomor 7 Ditandatangani", least="Nomor 7")
    assert list(disagreements({"PDFium": [leaf("Nomor 7")], "Poppler": [poppler]})) == []
    assert list(disagreements({"PDFium": [leaf("Nomor")], "Poppler": [poppler]}))


CHANGED = {
    "page less": ([leaf("a"), leaf("b")], [leaf("a")], "menampilkan 1 halaman; saat ditandatangani 2"),
    "other words": ([leaf("asli 7")], [leaf("palsu 7")], "(hilang: asli; muncul: palsu)"),
    "another order": ([leaf("7 8")], [leaf("8 7")], "membaca kata lain di halaman 1"),
    "picture": ([leaf("a", "x")], [leaf("a", "y")], "menggambar halaman 1 lain"),
    "same": ([leaf("a", "x")], [leaf("a", "x")], ""),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGED)
def test_a_reader_that_shows_something_else_is_named(name):
    before, now, words = CHANGED[name]
    told = list(differences("Poppler", before, now))
    assert [change.code for change in told] == (["UBH-15"] if words else [])
    assert all(words in change.message for change in told)


@pytest.mark.parametrize(("code", "answer"), [("UBH-15", "tidak"), ("UBH-16", "tidak diketahui")])
def test_what_readers_hold_against_a_file_is_answered(plain, trust, tmp_path, code, answer):
    seen = replace(told(plain, tmp_path, trust).seen, readings=(Change(code, "Poppler lain.", 1),))
    case = judging.Case("berkas.pdf", seen, None, "", has_trust=True)
    assert judging.questions(case)[1].answer == answer
    assert code in {finding.code for finding in judging.findings(case)}


def test_readers_that_take_too_long_leave_it_open(plain, tmp_path):
    told = read(plain, tmp_path, seconds=0.001)
    assert {change.code for change in told} == {"UBH-16"}
    assert len(told) == len(readers.installed())


def read(content: bytes, folder: Path, seconds: float = 60.0):
    file = folder / "dibaca.pdf"
    file.write_bytes(content)
    end = min(int(one) + int(two) for one, two in re.findall(rb"/ByteRange \[0 \d+ (\d+) (\d+)", content))
    return readers.compared(file, end, seconds=seconds)


# ---- signatures -----------------------------------------------------------------------------------------


def test_a_signature_from_another_document_is_seen(authority, trust, tmp_path):
    other = sign_(tampering.appended(document(), tampering.replace_content), authority, Level.B_T)
    one = told(tampering.transplanted(signed(authority, Level.B_T), other), tmp_path, trust)
    assert "TTD-02" in one.codes, one.findings
    assert one.answers[1] == "tidak"


def test_a_document_saved_again_has_lost_its_signature(archived, trust, tmp_path):
    def other_text(file):
        file.pages[1].Contents = file.make_stream(b"0 0 99 99 re f")

    one = told(tampering.resaved(archived, other_text), tmp_path, trust)
    assert one.codes & {"TTD-02", "TTD-12", "TTD-04"}
    assert one.answers[1] == "tidak"


def test_a_byte_range_that_skips_a_part_is_seen(archived, trust, tmp_path):
    """Signature wrapping: the range starts behind content of the attacker's."""
    changed = re.sub(rb"/ByteRange \[0 (\d)", rb"/ByteRange [1 \1", archived, count=1)
    one = told(changed, tmp_path, trust)
    assert one.codes & {"TTD-12", "TTD-04"}
    assert one.answers[1] == "tidak"


def test_an_emptied_signature_is_seen(archived, trust, tmp_path):
    place = regions(archived)["signature"]
    empty = archived[: place.start + 1] + b"0" * (len(place) - 2) + archived[place.stop - 1 :]
    one = told(empty, tmp_path, trust)
    assert "TTD-03" in one.codes
    assert four(one).startswith("tidak tidak")


# ---- other judges ---------------------------------------------------------------------------------------


def poppler(content: bytes, folder: Path) -> list[str]:
    """What pdfsig says of each signature; it can't judge time stamps of the document."""
    file = folder / "pdfsig.pdf"
    file.write_bytes(content)
    done = subprocess.run(["pdfsig", "-nocert", file], capture_output=True, text=True, check=False)
    return re.findall(r"Signature Validation: (.*)", done.stdout)


@pytest.mark.parametrize("level", Level)
def test_poppler_agrees_on_good_ones(authority, trust, tmp_path, level):
    content = signed(authority, level)
    assert poppler(content, tmp_path)[0] == "Signature is Valid."
    assert told(content, tmp_path, trust).answers[1] == "ya"


@pytest.mark.parametrize("name", ["body", "behind the signature"])
def test_poppler_agrees_on_bad_ones(archived, trust, tmp_path, name):
    place = regions(archived)[name]
    changed = tampering.flipped(archived, (place.start + place.stop) // 2)
    assert (poppler(changed, tmp_path) or ["Digest Mismatch."])[0] == "Digest Mismatch."
    assert told(changed, tmp_path, trust).answers[1] == "tidak"


def pyhanko(content: bytes, root: Path) -> bool:
    """pyHanko's own verdict by another way: ETSI EN 319 102-1 for long-term archives, nothing fetched."""
    _, _, der = pem.unarmor(root.read_bytes())
    policy = CertValidationPolicySpec(
        SimpleTrustManager.build([x509.Certificate.load(der)]),
        CertRevTrustPolicy(RevocationCheckingPolicy.from_legacy("require"), retroactive_revinfo=True),
    )
    spec = PdfSignatureValidationSpec(SignatureValidationSpec(policy))
    (one,) = PdfFileReader(io.BytesIO(content)).embedded_regular_signatures
    result = asyncio.run(ades.ades_lta_validation(one, spec))
    return result.ades_subindic is AdESPassed.OK and result.api_status.bottom_line


def test_pyhanko_agrees_by_another_way(archived, authority, trust, tmp_path):
    assert pyhanko(archived, authority.root)
    for alter in (tampering.annotate, tampering.replace_font, tampering.exchange_attachment):
        changed = tampering.appended(archived, alter)
        assert not pyhanko(changed, authority.root), alter
        assert told(changed, tmp_path, trust).answers[1] == "tidak"


# ---- releases -------------------------------------------------------------------------------------------


@pytest.fixture
def release(authority, archived, tmp_path):
    """A release folder with its manifest, sealed."""
    folder = tmp_path / "rilis"
    (folder / "html").mkdir(parents=True)
    (folder / "sambang.pdf").write_bytes(archived)
    (folder / "html" / "sambang.html").write_text("<p>sambang</p>", encoding="utf-8")
    (folder / "index.html").write_text("<p>lain</p>", encoding="utf-8")
    files = ["sambang.pdf", "html/sambang.html", "index.html"]
    data = {
        "format": 1,
        "sopgen": "0.1.0",
        "source_commit": "ab" * 20,
        "files": [entry(folder, n) for n in files],
    }
    (folder / "manifest.json").write_text(json.dumps(data), encoding="utf-8")
    sealed(folder, authority)
    sums(folder)
    yield folder
    subprocess.run(["rm", "-rf", folder], check=True)  # what lies too deep Python can't remove


def entry(folder: Path, name: str) -> dict:
    content = (folder / name).read_bytes()
    return {"path": name, "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}


def sealed(folder: Path, authority, who: str = "kapolres") -> None:
    key = sign.pkcs12(authority.holder(who).pkcs12, PASSPHRASE)
    content = (folder / "manifest.json").read_bytes()
    clock = sign.Timestamper(authority.tsa)
    (folder / "manifest.json.p7s").write_bytes(
        sign.seal(content, key, when=datetime.now(UTC), timestamper=clock)
    )


def sums(folder: Path) -> None:
    names = sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in ("SHA256SUMS", "manifest.json.p7s")
    )
    lines = [f"{entry(folder, name)['sha256']}  {name}\n" for name in names]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def edited(folder: Path, alter) -> None:
    """The manifest with something changed in it."""
    data = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    alter(data["files"])
    (folder / "manifest.json").write_text(json.dumps(data), encoding="utf-8")


def bury(folder: Path, depth: int) -> None:
    """A file so deep in folders that walking there step by step ends a program that is not careful."""
    place = os.open(folder, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir("a", dir_fd=place)
        below = os.open("a", os.O_RDONLY, dir_fd=place)
        os.close(place)
        place = below
    os.close(os.open("x", os.O_CREAT, dir_fd=place))
    os.close(place)


def add_file(folder):
    (folder / "tambahan.pdf").write_bytes(b"%PDF-1.7")


def swap_lines(folder):
    def swap(files):
        files[1]["sha256"], files[2]["sha256"] = files[2]["sha256"], files[1]["sha256"]
        files[1]["size"], files[2]["size"] = files[2]["size"], files[1]["size"]

    edited(folder, swap)


def edit_hash_and_file(folder):
    """The attacker rewrites the file, its line and the sums; only the seal can tell."""
    (folder / "index.html").write_text("<p>palsu</p>", encoding="utf-8")
    edited(folder, lambda files: files.__setitem__(2, entry(folder, "index.html")))
    sums(folder)


RELEASES = {
    "added": (add_file, "MNF-05", "tambahan.pdf tidak terdaftar"),
    "removed": (lambda f: (f / "index.html").unlink(), "MNF-03", "index.html hilang"),
    "renamed": (
        lambda f: (f / "index.html").rename(f / "html/baru.html"),
        "MNF-06",
        "index.html berganti nama menjadi html/baru.html",
    ),
    "changed": (
        lambda f: (f / "index.html").write_text("<p>palsu</p>"),
        "MNF-04",
        "Isi index.html bukan yang diterbitkan",
    ),
    "same size": (lambda f: (f / "index.html").write_text("<p>laim</p>"), "MNF-04", "Isi index.html"),
    "files swapped": (
        lambda f: (f / "index.html").write_bytes((f / "html/sambang.html").read_bytes()),
        "MNF-04",
        "isinya berkas html/sambang.html di daftar",
    ),
    "lines swapped": (swap_lines, "MNF-04", "isinya berkas"),
    "lines swapped, seal": (swap_lines, "MNF-07", "manifest.json diubah sesudah disegel"),
    "all rewritten": (edit_hash_and_file, "MNF-07", "manifest.json diubah sesudah disegel"),
    "seal gone bad": (
        lambda f: (f / "manifest.json.p7s").write_bytes(b"0\x82"),
        "MNF-07",
        "manifest.json.p7s rusak",
    ),
    "manifest gone": (lambda f: (f / "manifest.json").unlink(), "MNF-01", "manifest.json hilang"),
    "manifest no JSON": (lambda f: (f / "manifest.json").write_text("{"), "MNF-01", "bukan JSON yang utuh"),
    "manifest a folder": (
        lambda f: ((f / "manifest.json").unlink(), (f / "manifest.json").mkdir()),
        "MNF-01",
        "manifest.json tidak dapat dibaca",
    ),
    "far below": (lambda f: bury(f, 1200), "MNF-05", "tidak terdaftar"),
    "manifest nested": (lambda f: (f / "manifest.json").write_text("[" * 100_000), "MNF-01", "bukan JSON"),
    "way out": (
        lambda f: edited(f, lambda files: files[0].__setitem__("path", "../rahasia.pdf")),
        "MNF-02",
        "di luar folder terbitan",
    ),
    "absolute": (
        lambda f: edited(f, lambda files: files[0].__setitem__("path", "/etc/passwd")),
        "MNF-02",
        "di luar folder terbitan",
    ),
    "listed twice": (
        lambda f: edited(f, lambda files: files.append(files[0])),
        "MNF-01",
        "sambang.pdf terdaftar 2 kali",
    ),
    "link": (
        lambda f: ((f / "index.html").unlink(), (f / "index.html").symlink_to("/etc/passwd")),
        "MNF-02",
        "index.html tautan",
    ),
    "sums gone": (lambda f: (f / "SHA256SUMS").unlink(), "MNF-08", "SHA256SUMS hilang"),
    "sums edited": (
        lambda f: (f / "SHA256SUMS").write_text(
            (f / "SHA256SUMS").read_text().replace("  index", "0  index")
        ),
        "MNF-08",
        "SHA256SUMS rusak",
    ),
    "sums of another": (
        lambda f: (f / "SHA256SUMS").write_text((f / "SHA256SUMS").read_text().replace("index", "asing")),
        "MNF-08",
        "SHA256SUMS memuat asing.html",
    ),
}


def held(folder: Path, trust):
    from sopgen.verify.manifest import manifest

    return manifest(folder, "rilis", trust, datetime.now(UTC))


def test_a_release_as_it_was_made_holds(release, trust):
    found = held(release, trust)
    assert found.findings == ()
    assert [question.answer for question in found.checks] == ["ya", "ya", "ya"]
    assert found.signature.subject.nama == "Kapolres Gorontalo Kota"
    done = subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=release, check=False)
    assert done.returncode == 0


@pytest.mark.parametrize("name", RELEASES)
def test_every_change_to_a_release_is_named(release, trust, name):
    alter, code, words = RELEASES[name]
    alter(release)
    found = held(release, trust)
    assert any(one.code == code and words in one.message for one in found.findings), found.findings
    assert "tidak" in [question.answer for question in found.checks]


def test_a_release_sealed_by_a_stranger_is_named(release, trust, authority):
    sealed(release, authority, "asing")
    (finding,) = held(release, trust).findings
    assert (finding.code, "tidak berujung pada otoritas" in finding.message) == ("MNF-07", True)


def test_without_its_seal_a_release_proves_nothing(release, trust):
    """Whoever rewrites files and list takes the seal away, too."""
    edit_hash_and_file(release)
    (release / "manifest.json.p7s").unlink()
    report = verify.verify(release, trust, datetime.now(UTC))
    assert report.manifest.findings == ()
    assert report.manifest.checks[2].answer == "tidak diketahui"
    assert verify.concluded(report.verdicts[0], report.demanded) == "ya"
    assert verify.conclusion(report) == "tidak diketahui"


@pytest.mark.parametrize(("who", "answer"), [("kapolres", "ya"), ("kbo", "tidak diketahui")])
def test_a_seal_counts_if_it_is_that_of_who_approves(release, trust, authority, who, answer):
    """Anybody to whom the trusted authority gave a certificate can rewrite a release and seal it again."""
    edit_hash_and_file(release)
    sealed(release, authority, who)
    report = verify.verify(release, trust, datetime.now(UTC))
    assert report.manifest.findings == ()
    assert report.manifest.checks[2].answer == answer
    assert verify.conclusion(report) == answer


AS_KBO = (("Kapolres Gorontalo Kota", "KBO Binmas"), ("SOP/07", "SOP/08"))
POSING = (("Ahmad Yani, S.I.K., M.Si.", "KBO Binmas"), ('"78010001"', '""'))
"""Changes to the document: one that KBO Binmas may approve, and one where he prints himself as Kapolres."""


def add_second(folder: Path, authority) -> None:
    """A document of another official in the release, with its HTML."""
    content = sign_(document(*AS_KBO), authority, Level.B_LTA, "kbo")
    (folder / "tambahan.pdf").write_bytes(content)
    (folder / "html" / "tambahan.html").write_text("<p>tambahan</p>", encoding="utf-8")
    for name in ("tambahan.pdf", "html/tambahan.html"):
        edited(folder, lambda files, name=name: files.append(entry(folder, name)))


SEALERS = {
    "kbo": ("sambang.pdf, html/sambang.html, index.html", "KBO Binmas"),
    "kapolres": ("tambahan.pdf, html/tambahan.html, index.html", "Kapolres Gorontalo Kota"),
}


@pytest.mark.parametrize("who", SEALERS)
def test_a_seal_counts_only_for_documents_that_the_sealer_approves(release, trust, authority, who):
    add_second(release, authority)
    sealed(release, authority, who)
    sums(release)
    report = verify.verify(release, trust, datetime.now(UTC))
    files, name = SEALERS[who]
    seal = report.manifest.checks[2]
    assert (report.manifest.findings, seal.answer) == ((), "tidak diketahui")
    assert f"tidak berlaku untuk {files}: sertifikat atas nama {name}, dokumen menyebut" in seal.reason
    assert [verify.concluded(one, report.demanded) for one in report.verdicts] == ["ya", "ya"]
    assert verify.conclusion(report) == "tidak diketahui"
    alone = {"kbo": "tambahan.pdf", "kapolres": "sambang.pdf"}
    for official, file in alone.items():
        one = verify.verify(release / file, trust, datetime.now(UTC))
        assert verify.conclusion(one) == ("ya" if official == who else "tidak diketahui"), file


def test_a_page_without_a_document_is_not_sealed_by_anybody(release, trust, authority):
    (release / "html" / "lain.html").write_text("<p>lain</p>", encoding="utf-8")
    edited(release, lambda files: files.append(entry(release, "html/lain.html")))
    sealed(release, authority)
    sums(release)
    report = verify.verify(release, trust, datetime.now(UTC))
    assert "tidak berlaku untuk html/lain.html: tidak ada PDF-nya" in report.manifest.checks[2].reason
    assert verify.conclusion(report) == "tidak diketahui"


EXPECTED = {
    "": ("tidak diketahui", "jabatannya tidak diperiksa"),
    "Kapolres Gorontalo Kota=Ahmad Yani": ("tidak", "adalah Ahmad Yani; dokumen menyebut KBO Binmas"),
    "Kasat Binmas=KBO Binmas": ("tidak diketahui", "tidak ada di antara yang diharapkan (Kasat Binmas)"),
    "kepala kepolisian resor gorontalo kota=KBO BINMAS": ("ya", "pejabat yang diharapkan"),
}


@pytest.mark.parametrize("given", EXPECTED)
def test_who_prints_himself_into_an_office_is_asked_for_it(authority, trust, tmp_path, given):
    file = tmp_path / "sop.pdf"
    file.write_bytes(sign_(document(*POSING), authority, Level.B_LTA, "kbo"))
    expected = verify.expected(None, [given] if given else [])
    report = verify.verify(file, trust, datetime.now(UTC), expected=expected)
    (verdict,) = report.verdicts
    answer, words = EXPECTED[given]
    assert (verify.conclusion(report), verdict.is_office_checked) == (answer, bool(given))
    assert words in verdict.questions[0].reason
    assert [finding.code for finding in verdict.findings] == (["TTD-09"] if answer == "tidak" else [])


def test_a_folder_of_releases_is_not_judged_without_their_manifests(release, trust):
    with pytest.raises(SopgenError, match="periksa satu per satu"):
        verify.verify(release.parent, trust, datetime.now(UTC))


def test_a_manifest_of_another_program_is_no_release(archived, trust, tmp_path):
    (tmp_path / "manifest.json").write_text('{"name": "web"}', encoding="utf-8")
    (tmp_path / "berkas.pdf").write_bytes(archived)
    assert verify.verify(tmp_path / "berkas.pdf", trust, datetime.now(UTC)).manifest is None
    assert verify.conclusion(verify.verify(tmp_path, trust, datetime.now(UTC))) == "tidak"


def test_a_document_in_a_release_is_held_against_it(release, trust):
    """FILE alone is enough: the release around it is found."""
    (release / "index.html").unlink()
    report = verify.verify(release / "sambang.pdf", trust, datetime.now(UTC))
    assert [one.code for one in report.manifest.findings] == ["MNF-03"]
    assert verify.conclusion(report) == "tidak"
    assert verify.concluded(report.verdicts[0], report.demanded) == "ya"
