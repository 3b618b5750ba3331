"""The signatures and document time stamps in a PDF, as pyHanko reads them; for a process with bounds."""

from __future__ import annotations

import asyncio
import datetime
import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from sopgen.sign.trust import SKEW
from sopgen.verify import trust as trusting
from sopgen.verify.trust import Evidence, Trust
from sopgen.verify.values import Signature, Stamp, Trouble


@dataclass(frozen=True, slots=True)
class Signatures:
    """All signatures of a file, oldest first. `evidence_fault` says why its long-term data can't be read.

    `has_evidence` tells whether there is any.
    `ends` are the lengths of the file after each of its revisions, `listed` the places of all objects that
    its cross-reference tables know.
    """

    found: tuple[Signature, ...]
    has_evidence: bool = False
    evidence_fault: str = ""
    ends: tuple[int, ...] = ()
    listed: frozenset[int] = frozenset()


NO_SIGNATURES = Signatures(())


def signatures(content: bytes, trust: Trust, moment: datetime.datetime) -> Signatures:
    """Read and judge every signature of a PDF; raises what pyHanko raises for a file it can't read."""
    logging.disable(logging.CRITICAL)
    reader = _reader(content)
    fields = list(_fields(reader))
    evidence, fault = _evidence(reader)
    found = asyncio.run(_judged(reader, fields, trust, evidence, moment))
    return Signatures(
        tuple(sorted(found, key=lambda one: one.end)),
        bool(evidence.answers or evidence.lists),
        fault,
        _ends(reader, content),
        frozenset(_listed(reader)),
    )


def _reader(content: bytes) -> Any:
    """The strict reader, or where the file is no model pupil, the lenient one."""
    from pyhanko.pdf_utils.misc import PdfReadError
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        reader = PdfFileReader(BytesIO(content))
        reader.root.get("/AcroForm")
    except PdfReadError:
        reader = PdfFileReader(BytesIO(content), strict=False)
    return reader


def _fields(reader: Any) -> Iterator[tuple[str, Any, str]]:
    """Each filled signature field: its name, the signature, or why it can't be read."""
    from pyhanko.sign.fields import enumerate_sig_fields
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

    for name, _, field in enumerate_sig_fields(reader, filled_status=True):
        try:
            signature = EmbeddedPdfSignature(reader, field, name)
            signature.compute_digest()
            signature.signer_cert  # noqa: B018 - parses what is needed below
            signature.fieldmdp, signature.docmdp_level  # noqa: B018
            yield name, signature, ""
        except Exception as error:
            yield name, None, type(error).__name__


def _evidence(reader: Any) -> tuple[Evidence, str]:
    """The document security store, and why it can't be read where that is so."""
    from asn1crypto import x509
    from pyhanko.sign.validation.dss import DocumentSecurityStore
    from pyhanko.sign.validation.errors import NoDSSFoundError

    try:
        store = DocumentSecurityStore.read_dss(reader)
        certificates = tuple(_strict(x509.Certificate, one.dump()) for one in store.load_certs())
        answers = tuple(_answer(ref.get_object().data) for ref in store.ocsps)
        lists = tuple(_list(ref.get_object().data) for ref in store.crls)
    except NoDSSFoundError:
        return Evidence(), ""
    except Exception as error:
        return Evidence(), type(error).__name__
    return Evidence(certificates, answers, lists), ""


def _strict(kind: Any, data: bytes) -> Any:
    """A parsed value, all of it."""
    value = kind.load(data, strict=True)
    value.native  # noqa: B018 - parses all of it
    return value


def _answer(data: bytes) -> Any:
    from asn1crypto import ocsp

    answer = _strict(ocsp.OCSPResponse, data)
    answer.basic_ocsp_response.native  # noqa: B018
    return answer


def _list(data: bytes) -> Any:
    from asn1crypto import crl

    return _strict(crl.CertificateList, data)


def _ends(reader: Any, content: bytes) -> tuple[int, ...]:
    """The length of the file after each of its revisions, oldest first."""
    ends = []
    for revision in range(reader.xrefs.total_revisions):
        place: int = content.find(b"%%EOF", reader.xrefs.get_xref_container_info(revision).end_location)
        ends.append(place + 5 if place >= 0 else len(content))
    return tuple(ends)


def _listed(reader: Any) -> Iterator[int]:
    """The places that the cross-reference tables of all revisions name, and their own."""
    for revision in range(reader.xrefs.total_revisions):
        yield reader.xrefs.get_startxref_for_revision(revision)
        for _, place in reader.xrefs.get_xref_data(revision).standard_xrefs.values():
            if isinstance(place, int):
                yield place


