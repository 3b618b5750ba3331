"""A small SOP that was built, signed by the tests' authority, and handed in."""

from __future__ import annotations

import functools
import io
import logging
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

from sopgen import batch, sign, verify
from sopgen.model import Pejabat
from sopgen.sign import Level
from sopgen.verify import judging
from sopgen.verify.examining import Examined, examine
from tests.authority import PASSPHRASE, Authority

TESTS = Path(__file__).resolve().parent
OFFICIAL = Pejabat(jabatan="Kapolres Gorontalo Kota", nama="Ahmad Yani, S.I.K., M.Si.", nrp="78010001")


@functools.cache
def document(*changes: tuple[str, str]) -> bytes:
    """The SOP of minimal.yaml as the build makes it, on two pages; `changes` replace words in its sources."""
    law = "Undang-Undang Nomor 2 Tahun 2002 tentang Kepolisian Negara Republik Indonesia"
    text = (TESTS / "minimal.yaml").read_text(encoding="utf-8").replace("[uu-2-2002]", f'["{law}"]')
    unit = (TESTS / "unit.yaml").read_text(encoding="utf-8").replace("  logo: logo.svg\n", "")
    unit = unit.replace("Kapolres Contoh", "Kapolres Gorontalo Kota") + "  tampilan: {sampul: false}\n"
    for old, new in changes:
        text, unit = text.replace(old, new), unit.replace(old, new)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "sop_sources")
        folder.mkdir()
        (folder / "sambang.yaml").write_text(text, encoding="utf-8")
        (folder / "unit.yaml").write_text(unit, encoding="utf-8")
        (outcome,) = batch.build([folder / "sambang.yaml"], Path(place), ("pdf",))
        assert not outcome.failed, outcome
        return Path(place, "sambang.pdf").read_bytes()


@functools.cache
def signed(
    authority: Authority, level: Level = Level.B_LTA, who: str = "kapolres", when: datetime | None = None
) -> bytes:
    """The SOP signed by `sopgen.sign`; `when` only claims a time."""
    return sign_(document(), authority, level, who, when)


def sign_(
    content: bytes, authority: Authority, level: Level, who: str = "kapolres", when: datetime | None = None
) -> bytes:
    """Any PDF signed by `sopgen.sign` in its field."""
    trust = sign.Trust.read([authority.root, authority.folder / "root_asing.pem"], [authority.intermediate])
    return sign.sign(
        content,
        sign.pkcs12(authority.holder(who).pkcs12, PASSPHRASE),
        level=level,
        when=when or datetime.now(UTC),
        timestamper=sign.Timestamper(authority.tsa) if level.has_time else None,
        trust=trust if level.has_proof else None,
    )


def signed_elsewhere(
    content: bytes, authority: Authority, who: str, field: str = "pengesahan", **options
) -> bytes:
    """A PDF signed by pyHanko as it comes: another program that knows nothing of our ways."""
    signer = signers.SimpleSigner.load_pkcs12(authority.holder(who).pkcs12, passphrase=PASSPHRASE.encode())
    how = signers.PdfSignatureMetadata(
        field_name=field, subfilter=fields.SigSeedSubFilter.PADES, signer_key_usage=set(), **options
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    return signers.PdfSigner(how, signer=signer).sign_pdf(writer).getvalue()


@dataclass(frozen=True)
class Told:
    """What was said of a file: the codes of its findings with their messages, and the four answers."""

    findings: tuple[tuple[str, str], ...]
    answers: tuple[str, ...]
    level: str
    seen: Examined

    @property
    def codes(self) -> set[str]:
        """The codes alone."""
        return {code for code, _ in self.findings}


def told(
    content: bytes,
    folder: Path,
    trust: verify.Trust,
    official: Pejabat | None = OFFICIAL,
    moment: datetime | None = None,
) -> Told:
    """The signatures of a file judged in this process; `official` is whom the document names."""
    file = folder / "berkas.pdf"
    file.write_bytes(content)
    try:
        seen = examine(file, trust, moment or datetime.now(UTC))
    finally:
        logging.disable(logging.NOTSET)
    case = judging.Case("berkas.pdf", seen, official, "tidak terbaca", bool(trust.roots))
    return Told(
        tuple((finding.code, finding.message) for finding in judging.findings(case)),
        tuple(question.answer.value for question in judging.questions(case)),
        str(judging.level(case)),
        seen,
    )
