"""Keys that never leave their token: PKCS#11 (smart card, USB token, SoftHSM)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sopgen.diagnostic import SopgenError
from sopgen.sign.key import Key, Secret, asked, opened


def pkcs11(module: Path, label: str, pin: Secret, token: str | None = None) -> Key:
    """Open the key whose certificate on the token has this label; `token` chooses among several.

    Certificates of authorities on the token go along. Raises SopgenError where the module can't be used,
    there is no such token, certificate or key, or the PIN is wrong.
    """
    session = _session(module, pin, token)
    try:
        return opened(_signer(session, label), session.close)
    except BaseException:
        session.close()
        raise


def _session(module: Path, pin: Secret, token: str | None) -> Any:
    import pkcs11 as binding
    from pkcs11 import exceptions

    if not module.is_file():
        raise SopgenError(f"Modul PKCS#11 {module} tidak ada.")
    try:
        tokens = [slot.get_token() for slot in binding.lib(str(module)).get_slots(token_present=True)]
        return _opened(_chosen(tokens, token), asked(pin))
    except exceptions.PinLocked:
        raise SopgenError("PIN token terkunci karena terlalu sering keliru.") from None
    except (exceptions.PinIncorrect, exceptions.PinInvalid, exceptions.PinLenRange):
        raise SopgenError("PIN token keliru.") from None
    except exceptions.PKCS11Error as error:
        raise SopgenError(f"Modul PKCS#11 {module} tidak dapat dipakai ({type(error).__name__}).") from None


def _opened(token: Any, pin: str | None) -> Any:
    """A session; who is logged in already, for another key on the same token, is so for all sessions."""
    from pkcs11 import exceptions

    try:
        return token.open(user_pin=pin)
    except exceptions.UserAlreadyLoggedIn:
        return token.open()


def _chosen(tokens: list[Any], label: str | None) -> Any:
    """The token of this label, or the only one there is."""
    ready = {str(token.label).strip(): token for token in tokens if _is_initialised(token)}
    if label is None and len(ready) == 1:
        return next(iter(ready.values()))
    if label in ready:
        return ready[label]
    there = ", ".join(sorted(ready)) or "tidak ada"
    if label is None and ready:
        raise SopgenError(f"Ada beberapa token; pilih salah satu: {there}.")
    wanted = f" {label}" if label else ""
    raise SopgenError(f"Token{wanted} tidak ditemukan (yang terpasang: {there}).")


def _is_initialised(token: Any) -> bool:
    from pkcs11 import TokenFlag

    return bool(token.flags & TokenFlag.TOKEN_INITIALIZED)


def _signer(session: Any, label: str) -> Any:
    """A signer with the certificate of this label and the key of the same id, or else of the same label."""
    from pkcs11 import Attribute, ObjectClass
    from pyhanko.sign.pkcs11 import PKCS11Signer

    certificate = _only(session, {Attribute.CLASS: ObjectClass.CERTIFICATE, Attribute.LABEL: label}, label)
    id = bytes(certificate[Attribute.ID] or b"")
    by = {Attribute.ID: id} if id else {Attribute.LABEL: label}
    key = _only(session, {Attribute.CLASS: ObjectClass.PRIVATE_KEY, **by}, label)
    signer = PKCS11Signer(
        session,
        cert_label=label,
        key_id=id or None,
        key_label=None if id else label,
        other_certs_to_pull=None,
        use_raw_mechanism=_hashes_outside(session, key),
    )
    signer._load_objects()
    return signer


def _hashes_outside(session: Any, key: Any) -> bool:
    """Whether the token signs with ECDSA only what was hashed already; SoftHSM 2.6 does."""
    from pkcs11 import KeyType, Mechanism

    there = session.token.slot.get_mechanisms()
    return key.key_type == KeyType.EC and Mechanism.ECDSA_SHA256 not in there


def _only(session: Any, query: dict[Any, Any], label: str) -> Any:
    found = list(session.get_objects(query))
    if len(found) != 1:
        what = "Sertifikat atau kunci"
        count = "tidak ada" if not found else "lebih dari satu"
        raise SopgenError(f"{what} berlabel {label} di token: {count}.")
    return found[0]
