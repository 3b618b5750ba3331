"""What speaks against signing with a key, said before anything is signed."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Awaitable
from typing import Any, TypeVar

from sopgen.bahasa import tanggal
from sopgen.diagnostic import SopgenError
from sopgen.sign.key import Key
from sopgen.sign.trust import Trust, context

T = TypeVar("T")

USAGES = frozenset({"digital_signature", "non_repudiation"})
"""Key usages (RFC 5280, 4.2.1.3) of which a signer's certificate needs one."""

_OTHER_TRADES = frozenset({"server_auth", "code_signing", "time_stamping", "ocsp_signing"})
"""Extended key usages (RFC 5280, 4.2.1.12) that alone make no signer of documents."""

_RSA_BITS = 2048


def vet(key: Key, when: datetime.datetime, trust: Trust | None = None, *, fetch: bool = False) -> None:
    """Raise SopgenError where the certificate is no good for signing at that moment.

    Expired, not yet valid, made for something else, too weak; with `trust` also of unknown origin or
    revoked. `fetch` gets what revocation data `trust` lacks from the addresses that certificates name.
    """
    _in_time(key, when)
    _in_use(key)
    if trust:
        asyncio.run(_of_known_origin(key, when, trust, fetch=fetch))


def _in_time(key: Key, when: datetime.datetime) -> None:
    if when < key.valid_from:
        raise SopgenError(
            f"Sertifikat {key.name} belum berlaku: baru berlaku mulai {tanggal(key.valid_from.date())}."
        )
    if when > key.valid_to:
        raise SopgenError(
            f"Sertifikat {key.name} kedaluwarsa: berlaku sampai {tanggal(key.valid_to.date())}."
        )


def _in_use(key: Key) -> None:
    certificate = key.signer.signing_cert
    usage = certificate.key_usage_value
    if usage is None or not usage.native & USAGES:
        raise SopgenError(f"Sertifikat {key.name} tidak diterbitkan untuk tanda tangan (key usage).")
    if trades := other_trades(certificate):
        raise SopgenError(f"Sertifikat {key.name} bukan untuk dokumen ({', '.join(trades)}).")
    public = certificate.public_key
    if public.algorithm not in ("rsa", "ec"):
        raise SopgenError(f"Kunci {key.name} ({key.algorithm}) tidak didukung; gunakan RSA atau ECDSA.")
    if public.algorithm == "rsa" and public.bit_size < _RSA_BITS:
        raise SopgenError(
            f"Kunci {key.name} terlalu lemah: RSA {public.bit_size} bit, paling sedikit {_RSA_BITS}."
        )


def other_trades(certificate: Any) -> tuple[str, ...]:
    """What a certificate is made for instead of signing documents; empty where it isn't so."""
    trades = certificate.extended_key_usage_value
    return tuple(trades.native) if trades is not None and set(trades.native) <= _OTHER_TRADES else ()


async def _of_known_origin(key: Key, when: datetime.datetime, trust: Trust, *, fetch: bool) -> None:
    from pyhanko_certvalidator import CertificateValidator

    judge = context(trust, when, complete=fetch)
    validator = CertificateValidator(
        key.signer.signing_cert, intermediate_certs=key.signer.cert_registry, validation_context=judge
    )
    try:
        await told(validator.async_validate_path(), key.name)
    finally:
        await judge.aclose()


async def told(work: Awaitable[T], name: str) -> T:
    """Do the work; what pyHanko holds against it becomes a SopgenError in Indonesian."""
    from pkcs11.exceptions import PKCS11Error
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.general import SigningError
    from pyhanko_certvalidator.errors import PathBuildingError, ValidationError

    try:
        return await work
    except (SigningError, PathBuildingError, ValidationError, PdfError, PKCS11Error, OSError) as error:
        raise SopgenError(_message(error, name)) from error


def _message(error: BaseException, name: str) -> str:
    """The Indonesian message for the first known cause."""
    from pkcs11.exceptions import PKCS11Error
    from pyhanko.sign.timestamps import TimestampRequestError
    from pyhanko_certvalidator import errors

    causes: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None:
        causes.append(cause)
        cause = cause.__cause__ or cause.__context__
    known: dict[type[BaseException], str] = {
        errors.RevokedError: f"Sertifikat {name} atau penerbitnya telah dicabut.",
        errors.ExpiredError: f"Sertifikat {name} atau penerbitnya kedaluwarsa.",
        errors.NotYetValidError: f"Sertifikat {name} atau penerbitnya belum berlaku.",
        errors.InsufficientRevinfoError: (
            f"Status pencabutan sertifikat {name} tidak dapat diperoleh: penjawab OCSP atau alamat CRL "
            "tidak menjawab, atau sertifikatnya tidak menyebutkan alamat itu."
        ),
        errors.DisallowedAlgorithmError: f"Sertifikat {name} memakai algoritma yang sudah lemah.",
        errors.PathBuildingError: (
            f"Penerbit sertifikat {name} atau stempel waktunya tidak dikenal; berikan sertifikat akarnya."
        ),
        TimestampRequestError: "Peladen stempel waktu tidak menjawab, atau jawabannya keliru.",
        PKCS11Error: "Token tidak menandatangani: tercabut, terkunci, atau kuncinya menolak.",
    }
    for kind, message in known.items():
        if any(isinstance(found, kind) for found in causes):
            return message
    return f"Dokumen tidak dapat ditandatangani: {error}"
