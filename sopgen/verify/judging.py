"""From what was seen to answers with reasons, and to findings that name what is wrong; pure."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from sopgen import bahasa
from sopgen.diagnostic import Finding, Place, Severity, Spot
from sopgen.model import Pejabat
from sopgen.verify.changes import ANNOTATION, CATALOGUE, DISAGREED, OBJECTS, SHOWN, UNREADABLE, kind
from sopgen.verify.examining import Examined
from sopgen.verify.office import Expected, approves, is_checked
from sopgen.verify.standards import Standard
from sopgen.verify.values import Answer, Level, Question, Signature, Stamp, Trouble

FIELD = "pengesahan"
"""The field for the signature of the official who approves, in documents of our own (`sopgen.pdf`)."""

UNSIGNED, ALTERED, FORGED, PARTIAL = "TTD-01", "TTD-02", "TTD-03", "TTD-04"
UNTRUSTED, EXPIRED, REVOKED, UNFIT, OTHER_PERSON = "TTD-05", "TTD-06", "TTD-07", "TTD-08", "TTD-09"
STAMP, EVIDENCE, ODD = "TTD-10", "TTD-11", "TTD-12"

QUESTIONS = {
    "penanda_tangan": "Apakah penanda tangannya pejabat yang disebut dokumen?",
    "keutuhan": "Apakah isinya tidak berubah sejak ditandatangani?",
    "waktu": "Apakah waktunya dibuktikan stempel waktu yang tepercaya?",
    "jangka_panjang": "Apakah masih dapat diperiksa sepuluh tahun lagi?",
}
"""The four questions of government practice."""

_CODE = {
    Trouble.UNTRUSTED: UNTRUSTED,
    Trouble.EXPIRED: EXPIRED,
    Trouble.NOT_YET: EXPIRED,
    Trouble.REVOKED: REVOKED,
}
_NONE = "Tidak ada tanda tangan elektronik di dokumen ini."


@dataclass(frozen=True, slots=True)
class Case:
    """All that is known of a file. `official` is who approves it as printed, `why` why that is unknown.

    `has_trust` tells whether authorities to trust were given, `expected` whom one expects to approve.
    """

    file: str
    seen: Examined
    official: Pejabat | None
    why: str
    has_trust: bool
    expected: Expected = ()

    @property
    def signed(self) -> tuple[Signature, ...]:
        """The signatures of people."""
        return tuple(one for one in self.seen.signatures.found if not one.is_stamp)

    @property
    def stamps(self) -> tuple[Signature, ...]:
        """The time stamps of the whole document."""
        return tuple(one for one in self.seen.signatures.found if one.is_stamp)

    @property
    def approval(self) -> Signature | None:
        """The signature of the official who approves: in its own field; else the last that can be read."""
        own = next((one for one in self.signed if one.field == FIELD), None)
        read = [one for one in self.signed if not one.fault]
        return own or next(iter([*reversed(read), *self.signed]), None)

    @property
    def is_office_checked(self) -> bool:
        """Whether the office of who approves was held against the certificate or against whom one expects."""
        one, official = self.approval, self.official
        return one is not None and official is not None and is_checked(one.subject, official, self.expected)


def questions(case: Case) -> tuple[Question, ...]:
    """The four answers."""
    answers = (_signer(case), _unchanged(case), _timed(case), _lasting(case))
    return tuple(
        Question(key, text, answer, reason)
        for (key, text), (answer, reason) in zip(QUESTIONS.items(), answers, strict=True)
    )


# ---- who ------------------------------------------------------------------------------------------------


def _signer(case: Case) -> tuple[Answer, str]:
    one = case.approval
    if one is None:
        return (Answer.TIDAK, _NONE) if not case.seen.fault else (Answer.TIDAK_DIKETAHUI, _UNREAD)
    if one.fault or not one.is_valid:
        return Answer.TIDAK, f"Tanda tangan di {one.field} rusak atau palsu."
    if one.trouble is Trouble.HIDDEN:
        return Answer.TIDAK, f"Sertifikat {one.subject.nama} ditolak: {one.trouble}."
    named, why = _named(case, one)
    if named is Answer.TIDAK:
        return Answer.TIDAK, _sentence(f"Bukan: {why}")
    if one.trouble is Trouble.UNTRUSTED and not case.has_trust:
        told = f"{why}; " if named is Answer.YA else ""
        return Answer.TIDAK_DIKETAHUI, (
            f"Namanya dapat ditulis siapa saja: {told}penerbitnya ({one.issuer}) belum dinyatakan dipercaya. "
            "Sebutkan sertifikat otoritasnya dengan --trust."
        )
    if one.trouble is not Trouble.NONE:
        return _unfit(one), f"Sertifikat {one.subject.nama} {_troubled(one)}."
    if not one.is_checked:
        return Answer.TIDAK_DIKETAHUI, (
            f"Namanya cocok ({why}), tetapi belum diketahui apakah sertifikatnya sudah dicabut: datanya "
            "tidak ada di dalam dokumen dan tidak diambil. Ulangi dengan --fetch."
        )
    if named is Answer.TIDAK_DIKETAHUI:
        return named, _sentence(f"Perlu dilihat orang: {why}")
    return Answer.YA, f"Benar: {why}, diterbitkan {one.issuer}."


_UNREAD = "Berkas tidak dapat dibaca sebagai PDF."


def _sentence(text: str) -> str:
    """With one full stop, also behind a degree."""
    return f"{text.removesuffix('.')}."


def _named(case: Case, one: Signature) -> tuple[Answer, str]:
    if case.official is None:
        return Answer.TIDAK_DIKETAHUI, f"sertifikat atas nama {one.subject.nama}, {case.why}"
    return approves(one.subject, case.official, case.expected)


def _unfit(one: Signature) -> Answer:
    """An expired certificate says nothing of a time when it was good, unless a stamp tells the time."""
    timed = one.stamp is not None and one.stamp.is_trusted
    if (
        one.trouble is Trouble.EXPIRED
        and not timed
        and one.claimed
        and one.until
        and one.claimed <= one.until
    ):
        return Answer.TIDAK_DIKETAHUI
    return Answer.TIDAK


def _troubled(one: Signature) -> str:
    since = one.trouble_at or (one.until if one.trouble is Trouble.EXPIRED else None)
    when = f" sejak {day(since)}" if since else ""
    if _unfit(one) is Answer.TIDAK_DIKETAHUI:
        return f"{one.trouble}{when}, dan tidak ada stempel waktu yang membuktikan tanda tangannya lebih dulu"
    return f"{one.trouble}{when}"


# ---- unchanged ------------------------------------------------------------------------------------------


def _unchanged(case: Case) -> tuple[Answer, str]:
    if not case.signed and not case.seen.ranges:
        return (Answer.TIDAK_DIKETAHUI, _UNREAD if case.seen.fault else _NONE)
    if _altered(case):
        return Answer.TIDAK, "Bita yang ditandatangani berubah sesudah ditandatangani."
    if any(one.fault or not one.is_valid for one in case.signed) or not case.signed:
        return Answer.TIDAK, "Tanda tangannya rusak atau palsu, jadi tidak membuktikan apa-apa."
    if any(not one.covers for one in case.seen.signatures.found):
        return Answer.TIDAK, "Tanda tangannya tidak mencakup seluruh dokumen."
    told = _forbidden(case)
    if told:
        more = f" (dan {len(told) - 1} lagi)" if len(told) > 1 else ""
        return Answer.TIDAK, f"{told[0]}{more}"
    for code, answer in ((SHOWN, Answer.TIDAK), (DISAGREED, Answer.TIDAK_DIKETAHUI)):
        if read := [change.message for change in case.seen.readings if change.code == code]:
            return answer, read[0] + (f" (dan {len(read) - 1} lagi)" if read[1:] else "")
    later = "; yang ditambahkan sesudahnya hanya yang diizinkan" if case.seen.increments else ""
    return Answer.YA, f"Setiap bita masih seperti saat ditandatangani{later}."


def _altered(case: Case) -> bool:
    by_reader = any(not one.is_intact and not one.fault for one in case.seen.signatures.found)
    return by_reader or any(one.is_intact is False for one in case.seen.ranges)


def _forbidden(case: Case) -> list[str]:
    """What later increments did and may not do; what only one of the two readers has against them, too."""
    told = [c.message for increment in case.seen.increments for c in increment.changes if c.code]
    odd = [one.oddity for one in case.seen.ranges] + [one.oddity for one in case.seen.signatures.found]
    told += [f"{text[:1].upper()}{text[1:]}." for text in odd if text]
    if not told and _objections(case):
        told.append(_OBJECTION)
    return told


_OBJECTION = "Tambahan sesudah tanda tangan mengubah objek dokumen yang tidak boleh diubah."


def _objections(case: Case) -> list[Signature]:
    return [one for one in case.signed if one.objection or not one.is_permitted]


# ---- time -----------------------------------------------------------------------------------------------


def _best(case: Case) -> Stamp | None:
    """The oldest stamp that can be relied on; else any."""
    one = case.approval
    own = [one.stamp] if one and one.stamp else []
    later = [s.stamp for s in case.stamps if s.stamp and s.covers and (one is None or s.end > one.end)]
    found = [*own, *later]
    trusted = sorted((stamp for stamp in found if stamp.is_trusted), key=lambda stamp: stamp.time)
    return next(iter([*trusted, *found]), None)


def _timed(case: Case) -> tuple[Answer, str]:
    stamp = _best(case)
    if case.approval is None:
        return Answer.TIDAK, _UNREAD if case.seen.fault else _NONE
    if stamp is None:
        claimed = case.approval.claimed
        told = f" Waktu {moment(claimed)} hanya pernyataan penanda tangan." if claimed else ""
        return Answer.TIDAK, f"Tidak ada stempel waktu.{told}"
    if not stamp.is_intact:
        return Answer.TIDAK, "Stempel waktunya rusak atau bukan untuk dokumen ini."
    if stamp.is_trusted:
        return Answer.YA, f"Ditandatangani sebelum {moment(stamp.time)} menurut {stamp.tsa}."
    if stamp.trouble is Trouble.UNTRUSTED and not case.has_trust:
        return Answer.TIDAK_DIKETAHUI, (
            f"Ada stempel waktu {moment(stamp.time)} dari {stamp.tsa}, tetapi penerbitnya belum dinyatakan "
            "dipercaya; sebutkan sertifikat otoritasnya dengan --trust."
        )
    return Answer.TIDAK, _untrusted(stamp)


def _untrusted(stamp: Stamp) -> str:
    """Why the time of a stamp can't be relied on."""
    if stamp.trouble is Trouble.AHEAD:
        return f"Stempel waktu {stamp.tsa} {stamp.trouble}: {moment(stamp.time)}."
    told = "tidak diterbitkan untuk stempel waktu" if stamp.trouble is Trouble.USAGE else stamp.trouble
    return f"Sertifikat otoritas stempel waktu {stamp.tsa} {told}."


