"""Whom to trust: the certificates that one was given, and how a certificate is judged against them."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sopgen.diagnostic import SopgenError
from sopgen.sign.files import read
from sopgen.sign.vetting import USAGES, other_trades
from sopgen.verify.values import Subject, Trouble


@dataclass(frozen=True, slots=True)
class Trust:
    """Certificates of authorities (DER); `fetch` allows asking their servers for revocation data."""

    roots: tuple[bytes, ...] = ()
    fetch: bool = False


def authorities(files: Iterable[Path], *, fetch: bool = False) -> Trust:
    """The certificates in PEM or DER files; SopgenError for a file that has none or can't be read."""
    return Trust(tuple(der for file in files for der in _read(file)), fetch)


def _read(file: Path) -> list[bytes]:
    from asn1crypto import pem, x509

    data = read(file)
    try:
        parts = [der for _, _, der in pem.unarmor(data, multiple=True)] if pem.detect(data) else [data]
        for der in parts:
            x509.Certificate.load(der, strict=True).native  # noqa: B018 - parses all of it
    except (ValueError, TypeError, KeyError) as error:
        raise SopgenError(f"{file} bukan berkas sertifikat (PEM atau DER).") from error
    return parts


def names(trust: Trust) -> tuple[str, ...]:
    """The trusted certificates as people call them."""
    from asn1crypto import x509

    return tuple(str(subject(x509.Certificate.load(der))) for der in trust.roots)


def subject(certificate: Any) -> Subject:
    """Whom a certificate names."""
    fields: dict[str, str] = {}
    for part in certificate.subject.chosen:
        for pair in part:
            fields.setdefault(pair["type"].native, str(pair["value"].native))
    numbers = (fields.get("serial_number", ""), fields.get("user_id", ""))
    digits = tuple(text for number in numbers if (text := "".join(c for c in number if c.isdigit())))
    given = " ".join(fields[key] for key in ("given_name", "surname") if key in fields)
    unit = fields.get("organizational_unit_name", "")
    return Subject(
        fields.get("common_name") or given,
        fields.get("title", ""),
        fields.get("organization_name") or unit,
        digits,
    )


def issuer(certificate: Any) -> str:
    """Who issued a certificate."""
    native = certificate.issuer.native
    return str(native.get("common_name") or native.get("organization_name") or "")


def usages() -> Any:
    """What the certificate of a signer must be made for: one of the key usages is enough."""
    from pyhanko.sign.validation.settings import KeyUsageConstraints

    return KeyUsageConstraints(key_usage=set(USAGES), match_all_key_usages=False)


@dataclass(frozen=True)
class Evidence:
    """What a file brings along to judge certificates: certificates, OCSP answers, CRLs (parsed)."""

    certificates: tuple[Any, ...] = ()
    answers: tuple[Any, ...] = ()
    lists: tuple[Any, ...] = ()


def context(
    trust: Trust,
    evidence: Evidence,
    moment: datetime.datetime,
    *,
    mode: str = "soft-fail",
    fetch: bool = True,
) -> Any:
    """The circumstances in which a certificate is judged at a moment.

    `mode` as in pyHanko: `soft-fail` judges by what is there, `hard-fail` wants data on the revocation of
    each certificate that says where there is any, `require` on each. The network is asked only where
    `trust` allows it and `fetch` asks for it.
    """
    from asn1crypto import x509
    from pyhanko_certvalidator import ValidationContext

    return ValidationContext(
        trust_roots=[x509.Certificate.load(der) for der in trust.roots],
        other_certs=list(evidence.certificates),
        ocsps=list(evidence.answers),
        crls=list(evidence.lists),
        moment=moment,
        allow_fetching=trust.fetch and fetch,
        revinfo_policy=_lenient() if mode == "soft-fail" else _strict(mode),
    )


def _lenient() -> Any:
    """Old news of revocation is better than none: what the archive of a document tells stays told."""
    from pyhanko_certvalidator.policy_decl import (
        CertRevTrustPolicy,
        FreshnessReqType,
        RevocationCheckingPolicy,
    )

    return CertRevTrustPolicy(
        RevocationCheckingPolicy.from_legacy("soft-fail"),
        freshness=_EVER,
        freshness_req_type=FreshnessReqType.MAX_DIFF_REVOCATION_VALIDATION,
        retroactive_revinfo=True,
    )


_EVER = datetime.timedelta(days=36_525)


def _strict(mode: str) -> Any:
    """News of revocation must be as fresh as its author says, or later than the moment."""
    from pyhanko_certvalidator.policy_decl import CertRevTrustPolicy, RevocationCheckingPolicy

    return CertRevTrustPolicy(RevocationCheckingPolicy.from_legacy(mode), retroactive_revinfo=True)


def trouble(status: Any) -> tuple[Trouble, datetime.datetime | None]:
    """What speaks against the certificate according to pyHanko's status of it, and since when."""
    if status.revocation_details is not None:
        return Trouble.REVOKED, status.revocation_details.revocation_date
    name = getattr(status.trust_problem_indic, "name", "")
    if not name:
        return Trouble.NONE, None
    return _NAMED.get(name, Trouble.OTHER), status.error_time_horizon


def signers_trouble(status: Any) -> tuple[Trouble, datetime.datetime | None]:
    """The same for a signer: neither made for another trade alone, nor with names that hide letters."""
    if _is_veiled(status.signing_cert):
        return Trouble.HIDDEN, None
    found, since = trouble(status)
    if found is Trouble.NONE and other_trades(status.signing_cert):
        return Trouble.USAGE, None
    return found, since


def _is_veiled(certificate: Any) -> bool:
    """Whether a name in a certificate, of its holder or issuer, is not what it looks like."""
    names = (certificate.subject, certificate.issuer)
    pairs = (pair for name in names for part in name.chosen for pair in part)
    return any(is_veiled(str(pair["value"].native)) for pair in pairs)


def is_veiled(text: str) -> bool:
    """Whether a text has letters that don't show, or that turn the direction of reading."""
    return bool(_INVISIBLE.search(text)) or any(
        unicodedata.category(letter)[0] == "C"
        or unicodedata.category(letter) in ("Zl", "Zp")
        or unicodedata.bidirectional(letter) in ("R", "AL", "AN")
        for letter in text
    )


_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]"
)
"""Letters and marks that show nothing (Unicode: Default_Ignorable_Code_Point), and the blank of Braille."""

_NAMED = {
    "NO_CERTIFICATE_CHAIN_FOUND": Trouble.UNTRUSTED,
    "OUT_OF_BOUNDS_NO_POE": Trouble.EXPIRED,
    "OUT_OF_BOUNDS_NOT_REVOKED": Trouble.EXPIRED,
    "EXPIRED": Trouble.EXPIRED,
    "NOT_YET_VALID": Trouble.NOT_YET,
    "REVOKED": Trouble.REVOKED,
    "REVOKED_NO_POE": Trouble.REVOKED,
    "REVOKED_CA_NO_POE": Trouble.REVOKED,
    "CHAIN_CONSTRAINTS_FAILURE": Trouble.USAGE,
    "CRYPTO_CONSTRAINTS_FAILURE": Trouble.WEAK,
    "CRYPTO_CONSTRAINTS_FAILURE_NO_POE": Trouble.WEAK,
}
