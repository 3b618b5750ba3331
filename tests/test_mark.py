"""What a signed document shows: the mark in its field, several signers in order, the foot on every page."""

from __future__ import annotations

import base64
import hashlib
import io
import subprocess
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pikepdf
import pytest
import segno
import yaml
from PIL import Image
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from sopgen import assets, conformance, parse, pipeline, proof, recover, sign, source
from sopgen.mark import mark
from sopgen.sign import Level
from sopgen.sign.fields import opened
from sopgen.view import mark as view
from tests.authority import PASSPHRASE
from tests.revisions import failures, verdicts

TESTS = Path(__file__).resolve().parent
MINIMAL = (TESTS / "minimal.yaml").read_text()
TEMPLATES = assets.templates(TESTS.parent)
SIGNING = {
    "penandatangan": {"disusun": "kanit", "diperiksa": "kasat"},
    "kaki": True,
    "alamat_verifikasi": "https://sop.contoh.go.id/periksa",
}
OFFICIALS = {
    "kanit": {"jabatan": "Kanit Bintibmas", "nama": "Budi Santoso, S.H.", "pangkat": "Inspektur Polisi Dua"},
    "kasat": {"jabatan": "Kasat Binmas", "nama": "Dewi Lestari, S.I.K.", "pangkat": "Ajun Komisaris Polisi"},
}
WITA = timezone(timedelta(hours=8))


def units(signing: object) -> tuple[dict, list]:
    """The unit of the examples with more officials and this way of signing; and what is wrong with it."""
    plain = yaml.safe_load((TESTS / "unit.yaml").read_text())
    plain["satbinmas"] |= {"logo": None, "tanda_tangan": signing}
    plain["satbinmas"]["pejabat"] |= OFFICIALS
    found, findings = parse.unit(source.parse_text(yaml.safe_dump(plain, sort_keys=False), "unit.yaml"))
    return found, [f"{finding.code} {finding.message}" for finding in findings]


def made(signing: object, text: str) -> tuple[pipeline.Source, bytes]:
    """An SOP of that unit, and its PDF."""
    (unit, _) = units(signing)
    sop, findings = parse.parse(source.parse_text(text, "sambang.yaml"))
    assert sop, findings
    described = pipeline.Source(
        "sambang", "sambang.yaml", text, sop, unit["satbinmas"], {}, {}, None, TEMPLATES
    )
    return described, pipeline.document(described, ["pdf"]).files["sambang.pdf"]


@pytest.fixture(scope="module")
def several():
    return made(SIGNING, MINIMAL + "tte: true\n")


@pytest.fixture(scope="module")
def single():
    return made({}, MINIMAL)


@pytest.fixture(scope="module")
def now():
    return datetime.now(WITA)


def drawn(described: pipeline.Source, content: bytes, field: str, when: datetime, logo: str = "") -> bytes:
    """The mark of one field."""
    place = next(found for found in sign.fields(content) if found.name == field)
    return mark(
        described.sop,
        described.unit,
        field,
        (place.width, place.height),
        digest=hashlib.sha256(described.text.encode()).hexdigest(),
        when=when,
        templates=TEMPLATES,
        logo=logo,
    )


@pytest.fixture(scope="module")
def signed(several, authority, now):
    """The document signed by three in their order, the last with all that lasts."""
    described, content = several
    clock, trust = (
        sign.Timestamper(authority.tsa),
        sign.Trust.read([authority.root], [authority.intermediate]),
    )
    for field, name in {"disusun": "kbo", "diperiksa": "kasat", "pengesahan": "kapolres"}.items():
        content = sign.sign(
            content,
            sign.pkcs12(authority.holder(name).pkcs12, PASSPHRASE),
            level=Level.B_LTA if field == "pengesahan" else Level.B_LT,
            when=now,
            field=field,
            mark=drawn(described, content, field, now),
            timestamper=clock,
            trust=trust,
        )
    return content