def _evidence_at(reader: Any, revision: int) -> Evidence:
    """The security store as it was in an earlier revision of the file."""
    return _evidence(reader.get_historical_resolver(revision))[0]


async def _proves(signature: Any, one: Signature, trust: Trust, evidence: Evidence) -> bool:
    """Whether evidence is enough to judge a signature, and its time stamp, at the time that counted."""
    assert one.moment
    own = replace(evidence, certificates=(*evidence.certificates, *signature.other_embedded_certs))
    if not await _is_complete(signature.signer_cert, trust, own, one.moment, "require"):
        return False
    trusted = one.stamp is not None and one.stamp.is_trusted
    return not trusted or await _stamp_is_complete(signature, trust, own, one.moment)


async def _judged(
    reader: Any,
    fields: list[tuple[str, Any, str]],
    trust: Trust,
    evidence: Evidence,
    moment: datetime.datetime,
) -> list[Signature]:
    """Judge the newest first: a time stamp that holds tells when the older ones still held."""
    unread = [Signature(name, fault=fault) for name, signature, fault in fields if signature is None]
    readable = [(name, signature) for name, signature, _ in fields if signature is not None]
    found: list[Signature] = []
    stamped_then: Evidence | None = None
    for name, signature in sorted(readable, key=lambda pair: -_end(pair[1])):
        own = replace(evidence, certificates=(*evidence.certificates, *signature.other_embedded_certs))
        try:
            if signature.sig_object_type == "/DocTimeStamp":
                one = await _document_stamp(name, signature, trust, own, moment)
                if one.stamp and one.stamp.is_trusted and one.covers:
                    moment = one.stamp.time
                    stamped_then = stamped_then or _evidence_at(reader, signature.signed_revision)
            else:
                one = await _signature(name, signature, trust, own, moment)
                if stamped_then:
                    one = replace(one, is_protected=await _proves(signature, one, trust, stamped_then))
        except Exception as error:
            one = Signature(name, fault=type(error).__name__, end=_end(signature))
        found.append(replace(one, oddity=_oddity(signature, trust, evidence)))
    return [*unread, *found]


def _oddity(signature: Any, trust: Trust, evidence: Evidence) -> str:
    """What is wrong with the parts of a signature that no signature covers: its list of digests, copies."""
    try:
        digests = {one["algorithm"].native for one in signature.signed_data["digest_algorithms"]}
        if signature.signer_info["digest_algorithm"]["algorithm"].native not in digests:
            return "daftar algoritmanya diubah"
        own = [one.dump() for one in signature.other_embedded_certs]
    except (ValueError, TypeError, KeyError):
        return "sertifikat di dalamnya rusak"
    known = [*trust.roots, *(one.dump() for one in evidence.certificates), *own]
    altered = any(_is_altered_copy(one, other) for one in own for other in known)
    return "sertifikat di dalamnya diubah" if altered else ""


def _is_altered_copy(one: bytes, other: bytes) -> bool:
    """Whether two certificates are the same but for a few bytes: no two real ones are."""
    if len(one) != len(other) or one == other:
        return False
    return sum(a != b for a, b in zip(one, other, strict=True)) <= _FEW


_FEW = 20
"""Bytes; the signatures alone of two certificates differ in more."""


def _end(signature: Any) -> int:
    """Where the signed part of the file ends."""
    try:
        return int(signature.byte_range[2]) + int(signature.byte_range[3])
    except (IndexError, TypeError, ValueError):
        return 0


async def _document_stamp(
    name: str, signature: Any, trust: Trust, evidence: Evidence, moment: datetime.datetime
) -> Signature:
    from pyhanko.sign.validation.pdf_embedded import async_validate_pdf_timestamp

    status = await async_validate_pdf_timestamp(
        signature, trusting.context(trust, evidence, moment), skip_diff=True
    )
    stamp = stamped(status, moment)
    complete = await _is_complete(signature.signer_cert, trust, evidence, stamp.time, "hard-fail")
    return replace(
        _base(name, signature),
        is_stamp=True,
        stamp=replace(stamp, is_complete=complete),
        is_intact=status.intact,
        is_valid=status.valid,
        moment=moment,
        trouble=stamp.trouble,
    )