# ---- ten years ------------------------------------------------------------------------------------------


def level(case: Case) -> Level:
    """The PAdES level that is not only claimed but holds."""
    one = case.approval
    if one is None or one.fault or not (one.is_intact and one.is_valid and one.covers):
        return Level.NONE
    stamp = _best(case)
    if one.trouble is not Trouble.NONE or stamp is None or not stamp.is_trusted:
        return Level.B
    if not _has_proof(one):
        return Level.T
    return Level.LTA if _archived(case) else Level.LT


def _has_proof(one: Signature) -> bool:
    """Whether the file brings what is needed to judge the signer's certificate, and that of its own stamp."""
    return one.is_complete and (one.stamp is None or not one.stamp.is_trusted or one.stamp.is_complete)


def _archived(case: Case) -> Stamp | None:
    """The newest stamp over signature and data for checking alike."""
    one = case.approval
    stamps = [
        s.stamp
        for s in case.stamps
        if s.stamp and s.stamp.is_trusted and s.covers and one and one.is_protected and s.end > one.end
    ]
    return max(stamps, key=lambda stamp: stamp.time, default=None)


def _lasting(case: Case) -> tuple[Answer, str]:
    one = case.approval
    if one is None:
        return Answer.TIDAK, _UNREAD if case.seen.fault else _NONE
    if case.seen.signatures.evidence_fault:
        return Answer.TIDAK, "Data pemeriksaan jangka panjang di dalamnya rusak."
    if not case.seen.signatures.has_evidence:
        return Answer.TIDAK, "Tidak ada data pencabutan di dalamnya (DSS); kelak tidak dapat dipastikan lagi."
    if one.trouble is Trouble.UNTRUSTED and not case.has_trust:
        return Answer.TIDAK_DIKETAHUI, (
            "Ada data pemeriksaan jangka panjang, tetapi kelengkapannya baru dapat dinilai dengan --trust."
        )
    if not _has_proof(one):
        return Answer.TIDAK, "Rantai sertifikat atau data pencabutan di dalamnya tidak lengkap."
    stamp = _archived(case)
    if stamp is None:
        return Answer.TIDAK, (
            "Datanya lengkap, tetapi tidak dilindungi stempel waktu dokumen yang tepercaya (B-LTA)."
        )
    return Answer.YA, (
        "Rantai sertifikat, data pencabutan, dan stempel waktu dokumen ada di dalamnya. Sertifikat otoritas "
        f"stempel waktu berlaku sampai {day(stamp.until)}; sebelum itu stempel waktu perlu dibubuhkan lagi."
    )


