"""What becomes of documents: scanned, signed, laid on their side, put together."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID


def scanned(home: Path) -> bytes:
    """Pages as grey pictures, as an office scanner leaves them."""
    made = pikepdf.new()
    for number in (1, 2):
        command = ["pdftoppm", "-r", "60", "-gray", "-jpeg", "-jpegopt", "quality=30", "-f", str(number)]
        command += ["-l", str(number), str(home / "surat-masuk-word.pdf")]
        picture = subprocess.run(command, check=True, capture_output=True).stdout
        made.pages.append(_page(made, picture))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _page(made: pikepdf.Pdf, picture: bytes) -> pikepdf.Page:
    """A page that is nothing but a picture."""
    from PIL import Image

    width, height = Image.open(io.BytesIO(picture)).size
    image = pikepdf.Stream(made, picture)
    image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    image.Width, image.Height, image.BitsPerComponent = width, height, 8
    image.ColorSpace, image.Filter = pikepdf.Name.DeviceGray, pikepdf.Name.DCTDecode
    page = pikepdf.Dictionary(
        Type=pikepdf.Name.Page,
        MediaBox=[0, 0, 842, 595],
        Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(Gambar=image)),
        Contents=made.make_stream(b"q 842 0 0 595 0 0 cm /Gambar Do Q"),
    )
    return pikepdf.Page(made.make_indirect(page))


def lying(home: Path) -> bytes:
    """The same document with its pages on their side, as they come out of a printer that turns them."""
    with pikepdf.open(home / "surat-masuk-word.pdf") as document:
        for page in document.pages:
            *_, width, height = map(float, page.mediabox)
            page.contents_add(f"q 0 1 -1 0 {height} 0 cm".encode(), prepend=True)
            page.contents_add(b"Q")
            page.mediabox = [0, 0, height, width]
        out = io.BytesIO()
        document.save(out, deterministic_id=True)
        return out.getvalue()


def together(home: Path) -> bytes:
    """Two SOPs in one file."""
    made = pikepdf.new()
    for name in ("surat-masuk-word", "posyandu-catatan"):
        with pikepdf.open(home / f"{name}.pdf") as document:
            made.pages.extend(document.pages)
    out = io.BytesIO()
    made.save(out, deterministic_id=True)
    return out.getvalue()


def signed(home: Path) -> bytes:
    """The same document with a signature of somebody's, in a field that shows nothing."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers

    signer = signers.SimpleSigner.load_pkcs12_data(_identity(), other_certs=[], passphrase=b"x")
    writer = IncrementalPdfFileWriter(io.BytesIO((home / "surat-masuk-word.pdf").read_bytes()))
    about = signers.PdfSignatureMetadata(field_name="Pengesahan")
    out: io.BytesIO = signers.sign_pdf(writer, about, signer=signer)
    return out.getvalue()


def _identity() -> bytes:
    """A certificate that nobody vouches for, and its key."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Pejabat Contoh")])
    now = datetime(2025, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=3650))
        .sign(key, hashes.SHA256())
    )
    secret = serialization.BestAvailableEncryption(b"x")
    return serialization.pkcs12.serialize_key_and_certificates(b"x", key, certificate, None, secret)


DOCUMENTS: dict[str, Callable[[Path], bytes]] = {
    "lain-pindaian": scanned,
    "surat-rebah": lying,
    "surat-dua-sop": together,
    "surat-masuk-bertanda-tangan": signed,
}