def stamped(status: Any, moment: datetime.datetime) -> Stamp:
    """A time stamp as pyHanko's status tells of it; at `moment` it was there already."""
    certificate = status.signing_cert
    until = [certificate.not_valid_after]
    if status.validation_path is not None:
        until += [one.not_valid_after for one in status.validation_path.iter_certs(include_root=True)]
    problem, _ = trusting.trouble(status)
    if problem is Trouble.NONE and status.timestamp > moment + SKEW:
        problem = Trouble.AHEAD
    return Stamp(
        status.timestamp,
        trusting.subject(certificate).nama,
        status.intact and status.valid,
        problem,
        min(until),
    )


def _base(name: str, signature: Any) -> Signature:
    certificate = signature.signer_cert
    return Signature(
        name,
        subject=trusting.subject(certificate),
        issuer=trusting.issuer(certificate),
        until=certificate.not_valid_after,
        claimed=signature.self_reported_timestamp,
        end=_end(signature),
        covers=signature.evaluate_signature_coverage().name in ("ENTIRE_FILE", "ENTIRE_REVISION"),
    )


async def _signature(
    name: str, signature: Any, trust: Trust, evidence: Evidence, moment: datetime.datetime
) -> Signature:
    """Judge a signature: its stamp at `moment`, its certificate at the time of the stamp."""
    status = await _status(signature, trust, evidence, moment, moment, skip_diff=True)
    stamp = stamped(status.timestamp_validity, moment) if status.timestamp_validity else None
    judged = moment
    if stamp and stamp.is_trusted and stamp.time < moment:
        judged = stamp.time
    status = await _status(signature, trust, evidence, judged, moment, skip_diff=False)
    problem, since = trusting.signers_trouble(status)
    complete = await _is_complete(signature.signer_cert, trust, evidence, judged, "require")
    checked = complete or await _is_complete(
        signature.signer_cert, trust, evidence, judged, "hard-fail", fetch=True
    )
    if stamp:
        stamp = replace(stamp, is_complete=await _stamp_is_complete(signature, trust, evidence, stamp.time))
    return replace(
        _base(name, signature),
        stamp=stamp,
        is_intact=status.intact,
        is_valid=status.valid,
        moment=judged,
        trouble=Trouble.NOT_YET if _is_early(signature, judged, problem) else problem,
        trouble_at=since,
        is_complete=complete,
        is_checked=checked,
        is_permitted=status.docmdp_ok is not False,
        objection=_objection(status.diff_result),
    )


async def _status(
    signature: Any,
    trust: Trust,
    evidence: Evidence,
    moment: datetime.datetime,
    at: datetime.datetime,
    *,
    skip_diff: bool,
) -> Any:
    """PyHanko's status of a signature: its certificate judged at `moment`, its time stamp `at` another."""
    from pyhanko.sign.validation.pdf_embedded import async_validate_pdf_signature

    return await async_validate_pdf_signature(
        signature,
        trusting.context(trust, evidence, moment),
        trusting.context(trust, evidence, at),
        skip_diff=skip_diff,
        key_usage_settings=trusting.usages(),
    )


def _is_early(signature: Any, moment: datetime.datetime, problem: Trouble) -> bool:
    open_to_doubt = problem in (Trouble.EXPIRED, Trouble.OTHER)
    return bool(open_to_doubt and moment < signature.signer_cert.not_valid_before)


def _objection(result: Any) -> str:
    """What the analysis of changed objects says against them; empty where it has nothing."""
    return str(result) if isinstance(result, Exception) else ""


async def _stamp_is_complete(
    signature: Any, trust: Trust, evidence: Evidence, moment: datetime.datetime
) -> bool:
    from pyhanko.sign.validation.generic_cms import extract_certs_for_validation, extract_tst_data_iter

    for data in extract_tst_data_iter(signature.signer_info, signed=False):
        certificates = extract_certs_for_validation(data)
        own = replace(evidence, certificates=(*evidence.certificates, *certificates.other_certs))
        return await _is_complete(certificates.signer_cert, trust, own, moment, "hard-fail")
    return False


async def _is_complete(
    certificate: Any,
    trust: Trust,
    evidence: Evidence,
    moment: datetime.datetime,
    mode: str,
    *,
    fetch: bool = False,
) -> bool:
    """Whether the file, or with `fetch` the network, tells all that is needed to judge a certificate."""
    from pyhanko_certvalidator import CertificateValidator
    from pyhanko_certvalidator.errors import PathError, ValidationError

    try:
        circumstances = trusting.context(trust, evidence, moment, mode=mode, fetch=fetch)
        await CertificateValidator(certificate, validation_context=circumstances).async_validate_path()
    except (PathError, ValidationError):
        return False
    return True
