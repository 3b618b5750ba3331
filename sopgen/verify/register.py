"""Whether a document is still in force: asked of the newest list that the unit sealed."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass
from pathlib import Path

from sopgen.diagnostic import SopgenError
from sopgen.model import Status
from sopgen.verify.edition import Edition, Listed, listed
from sopgen.verify.judging import day
from sopgen.verify.listing import MANIFEST, read
from sopgen.verify.manifest import seal
from sopgen.verify.office import Expected, approves, speaks_for
from sopgen.verify.trust import Trust
from sopgen.verify.values import Answer, Question, Signature, Verdict

_TEXT = "Apakah masih berlaku menurut daftar terbaru unitnya?"

Found = tuple[Answer, str]


@dataclass(frozen=True, slots=True)
class Register:
    """A sealed list: `shown` is its name for people; without `sealer` it is not believed, `why` tells."""

    shown: str
    documents: tuple[Listed, ...] = ()
    sealer: Signature | None = None
    why: str = ""


def registered(path: Path, shown: str, trust: Trust, moment: datetime.datetime) -> Register:
    """The list of a release folder, or of a manifest.json with its seal beside it.

    Raises SopgenError where there is no such file.
    """
    file = path / MANIFEST if path.is_dir() else path
    if not file.exists():
        raise SopgenError(f"--register {shown}: {'tidak ada ' + MANIFEST if path.is_dir() else 'tidak ada'}.")
    if not file.is_file() or file.name != MANIFEST:
        raise SopgenError(f"--register {shown} harus folder terbitan, atau {MANIFEST} di dalamnya.")
    data, _, faults = read(file.parent, shown)
    if faults:
        return Register(shown, why=faults[0].message)
    sealer, question, _ = seal(file.parent, shown, trust, moment)
    if question.answer is not Answer.YA:
        return Register(shown, why=question.reason)
    return Register(shown, listed(data), sealer)


def in_force(verdict: Verdict, file: Path, register: Register | None, expected: Expected) -> Question:
    """What the register says of a document that was judged; `file` is where its bytes are."""
    answer, reason = _answered(verdict, file, register, expected)
    return Question("berlaku", _TEXT, answer, reason)


def _answered(verdict: Verdict, file: Path, register: Register | None, expected: Expected) -> Found:
    if register is None:
        return Answer.TIDAK_BERLAKU, "Tidak ditanyakan; sebutkan daftar terbaru unitnya dengan --register."
    sealer = register.sealer
    if sealer is None:
        return Answer.TIDAK_DIKETAHUI, f"Daftar {register.shown} tidak dapat dipercaya. {register.why}"
    if not _may_tell(sealer, verdict, expected):
        return Answer.TIDAK_DIKETAHUI, (
            f"Daftar {register.shown} disegel {sealer.subject}, bukan oleh pejabat yang mengesahkan dokumen "
            "ini; tidak dipakai."
        )
    answer, told = _of_document(verdict, file, register.documents)
    return answer, f"{told}, menurut daftar yang disegel {sealer.subject}{_when(sealer)}."


def _may_tell(sealer: Signature, verdict: Verdict, expected: Expected) -> bool:
    """Whether who sealed the list approves the document, or holds the office that did."""
    official = verdict.official
    if official is None:
        return False
    is_same = approves(sealer.subject, official, expected)[0] is Answer.YA
    return is_same or speaks_for(sealer.subject, official.jabatan, expected)


def _when(sealer: Signature) -> str:
    stamped = sealer.stamp.time if sealer.stamp and sealer.stamp.is_trusted else sealer.claimed
    return f" pada {day(stamped)}" if stamped else ""


def _of_document(verdict: Verdict, file: Path, documents: tuple[Listed, ...]) -> Found:
    """By the bytes of the document; else by its number."""
    for one in documents:
        for edition in one.editions:
            if edition.sha256 == verdict.sha256:
                return _of_edition(one, edition)
    found = [one for one in documents if any(_is_same(e.nomor, verdict.nomor) for e in one.editions)]
    for one in found:
        for edition in one.editions:
            if _begins_with(file, edition):
                return _of_edition(one, edition)
    # A withdrawn SOP may share its number with the one that took its place.
    for one in sorted(found, key=lambda one: one.status != Status.BERLAKU):
        return _of_number(one, verdict)
    return Answer.TIDAK_DIKETAHUI, "Tidak terdaftar"


def _of_edition(one: Listed, edition: Edition) -> Found:
    """An edition that is listed. One that was only signed anew since then says the same as the newest."""
    now = one.standing
    if one.status == Status.DICABUT:
        return Answer.TIDAK, f"Dicabut: {one.edition.nomor} tidak berlaku lagi"
    if now is None or (edition is one.edition and now is not edition):
        return Answer.TIDAK_DIKETAHUI, f"Baru usulan (revisi {one.edition.revisi}), belum berlaku"
    is_same = bool(edition.source) and (edition.source, edition.revisi) == (now.source, now.revisi)
    if edition is now or is_same:
        return Answer.YA, f"Masih berlaku (revisi {now.revisi})"
    return Answer.TIDAK, f"Sudah diganti oleh revisi {now.revisi} ({now.nomor})"


def _of_number(one: Listed, verdict: Verdict) -> Found:
    """A document whose number is listed, but not its bytes."""
    now = one.standing
    if now is None:
        return _of_edition(one, one.edition)
    if not _is_same(now.nomor, verdict.nomor):
        other = next(edition for edition in one.editions if _is_same(edition.nomor, verdict.nomor))
        return _of_edition(one, other)
    if verdict.revisi is not None and verdict.revisi < now.revisi:
        return Answer.TIDAK, f"Sudah diganti oleh revisi {now.revisi} ({now.nomor})"
    if verdict.revisi is not None and verdict.revisi > now.revisi:
        return Answer.TIDAK_DIKETAHUI, (
            f"Revisi {verdict.revisi} lebih baru daripada yang terdaftar (revisi {now.revisi}): mintalah "
            "daftar yang lebih baru"
        )
    return Answer.TIDAK_DIKETAHUI, f"Nomornya terdaftar (revisi {now.revisi}), tetapi berkas ini lain"


def _begins_with(file: Path, edition: Edition) -> bool:
    """Whether a file is a listed PDF with something added behind it, such as a new time stamp."""
    if not 0 < edition.size < file.stat().st_size:
        return False
    with file.open("rb") as stream:
        return hashlib.sha256(stream.read(edition.size)).hexdigest() == edition.sha256


def _is_same(one: str, other: str) -> bool:
    return bool(one.split()) and one.casefold().split() == other.casefold().split()
