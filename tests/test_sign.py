"""Signatures made with real keys, authorities and servers; conformance is measured revision by revision."""

from __future__ import annotations

import io
import logging
import re
import subprocess
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

import page as judge
import pikepdf
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from sopgen import pdf, sign
from sopgen.diagnostic import SopgenError
from sopgen.sign import Level
from tests.authority import PASSPHRASE
from tests.revisions import failures, verdicts

MOMENT = datetime(2026, 11, 2, tzinfo=UTC)
METADATA = pdf.Metadata("SOP Sambang", "Satbinmas", "SOP", ("SOP",), MOMENT, "0" * 64)


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """A document with a single field, unsigned."""
    body = '<h1>SOP</h1><p>Disahkan oleh</p><div id="pengesahan" style="height: 60px; width: 300px"></div>'
    page = f'<!DOCTYPE html><html lang="id"><head><title>SOP</title></head><body>{body}</body></html>'
    return pdf.pdf(pdf.layout(page, root=tmp_path_factory.mktemp("proyek")), METADATA, signer="Kapolres")


@pytest.fixture(scope="module")
def now():
    """One moment for all; servers of the authority go by the real clock."""
    return datetime.now(UTC)


@pytest.fixture(scope="module")
def trust(authority):
    return sign.Trust.read([authority.root], [authority.intermediate])


@pytest.fixture
def key(authority, request):
    """Open a key: `key("kapolres")` from a PKCS#12 file, `key("kasat", "pem")`, `key("kasat", "pkcs11")`."""

    def opened(name, kind="pkcs12"):
        holder = authority.holder(name)
        if kind == "pkcs12":
            return sign.pkcs12(holder.pkcs12, PASSPHRASE)
        if kind == "pem":
            return sign.pem(holder.key, holder.certificate, lambda: PASSPHRASE, [authority.intermediate])
        token = request.getfixturevalue("token")
        found = sign.pkcs11(token.module, name, token.pin, token.label)
        request.addfinalizer(found.close)
        return found

    return opened


# Conformance: every level with every kind of key


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("kind", ["pkcs12", "pem", "pkcs11"])
@pytest.mark.parametrize("name", ["kapolres", "kasat"])
def test_signed_document_conforms_and_holds(plain, authority, trust, now, key, name, kind, level):
    signed = sign.sign(
        plain,
        key(name, kind),
        level=level,
        when=now,
        timestamper=sign.Timestamper(authority.tsa) if level.has_time else None,
        trust=trust if level.has_proof else None,
    )
    assert signed.startswith(plain)
    assert failures(signed) == []
    (signature,), stamps = verdicts(signed, authority.root, offline=level.has_proof)
    assert signature.bottom_line
    assert signature.docmdp_ok
    assert (signature.timestamp_validity is not None) == level.has_time
    assert [stamp.valid and stamp.trusted for stamp in stamps] == [True] * (level is Level.B_LTA)
    with pikepdf.open(io.BytesIO(signed)) as file:
        field = file.Root.AcroForm.Fields[0]
        assert str(field.TU) == "Tempat tanda tangan elektronik Kapolres"
        assert field.V.SubFilter == "/ETSI.CAdES.detached"


def test_validation_data_ends_its_streams_whatever_they_end_in(plain):
    """Data that ends in a carriage return would lend it to the line feed that follows."""
    from pyhanko.pdf_utils.generic import StreamObject

    from sopgen.sign.fields import opened

    writer = opened(plain)
    reference = writer.add_object(StreamObject(stream_data=b"sertifikat\r"))
    output = io.BytesIO()
    writer.write(output)
    assert judge.validate_pdf_bytes(output.getvalue(), profile="3a").failures == []
    assert PdfFileReader(output).get_object(reference.reference).data == b"sertifikat\r"


def test_nothing_may_follow_but_validation_data(plain, authority, now, key):
    signed = sign.sign(plain, key("kapolres"), level=Level.B_B, when=now)
    with pikepdf.open(io.BytesIO(signed)) as file:
        assert file.Root.Perms.DocMDP.Reference[0].TransformParams.P == 1
    with pytest.raises(SopgenError, match="sudah ditandatangani"):
        sign.sign(signed, key("kasat"), level=Level.B_B, when=now)


def test_the_moment_of_signing_is_the_one_given(plain, now, key):
    moment = datetime(2026, 11, 2, 8, 30, tzinfo=UTC)
    signed = sign.sign(plain, key("kapolres"), level=Level.B_B, when=moment)
    with pikepdf.open(io.BytesIO(signed)) as file:
        assert file.Root.AcroForm.Fields[0].V.M == "D:20261102083000Z"


