"""A PDF signed in its prepared field: PAdES baseline (ETSI EN 319 142-1), added to, never rewritten."""

from __future__ import annotations

import asyncio
import datetime
from enum import StrEnum
from typing import Any

from sopgen.diagnostic import SopgenError
from sopgen.sign.appearance import stamp
from sopgen.sign.fields import fields, opened
from sopgen.sign.key import Key
from sopgen.sign.trust import Timestamper, Trust, context
from sopgen.sign.vetting import USAGES, told, vet

CLOCK = "stempel-waktu"
"""The name of the field that holds the document's time stamp; further ones are numbered."""


class Level(StrEnum):
    """PAdES baseline levels: signed, with a time stamp, with validation data, and all that time-stamped."""

    B_B = "B-B"
    B_T = "B-T"
    B_LT = "B-LT"
    B_LTA = "B-LTA"

    @property
    def has_time(self) -> bool:
        """Whether it takes a time stamp server."""
        return self is not Level.B_B

    @property
    def has_proof(self) -> bool:
        """Whether it takes trusted roots and revocation data."""
        return self in (Level.B_LT, Level.B_LTA)


def sign(
    content: bytes,
    key: Key,
    *,
    level: Level,
    when: datetime.datetime,
    field: str = "pengesahan",
    mark: bytes | None = None,
    timestamper: Timestamper | None = None,
    trust: Trust | None = None,
) -> bytes:
    """Sign a PDF in an empty field that was prepared in it; what it was stays in it byte for byte.

    The first signature certifies: afterwards nothing may be added but validation data, time stamps, and the
    signatures for which fields are still empty; later ones approve. `mark` is a PDF of one page that the
    field shows. `when` is the moment of signing, with its time zone. Nothing is fetched but time stamps, and
    for B-LT and B-LTA revocation data. Raises SopgenError where the key, the field or a server won't do.
    """
    if level.has_time and timestamper is None:
        raise SopgenError(f"Tingkat {level} memerlukan alamat peladen stempel waktu.")
    if level.has_proof and trust is None:
        raise SopgenError(f"Tingkat {level} memerlukan sertifikat akar tepercaya.")
    if when.utcoffset() is None:
        raise ValueError("the moment of signing needs a time zone")
    vet(key, when)
    task = _Task(key, level, when, timestamper if level.has_time else None, trust)
    meta = _metadata(content, level, field)
    return asyncio.run(told(task.run(content, meta, mark), key.name))


def _metadata(content: bytes, level: Level, field: str) -> dict[str, Any]:
    """What the signature says and allows, once the field was found to be there and empty."""
    from pyhanko.sign.fields import MDPPerm

    there = fields(content)
    chosen = next((found for found in there if found.name == field), None)
    if chosen is None:
        names = ", ".join(found.name for found in there) or "tidak ada"
        raise SopgenError(f"Tempat tanda tangan {field} tidak ada di dokumen ini (yang ada: {names}).")
    if chosen.is_signed:
        raise SopgenError(f"Tempat tanda tangan {field} sudah ditandatangani.")
    others = any(not found.is_signed for found in there if found is not chosen)
    return {
        "field_name": field,
        "certify": not any(found.is_signed for found in there),
        "docmdp_permissions": MDPPerm.FILL_FORMS if others else MDPPerm.NO_CHANGES,
        "embed_validation_info": level.has_proof,
    }


class _Task:
    """One signature in the making; all that it fetches is shared by its steps."""

    def __init__(
        self,
        key: Key,
        level: Level,
        when: datetime.datetime,
        timestamper: Timestamper | None,
        trust: Trust | None,
    ) -> None:
        self.key, self.level, self.when = key, level, when
        self.clock = timestamper.client() if timestamper else None
        self.judge = context(trust, when, complete=level.has_proof) if trust else None

    async def run(self, content: bytes, meta: dict[str, Any], mark: bytes | None) -> bytes:
        """Sign, and for B-LTA time-stamp the whole."""
        try:
            signed = await self._sign(content, meta, mark)
            return await self._stamp_time(signed) if self.level is Level.B_LTA else signed
        finally:
            if self.judge:
                await self.judge.aclose()

    async def _sign(self, content: bytes, meta: dict[str, Any], mark: bytes | None) -> bytes:
        """Sign; validation data goes into the same increment, so that the signature covers it too."""
        from pyhanko.sign import signers
        from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes

        writer = opened(content)
        pen = signers.PdfSigner(
            self._described(meta),
            signer=self.key.signer,
            timestamper=self.clock,
            stamp_style=stamp(mark),
        )
        session = pen.init_signing_session(writer, existing_fields_only=True)
        session.system_time = self.when
        checked = await session.perform_presign_validation(writer)
        room = await session.estimate_signature_container_size(checked)
        prepared = session.prepare_tbs_document(checked, room)
        digest, output = prepared.digest_tbs_document()
        await prepared.perform_signature(
            digest.document_digest, PdfCMSSignedAttributes(signing_time=self.when)
        )
        output.seek(0)
        return bytes(output.read())

    def _described(self, meta: dict[str, Any]) -> Any:
        from pyhanko.sign import signers
        from pyhanko.sign.fields import SigSeedSubFilter
        from pyhanko.sign.signers.pdf_signer import DSSContentSettings, SigDSSPlacementPreference

        return signers.PdfSignatureMetadata(
            **meta,
            subfilter=SigSeedSubFilter.PADES,
            validation_context=self.judge,
            signer_key_usage=_usage(self.key),
            dss_settings=DSSContentSettings(
                include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE
            ),
        )

    async def _stamp_time(self, signed: bytes) -> bytes:
        """Time-stamp the document, as often as the years demand, in a field that lies off the page.

        There an annotation needs no place in the structure (ISO 14289-1, 7.18.1).
        """
        from pyhanko.sign.fields import InvisSigSettings, enumerate_sig_fields
        from pyhanko.sign.signers import PdfTimeStamper
        from pyhanko.sign.signers.pdf_signer import TimestampDSSContentSettings

        assert self.clock
        writer = opened(signed)
        before = sum(name.startswith(CLOCK) for name, _, _ in enumerate_sig_fields(writer.prev))
        stamper = PdfTimeStamper(
            self.clock,
            field_name=f"{CLOCK}-{before + 1}" if before else CLOCK,
            invis_settings=InvisSigSettings(box_out_of_bounds=True),
            readable_field_name="Stempel waktu elektronik dokumen",
        )
        output = await stamper.async_timestamp_pdf(
            writer,
            "sha256",
            self.judge,
            dss_settings=TimestampDSSContentSettings(include_vri=False, update_before_ts=True),
        )
        output.seek(0)
        return bytes(output.read())


def _usage(key: Key) -> set[str]:
    """The usages of the certificate that make a signer's; `vet` saw to it that there is one."""
    return set(USAGES & key.signer.signing_cert.key_usage_value.native)
