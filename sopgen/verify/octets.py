"""What can be seen of a signed PDF in its bytes alone, whatever its cross-reference tables claim."""

from __future__ import annotations

import re
from dataclasses import dataclass

_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s*\]")
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")
_GAP = rb"(?:[\s\x00]|%[^\r\n]*[\r\n])"
_OBJECT = re.compile(rb"\d+" + _GAP + rb"+\d+" + _GAP + rb"*obj")
_BLANK = b"\x00\t\n\x0c\r "
_MOST = 200
"""The most byte ranges that are looked at."""


@dataclass(frozen=True, slots=True)
class Range:
    """A signature in the bytes: where its signed part ends, and what is wrong with how it lies there.

    `is_intact` is None where the signature can't be read.
    """

    end: int
    is_intact: bool | None
    oddity: str = ""


def ranges(content: bytes) -> list[Range]:
    """Every signature that the bytes hold, oldest first."""
    found = [_range(content, match) for _, match in zip(range(_MOST), _RANGE.finditer(content), strict=False)]
    return sorted(found, key=lambda one: one.end)


def _range(content: bytes, match: re.Match[bytes]) -> Range:
    first, length, second, rest = (int(group) for group in match.groups())
    end = second + rest
    if first or length > second or end > len(content):
        return Range(end, None, "rentang bitanya tidak wajar")
    gap = content[length:second]
    hexed = _HEX.fullmatch(gap)
    if hexed is None:
        return Range(end, None, "di sela rentang bitanya ada isi lain daripada tanda tangan")
    signature = hexed.group(1)
    return Range(end, _is_intact(content, (length, second, end), signature), _oddity(signature))


def _oddity(signature: bytes) -> str:
    """What the hexadecimal digits betray: they are written in one case, and filled up with zeros."""
    if signature != signature.lower() and signature != signature.upper():
        return "penulisan tanda tangannya diubah"
    try:
        data = bytes.fromhex(signature.decode())
        if data[_length(data) :].strip(b"\x00"):
            return "di belakang tanda tangannya ada isi lain"
    except (ValueError, IndexError):
        return "tanda tangannya tidak terbaca"
    return ""


def _length(data: bytes) -> int:
    """The length of a DER value with its head."""
    if data[0] != 0x30:
        raise ValueError("no sequence")
    if data[1] < 0x80:
        return 2 + data[1]
    count = data[1] & 0x7F
    return 2 + count + int.from_bytes(data[2 : 2 + count], "big")


def _is_intact(content: bytes, bounds: tuple[int, int, int], signature: bytes) -> bool | None:
    """Whether the digest in the signature is that of the bytes; None where there is none to be read."""
    import hashlib

    from asn1crypto import cms, tsp  # noqa: F401 - tsp teaches cms what a time stamp holds

    length, second, end = bounds
    try:
        signed = cms.ContentInfo.load(bytes.fromhex(signature.decode()))["content"]
        told, algorithm = _digest(signed)
        whole = hashlib.new(algorithm, content[:length])
    except Exception:
        return None
    whole.update(content[second:end])
    return whole.digest() == told


def _digest(signed: object) -> tuple[bytes, str]:
    """The digest that a signature or a time stamp holds of the bytes, and its algorithm."""
    from asn1crypto import cms, tsp  # noqa: F401 - tsp teaches cms what a time stamp holds

    assert isinstance(signed, cms.SignedData)
    inner = signed["encap_content_info"]
    if inner["content_type"].native == "tst_info":
        imprint = inner["content"].parsed["message_imprint"]
        return imprint["hashed_message"].native, imprint["hash_algorithm"]["algorithm"].native
    signer = signed["signer_infos"][0]
    for attribute in signer["signed_attrs"]:
        if attribute["type"].native == "message_digest":
            return attribute["values"][0].native, signer["digest_algorithm"]["algorithm"].native
    raise ValueError("no digest")


def trailing(content: bytes) -> int:
    """How many bytes stand behind the last end-of-file mark, blanks aside."""
    place = content.rfind(b"%%EOF")
    return len(content[place + 5 :].strip(_BLANK)) if place >= 0 else len(content)


def strays(content: bytes, start: int, listed: frozenset[int]) -> int:
    """How many objects behind `start` no cross-reference table lists, be they inside a stream or a text.

    A reader that searches the bytes for objects may pick them up.
    """
    return sum(match.start() not in listed for match in _OBJECT.finditer(content, start))