def test_the_time_stamp_of_the_document_has_a_field_of_its_own(plain, authority, trust, now, key):
    clock = sign.Timestamper(authority.tsa)
    signed = sign.sign(plain, key("kapolres"), level=Level.B_LTA, when=now, timestamper=clock, trust=trust)
    with pikepdf.open(io.BytesIO(signed)) as file:
        names = [str(field.T) for field in file.Root.AcroForm.Fields]
    assert names == ["pengesahan", "stempel-waktu"]


# Refused before anything is signed

REFUSED = {
    "kedaluwarsa": "Pejabat Lama kedaluwarsa: berlaku sampai 1 Januari 2022",
    "belum_berlaku": "Pejabat Mendatang belum berlaku: baru berlaku mulai 1 Januari 2079",
    "salah_guna": "tidak diterbitkan untuk tanda tangan",
    "peladen": "bukan untuk dokumen",
    "dicabut": "telah dicabut",
    "asing": "tidak dikenal",
}


@pytest.mark.parametrize("name", REFUSED)
def test_unfit_certificates_are_refused(plain, authority, trust, now, key, name):
    clock = sign.Timestamper(authority.tsa)
    with pytest.raises(SopgenError, match=REFUSED[name]):
        sign.sign(plain, key(name), level=Level.B_LT, when=now, timestamper=clock, trust=trust)
    with pytest.raises(SopgenError, match=REFUSED[name]):
        sign.vet(key(name), now, trust, fetch=name == "dicabut")


def test_revoked_by_a_list_on_file_is_refused_without_a_network(plain, authority, now, key):
    trust = sign.Trust.read([authority.root], [authority.intermediate], authority.crls)
    with pytest.raises(SopgenError, match="telah dicabut"):
        sign.sign(plain, key("dicabut"), level=Level.B_B, when=now, trust=trust)
    assert sign.sign(plain, key("kapolres"), level=Level.B_B, when=now, trust=trust)


@pytest.fixture(scope="module")
def connections():
    """Every address that is connected to, as long as the module runs."""
    seen = []
    sys.addaudithook(lambda event, args: event == "socket.connect" and seen.append(args[1]))
    return seen


def test_servers_are_asked_only_at_levels_that_need_them(plain, authority, trust, now, key, connections):
    def asked(level):
        before = len(connections)
        clock = sign.Timestamper(authority.tsa)
        sign.sign(plain, key("kapolres"), level=level, when=now, timestamper=clock, trust=trust)
        return len(connections) - before

    assert [asked(level) > 0 for level in Level] == [False, True, True, True]
    assert asked(Level.B_T) < asked(Level.B_LT)


def test_a_certificate_is_judged_at_the_moment_given(plain, key):
    with pytest.raises(SopgenError, match="kedaluwarsa"):
        sign.sign(plain, key("kapolres"), level=Level.B_B, when=datetime(2081, 1, 1, tzinfo=UTC))
    assert sign.sign(plain, key("kedaluwarsa"), level=Level.B_B, when=datetime(2021, 1, 1, tzinfo=UTC))


def test_silent_servers_are_told(plain, authority, trust, now, key):
    silent = sign.Timestamper("http://127.0.0.1:9/tsa")
    with pytest.raises(SopgenError, match="stempel waktu tidak menjawab"):
        sign.sign(plain, key("kapolres"), level=Level.B_T, when=now, timestamper=silent)
    wrong = sign.Timestamper(authority.ocsp)
    with pytest.raises(SopgenError, match="stempel waktu tidak menjawab"):
        sign.sign(plain, key("kapolres"), level=Level.B_T, when=now, timestamper=wrong)


def test_silent_revocation_servers_are_told(plain, now, tmp_path):
    from tests.authority import served

    with served(tmp_path) as gone:
        found = sign.pkcs12(gone.holder("kapolres").pkcs12, PASSPHRASE)
        trust = sign.Trust.read([gone.root], [gone.intermediate])
    with pytest.raises(SopgenError, match="Status pencabutan"):
        sign.vet(found, now, trust, fetch=True)
    sign.vet(found, now, trust)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"level": Level.B_T}, "memerlukan alamat peladen stempel waktu"),
        ({"level": Level.B_LT, "timestamper": sign.Timestamper("http://x")}, "memerlukan sertifikat akar"),
        ({"level": Level.B_B, "field": "tiada"}, "tidak ada di dokumen ini .yang ada: pengesahan"),
    ],
)
def test_what_is_lacking_is_told(plain, now, key, arguments, message):
    with pytest.raises(SopgenError, match=message):
        sign.sign(plain, key("kapolres"), when=now, **arguments)


