"""Whether a certificate names the official that a document says: tolerant of titles, not of other names."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from sopgen.model import Pejabat
from sopgen.verify.values import Answer, Subject

_BEFORE = frozenset({
    "dr", "drs", "dra", "ir", "h", "hj", "prof", "kh", "ust", "sdr", "sdri", "bapak", "ibu", "kolonel",
    "letkol", "mayor", "kapten", "kombes", "kombespol", "akbp", "kompol", "akp", "iptu", "ipda", "aiptu",
    "aipda", "bripka", "brigpol", "brigadir", "briptu", "bripda", "irjen", "brigjen",
})  # fmt: skip
"""Titles and ranks before a name."""

_DEGREES = frozenset({
    "sik", "sh", "mh", "msi", "mm", "se", "st", "mt", "spd", "mpd", "ssos", "sip", "map", "skom", "mkom",
    "amd", "ak", "phd", "msc", "mba", "ma", "mhum", "shum", "sag", "mag", "mkn", "sstmk", "strk", "mtr",
    "mkes", "sked", "sp", "mp", "spt", "ssi", "stp", "shi", "mhi", "ss", "llm", "lc", "sstp", "skm",
})  # fmt: skip
"""Degrees behind a name."""

_SHORT = {
    "kapolri": "kepala kepolisian negara republik indonesia",
    "kapolda": "kepala kepolisian daerah",
    "kapolres": "kepala kepolisian resor",
    "kapolresta": "kepala kepolisian resor kota",
    "kapolsek": "kepala kepolisian sektor",
    "wakapolres": "wakil kepala kepolisian resor",
    "kasat": "kepala satuan",
    "kasatbinmas": "kepala satuan binmas",
    "kabag": "kepala bagian",
    "kabid": "kepala bidang",
    "kasi": "kepala seksi",
    "kadis": "kepala dinas",
    "sekda": "sekretaris daerah",
    "resort": "resor",
    "kab": "kabupaten",
}
_PERSONAL = (8, 18)
"""Digits of an NRP and of a NIP."""

_PLACEHOLDER = re.compile(r"[(\[<].*[)\]>]|[.\u2026_\s]*")


def matched(subject: Subject, official: Pejabat) -> tuple[Answer, str]:
    """Whether the certificate is that of the official: by number, name or office, with the reason.

    A name that is only part of the other is `TIDAK_DIKETAHUI`: people judge that better.
    """
    number = _number(subject, official)
    if number is Answer.TIDAK:
        return number, f"nomor induk di sertifikat bukan nomor {official.nama or official.jabatan}"
    given = name(official.nama or "")
    known = has_name(official)
    for text in (subject.nama, subject.jabatan):
        if same_office(text, official.jabatan) and (not known or not _is_other_person(subject, text, given)):
            return Answer.YA, f"sertifikat atas jabatan {text}"
    if not known:
        return Answer.TIDAK, f"sertifikat atas nama {subject.nama}, dokumen menyebut {official.jabatan}"
    return _by_name(subject, official, given, number)


def has_name(official: Pejabat) -> bool:
    """Whether an official is named, and not by a placeholder that is still to be filled in."""
    return bool(name(official.nama or "")) and not _PLACEHOLDER.fullmatch((official.nama or "").strip())


def _by_name(
    subject: Subject, official: Pejabat, given: tuple[str, ...], number: Answer
) -> tuple[Answer, str]:
    found = name(subject.nama)
    if found and (Counter(found) == Counter(given) or "".join(found) == "".join(given)):
        return Answer.YA, f"sertifikat atas nama {subject.nama}"
    if _is_near(found, given):
        if number is Answer.YA:
            return Answer.YA, f"sertifikat atas nama {subject.nama}, nomor induknya sama"
        return Answer.TIDAK_DIKETAHUI, (
            f"nama di sertifikat ({subject.nama}) mirip, tetapi tidak sama dengan nama {official.nama}"
        )
    return Answer.TIDAK, f"sertifikat atas nama {subject.nama}, dokumen menyebut {official.nama}"


def _is_other_person(subject: Subject, office: str, given: tuple[str, ...]) -> bool:
    """Whether the certificate names, beside the office, somebody whom the document doesn't."""
    person = name(subject.nama)
    return office is not subject.nama and bool(person) and Counter(person) != Counter(given)


def _number(subject: Subject, official: Pejabat) -> Answer:
    """Whether NRP or NIP agree; numbers of other lengths say nothing."""
    own = {
        digits
        for text in (official.nrp, official.nip)
        if (digits := re.sub(r"\D", "", text or "")).strip("0")
    }
    theirs = {number for number in subject.numbers if len(number) in _PERSONAL}
    if own & theirs:
        return Answer.YA
    alike = {len(number) for number in own} & {len(number) for number in theirs}
    return Answer.TIDAK if alike else Answer.TIDAK_DIKETAHUI


def name(text: str) -> tuple[str, ...]:
    """The words of a person's name in lower case, without titles, ranks and degrees."""
    head, *rest = _plain(text).split(",")
    kept = [_bare(word) for word in _split(head) if not _is_degree(word, alone=True)]
    kept += [_bare(word) for part in rest for word in _split(part) if not _is_degree(word, alone=False)]
    while kept and kept[0] in _BEFORE:
        kept = kept[1:]
    return tuple(word for word in kept if word)


def _split(text: str) -> list[str]:
    return re.split(r"[\s/]+", text.strip())


def _bare(word: str) -> str:
    """A word without its dots and apostrophes: `s.i.k.` is `sik`, `m.` is `m`."""
    return re.sub(r"[^\w]", "", word)


def _is_degree(word: str, *, alone: bool) -> bool:
    """Whether a word is a degree; without comma or dots a short one may as well be part of the name."""
    bare = _bare(word)
    return bare in _DEGREES and (not alone or "." in word.strip(".") or len(bare) > 2)


def same_office(text: str, office: str) -> bool:
    """Whether two titles of an office are the same, abbreviations written out, in the same order."""
    first, second = _office(text), _office(office)
    return bool(first) and first == second


def _office(text: str) -> list[str]:
    words = [_SHORT.get(word, word) for word in re.findall(r"\w+", _plain(text))]
    return " ".join(words).split()


def _is_near(found: tuple[str, ...], given: tuple[str, ...]) -> bool:
    """Whether one name has all words of the other, or their initials, and at least one word in full."""
    short, long = sorted((found, given), key=len)
    left = list(long)
    whole = 0
    for word in short:
        other = next((w for w in left if w == word or (1 in (len(w), len(word)) and w[0] == word[0])), None)
        if other is None:
            return False
        left.remove(other)
        whole += other == word
    return whole > 0


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
