"""Signed documents measured: as each signature left them by the judge, as they are by pyHanko."""

from __future__ import annotations

import io
import re
from pathlib import Path

import page as judge
from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator import ValidationContext

EARLIER = "PDFA3A-SIGNATURE-BYTERANGE-001"
"""What the judge holds against every signature that something follows, though each covers its revision
(ISO 19005-3, 6.4.3 speaks of the file as it was signed)."""

RANGE = re.compile(rb"/ByteRange ?\[(\d+) (\d+) (\d+) (\d+) *\]")


def revisions(content: bytes) -> list[bytes]:
    """The file as each of its signatures left it; each covers all of it but itself."""
    found = []
    for match in RANGE.finditer(content):
        start, before, after, rest = map(int, match.groups())
        revision = content[: after + rest]
        assert start == 0
        assert re.fullmatch(rb"<[0-9a-fA-F]+>", content[before:after])
        assert revision.endswith(b"%%EOF\n")
        found.append(revision)
    return sorted(found, key=len)


def failures(content: bytes) -> list[str]:
    """What the judge holds against a signed PDF, in any of its revisions, under both profiles."""
    told = []
    for number, revision in enumerate(revisions(content)):
        reports = [judge.validate_pdf_bytes(revision, profile=profile) for profile in ("3a", "ua1")]
        found = [failure for report in reports for failure in report.failures]
        told += [
            f"{number}: {failure.rule_id}: {failure.message}"
            for failure in found
            if not (number and failure.rule_id == EARLIER)
        ]
    return told


def verdicts(content: bytes, root: Path, *, offline: bool = False):
    """pyHanko's verdict on each signature and on each time stamp of the document."""
    roots = list(load_certs_from_pemder([str(root)]))
    reader = PdfFileReader(io.BytesIO(content))

    def trust():
        if offline:
            store = DocumentSecurityStore.read_dss(reader)
            return store.as_validation_context({"trust_roots": roots, "revocation_mode": "require"})
        return ValidationContext(trust_roots=roots)

    signatures = [
        validate_pdf_signature(found, trust(), trust()) for found in reader.embedded_regular_signatures
    ]
    stamps = [validate_pdf_timestamp(found, trust()) for found in reader.embedded_timestamp_signatures]
    return signatures, stamps
