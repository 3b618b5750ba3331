"""A signature that lies beside a file (CMS, detached), judged; for a process with bounds."""

from __future__ import annotations

import asyncio
import datetime
import logging
from pathlib import Path
from typing import Any

from sopgen import regular
from sopgen.verify import trust as trusting
from sopgen.verify.signatures import stamped
from sopgen.verify.trust import Evidence, Trust
from sopgen.verify.values import Signature

_LARGEST = 4 * 1024 * 1024
"""Bytes of a seal."""


def sealed(file: Path, seal: Path, trust: Trust, moment: datetime.datetime) -> Signature:
    """Judge a seal over a file, whose certificate must hold at the time of its stamp, else at `moment`."""
    logging.disable(logging.CRITICAL)
    try:
        data, signed = regular.read(file), regular.read(seal, _LARGEST)
        return asyncio.run(_judged(data, signed, trust, moment))
    except MemoryError:
        raise
    except Exception as error:
        return Signature("segel", fault=type(error).__name__)


async def _judged(data: bytes, seal: bytes, trust: Trust, moment: datetime.datetime) -> Signature:
    from asn1crypto import cms
    from pyhanko.sign.validation.generic_cms import extract_certs_for_validation

    signed = cms.ContentInfo.load(seal, strict=True)["content"]
    certificates = extract_certs_for_validation(signed)
    evidence = Evidence(tuple(certificates.other_certs))
    status = await _status(data, signed, trust, evidence, moment, moment)
    stamp = stamped(status.timestamp_validity, moment) if status.timestamp_validity else None
    judged = moment
    if stamp and stamp.is_trusted and stamp.time < moment:
        judged = stamp.time
        status = await _status(data, signed, trust, evidence, judged, moment)
    trouble, since = trusting.signers_trouble(status)
    return Signature(
        "segel",
        subject=trusting.subject(certificates.signer_cert),
        issuer=trusting.issuer(certificates.signer_cert),
        until=certificates.signer_cert.not_valid_after,
        claimed=status.signer_reported_dt,
        moment=judged,
        stamp=stamp,
        is_intact=status.intact,
        is_valid=status.valid,
        covers=True,
        trouble=trouble,
        trouble_at=since,
    )


async def _status(
    data: bytes,
    signed: Any,
    trust: Trust,
    evidence: Evidence,
    moment: datetime.datetime,
    at: datetime.datetime,
) -> Any:
    from io import BytesIO

    from pyhanko.sign.validation.generic_cms import async_validate_detached_cms

    return await async_validate_detached_cms(
        BytesIO(data),
        signed,
        signer_validation_context=trusting.context(trust, evidence, moment),
        ts_validation_context=trusting.context(trust, evidence, at),
        key_usage_settings=trusting.usages(),
    )