def test_what_is_no_pdf_is_told(now, key):
    with pytest.raises(SopgenError, match="bukan PDF"):
        sign.sign(b"bukan", key("kapolres"), level=Level.B_B, when=now)


@pytest.mark.parametrize("address", ["ftp://x/tsa", "tsa.go.id", "file:///etc/passwd", "https://"])
def test_addresses_of_other_kinds_are_refused(address):
    with pytest.raises(SopgenError, match="stempel waktu keliru"):
        sign.Timestamper(address)


# Keys

WRONG = "sandi-yang-keliru-9f3"


def opening(authority, tmp_path):
    """Ways in which a key does not open, each with what is said."""
    holder, other = authority.holder("kapolres"), authority.holder("kasat")
    junk = tmp_path / "sampah.p12"
    junk.write_bytes(b"bukan kunci")
    return {
        "wrong passphrase": (lambda: sign.pkcs12(holder.pkcs12, WRONG), "frasa sandi keliru"),
        "no passphrase": (lambda: sign.pkcs12(holder.pkcs12, None), "frasa sandi keliru"),
        "asked for": (lambda: sign.pkcs12(holder.pkcs12, lambda: WRONG), "frasa sandi keliru"),
        "no file": (lambda: sign.pkcs12(tmp_path / "tiada.p12", WRONG), "tidak ada"),
        "a folder": (lambda: sign.pkcs12(tmp_path, WRONG), "sebuah folder"),
        "no PKCS#12": (lambda: sign.pkcs12(junk, WRONG), "bukan berkas PKCS#12"),
        "PEM for PKCS#12": (lambda: sign.pkcs12(holder.key, WRONG), "bukan berkas PKCS#12"),
        "wrong PEM passphrase": (
            lambda: sign.pem(holder.key, holder.certificate, WRONG),
            "frasa sandi keliru",
        ),
        "no PEM passphrase": (lambda: sign.pem(holder.key, holder.certificate, None), "belum diberikan"),
        "no PEM": (lambda: sign.pem(junk, holder.certificate, WRONG), "bukan berkas kunci PEM"),
        "no certificate": (lambda: sign.pem(holder.key, junk, PASSPHRASE), "bukan berkas sertifikat"),
        "another's certificate": (
            lambda: sign.pem(holder.key, other.certificate, PASSPHRASE),
            "bukan pasangan",
        ),
        "no module": (lambda: sign.pkcs11(tmp_path / "x.so", "kapolres", WRONG), "tidak ada"),
    }


CASES = [
    "wrong passphrase",
    "no passphrase",
    "asked for",
    "no file",
    "a folder",
    "no PKCS#12",
    "PEM for PKCS#12",
    "wrong PEM passphrase",
    "no PEM passphrase",
    "no PEM",
    "no certificate",
    "another's certificate",
    "no module",
]


@pytest.mark.parametrize("case", CASES)
def test_keys_that_do_not_open_are_told_without_their_secret(authority, tmp_path, caplog, case):
    caplog.set_level(logging.DEBUG)
    work, message = opening(authority, tmp_path)[case]
    with pytest.raises(SopgenError, match=message) as told:
        work()
    trace = "".join(traceback.format_exception(told.value))
    for shown in (trace, caplog.text):
        assert WRONG not in shown
        assert PASSPHRASE not in shown


@pytest.mark.parametrize(
    ("label", "pin", "name", "message"),
    [
        ("tiada", None, None, "berlabel tiada di token: tidak ada"),
        ("kapolres", WRONG, None, "PIN token keliru"),
        ("kapolres", None, "Kartu Lain", "Token Kartu Lain tidak ditemukan .yang terpasang: Kartu Binmas"),
    ],
)
def test_tokens_that_do_not_open_are_told(token, caplog, label, pin, name, message):
    caplog.set_level(logging.DEBUG)
    with pytest.raises(SopgenError, match=message) as told:
        sign.pkcs11(token.module, label, pin or token.pin, name or token.label)
    trace = "".join(traceback.format_exception(told.value))
    assert not {WRONG, token.pin} & set(re.findall(r"[\w-]+", trace + caplog.text))


