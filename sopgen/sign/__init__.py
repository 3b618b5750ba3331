"""Signatures that keep a PDF archival and accessible, and seals over other files; an owner of pyHanko.

`pkcs12`, `pem` and `pkcs11` open a key, `sign` fills a field that `sopgen.pdf` prepared, `seal` signs a
file from outside (CMS, detached). Everything that speaks against a key is said before anything is signed.
"""

from __future__ import annotations

import logging

from sopgen.sign.document import Level, sign
from sopgen.sign.fields import Field, fields
from sopgen.sign.key import Key, Secret, pem, pkcs12
from sopgen.sign.seal import seal
from sopgen.sign.token import pkcs11
from sopgen.sign.trust import Timestamper, Trust
from sopgen.sign.vetting import vet

# What these log is told by messages of our own; without a handler Python would print it.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).addHandler(logging.NullHandler())

__all__ = [
    "Field",
    "Key",
    "Level",
    "Secret",
    "Timestamper",
    "Trust",
    "fields",
    "pem",
    "pkcs11",
    "pkcs12",
    "seal",
    "sign",
    "vet",
]
