"""A citation as people write it -> its parts, and where its form departs from the canonical one."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import lru_cache

from sopgen.bahasa import baca_tanggal, bulan_romawi
from sopgen.citation.kinds import Kind, Name, full_name, kind


class Lapse(Enum):
    """How the form of a citation departs from the canonical one; the parts themselves may all be there."""

    KIND = auto()
    SHORT = auto()
    NUMBER = auto()
    CASE = auto()
    REPUBLIC = auto()
    DATE = auto()


@dataclass(frozen=True, slots=True)
class Citation:
    """One legal basis in its parts; what it doesn't say is empty or None.

    `jenis` is the kind's full name. `tanggal` is year, month, day; `bulan` the Roman month inside an
    old-style number. `pengubah` are the amendments named, `beberapa_kali` that there were more of them.
    `lapses` are departures of form, each with the words concerned.
    """

    text: str
    jenis: str
    kind: Kind | None
    nomor: str
    tahun: int | None
    tentang: str
    tanggal: tuple[int, int, int] | None
    bulan: int | None
    pengubah: tuple[Citation, ...]
    beberapa_kali: bool
    lapses: tuple[tuple[Lapse, str], ...]

    @property
    def has_old_number(self) -> bool:
        """Whether the number carries the year itself: `Skep/431/VII/2006`, `24/PRT/M/2007`."""
        return "/" in self.nomor and _year_within(self.nomor) is not None

    @property
    def is_whole(self) -> bool:
        """Whether kind, number, year and title are all there; the constitution has no number."""
        if self.kind and self.kind.code == "uud":
            return True
        return bool(self.jenis and self.nomor and self.tahun and self.tentang)

    def lapse(self, *wanted: Lapse) -> tuple[str, ...]:
        """The words of these lapses."""
        return tuple(words for lapse, words in self.lapses if lapse in wanted)


_LONGEST = 1500
_BULLET = re.compile(r"^\s*(?:\(?\d{1,2}[.),]|\(?[a-z][.)]|[-•–*])\s+")
_ARTICLE = re.compile(
    r"^(?:(?:,|dan|jo\.?)?\s*(?:pasal|ayat|huruf|angka)\s*\(?(?:\d+|[a-z]\b)\)?"
    r"(?:\s*(?:,|-|dan|s\.?d\.?|sampai dengan)\s*\(?\d+\)?)*\s*)+",
    re.IGNORECASE,
)
_ARTICLE_WITHIN = re.compile(
    r"\s(?:pasal|ayat|huruf)\s*\(?\d+\)?(?:\s*(?:,|dan)\s*\(?\d+\)?)*", re.IGNORECASE
)
_GAZETTE = re.compile(
    r"\s*[,;]?\s*\(\s*(?:(?:tambahan\s+)?(?:lembaran|berita)|t?ln|t?bn|pasal)\b[^()]*\)?"
    r"|\s*[,;]?\s+(?:tambahan\s+)?(?:(?:lembaran|berita)\s+(?:negara|daerah)|T?[LB]N(?=\s+(?:RI|tahun|no)))\b.*$",
    re.IGNORECASE,
)
_AMENDED = re.compile(
    r"\s*[,(]?\s*(?:\b(?:(?:sebagaimana|yang|serta|dan|kemudian)\s+)*(?:(?:telah|tlh|sudah)\s+)?"
    r"(?P<kali>beberapa\s+kali\s+)?di(?:r|per)?ubah\b(?P<cara>[^()]{0,60}?)\b(?:dengan|dgn|dg|oleh)\b"
    r"|\b(?:jo|jis|jun[c]?to)\b\.?)\s*",
    re.IGNORECASE,
)
_TENTANG = re.compile(r"\b(?:tentang|tentan|ttg|tntg)\b\.?\s*:?", re.IGNORECASE)
_DATE = re.compile(
    r",?\s*\b(?:ter)?(?:tanggal|tgl\.?)\s*:?\s*(\d{1,2}(?:\s*[./-]\s*|\s+)\w+(?:\s*[./-]\s*|\s+)\d{4})\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(tahun|thn|th)\b\.?\s*:?\s*((?:19|20)\d\d\b)?", re.IGNORECASE)
_NUMBER = re.compile(
    r"\b(no(?:mor|mer)?(?![a-z])\s*\.*\s*(?:pol(?:isi)?\b\s*\.?)?\s*:?)\s*(\S*\d\S*)?", re.IGNORECASE
)
_BARE_NUMBER = re.compile(r"(?<!\S)(\S*\d\S*)")
_PAIR = re.compile(r"(\d+[A-Za-z]?)/((?:19|20)\d\d)")
_ROMAN = {bulan_romawi(month): month for month in range(1, 13)}


@lru_cache(maxsize=16384)
def read(text: str) -> Citation:
    """The parts of a citation in whatever style; never fails, what cannot be made out stays empty.

    A text of more than 1,500 letters is no citation; it is read that far.
    """
    plain = _BULLET.sub("", " ".join(text.split())[:_LONGEST])
    plain = _ARTICLE.sub("", _GAZETTE.sub("", plain)).strip(" .;,")
    first, *changes = _split(plain)
    many = any("beberapa" in words for words, _ in changes) or len(changes) > 1
    amending = tuple(read(rest) for _, rest in changes if rest)
    cited = _read_one(text, first[1], amending, many)
    if amending and not cited.tentang:
        # "PP 99/2000 jo. PP 12/2002 tentang ...": the title at the end is that of both.
        return replace(cited, tentang=amending[-1].tentang)
    return cited


def _split(text: str) -> list[tuple[str, str]]:
    """The citation proper and its amendments, each with the words that lead to it."""
    parts, words, start = [], "", 0
    for match in _AMENDED.finditer(text):
        parts.append((words, text[start : match.start()]))
        words, start = match[0].lower(), match.end()
    rest = text[start:].rstrip()
    return [*parts, (words, rest[:-1] if rest.endswith(")") and "(" not in rest else rest)]


def _read_one(text: str, body: str, pengubah: tuple[Citation, ...], many: bool) -> Citation:
    lapses: list[tuple[Lapse, str]] = []
    body, tanggal = _without_date(body, lapses)
    head, title = _head_and_title(body, lapses)
    head = _ARTICLE_WITHIN.sub("", re.sub(r"\s*/\s*", "/", head)).strip()
    tahun: int | None
    if re.match(r"(?:uud|undang\s*[-–]?\s*undang dasar)\b", head, re.IGNORECASE):
        head, tahun, nomor = re.sub(r"\s*(?:tahun\s*)?1945.*", "", head), 1945, ""
    else:
        head, tahun = _without_year(head, lapses)
        head, nomor = _without_number(head, lapses)
    pair = _PAIR.fullmatch(nomor)
    if pair and tahun is None:
        nomor, tahun = pair[1], int(pair[2])
    name = _kind_name(head, nomor, lapses)
    if tahun == 1945 and name.full.startswith("Undang-Undang Dasar"):
        lapses = [(Lapse.KIND if name.is_short else Lapse.CASE, body)] * (body != name.full)
    if not title and not nomor and kind(name.full) is None:
        title, name = head.strip(" -"), Name("")
    if body.isupper():
        lapses = [(lapse, words) for lapse, words in lapses if lapse is not Lapse.CASE]
    return Citation(
        text, name.full, kind(name.full), nomor, tahun or _year_within(nomor), title.strip(" .;,"), tanggal,
        _month_within(nomor), pengubah, many, tuple(lapses),
    )  # fmt: skip


def _without_date(body: str, lapses: list[tuple[Lapse, str]]) -> tuple[str, tuple[int, int, int] | None]:
    match = _DATE.search(body)
    found = baca_tanggal(re.sub(r"\s*([./-])\s*", r"\1", match[1])) if match else None
    if match is None or found is None:
        return body, None
    lapses.append((Lapse.DATE, match[0].strip(" ,")))
    return body[: match.start()] + body[match.end() :], found


def _head_and_title(body: str, lapses: list[tuple[Lapse, str]]) -> tuple[str, str]:
    match = _TENTANG.search(body)
    if match is None:
        return body, ""
    word = match[0].strip()
    if word != "tentang":
        lapses.append((Lapse.CASE if word.lower() == "tentang" else Lapse.SHORT, word))
    return body[: match.start()].strip(" ,"), body[match.end() :].strip()


def _without_year(head: str, lapses: list[tuple[Lapse, str]]) -> tuple[str, int | None]:
    match = _YEAR.search(head)
    if match is None:
        return head, None
    if match[1] != "Tahun":
        lapses.append((Lapse.CASE if match[1].lower() == "tahun" else Lapse.SHORT, match[1]))
    return f"{head[: match.start()]} {head[match.end() :]}".strip(), int(match[2]) if match[2] else None


def _without_number(head: str, lapses: list[tuple[Lapse, str]]) -> tuple[str, str]:
    """The name of the kind and the number."""
    match = _NUMBER.search(head)
    if match is None:
        bare = _BARE_NUMBER.search(head)
        if bare is None:
            return head, ""
        lapses.append((Lapse.NUMBER, bare[1]))
        return head[: bare.start()].strip(), bare[1].strip(".,;:")
    word = match[1].strip()
    if "pol" in word.lower():
        lapses.append((Lapse.SHORT, word.rstrip(" :")))
    elif word != "Nomor":
        lapses.append((Lapse.CASE if word.lower() == "nomor" else Lapse.NUMBER, word))
    return head[: match.start()].strip(), (match[2] or "").strip(".,;:")


def _kind_name(head: str, nomor: str, lapses: list[tuple[Lapse, str]]) -> Name:
    """The kind's full name; without one, that which an old-style number begins with (`Skep/...`)."""
    written = head.strip(" ,.:;-") or nomor.partition("/")[0] * ("/" in nomor)
    name = full_name(written)
    republic = re.search(rf"\s*\b{name.republic}(?!\w)", written, re.IGNORECASE) if name.republic else None
    if republic:
        lapses.append((Lapse.REPUBLIC, republic[0].strip()))
        written = f"{written[: republic.start()]}{written[republic.end() :]}"
    if name.is_short:
        lapses.append((Lapse.KIND, head.strip(" ,.:;") or written))
    elif head and written != name.full:
        lapses.append((Lapse.CASE, written))
    return name


def _year_within(nomor: str) -> int | None:
    years = [part for part in re.split(r"[/.]", nomor) if re.fullmatch(r"(?:19|20)\d\d", part)]
    return int(years[-1]) if years and "/" in nomor else None


def _month_within(nomor: str) -> int | None:
    """The Roman month of a number such as `Skep/431/VII/2006`."""
    months = [_ROMAN[part] for part in nomor.split("/")[1:] if part in _ROMAN]
    return months[0] if months and _year_within(nomor) else None
