"""What was appended to a signed PDF, held to the grammar byte for byte (ISO 32000-2, 7.5.4 to 7.5.8).

A reader that meets a table it can't use searches the bytes for objects, each in its own way: so only the
strict form is accepted, no byte is left over, and no keyword stands where the grammar doesn't put it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sopgen.verify.tokens import BLANK, Cursor, Name, Reference, SyntaxFault, Value

Number = tuple[int, int]
"""Number and generation of an object."""

_EOL = rb"(?:\r\n|\n|\r)"
_FIRST = re.compile(rb"startxref" + BLANK + rb"+(\d{1,10})" + BLANK + rb"+%%EOF" + _EOL + rb"?\Z")
_HEADER = re.compile(rb"(\d{1,10}) (\d{1,5}) obj(?=[ \t\r\n\f<\[(/])")
_STREAM = re.compile(rb"stream\r?\n")
_ENDSTREAM = re.compile(_EOL + rb"?endstream" + BLANK + rb"+endobj(?=" + BLANK + rb")")
_ENDOBJ = re.compile(rb"endobj(?=" + BLANK + rb")")
_XREF = re.compile(rb"xref" + _EOL)
_SECTION = re.compile(rb"(\d{1,10}) (\d{1,10}) ?" + _EOL)
_ENTRY = re.compile(rb"(\d{10}) (\d{5}) ([nf])(?: \n| \r|\r\n)")
_TRAILER = re.compile(rb"trailer(?=[ \t\r\n\f<])")
_STARTXREF = re.compile(rb"startxref" + _EOL + rb"(\d{1,10})" + _EOL + rb"%%EOF")
_REMARK = re.compile(rb"%(?!%)[ -~]{0,200}" + _EOL)
_BEHIND = re.compile(_EOL + rb"?\Z")
_KEYWORD = re.compile(
    rb"\d(?:[\s\x00]|%[^\r\n]*[\r\n])*obj|endobj|endstream|xref|trailer|%%EOF|%PDF-|/XRef|/ObjStm"
)
_NAMES = (b"/XRef", b"/ObjStm")
_FILTERS: tuple[Value | None, ...] = (None, Name(b"FlateDecode"), [Name(b"FlateDecode")], [])
_TRAILER_KEYS = frozenset({b"Size", b"Root", b"Info", b"ID", b"Prev", b"Encrypt"})
_STREAM_KEYS = _TRAILER_KEYS | {b"Type", b"W", b"Index", b"Length", b"Filter", b"DecodeParms"}


@dataclass(frozen=True, slots=True)
class Signed:
    """What was signed: its length, its objects, and what its trailer says of Root and Encrypt."""

    end: int
    objects: frozenset[Number]
    root: Reference
    encryption: Reference | None = None


@dataclass(frozen=True, slots=True)
class Appended:
    """One increment: its end in the file, and the objects that it brings, its own tables aside."""

    end: int
    objects: frozenset[Number]


@dataclass(slots=True)
class _Part:
    """An increment while it is read: objects by their place, keywords that the grammar put where they are."""

    objects: dict[int, Number] = field(default_factory=dict)
    numbers: set[int] = field(default_factory=set)
    tables: dict[int, tuple[Mapping[bytes, Value], bytes]] = field(default_factory=dict)
    packed: dict[int, list[int]] = field(default_factory=dict)


def appended(content: bytes, signed: Signed) -> Iterator[Appended]:
    """The increments behind what was signed; raises SyntaxFault at the first byte that is out of place."""
    before = _FIRST.search(content, max(0, signed.end - 100), signed.end)
    cursor = Cursor(content, signed.end)
    while not cursor.take(_BEHIND):
        if before is None:
            raise SyntaxFault(
                signed.end, "bagian yang ditandatangani tidak berakhir dengan startxref dan %%EOF"
            )
        start = cursor.place
        part, table = _read(cursor, signed, int(before[1]))
        before = _STARTXREF.match(content, content.rindex(b"startxref", start, cursor.place))
        _refuse_keywords(cursor, part, start)
        own = {number for place, number in part.objects.items() if place != table}
        packed = {(one, 0) for numbers in part.packed.values() for one in numbers}
        yield Appended(cursor.place, frozenset((own - {(one, 0) for one in part.packed}) | packed))


def _read(cursor: Cursor, signed: Signed, previous: int) -> tuple[_Part, int]:
    """One increment up to its end-of-file mark, and where its table is."""
    part = _Part()
    _skip(cursor)
    while match := cursor.keyword(_HEADER):
        _object(cursor, part, match)
        _skip(cursor)
    place = cursor.place
    listed, trailer = _table(cursor) if cursor.keyword(_XREF) else _last_stream(cursor, part)
    _skip(cursor)
    end = cursor.keyword(_STARTXREF)
    if end is None:
        raise SyntaxFault(
            cursor.place, "di sini seharusnya ada objek, xref, atau startxref dengan angka dan %%EOF"
        )
    table = place if b"W" not in trailer else max(part.objects)
    if int(end[1]) != table:
        raise SyntaxFault(
            end.start(), f"startxref menunjuk bita {int(end[1])}, bukan tabel rujukannya ({table})"
        )
    if len(part.tables) > (table in part.tables):
        raise SyntaxFault(next(iter(part.tables)), "ada tabel rujukan yang tidak ditunjuk startxref")
    _hold_trailer(trailer, signed, previous, listed, table)
    _hold_table(part, listed, signed, table)
    return part, table


def _skip(cursor: Cursor) -> None:
    """Go on over blanks and remarks: some writers name themselves in one."""
    cursor.skip()
    while cursor.take(_REMARK):
        cursor.skip()


# ---- objects --------------------------------------------------------------------------------------------


def _object(cursor: Cursor, part: _Part, header: re.Match[bytes]) -> None:
    number = int(header[1]), int(header[2])
    if number[0] in part.numbers:
        raise SyntaxFault(header.start(), f"objek {number[0]} ditulis dua kali")
    part.objects[header.start()] = number
    part.numbers.add(number[0])
    cursor.skip()
    value = cursor.value()
    cursor.skip()
    if isinstance(value, dict) and cursor.take(_STREAM):
        data = _data(cursor, value)
        _special(part, header.start(), number[0], value, data)
    elif not cursor.keyword(_ENDOBJ):
        raise SyntaxFault(cursor.place, f"objek {number[0]} tidak diakhiri endobj")


def _data(cursor: Cursor, entries: Mapping[bytes, Value]) -> bytes:
    length = entries.get(b"Length")
    if not isinstance(length, int) or not 0 <= length <= len(cursor.content) - cursor.place:
        raise SyntaxFault(cursor.place, "panjang alirannya tidak disebut langsung atau tidak benar")
    data = cursor.content[cursor.place : cursor.place + length]
    cursor.place += length
    if not cursor.keyword(_ENDSTREAM):
        raise SyntaxFault(cursor.place, "alirannya tidak berakhir di tempat yang disebut /Length")
    return data


def _special(part: _Part, place: int, number: int, entries: Mapping[bytes, Value], data: bytes) -> None:
    """Streams that hold tables or other objects."""
    kind = entries.get(b"Type")
    if kind == Name(b"XRef") or (b"W" in entries and b"Index" in entries):
        part.tables[place] = entries, data
    if kind == Name(b"ObjStm") or (b"First" in entries and b"N" in entries):
        part.packed[number] = list(_packed(place, entries, data))


def _packed(place: int, entries: Mapping[bytes, Value], data: bytes) -> Iterator[int]:
    """The numbers of the objects in an object stream, in order; each is read, nothing stands between."""
    count, first = entries.get(b"N"), entries.get(b"First")
    content = _decoded(place, entries, data)
    if (
        not isinstance(count, int)
        or not isinstance(first, int)
        or b"Extends" in entries
        or first > len(content)
    ):
        raise SyntaxFault(place, "aliran objeknya tidak wajar")
    head = content[:first].split()
    if len(head) != 2 * count or not all(word.isdigit() for word in head):
        raise SyntaxFault(place, "daftar isi aliran objeknya tidak benar")
    cursor = Cursor(content, first)
    for number, offset in zip(head[::2], head[1::2], strict=True):
        cursor.skip()
        if cursor.place != first + int(offset):
            raise SyntaxFault(place, f"objek {int(number)} di aliran objek tidak di tempatnya")
        cursor.value()
        yield int(number)
    cursor.skip()
    if cursor.place != len(content):
        raise SyntaxFault(place, "di aliran objek ada isi yang tidak terdaftar")


def _decoded(place: int, entries: Mapping[bytes, Value], data: bytes) -> bytes:
    """The data of a stream; only deflated ones, with or without a predictor, are known."""
    import pikepdf

    how, parameters = entries.get(b"Filter"), entries.get(b"DecodeParms", {})
    parameters = parameters[0] if isinstance(parameters, list) and len(parameters) == 1 else parameters
    if how not in _FILTERS or not isinstance(parameters, dict):
        raise SyntaxFault(place, "pemampatan tabel rujukannya tidak dikenal")
    if not how:
        return data
    whole = {f"/{key.decode('latin-1')}": one for key, one in parameters.items() if isinstance(one, int)}
    try:
        with pikepdf.new() as file:
            stream = pikepdf.Stream(file, data)
            stream.Filter, stream.DecodeParms = pikepdf.Name.FlateDecode, pikepdf.Dictionary(whole)
            return bytes(stream.read_bytes())
    except (pikepdf.PdfError, ValueError) as error:
        raise SyntaxFault(place, "tabel rujukannya tidak terbaca") from error


# ---- tables ---------------------------------------------------------------------------------------------

Listed = dict[int, tuple[int, int, int]]
"""By number: kind (0 free, 1 in use, 2 in an object stream), place or stream, generation or index."""


def _table(cursor: Cursor) -> tuple[Listed, Mapping[bytes, Value]]:
    listed: Listed = {}
    while section := cursor.take(_SECTION):
        for number in range(int(section[1]), int(section[1]) + int(section[2])):
            start = cursor.place
            entry = cursor.expect(
                _ENTRY, f"baris tabel rujukan untuk objek {number} tidak tepat 20 bita menurut standar"
            )
            _list(listed, number, (int(entry[3] == b"n"), int(entry[1]), int(entry[2])), start)
    if not cursor.keyword(_TRAILER):
        raise SyntaxFault(cursor.place, "tabel rujukannya tidak diikuti trailer")
    cursor.skip()
    start = cursor.place
    trailer = cursor.value()
    if not isinstance(trailer, dict) or trailer.keys() - _TRAILER_KEYS:
        raise SyntaxFault(start, f"trailer memuat {_foreign_keys(trailer, _TRAILER_KEYS)}")
    return listed, trailer


def _foreign_keys(trailer: Value, known: frozenset[bytes]) -> str:
    keys = sorted(trailer.keys() - known) if isinstance(trailer, dict) else []
    return ", ".join(f"/{key.decode('latin-1')}" for key in keys) or "isi yang bukan kamus"


def _list(listed: Listed, number: int, entry: tuple[int, int, int], place: int) -> None:
    if number in listed:
        raise SyntaxFault(place, f"objek {number} terdaftar dua kali")
    listed[number] = entry


def _last_stream(cursor: Cursor, part: _Part) -> tuple[Listed, Mapping[bytes, Value]]:
    """The table in the stream that stands last."""
    last = max(part.objects, default=-1)
    if last not in part.tables:
        raise SyntaxFault(cursor.place, "di sini seharusnya ada tabel rujukan (xref)")
    entries, data = part.tables[last]
    if entries.keys() - _STREAM_KEYS or entries.get(b"Type") != Name(b"XRef"):
        raise SyntaxFault(last, f"tabel rujukan memuat {_foreign_keys(dict(entries), _STREAM_KEYS)}")
    widths = _counts(entries.get(b"W"))
    index = _counts(entries.get(b"Index", [0, entries.get(b"Size", 0)]))
    if len(widths) != 3 or len(index) % 2:
        raise SyntaxFault(last, "susunan tabel rujukannya tidak benar")
    return _unpacked(last, widths, index, _decoded(last, entries, data)), entries


def _counts(value: Value | None) -> list[int]:
    """The numbers of a list; none where it holds anything else."""
    parts = value if isinstance(value, list) else []
    counts = [one for one in parts if isinstance(one, int) and 0 <= one < 1 << 32]
    return counts if len(counts) == len(parts) else []


def _unpacked(place: int, widths: list[int], index: list[int], data: bytes) -> Listed:
    listed: Listed = {}
    width, rest = sum(widths), memoryview(data)
    if max(widths) > 8 or widths[1] == 0 or width * sum(index[1::2]) != len(data):
        raise SyntaxFault(place, "panjang tabel rujukannya tidak benar")
    for first, count in zip(index[::2], index[1::2], strict=True):
        for number in range(first, first + count):
            kind, where, last = _fields(rest[:width], widths)
            if kind > 2:
                raise SyntaxFault(place, f"jenis baris tabel rujukan untuk objek {number} tidak dikenal")
            _list(listed, number, (kind, where, last), place)
            rest = rest[width:]
    return listed


def _fields(row: memoryview, widths: list[int]) -> Iterator[int]:
    place = 0
    for position, width in enumerate(widths):
        yield int.from_bytes(row[place : place + width]) if width or position else 1
        place += width


# ---- what they say --------------------------------------------------------------------------------------


def _hold_trailer(
    trailer: Mapping[bytes, Value], signed: Signed, previous: int, listed: Listed, place: int
) -> None:
    if trailer.get(b"Prev") != previous:
        raise SyntaxFault(place, f"/Prev tidak menunjuk tabel rujukan sebelumnya ({previous})")
    if trailer.get(b"Root") != signed.root:
        raise SyntaxFault(place, "/Root bukan katalog yang ditandatangani")
    if trailer.get(b"Encrypt") != signed.encryption:
        raise SyntaxFault(place, "/Encrypt bukan yang ditandatangani")
    size = trailer.get(b"Size")
    if not isinstance(size, int) or size <= max(listed, default=0):
        raise SyntaxFault(place, "/Size lebih kecil daripada nomor objek yang terdaftar")


def _hold_table(part: _Part, listed: Listed, signed: Signed, table: int) -> None:
    """Every entry leads to its object in this increment, every object has its entry."""
    told = {where: (number, last) for number, (kind, where, last) in listed.items() if kind == 1}
    numbers = {number for number, _ in signed.objects}
    for place, number in part.objects.items():
        if told.pop(place, None) != number and (place != table or number[0] in listed):
            raise SyntaxFault(
                place, f"objek {number[0]} tidak terdaftar di tabel rujukan sebagai yang tertulis"
            )
        if number not in signed.objects and (number[1] or number[0] in numbers):
            raise SyntaxFault(place, f"objek {number[0]} memakai generasi {number[1]} yang tidak dikenal")
    for where, (missing, _) in told.items():
        raise SyntaxFault(where, f"tabel rujukan menempatkan objek {missing} di sini, padahal tidak ada")
    inside = {number: (where, last) for number, (kind, where, last) in listed.items() if kind == 2}
    packed = {one: (stream, i) for stream, all_ in part.packed.items() for i, one in enumerate(all_)}
    if inside != packed or len(packed) != sum(map(len, part.packed.values())):
        raise SyntaxFault(table, "isi aliran objek bukan yang terdaftar di tabel rujukan")


def _refuse_keywords(cursor: Cursor, part: _Part, start: int) -> None:
    """No keyword but those that the grammar read, be it in a stream or in a text: readers search for them."""
    bytes_ = bytearray(cursor.content[: cursor.place])
    for begin, end in cursor.keywords:
        bytes_[begin:end] = b"." * (end - begin)
    names = len(part.tables) + len(part.packed)
    for match in _KEYWORD.finditer(bytes_, start):
        if match[0] in _NAMES and names:
            names -= 1
            continue
        word = match[0].split()[-1].decode("latin-1")
        raise SyntaxFault(
            match.start(), f"{word} tersembunyi di dalam aliran atau teks; pembaca lain dapat memakainya"
        )
