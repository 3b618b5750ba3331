"""A certificate authority of its own: certificates, CRL, OCSP responder and time stamp server, all real.

certomancer answers at the loopback address; keys are made anew each time and live only in the folder given.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import yaml
from asn1crypto import pem
from certomancer.integrations.animator import Animator, AnimatorArchStore
from certomancer.registry import ArchLabel, CertLabel, CertomancerConfig, PKIArchitecture, ServiceLabel
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from werkzeug.serving import WSGIRequestHandler, make_server

PASSPHRASE = "sandi uji"
"""Opens every PKCS#12 file and PEM key."""

_RSA = {"kasat"}
_PLAN = Path(__file__).with_name("authority.yaml")
_PEM = serialization.Encoding.PEM


@dataclass(frozen=True)
class Holder:
    """A certificate with its private key, as a PKCS#12 file and as PEM files."""

    pkcs12: Path
    key: Path
    certificate: Path
    passphrase: str = PASSPHRASE


@dataclass(frozen=True)
class Authority:
    """Where everything is that the authority made; addresses answer as long as it is served."""

    folder: Path
    url: str

    def holder(self, name: str) -> Holder:
        """The key of one entity of authority.yaml: `kapolres`, `kasat` (the one of RSA), `dicabut`, ..."""
        return Holder(*(self.folder / f"{name}{end}" for end in (".p12", ".kunci.pem", ".pem")))

    @property
    def root(self) -> Path:
        """The root's certificate, PEM."""
        return self.folder / "root.pem"

    @property
    def intermediate(self) -> Path:
        """The certificate of the authority that issued the signers' ones, PEM."""
        return self.folder / "antara.pem"

    @property
    def crls(self) -> tuple[Path, Path]:
        """The lists of revoked certificates of root and intermediate, DER."""
        return self.folder / "root.crl", self.folder / "antara.crl"

    @property
    def tsa(self) -> str:
        """The address of the time stamp server."""
        return f"{self.url}/uji/tsa/tsa"

    @property
    def ocsp(self) -> str:
        """The address of the OCSP responder."""
        return f"{self.url}/uji/ocsp/antara"


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[Authority]:
    """Make everything in the folder, and answer as long as the context lasts."""
    folder.mkdir(parents=True, exist_ok=True)
    server = make_server("127.0.0.1", 0, lambda environ, start: [], threaded=True, request_handler=_Quiet)
    authority = Authority(folder, f"http://127.0.0.1:{server.server_port}")
    architecture = _made(authority)
    server.app = Animator(AnimatorArchStore({architecture.arch_label: architecture}), with_web_ui=False)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield authority
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _made(authority: Authority) -> PKIArchitecture:
    """Make keys, certificates and lists of revoked ones, and write them."""
    plan = yaml.safe_load(_PLAN.read_text(encoding="utf-8"))
    names = list(plan["pki-architectures"]["uji"]["certs"])
    for name in names:
        _write_key(authority.holder(name).key, name)
    keys = {name: {"path": authority.holder(name).key.name, "password": PASSPHRASE} for name in names}
    plan["keysets"] = {"uji": {"keys": keys}}
    config = CertomancerConfig(plan, key_search_dir=str(authority.folder), external_url_prefix=authority.url)
    architecture = config.get_pki_arch(ArchLabel("uji"))
    for name in names:
        _write_certificate(authority.holder(name), architecture, CertLabel(name))
    for path in authority.crls:
        found = architecture.service_registry.get_crl(ServiceLabel(path.stem), datetime.now(UTC))
        path.write_bytes(found.dump())
    return architecture


def _write_key(path: Path, name: str) -> None:
    key = rsa.generate_private_key(65537, 2048) if name in _RSA else ec.generate_private_key(ec.SECP256R1())
    locked = serialization.BestAvailableEncryption(PASSPHRASE.encode())
    path.write_bytes(key.private_bytes(_PEM, serialization.PrivateFormat.PKCS8, locked))


def _write_certificate(holder: Holder, architecture: PKIArchitecture, label: CertLabel) -> None:
    holder.certificate.write_bytes(pem.armor("CERTIFICATE", architecture.get_cert(label).dump()))
    holder.pkcs12.write_bytes(architecture.package_pkcs12(label, password=PASSPHRASE.encode()))