# ---- increments, standards ------------------------------------------------------------------------------


def added(case: Case) -> Question:
    """Whether what came after the first signature is only what may come."""
    text = "Apakah tambahan sesudah tanda tangan hanya yang diizinkan?"
    told = _forbidden(case)
    if told:
        return Question("tambahan", text, Answer.TIDAK, " ".join(told[:4]))
    if not case.seen.increments:
        return Question("tambahan", text, Answer.TIDAK_BERLAKU, "Tidak ada tambahan sesudah tanda tangan.")
    done = [change.message for increment in case.seen.increments for change in increment.changes]
    return Question("tambahan", text, Answer.YA, " ".join(dict.fromkeys(done)) or "Tanpa perubahan apa pun.")


def conforming(name: str, found: Standard | None) -> Question:
    """Whether a standard is kept that the file claims; None where measuring it was stopped."""
    text = f"Apakah memenuhi {name}?"
    if found is None:
        return Question(
            name,
            text,
            Answer.TIDAK_DIKETAHUI,
            "Pengukurannya dihentikan: waktu atau memorinya habis; berkas terlalu rumit.",
        )
    if not found.is_claimed:
        other = f"{found.other}, bukan {name}" if found.other else f"memenuhi {name}"
        told = f"Dokumen ini {'' if found.other else 'tidak '}menyatakan diri {other}."
        return Question(name, text, Answer.TIDAK_BERLAKU, told)
    if not found.departures:
        return Question(name, text, Answer.YA, f"Tidak ada pelanggaran {name}.")
    told = f"{len(found.departures)} pelanggaran; pertama {found.departures[0]}."
    return Question(name, text, Answer.TIDAK, told)