def test_a_module_that_is_none_is_told(tmp_path):
    (tmp_path / "x.so").write_bytes(b"bukan modul")
    with pytest.raises(SopgenError, match="tidak dapat dipakai"):
        sign.pkcs11(tmp_path / "x.so", "kapolres", WRONG)


def test_a_token_let_go_of_no_longer_signs(plain, token, now):
    with sign.pkcs11(token.module, "kapolres", token.pin) as found:
        assert sign.sign(plain, found, level=Level.B_B, when=now)
    with pytest.raises(SopgenError, match="Token tidak menandatangani"):
        sign.sign(plain, found, level=Level.B_B, when=now)


def test_two_keys_of_one_token_sign_in_turn(plain, token, now):
    with (
        sign.pkcs11(token.module, "kasat", token.pin) as first,
        sign.pkcs11(token.module, "kapolres", token.pin) as second,
    ):
        for found in (first, second):
            assert sign.sign(plain, found, level=Level.B_B, when=now)
    with pytest.raises(SopgenError, match="PIN token keliru"):
        sign.pkcs11(token.module, "kasat", WRONG)


def test_a_key_tells_what_its_certificate_says(key):
    found = key("kapolres")
    assert (found.name, found.algorithm) == ("Kapolres Gorontalo Kota", "ECDSA 256")
    assert (found.valid_from.year, found.valid_to.year) == (2020, 2080)
    assert key("kasat", "pem").algorithm == "RSA 2048"
    assert "signer" not in repr(found)


# The seal


@pytest.mark.parametrize("name", ["kapolres", "kasat"])
@pytest.mark.parametrize("timed", [False, True])
def test_seal_holds_for_openssl_and_for_no_other_data(authority, now, key, tmp_path, name, timed):
    clock = sign.Timestamper(authority.tsa) if timed else None
    (tmp_path / "manifest.json").write_bytes(b'{"berkas": []}\n')
    (tmp_path / "lain.json").write_bytes(b'{"berkas": [1]}\n')
    seal = sign.seal(b'{"berkas": []}\n', key(name), when=now, timestamper=clock)
    (tmp_path / "manifest.p7s").write_bytes(seal)

    def verified(file):
        command = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", tmp_path / "manifest.p7s"]
        command += [
            "-content",
            tmp_path / file,
            "-CAfile",
            authority.root,
            "-purpose",
            "any",
            "-out",
            "/dev/null",
        ]
        return subprocess.run(command, capture_output=True).returncode == 0

    assert verified("manifest.json")
    assert not verified("lain.json")


def test_seal_refuses_unfit_certificates(now, key):
    with pytest.raises(SopgenError, match="kedaluwarsa"):
        sign.seal(b"", key("kedaluwarsa"), when=now)


# Other readers


def test_poppler_agrees(plain, authority, now, key, tmp_path):
    (tmp_path / "a.pdf").write_bytes(sign.sign(plain, key("kasat"), level=Level.B_B, when=now))
    told = subprocess.run(["pdfsig", tmp_path / "a.pdf"], capture_output=True, text=True).stdout
    assert "Signature is Valid" in told
    assert "Total document signed" in told


def test_nothing_is_printed_by_the_way(plain, authority, trust, now, key, capfd):
    clock = sign.Timestamper(authority.tsa)
    sign.sign(plain, key("kapolres"), level=Level.B_LTA, when=now, timestamper=clock, trust=trust)
    with pytest.raises(SopgenError):
        sign.sign(plain, key("dicabut"), level=Level.B_LT, when=now, timestamper=clock, trust=trust)
    assert capfd.readouterr() == ("", "")


def test_the_authority_can_be_started_by_itself(tmp_path):
    """As a demonstration does: it tells its addresses, then answers until it is told to end."""
    command = [sys.executable, "-m", "tests.authority", tmp_path / "otoritas"]
    root = Path(__file__).parent.parent
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as process:
        addresses = dict(process.stdout.readline().strip().split("=") for _ in range(3))
        found = sign.pkcs12(tmp_path / "otoritas" / "kapolres.p12", PASSPHRASE)
        clock = sign.Timestamper(addresses["tsa"])
        assert sign.seal(b"", found, when=datetime.now(UTC), timestamper=clock)
        process.terminate()
        assert process.wait() == 0


def test_pyhanko_is_imported_only_when_needed():
    check = "import sys, sopgen.sign; sys.exit(bool({'pyhanko', 'pkcs11', 'asn1crypto'} & set(sys.modules)))"
    subprocess.run([sys.executable, "-c", check], check=True, cwd=Path(__file__).parent.parent)
