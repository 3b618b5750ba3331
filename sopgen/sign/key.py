"""A signing key that was opened: what its certificate says, and the means to sign with it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sopgen.diagnostic import SopgenError
from sopgen.sign.files import read

Secret = str | Callable[[], str] | None
"""A passphrase or PIN, or what asks for it; asked for once, kept nowhere, shown never."""

_NAMES = {"rsa": "RSA", "ec": "ECDSA"}


@dataclass(frozen=True)
class Key:
    """An opened key. `name` is the certificate's common name, `algorithm` reads like `RSA 2048`.

    A key on a token stays open until `close`, or the end of the `with` that it stands in.
    """

    name: str
    valid_from: datetime.datetime
    valid_to: datetime.datetime
    algorithm: str
    signer: Any = field(repr=False, compare=False)
    release: Callable[[], None] = field(default=lambda: None, repr=False, compare=False)

    def close(self) -> None:
        """Let go of the token, where the key is on one."""
        self.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def pkcs12(path: Path, passphrase: Secret) -> Key:
    """Open a PKCS#12 file (.p12, .pfx). Raises SopgenError where it can't be read, opened, or used."""
    from cryptography.hazmat.primitives.serialization import pkcs12 as reader

    content = read(path)
    _refuse_other_files(path, content)
    try:
        key, certificate, chain = reader.load_key_and_certificates(content, _bytes(passphrase))
    except (ValueError, TypeError):
        raise SopgenError(f"{path} tidak dapat dibuka: frasa sandi keliru, atau berkasnya rusak.") from None
    if key is None or certificate is None:
        raise SopgenError(f"{path} tidak memuat kunci beserta sertifikatnya.")
    return _key(path, key, certificate, chain)


def pem(key: Path, certificate: Path, passphrase: Secret, chain: Sequence[Path] = ()) -> Key:
    """Open a PEM key with its certificate; further ones in that file, and in `chain`, are its authorities'.

    Raises SopgenError where a file can't be read or opened, or the certificate is another key's.
    """
    opened = _private_key(key, passphrase)
    first, *rest = (found for path in (certificate, *chain) for found in _certificates(path))
    return _key(key, opened, first, rest)


def opened(signer: Any, release: Callable[[], None] = lambda: None) -> Key:
    """A key as a value, told from the certificate that its signer (pyHanko) holds."""
    found = signer.signing_cert
    public = found.public_key
    return Key(
        name=found.subject.native.get("common_name") or found.subject.human_friendly,
        valid_from=found.not_valid_before,
        valid_to=found.not_valid_after,
        algorithm=f"{_NAMES.get(public.algorithm, public.algorithm.upper())} {public.bit_size}",
        signer=signer,
        release=release,
    )


def asked(secret: Secret) -> str | None:
    """The secret itself, asked for where it has to be."""
    return secret() if callable(secret) else secret


def _bytes(secret: Secret) -> bytes | None:
    found = asked(secret)
    return None if found is None else found.encode()


def _refuse_other_files(path: Path, content: bytes) -> None:
    """Tell a file that is no PKCS#12 from one that a wrong passphrase doesn't open."""
    from asn1crypto import pkcs12 as shape

    try:
        shape.Pfx.load(content, strict=True).native["version"]
    except (ValueError, KeyError, TypeError):
        raise SopgenError(f"{path} bukan berkas PKCS#12 (.p12 atau .pfx).") from None


def _private_key(path: Path, passphrase: Secret) -> Any:
    from cryptography.hazmat.primitives import serialization

    content = read(path)
    if b"PRIVATE KEY-----" not in content:
        raise SopgenError(f"{path} bukan berkas kunci PEM.")
    secret = _bytes(passphrase) if b"ENCRYPTED" in content else None
    try:
        return serialization.load_pem_private_key(content, secret or None)
    except TypeError:
        raise SopgenError(f"{path} tersandi; frasa sandinya belum diberikan.") from None
    except ValueError:
        raise SopgenError(f"{path} tidak dapat dibuka: frasa sandi keliru, atau berkasnya rusak.") from None


def _certificates(path: Path) -> list[Any]:
    from cryptography import x509

    try:
        return x509.load_pem_x509_certificates(read(path))
    except ValueError:
        raise SopgenError(f"{path} bukan berkas sertifikat PEM.") from None


def _key(path: Path, key: Any, certificate: Any, chain: Iterable[Any]) -> Key:
    from asn1crypto.keys import PrivateKeyInfo
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    if key.public_key() != certificate.public_key():
        raise SopgenError(f"Kunci dalam {path} bukan pasangan sertifikatnya.")
    plain = PrivateKeyInfo.load(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
    store = SimpleCertificateStore()
    store.register_multiple(_asn1(found) for found in chain)
    return opened(SimpleSigner(_asn1(certificate), plain, store))


def _asn1(certificate: Any) -> Any:
    """A certificate of `cryptography` as pyHanko wants it."""
    from asn1crypto.x509 import Certificate
    from cryptography.hazmat.primitives.serialization import Encoding

    return Certificate.load(certificate.public_bytes(Encoding.DER))