# ---- findings -------------------------------------------------------------------------------------------


def findings(case: Case) -> Iterator[Finding]:
    """Everything that is wrong, each by its name."""
    if case.seen.fault:
        yield _error(case, "BKS-01", "Berkas rusak, terpotong, atau bukan PDF.")
    if not case.signed and not case.seen.fault:
        yield _error(case, UNSIGNED, _NONE)
    for one in case.seen.signatures.found:
        yield from _of_signature(case, one)
    yield from _of_bytes(case)
    if case.seen.signatures.evidence_fault:
        yield _error(case, EVIDENCE, "Data pemeriksaan jangka panjang (DSS) rusak.")
    for increment in case.seen.increments:
        for change in increment.changes:
            if change.code:
                yield Finding(
                    change.code,
                    Severity.ERROR,
                    f"Tambahan {increment.number}: {change.message}",
                    Place(case.file, spot=Spot(change.page)),
                )
    yield from _of_objects(case)
    for change in case.seen.readings:
        severity = Severity.ERROR if change.code == SHOWN else Severity.WARNING
        yield Finding(change.code, severity, change.message, Place(case.file, spot=Spot(change.page)))
    if case.seen.is_blind:
        told = "Halaman yang ditandatangani tidak dapat dibaca kembali; ada yang mungkin disembunyikan."
        yield _error(case, UNREADABLE, told)
    if case.seen.is_layered:
        told = "Dokumen ini berlapis saat ditandatangani: yang tampak bergantung pada program pembacanya."
        yield _error(case, CATALOGUE, told)
    for laid in case.seen.laid:
        x, y = (round(side) for side in laid.rectangle[:2])
        message = f"Anotasi {kind(laid.kind)} menutupi halaman {laid.page} saat ditandatangani (di {x}, {y})."
        yield Finding(ANNOTATION, Severity.ERROR, message, Place(case.file, spot=Spot(laid.page)))


