"""A signature beside a file: CMS (RFC 5652), detached, DER; `openssl cms -verify` reads it."""

from __future__ import annotations

import asyncio
import datetime

from sopgen.sign.key import Key
from sopgen.sign.trust import Timestamper
from sopgen.sign.vetting import told, vet


def seal(data: bytes, key: Key, *, when: datetime.datetime, timestamper: Timestamper | None = None) -> bytes:
    """Sign the data of another file, to be kept beside it (.p7s); with a time stamp where a server is named.

    Raises SopgenError as `sign` does.
    """
    vet(key, when)
    return asyncio.run(told(_sealed(data, key, when, timestamper), key.name))


async def _sealed(data: bytes, key: Key, when: datetime.datetime, timestamper: Timestamper | None) -> bytes:
    from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes, select_suitable_signing_md

    message = await key.signer.async_sign_general_data(
        data,
        select_suitable_signing_md(key.signer.signing_cert.public_key),
        detached=True,
        timestamper=timestamper.client() if timestamper else None,
        signed_attr_settings=PdfCMSSignedAttributes(signing_time=when),
    )
    return bytes(message.dump())
