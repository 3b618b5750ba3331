"""Whether the signer holds the office that a document prints: by the certificate, or by whom one expects."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from sopgen import parse, source
from sopgen.diagnostic import Severity, SopgenError
from sopgen.model import Pejabat
from sopgen.verify.person import has_name, matched, same_office
from sopgen.verify.values import Answer, Subject

Expected = Sequence[Pejabat]
"""Whom one expects to approve; several of one office where the office changed hands."""


def expected(unit: Path | None, given: Iterable[str]) -> tuple[Pejabat, ...]:
    """Everybody whom a unit.yaml names, and each `JABATAN=NAMA`; SopgenError where either can't be read."""
    return (*(_of_unit(unit) if unit else ()), *(_given(text) for text in given))


def _of_unit(file: Path) -> tuple[Pejabat, ...]:
    units, findings = parse.unit(source.read(file))
    if units is None:
        first = next(found for found in findings if found.severity is Severity.ERROR)
        where = f" baris {first.place.line}" if first.place.line else ""
        raise SopgenError(f"{file}{where} keliru: {first.message} Pejabatnya tidak dapat dibaca.")
    found = tuple(official for unit in units.values() for official in unit.pejabat.values())
    if not found:
        raise SopgenError(f"{file} tidak menyebut pejabat; isi `pejabat:`, atau sebutkan dengan --pejabat.")
    return found


def _given(text: str) -> Pejabat:
    jabatan, equals, nama = (part.strip() for part in text.partition("="))
    if not (jabatan and equals and nama):
        raise SopgenError(
            f'--pejabat "{text}" keliru: tulis "JABATAN=NAMA", misalnya '
            '--pejabat "Kapolres Gorontalo Kota=Ahmad Yani".'
        )
    return Pejabat(jabatan=jabatan, nama=nama)


def approves(subject: Subject, official: Pejabat, expected: Expected) -> tuple[Answer, str]:
    """Whether a certificate is that of the official whom a document prints, and that one holds the office.

    The name alone says nothing of the office: anybody can print himself as its holder.
    """
    answer, why = matched(subject, official)
    if answer is Answer.TIDAK:
        return answer, why
    if not expected:
        if answer is Answer.YA and not is_checked(subject, official, expected):
            return Answer.TIDAK_DIKETAHUI, f"{why}; {_OPEN}"
        return answer, why
    holds, about = _holds(subject, official, expected)
    if holds is Answer.YA:
        return answer, f"{why}, pejabat yang diharapkan" if answer is Answer.YA else why
    return holds, about


_OPEN = (
    "jabatannya tidak diperiksa, padahal siapa pun yang bersertifikat dapat mencetak dirinya sebagai "
    "pejabat itu. Sebutkan --unit UNIT.YAML atau --pejabat JABATAN=NAMA"
)


def is_checked(subject: Subject, official: Pejabat, expected: Expected) -> bool:
    """Whether the printed office was held against anything: the certificate, or whom one expects."""
    return bool(expected) or _is_own_office(subject, official.jabatan)


def speaks_for(subject: Subject, office: str, expected: Expected) -> bool:
    """Whether a certificate is that of an office, or of a person whom one expects to hold it, at any time."""
    holders = _holders(office, expected) if expected else [Pejabat(jabatan=office)]
    return any(matched(subject, holder)[0] is Answer.YA for holder in holders)


def _is_own_office(subject: Subject, office: str) -> bool:
    return any(same_office(text, office) for text in (subject.nama, subject.jabatan))


def _holders(office: str, expected: Expected) -> list[Pejabat]:
    return [one for one in expected if same_office(one.jabatan, office)]


def _holds(subject: Subject, official: Pejabat, expected: Expected) -> tuple[Answer, str]:
    """Whether signer and printed official are a person whom one expects in the office."""
    office = official.jabatan
    holders = _holders(office, expected)
    if not holders:
        known = ", ".join(dict.fromkeys(one.jabatan for one in expected))
        return Answer.TIDAK_DIKETAHUI, f"jabatan {office} tidak ada di antara yang diharapkan ({known})"
    answers = {_is_holder(subject, official, one) for one in holders}
    if Answer.YA in answers:
        return Answer.YA, ""
    if not all(has_name(one) for one in holders):
        return Answer.TIDAK_DIKETAHUI, f"siapa {office} belum pasti: namanya belum diisi di unit.yaml"
    names = " atau ".join(dict.fromkeys(one.nama or "" for one in holders))
    if Answer.TIDAK_DIKETAHUI in answers:
        return Answer.TIDAK_DIKETAHUI, f"nama penanda tangannya mirip, tetapi tidak sama dengan {names}"
    return Answer.TIDAK, (
        f"yang diharapkan sebagai {office} adalah {names}; dokumen menyebut {official.nama or office}, "
        f"sertifikatnya atas nama {subject.nama}"
    )


def _is_holder(subject: Subject, official: Pejabat, holder: Pejabat) -> Answer:
    """Whether the certificate, and the name and number in print, are those of the holder."""
    answers = {matched(subject, holder)[0]}
    if has_name(official) and has_name(holder):
        numbers = tuple(re.sub(r"\D", "", text) for text in (official.nrp, official.nip) if text)
        answers.add(matched(Subject(official.nama or "", numbers=numbers), holder)[0])
    return next(one for one in (Answer.TIDAK, Answer.TIDAK_DIKETAHUI, Answer.YA) if one in answers)
