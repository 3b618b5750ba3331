"""The visible mark of an electronic signature: what it says, and how large, so that it fits its place."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

import segno

from sopgen.bahasa import tanggal
from sopgen.lettering import wrapped
from sopgen.model import Sop
from sopgen.unit import PENGESAHAN, Unit
from sopgen.view import Official, official, signers

_MM = 25.4 / 72
"""A point in mm."""

_LEADING = 1.18
_SIZES = {"judul": 5.8, "nama": 9.0, "jabatan": 7.0, "waktu": 6.0, "kalimat": 5.6}
"""Font sizes at full scale, pt."""

_SCALES = tuple(scale / 100 for scale in range(110, 49, -5))
_EDGE, _BAR, _GAP = 0.7, 0.7, 1.4
"""White around the QR code, the bar beside it, and the distance to the text, mm."""

_AIR = 1.6
"""What is left free above and below the text together, mm."""

_ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of the mark with its font size in pt; `kind` is its class in the template."""

    kind: str
    text: str
    size: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark ready to be set out; all lengths in mm. `qr` and `logo` are addresses of pictures, or empty."""

    width: float
    height: float
    qr: str
    qr_text: str
    qr_side: float
    bar: float
    left: float
    room: float
    emblem: float
    logo: str
    lines: tuple[Line, ...]


def mark(
    sop: Sop,
    unit: Unit,
    field: str,
    size: tuple[float, float],
    *,
    digest: str,
    when: datetime.datetime,
    logo: str = "",
) -> Mark:
    """The mark for one of the SOP's signature fields, of the field's size in pt.

    `digest` is the SHA-256 of the source in hexadecimal, `when` the moment of signing in its time zone.
    """
    width, height = (round(side * _MM, 3) for side in size)
    text = qr_text(sop, unit, digest)
    side = height - 2 * _EDGE
    bar = round(side + 2 * _EDGE, 3)
    left = round(bar + _BAR + _GAP, 3)
    emblem = round(height - 2.8, 3) if logo else 0.0
    room = round(width - left - emblem - (3.0 if logo else 1.2), 3)
    return Mark(
        width=width,
        height=height,
        qr=segno.make(text, error="m", micro=False).svg_data_uri(
            border=2, dark="#000", light="#fff", scale=1
        ),
        qr_text=text,
        qr_side=round(side, 3),
        bar=bar,
        left=left,
        room=room,
        emblem=emblem,
        logo=logo,
        lines=_fitted(dict(_texts(unit, signer(sop, unit, field), when)), room, height - _AIR),
    )


def signer(sop: Sop, unit: Unit, field: str) -> Official:
    """Who signs in a field of the SOP."""
    if field == PENGESAHAN:
        return official(sop, unit)
    return next(found.official for found in signers(unit) if found.id == field)


def qr_text(sop: Sop, unit: Unit, digest: str) -> str:
    """What the QR code says: number, revision, digest of the source, and where to ask about it.

    In capitals where nothing is lost by them: they take much less room.
    """
    nomor = sop.nomor or "-"
    if address := unit.tanda_tangan.alamat_verifikasi:
        joint = "&" if "?" in address else "?"
        return address + joint + urlencode({"nomor": nomor, "revisi": sop.revisi, "sha256": digest}, safe="/")
    return f"{nomor} REVISI {sop.revisi} SHA256:{digest.upper()}"


def _texts(unit: Unit, who: Official, when: datetime.datetime) -> Iterator[tuple[str, str]]:
    yield "judul", "Ditandatangani secara elektronik"
    if who.nama:
        yield "nama", who.nama
    yield "jabatan", who.jabatan
    yield "waktu", f"{tanggal(when.date())} pukul {when:%H.%M} {_zone(when)}"
    yield "kalimat", unit.tanda_tangan.kalimat


def _zone(when: datetime.datetime) -> str:
    offset = when.utcoffset() or datetime.timedelta()
    hours = offset.total_seconds() / 3600
    return _ZONES.get(int(hours), "") if hours in _ZONES else f"UTC{hours:+g}" if hours else "UTC"


def _fitted(texts: dict[str, str], room: float, height: float) -> tuple[Line, ...]:
    """The paragraphs as large as the room (mm) lets them be."""
    for scale in _SCALES:
        lines = tuple(Line(kind, text, round(_SIZES[kind] * scale, 2)) for kind, text in texts.items())
        if sum(_height(line, room) for line in lines) + 0.5 * scale <= height:
            break
    return lines


def _height(line: Line, room: float) -> float:
    """The height of a paragraph in mm; bold and spaced letters are a little wider."""
    wider = 1.16 if line.kind == "judul" else 1.1 if line.kind == "nama" else 1.02
    text = line.text.upper() if line.kind == "judul" else line.text
    return len(wrapped(text, line.size * wider, room / _MM)) * line.size * _LEADING * _MM
