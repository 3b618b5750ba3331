"""Whom a signature leans on: the time stamp server, and the authorities with their revocation data."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sopgen.diagnostic import SopgenError
from sopgen.sign.files import read

TIMEOUT = 20
"""Seconds that a server may take for one answer."""

SKEW = datetime.timedelta(minutes=5)
"""How far the clocks of this machine and of a server may be apart."""


@dataclass(frozen=True)
class Timestamper:
    """A time stamp server (RFC 3161) at an http or https address. Raises SopgenError for any other."""

    address: str

    def __post_init__(self) -> None:
        parts = urlsplit(self.address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise SopgenError(f"Alamat peladen stempel waktu keliru: {self.address}")

    def client(self) -> Any:
        """What asks the server (pyHanko)."""
        from pyhanko.sign.timestamps.aiohttp_client import HTTPTimeStamper

        return HTTPTimeStamper(self.address, timeout=TIMEOUT)


@dataclass(frozen=True)
class Trust:
    """Certificates of trusted roots and of authorities below them, and revocation data given as files."""

    roots: tuple[Any, ...] = field(repr=False)
    intermediates: tuple[Any, ...] = field(default=(), repr=False)
    crls: tuple[bytes, ...] = field(default=(), repr=False)
    ocsps: tuple[bytes, ...] = field(default=(), repr=False)

    @classmethod
    def read(
        cls,
        roots: Iterable[Path],
        intermediates: Iterable[Path] = (),
        crls: Iterable[Path] = (),
        ocsps: Iterable[Path] = (),
    ) -> Trust:
        """Read certificates (PEM or DER, several in a file), CRLs and OCSP responses. Raises SopgenError."""
        return cls(
            tuple(found for path in roots for found in _certificates(path)),
            tuple(found for path in intermediates for found in _certificates(path)),
            tuple(_revocation(path, "X509 CRL") for path in crls),
            tuple(_revocation(path, "OCSP RESPONSE") for path in ocsps),
        )


def _certificates(path: Path) -> list[Any]:
    from pyhanko.keys import load_certs_from_pemder_data

    try:
        found = list(load_certs_from_pemder_data(read(path)))
        for certificate in found:
            certificate.subject.native  # noqa: B018  # the parser is lazy; this is where it finds faults
    except (ValueError, TypeError):
        found = []
    if not found:
        raise SopgenError(f"{path} bukan berkas sertifikat (PEM atau DER).")
    return found


def _revocation(path: Path, kind: str) -> bytes:
    from asn1crypto import crl, ocsp, pem

    content = read(path)
    try:
        data = pem.unarmor(content)[2] if pem.detect(content) else content
        shape = crl.CertificateList if kind == "X509 CRL" else ocsp.OCSPResponse
        shape.load(data, strict=True).native  # noqa: B018
    except (ValueError, TypeError):
        raise SopgenError(f"{path} bukan data pencabutan sertifikat ({kind}).") from None
    return bytes(data)


def context(trust: Trust, when: datetime.datetime, chain: Iterable[Any] = (), *, complete: bool) -> Any:
    """What certificates are judged by at a moment (pyhanko-certvalidator).

    `complete` asks for proof that no certificate on the way was revoked, and fetches it where it isn't given;
    without it nothing is fetched, and only what is known to be revoked is refused.
    """
    from pyhanko_certvalidator import ValidationContext

    return ValidationContext(
        trust_roots=list(trust.roots),
        other_certs=[*trust.intermediates, *chain],
        moment=when,
        allow_fetching=complete,
        crls=trust.crls,
        ocsps=trust.ocsps,
        revocation_mode="require" if complete else "soft-fail",
        time_tolerance=SKEW,
    )
