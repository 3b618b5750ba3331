"""Signed documents and seals, then broken: by bytes, by words, by what is added behind them."""

from __future__ import annotations

import datetime
import io
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from tests import tampering
from tests.fuzz import pdfs
from tests.fuzz.texts import text, write

ALTERATIONS = (
    "add_page", "remove_page", "swap_pages", "turn_page", "rename_title", "attach", "attach_twin", "move_signature", "replace_content",
    "replace_font", "swap_catalogue", "run_script", "change_field", "add_field", "deepen", "layer",
)  # fmt: skip


def make(rng: Random, folder: Path) -> list[str]:
    """A signed document that was broken, and a check of it by one who trusts its signer."""
    _signer, root = authority()
    write(folder / "ca.der", root)
    write(folder / "a.pdf", hostile(rng))
    return ["verify", "a.pdf", "--trust", "ca.der", "--format", rng.choice(["text", "text", "json", "html"])]


def hostile(rng: Random) -> bytes:
    """A signed document with its bytes, its words or its increments spoiled, in any order."""
    raw = signed(rng.randrange(2))
    for _ in range(rng.choice((1, 1, 2))):
        raw = rng.choice((_increment, _increment, _bytes, _contents, _ranges))(rng, raw)
    return raw


@cache
def authority() -> tuple[Any, bytes]:
    """A signer with a certificate of its own making (DER); the key is worth nothing: it is made of ones."""
    from asn1crypto import keys, x509
    from cryptography import x509 as certificates
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from pyhanko.sign import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    key = Ed25519PrivateKey.from_private_bytes(b"\1" * 32)
    name = certificates.Name(
        [certificates.NameAttribute(certificates.NameOID.COMMON_NAME, "Uji \u202e\x1b[31m coba")]
    )
    usage = certificates.KeyUsage(True, True, False, False, False, True, False, False, False)
    built = (
        certificates.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime.datetime(2020, 1, 1))
        .not_valid_after(datetime.datetime(2090, 1, 1))
        .add_extension(usage, critical=True)
        .sign(key, None)
    )
    der = built.public_bytes(serialization.Encoding.DER)
    private = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    certificate = x509.Certificate.load(der)
    store = SimpleCertificateStore()
    store.register(certificate)
    return SimpleSigner(certificate, keys.PrivateKeyInfo.load(private), store), der


@cache
def signed(which: int) -> bytes:
    """A document with a good signature: a small stranger's, or one of our own."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import PdfSignatureMetadata, sign_pdf

    raw = pdfs._ours(0) if which else pdfs.page(pdfs.form(list(pdfs.LABELS)))
    writer = IncrementalPdfFileWriter(io.BytesIO(raw))
    field = "Uji" if not which else next(iter(_fields(raw)), "Uji")
    return sign_pdf(
        writer, PdfSignatureMetadata(field_name=field, md_algorithm="sha512"), authority()[0]
    ).getvalue()


def _fields(raw: bytes) -> list[str]:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.fields import enumerate_sig_fields

    return [name for name, value, _ in enumerate_sig_fields(PdfFileReader(io.BytesIO(raw))) if value is None]


@cache
def seal(data: bytes) -> bytes:
    """A good seal over data."""
    import asyncio

    cms = asyncio.run(authority()[0].async_sign_general_data(data, "sha512"))
    sealed: bytes = cms.dump()
    return sealed


def _increment(rng: Random, raw: bytes) -> bytes:
    """Something added behind the document, as programs do; what the writer can't take is left out."""
    for _ in range(rng.choice((1, 1, 3))):
        try:
            raw = tampering.appended(raw, getattr(tampering, rng.choice(ALTERATIONS)))
        except Exception:
            break
    return raw


def _bytes(rng: Random, raw: bytes) -> bytes:
    out = bytearray(raw)
    start = rng.choice((0, len(out) // 2, max(0, len(out) - 3000)))
    for _ in range(rng.choice((1, 4, 60))):
        out[rng.randrange(start, len(out))] = rng.randrange(256)
    return bytes(out[: rng.choice((len(out), len(out), rng.randrange(len(out)) + 1))]) + rng.choice(
        (b"", b"\n", b"x" * 3000, raw[-2000:])
    )


def _contents(rng: Random, raw: bytes) -> bytes:
    """The signature itself: its hexadecimal digits exchanged, cut, or those of something else."""
    start = raw.find(b"/Contents <") + 11
    end = raw.find(b">", start)
    if start < 11 or end < 0:
        return raw
    digits = bytearray(raw[start:end])
    for _ in range(rng.choice((1, 5, 200))):
        digits[rng.randrange(min(len(digits), 3000))] = rng.choice(b"0123456789abcdef")
    deep = (b"3080" * 40_000)[: len(digits)]
    return (
        raw[:start]
        + rng.choice((bytes(digits), bytes(digits), deep, b"0" * len(digits), b"zz" * 9))
        + raw[end:]
    )


def _ranges(rng: Random, raw: bytes) -> bytes:
    """Numbers of the tail, of byte ranges and tables exchanged."""
    for word in (b"/ByteRange [", b"startxref\n", b"/Prev ", b"/Size ", b"/Length "):
        if rng.random() < 0.3:
            at = raw.rfind(word)
            new = rng.choice(
                (
                    b"0",
                    b"-1",
                    b"9" * 30,
                    b"+5",
                    b"1e5",
                    b"(",
                    b"<<",
                    text(rng)[:40].encode("utf-8", "replace"),
                )
            )
            raw = (
                raw if at < 0 else raw[: at + len(word)] + new + raw[at + len(word) + rng.choice((0, 1, 5)) :]
            )
    return raw