def told(content: bytes, folder: Path, page: int) -> str:
    """The words of one page, fields included, as Poppler reads them."""
    (folder / "a.pdf").write_bytes(content)
    command = ["pdftotext", "-layout", "-f", str(page), "-l", str(page), folder / "a.pdf", "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


# Several signers


def test_fields_stand_in_the_document_and_say_whose_they_are(several):
    fields = sign.fields(several[1])
    assert [
        (found.name, found.label.removeprefix("Tempat tanda tangan elektronik ")) for found in fields
    ] == [
        ("pengesahan", "Kapolres Contoh"),
        ("disusun", "Kanit Bintibmas"),
        ("diperiksa", "Kasat Binmas"),
    ]
    assert [conformance.departures(several[1], standard) for standard in conformance.PROFILES] == [(), ()]


def test_a_unit_that_asks_for_nothing_has_one_field(single):
    (field,) = sign.fields(single[1])
    assert field.name == "pengesahan"


def test_signers_sign_in_order_and_all_of_it_holds(signed, authority):
    assert failures(signed) == []
    signatures, stamps = verdicts(signed, authority.root, offline=True)
    assert [found.bottom_line for found in signatures] == [True] * 3
    assert [found.valid and found.trusted for found in stamps] == [True]
    with pikepdf.open(io.BytesIO(signed)) as file:
        assert file.Root.Perms.DocMDP.Reference[0].TransformParams.P == 2
        ways = {
            str(field.T): [str(item.TransformMethod) for item in field.V.get("/Reference", [])]
            for field in file.Root.AcroForm.Fields
        }
        assert ways == {
            "disusun": ["/DocMDP"],
            "diperiksa": [],
            "pengesahan": ["/FieldMDP"],
            "stempel-waktu": [],
        }, "the first certifies, the last closes"
    assert [conformance.departures(signed, standard) for standard in conformance.PROFILES] == [(), ()]


def test_the_last_signature_closes_the_document(signed, authority):
    """A field that somebody adds afterwards is seen."""
    writer = opened(signed)
    append_signature_field(writer, SigFieldSpec("tambahan", box=(10, 10, 90, 40)))
    output = io.BytesIO()
    writer.write(output)
    signatures, _ = verdicts(output.getvalue(), authority.root)
    assert [
        found.docmdp_ok
        for found in signatures
        if found.signing_cert.subject.native["common_name"] == "Kapolres Gorontalo Kota"
    ] == [False]


def test_what_a_signature_leaves_out_is_a_departure(signed):
    """That something follows a signature is no fault; that it covers less than there was, is."""
    first = signed.index(b"/ByteRange [0 ")
    end = signed.index(b"]", first)
    numbers = signed[first:end].split()
    numbers[-1] = str(int(numbers[-1]) - 9).encode()
    short = signed[:first] + b" ".join(numbers).ljust(end - first) + signed[end:]
    assert any("BYTERANGE" in departure for departure in conformance.departures(short, "PDF/A-3a"))


def test_what_the_signed_document_prints_is_what_its_source_says(several, signed):
    described, _ = several
    document = recover.recovered(proof.read(signed), "sambang.pdf")
    assert recover.compare(document, described.sop, described.unit) == []
    other = described.unit.model_copy(
        update={"pejabat": described.unit.pejabat | {"kanit": described.unit.pejabat["kasat"]}}
    )
    assert [finding.code for finding in recover.compare(document, described.sop, other)] == ["CTK-01"]


LONG = {
    "jabatan": "Kepala Unit Pembinaan Ketertiban Masyarakat",
    "nama": "Muhammad Abdurrahman Wahid Nasution, S.H., S.I.K., M.Si.",
    "pangkat": "Inspektur Polisi Dua",
    "nrp": "90010001",
}


@pytest.mark.parametrize("names", [["disusun"], ["disusun", "diperiksa", "diketahui_dan_disetujui"]])
def test_signers_of_any_number_and_name_have_their_place(monkeypatch, names):
    monkeypatch.setitem(OFFICIALS, "kanit", LONG)
    described, content = made({"penandatangan": dict.fromkeys(names, "kanit")}, MINIMAL)
    assert [found.name for found in sign.fields(content)] == ["pengesahan", *names]
    assert all(found.width > 100 and found.height > 35 for found in sign.fields(content))
    assert conformance.departures(content, "PDF/UA-1") == ()
    document = recover.recovered(proof.read(content), "sambang.pdf")
    assert recover.compare(document, described.sop, described.unit) == []
    assert recover.compare(document, described.sop) == [], "also where nobody knows the unit"


@pytest.mark.parametrize(
    ("signing", "message"),
    [
        ({"penandatangan": {"disusun": "kanitt"}}, 'BCA-17 Pejabat "kanitt" tidak ada di unit satbinmas.'),
        ({"penandatangan": {"pengesahan": "kanit"}}, 'BCA-11 "pengesahan" sudah menjadi'),
        ({"penandatangan": dict.fromkeys("abcd", "kanit")}, "BCA-06 Terlalu banyak: 4; paling banyak 3."),
        ({"kalimatt": "x"}, 'BCA-01 Kunci "kalimatt" tidak dikenal'),
    ],
)
def test_faults_of_the_unit_are_told(signing, message):
    found, (finding,) = units(signing)
    assert found is None
    assert finding.startswith(message)


def test_the_foot_of_every_page_says_it_where_the_unit_wants_it(several, single, tmp_path):
    sentence = "Dokumen ini telah ditandatangani secara elektronik"
    assert [sentence in told(several[1], tmp_path, page) for page in (1, 2, 3)] == [False, True, True]
    assert sentence not in told(single[1], tmp_path, 2)


# The mark


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("name", ["kapolres", "kasat"])
def test_a_marked_document_conforms_at_every_level(single, authority, now, name, level):
    described, content = single
    done = sign.sign(
        content,
        sign.pkcs12(authority.holder(name).pkcs12, PASSPHRASE),
        level=level,
        when=now,
        mark=drawn(described, content, "pengesahan", now),
        timestamper=sign.Timestamper(authority.tsa),
        trust=sign.Trust.read([authority.root], [authority.intermediate]) if level.has_proof else None,
    )
    assert failures(done) == []
    (signature,), _ = verdicts(done, authority.root)
    assert signature.bottom_line


def test_a_mark_with_an_emblem_conforms(single, authority, now):
    """A picture with an alpha channel, as emblems have."""
    described, content = single
    picture = io.BytesIO()
    Image.new("RGBA", (40, 50), (120, 30, 30, 128)).save(picture, "PNG")
    logo = f"data:image/png;base64,{base64.b64encode(picture.getvalue()).decode()}"
    key = sign.pkcs12(authority.holder("kapolres").pkcs12, PASSPHRASE)
    drawing = drawn(described, content, "pengesahan", now, logo=logo)
    assert failures(sign.sign(content, key, level=Level.B_B, when=now, mark=drawing)) == []


def test_a_marked_document_signed_with_a_token_conforms(single, token, now):
    described, content = single
    with sign.pkcs11(token.module, "kapolres", token.pin, token.label) as key:
        drawing = drawn(described, content, "pengesahan", now)
        assert failures(sign.sign(content, key, level=Level.B_B, when=now, mark=drawing)) == []


def test_the_mark_says_who_and_when_in_letters(signed, now, tmp_path):
    page = " ".join(told(signed, tmp_path, 2).split())
    for text in ("Budi Santoso, S.H.", "Dewi Lestari, S.I.K.", "Ahmad Yani, S.I.K., M.Si."):
        assert page.count(text) == 2, "once printed, once in the mark"
    assert page.count(f"pukul {now:%H.%M} WITA") == 3
    assert page.count("DITANDATANGANI SECARA ELEKTRONIK") == 3


def test_fonts_of_the_mark_are_embedded_and_the_field_keeps_its_text(signed):
    with pikepdf.open(io.BytesIO(signed)) as file:
        for field in file.Root.AcroForm.Fields[:3]:
            fonts = field.AP.N.Resources.Font
            assert len(fonts) == 2
            assert all("/FontFile2" in font.DescendantFonts[0].FontDescriptor for font in fonts.values())
            assert str(field.TU).startswith("Tempat tanda tangan elektronik ")
            assert "/StructParent" in field


@pytest.mark.parametrize("field", ["pengesahan", "disusun"])
def test_the_qr_code_is_drawn_module_by_module(several, now, tmp_path, field):
    described, content = several
    (tmp_path / "a.pdf").write_bytes(drawn(described, content, field, now))
    subprocess.run(["pdftoppm", "-r", "600", "-gray", tmp_path / "a.pdf", tmp_path / "a"], check=True)
    picture = Image.open(next(tmp_path.glob("a*.pgm")))
    code = segno.make(
        view.qr_text(described.sop, described.unit, hashlib.sha256(described.text.encode()).hexdigest()),
        error="m",
    )
    dark = picture.crop((0, 0, picture.height, picture.height)).point(lambda grey: 255 * (grey < 80))
    x0, y0, x1, y1 = dark.getbbox()
    across, down = (x1 - x0) / len(code.matrix), (y1 - y0) / len(code.matrix)
    seen = [
        [
            picture.getpixel((round(x0 + (x + 0.5) * across), round(y0 + (y + 0.5) * down))) < 128
            for x in range(len(code.matrix))
        ]
        for y in range(len(code.matrix))
    ]
    assert seen == [[bool(module) for module in row] for row in code.matrix]


def test_the_qr_code_says_number_revision_and_digest(several, single):
    described, _ = several
    assert view.qr_text(described.sop, described.unit, "ab12") == (
        "https://sop.contoh.go.id/periksa?nomor=SOP/07/XI/2026&revisi=0&sha256=ab12"
    )
    described, _ = single
    assert view.qr_text(described.sop, described.unit, "ab12") == "SOP/07/XI/2026 REVISI 0 SHA256:AB12"


@pytest.mark.parametrize("size", [(318.0, 59.5), (318.0, 42.5), (221.0, 39.7), (140.0, 39.7)])
@pytest.mark.parametrize("kalimat", ["Sah.", "Dokumen ini telah ditandatangani secara elektronik " * 3])
def test_what_the_mark_says_fits_its_place(single, now, tmp_path, size, kalimat):
    described, _ = single
    unit = described.unit.model_copy(
        update={"tanda_tangan": described.unit.tanda_tangan.model_copy(update={"kalimat": kalimat.strip()})}
    )
    drawing = mark(described.sop, unit, "pengesahan", size, digest="0" * 64, when=now, templates=TEMPLATES)
    words = proof_words(drawing)
    assert {word["text"] for word in words} >= set(kalimat.split())
    assert all(word["top"] > 0 and word["bottom"] < size[1] and word["x1"] < size[0] for word in words)


def proof_words(content: bytes) -> list[dict]:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(content)) as file:
        (page,) = file.pages
        return page.extract_words()


def test_the_same_mark_has_the_same_bytes(single):
    described, content = single
    moment = datetime(2026, 11, 2, 0, 30, tzinfo=UTC)
    assert drawn(described, content, "pengesahan", moment) == drawn(described, content, "pengesahan", moment)


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        (UTC, "00.30 UTC"),
        (WITA, "08.30 WITA"),
        (timezone(timedelta(hours=9)), "09.30 WIT"),
        (timezone(timedelta(hours=5, minutes=30)), "06.00 UTC+5.5"),
    ],
)
def test_the_moment_is_told_in_its_zone(single, zone, shown):
    described, _ = single
    when = datetime(2026, 11, 2, 0, 30, tzinfo=UTC).astimezone(zone)
    lines = view.mark(described.sop, described.unit, "pengesahan", (300, 50), digest="0", when=when).lines
    assert f"2 November 2026 pukul {shown}" in [line.text for line in lines]