def _of_signature(case: Case, one: Signature) -> Iterator[Finding]:
    what = f"{'Stempel waktu' if one.is_stamp else 'Tanda tangan'} {one.field}"
    if one.fault:
        yield _error(case, FORGED, f"{what} rusak: tidak dapat dibaca.")
        return
    if not one.is_valid:
        yield _error(case, FORGED, f"{what} palsu atau rusak: bukan buatan kunci sertifikatnya.")
    elif not one.is_intact:
        yield _error(case, ALTERED, f"Bita yang dicakup {what.lower()} berubah sesudah ditandatangani.")
    if one.oddity:
        yield _error(case, ODD, f"{what} diutak-atik: {one.oddity}.")
    if not one.covers:
        yield _error(case, PARTIAL, f"{what} tidak mencakup seluruh dokumen.")
    if one.trouble is not Trouble.NONE and (case.has_trust or one.trouble is not Trouble.UNTRUSTED):
        if one.is_stamp and one.stamp:
            yield _error(case, STAMP, _untrusted(one.stamp))
        else:
            yield _of_certificate(case, one)
    if one.stamp and not one.is_stamp and not one.stamp.is_trusted:
        yield from _of_stamp(case, one.stamp)
    if not one.is_stamp and one is case.approval and _named(case, one)[0] is Answer.TIDAK:
        told = _sentence(f"Penanda tangan bukan pejabat yang mengesahkan: {_named(case, one)[1]}")
        yield _error(case, OTHER_PERSON, told)


def _of_certificate(case: Case, one: Signature) -> Finding:
    severity = Severity.ERROR if _unfit(one) is Answer.TIDAK else Severity.WARNING
    code = _CODE.get(one.trouble, UNFIT)
    message = f"Sertifikat {one.subject.nama} {_troubled(one)} (penerbit: {one.issuer})."
    return Finding(code, severity, message, Place(case.file))


def _of_stamp(case: Case, stamp: Stamp) -> Iterator[Finding]:
    if not stamp.is_intact:
        yield _error(case, STAMP, "Stempel waktu pada tanda tangan rusak atau milik tanda tangan lain.")
    elif case.has_trust or stamp.trouble is not Trouble.UNTRUSTED:
        yield _error(case, STAMP, _untrusted(stamp))


def _of_bytes(case: Case) -> Iterator[Finding]:
    known = {one.end for one in case.seen.signatures.found}
    for one in case.seen.ranges:
        if one.is_intact is False and (one.end not in known or case.seen.fault):
            yield _error(case, ALTERED, "Bita yang ditandatangani berubah sesudah ditandatangani.")
        if one.oddity:
            yield _error(case, ODD, f"Tanda tangan diutak-atik: {one.oddity}.")


def _of_objects(case: Case) -> Iterator[Finding]:
    """What the analysis of objects alone has against an increment."""
    named = any(not increment.is_permitted for increment in case.seen.increments)
    if _objections(case) and not named and not _altered(case):
        yield _error(case, OBJECTS, _OBJECTION)


def _error(case: Case, code: str, message: str) -> Finding:
    return Finding(code, Severity.ERROR, message, Place(case.file))


def day(value: datetime.datetime) -> str:
    """A day in words: `2 November 2026`."""
    return bahasa.tanggal(value.date())


def moment(value: datetime.datetime) -> str:
    """A moment in words, UTC: `2 November 2026 pukul 08.15 UTC`."""
    utc = value.astimezone(datetime.UTC)
    return f"{bahasa.tanggal(utc.date())} pukul {utc:%H.%M} UTC"
