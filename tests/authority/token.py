"""A token of SoftHSM with keys of the authority on it, as a smart card would hold them."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pkcs11
from asn1crypto import pem, x509
from cryptography.hazmat.primitives import serialization
from pkcs11 import Attribute, CertificateType, ObjectClass

from tests.authority import Authority, Holder

PIN = "246813"
LABEL = "Kartu Binmas"

_MODULES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/softhsm/libsofthsm2.so")


@dataclass(frozen=True)
class Token:
    """A token that holds, each under its name, the keys of `names` and the intermediate's certificate."""

    module: Path
    names: tuple[str, ...]
    label: str = LABEL
    pin: str = PIN


def made(folder: Path, authority: Authority, names: tuple[str, ...]) -> Token | None:
    """Initialise a token in the folder and fill it; None where there is no SoftHSM on this machine.

    SoftHSM reads its settings when it is loaded, so one process can have one such folder.
    """
    module = next((path for path in map(Path, _MODULES) if path.is_file()), None)
    if module is None or shutil.which("softhsm2-util") is None:
        return None
    (folder / "isi").mkdir(parents=True)
    settings = folder / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {folder / 'isi'}\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(settings)
    _softhsm("--init-token", "--free", "--label", LABEL, "--so-pin", PIN, "--pin", PIN)
    for number, name in enumerate(names, 1):
        _bring_key(folder, authority.holder(name), name, f"{number:02x}")
    with pkcs11.lib(str(module)).get_token(token_label=LABEL).open(rw=True, user_pin=PIN) as session:
        for number, name in enumerate(names, 1):
            _bring_certificate(session, authority.holder(name).certificate, name, bytes([number]))
        _bring_certificate(session, authority.intermediate, "antara", b"\xff")
    return Token(module, names)


def _softhsm(*arguments: str) -> None:
    subprocess.run(["softhsm2-util", *arguments], check=True, capture_output=True)


def _bring_key(folder: Path, holder: Holder, name: str, id: str) -> None:
    key = serialization.load_pem_private_key(holder.key.read_bytes(), holder.passphrase.encode())
    file = folder / f"{name}.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    _softhsm("--import", str(file), "--token", LABEL, "--pin", PIN, "--label", name, "--id", id)
    file.unlink()


def _bring_certificate(session: pkcs11.Session, path: Path, name: str, id: bytes) -> None:
    certificate = x509.Certificate.load(pem.unarmor(path.read_bytes())[2])
    session.create_object(
        {
            Attribute.CLASS: ObjectClass.CERTIFICATE,
            Attribute.CERTIFICATE_TYPE: CertificateType.X_509,
            Attribute.TOKEN: True,
            Attribute.LABEL: name,
            Attribute.ID: id,
            Attribute.SUBJECT: certificate.subject.dump(),
            Attribute.ISSUER: certificate.issuer.dump(),
            Attribute.VALUE: certificate.dump(),
        }
    )
