"""What is wrong with how a legal basis is written, in Indonesian, for a message."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence

from sopgen.bahasa import listed
from sopgen.citation.lookup import Entry, key_of
from sopgen.citation.reading import Lapse, read
from sopgen.citation.titles import PARTICLES, SMALL, is_same, likeness
from sopgen.citation.writing import canonical, name, reference
from sopgen.unit import Register

_SHORT = (Lapse.KIND, Lapse.SHORT)


def quoted(words: Iterable[str]) -> str:
    """`"a" dan "b"`."""
    return listed([f'"{word}"' for word in words])


def paste(entry: Entry, register: Register, day: datetime.date | None) -> str:
    """The hint: what to write instead, ready to paste."""
    text = canonical(entry.cited, register, entry.key, day)
    if entry.key is None and entry.cited.kind is None:
        return "Tulis jenis, nomor, tahun, dan judulnya; yang bukan peraturan tidak termasuk Dasar Hukum."
    if entry.key is None or text != reference(entry.key, register, day):
        return f"Tulis: {text}"
    return f"Tulis kuncinya, {entry.key}, atau lengkap: {text}"


def gap(entry: Entry) -> str:
    """What a citation lacks; the constitution needs neither number nor title."""
    cited = entry.cited
    if cited.is_whole:
        return ""
    if cited.kind is None and not (cited.nomor and cited.tahun):
        return "bukan sitasi peraturan yang lengkap: tidak jelas jenis, nomor, dan tahunnya"
    parts = {"jenis": cited.jenis, "nomor": cited.nomor, "tahun": cited.tahun, "judul": cited.tentang}
    return f"tidak menyebut {listed([label for label, part in parts.items() if not part])}"


def contradiction(entry: Entry, register: Register) -> str:
    """How the parts of a citation speak of different regulations."""
    if entry.key is None:
        return ""
    known = register[entry.key]
    kind = read(f"{known.jenis} Nomor 1").kind
    if entry.by_title is not None:
        owner = name(entry.by_title, register)
        return f"salah nomor atau salah judul: nomor itu tentang {known.tentang}, judul itu milik {owner}"
    ours = entry.cited.kind
    if kind and ours and kind.code != ours.code and "lain" not in (kind.code, ours.code):
        return f"salah jenis: menurut peraturan.yaml {known.jenis}"
    if likeness(entry.cited.tentang, known.tentang) < 0.5 and not is_35_2012(entry):
        return f"judulnya lain daripada di peraturan.yaml: {known.tentang}"
    return ""


def slips(entry: Entry, *, with_short_names: bool) -> Iterator[str]:
    """The words whose form is not the canonical one."""
    words = entry.cited.lapse(Lapse.CASE, Lapse.NUMBER, *(_SHORT if with_short_names else ()))
    if words:
        yield f"tertulis {quoted(reversed(words))}"


def staleness(entry: Entry, register: Register, day: datetime.date | None) -> Iterator[str]:
    """The title isn't the official one, or the last amendment isn't named."""
    if entry.key is None:
        return
    known = register[entry.key]
    if not is_same(known.tentang, entry.cited.tentang) and not is_35_2012(entry):
        yield f"judul resminya {known.tentang}"
    is_amended = reference(entry.key, register, day) != known.kutipan
    if is_amended and known.perubahan and not _names(entry, known.perubahan.terakhir, register):
        yield "perubahan terakhirnya tidak disebut"


def _names(entry: Entry, amending: str, register: Register) -> bool:
    """Whether a citation names that amendment; one that the register doesn't know can't be compared."""
    if amending not in register:
        return bool(entry.cited.pengubah)
    return amending in {key_of(change.text, register) for change in entry.cited.pengubah}


def is_35_2012(entry: Entry) -> bool:
    """Whether it is the guideline itself, Permenpan RB 35/2012."""
    cited = entry.cited
    return cited.nomor.lstrip("0") == "35" and cited.tahun == 2012 and "Aparatur" in cited.jenis


def wrong_letters(title: str) -> list[str]:
    """The words of a title that begin with the wrong letter; those that may have either are passed over."""
    words = re.findall(r"(?<![\w/.-])[^\W\d_]{2,}(?![.\w])", title)
    return [word for index, word in enumerate(words) if _is_wrong(word, first=index == 0)]


def _is_wrong(word: str, *, first: bool) -> bool:
    if word[0].islower():
        return first or word not in PARTICLES
    return not first and word.istitle() and word.lower() in SMALL


def is_short(entry: Entry) -> bool:
    """Whether a legal basis is written with an abbreviated name: `Perkap`, `thn`, `no.pol`."""
    return not entry.is_exact and bool(short_words(entry))


def short_words(entry: Entry) -> tuple[str, ...]:
    """The abbreviations in it."""
    return entry.cited.lapse(*_SHORT)


def is_mixed(entries: Sequence[Entry]) -> bool:
    """Whether some names are short and others, of regulations, are long."""
    return any(map(is_short, entries)) and any(e.cited.kind and not is_short(e) for e in entries)
