"""Signed documents and what a forger may append to them: honest increments, lies, and bytes thrown about."""

from __future__ import annotations

import io
import random
import re
import zlib
from dataclasses import dataclass, field

import pikepdf

from sopgen.sign import Level
from tests import approved, tampering
from tests.authority import Authority
from tests.tampering import stream


@dataclass(frozen=True)
class Base:
    """A signed document: its bytes, and what a forger needs to know of it."""

    name: str
    content: bytes
    end: int
    startxref: int
    size: int
    root: int
    page: int
    text: int
    catalogue: bytes
    sheet: bytes
    information: bytes

    @staticmethod
    def of(name: str, content: bytes) -> Base:
        ranges = re.findall(rb"/ByteRange\s*\[\s*\d+ \d+ (\d+) (\d+)", content)
        with pikepdf.open(io.BytesIO(content)) as file:
            page = file.pages[0].obj
            body = page.Contents if isinstance(page.Contents, pikepdf.Stream) else page.Contents[0]
            return Base(
                name,
                content,
                min(int(one) + int(other) for one, other in ranges),
                int(re.findall(rb"startxref\s+(\d+)", content)[-1]),
                int(file.trailer.Size),
                file.Root.objgen[0],
                page.objgen[0],
                body.objgen[0],
                file.Root.unparse(resolved=True),
                page.unparse(resolved=True),
                b"/Info %d 0 R" % file.trailer.Info.objgen[0] if "/Info" in file.trailer else b"",
            )


def bases(authority: Authority) -> list[Base]:
    """Small signed documents: with a table or a stream for it, with later increments, one of ours."""
    plain = [
        approved.signed_elsewhere(small(streams), authority, "kapolres", "x") for streams in (False, True)
    ]
    twice = [approved.signed_elsewhere(one, authority, "kbo", "y") for one in plain]
    longer = [tampering.appended(one, lambda writer: writer.update_root()) for one in plain]
    ours = approved.signed(authority, Level.B_LTA)
    names = ("table", "stream", "table twice", "stream twice", "table longer", "stream longer", "ours")
    return [Base.of(*pair) for pair in zip(names, (*plain, *twice, *longer, ours), strict=True)]


def small(streams: bool) -> bytes:
    """One page with a few words."""
    out = io.BytesIO()
    with pikepdf.new() as file:
        page = file.add_blank_page(page_size=(300, 200))
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = file.make_stream(b"BT /F1 20 Tf 20 100 Td (SOP ASLI 07) Tj ET")
        file.save(
            out,
            object_stream_mode=pikepdf.ObjectStreamMode.generate
            if streams
            else pikepdf.ObjectStreamMode.disable,
        )
    return out.getvalue()


EVIL = b"1 1 1 rg 0 0 900 900 re f 0 g BT /F1 20 Tf 20 100 Td (SOP PALSU 99) Tj ET"


@dataclass
class Forgery:
    """An increment while it is made; `told` says what was done to it."""

    base: Base
    chance: random.Random
    body: bytearray = field(default_factory=bytearray)
    places: dict[int, int] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    root: int = 0

    def pick(self, *choices: str) -> str:
        """One of these; it is noted."""
        choice = self.chance.choice(choices)
        self.told.append(choice)
        return choice

    @property
    def place(self) -> int:
        return len(self.base.content) + len(self.body)

    def add(self, number: int, value: bytes, head: bytes = b"%d 0 obj\n", *, listed: bool = True) -> None:
        if listed:
            self.places[number] = self.place
        self.body += (head % number) + value + b"\nendobj\n"


def evil(one: Forgery) -> dict[int, bytes]:
    """Objects that would show something else."""
    base, new = one.base, one.base.size + 7
    page = b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 300 200] /Contents %d 0 R "
    page += b"/Resources << /Font << /F1 %d 0 R >> >> >>"
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    tree = {
        new: b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (new + 1),
        new + 1: page % (new, new + 2, new + 3),
        new + 2: stream(EVIL),
        new + 3: font,
    }
    catalogue = re.sub(rb"/Pages \d+ 0 R", b"/Pages %d 0 R" % new, base.catalogue)
    what = one.pick(
        "catalogue",
        "page",
        "text",
        "other root",
        "annotation",
        "script",
        "layer",
        "look",
        "nothing",
        "spare",
        "extensions",
        "linear",
    )
    match what:
        case "catalogue":
            return {**tree, base.root: catalogue}
        case "other root":
            one.root = new + 4
            return {**tree, new + 4: catalogue}
        case "page":
            sheet = re.sub(rb"/Contents (?:\d+ 0 R|\[[^\]]*\])", b"/Contents %d 0 R" % (new + 2), base.sheet)
            return {new + 2: stream(EVIL), base.page: sheet}
        case "text":
            return {base.text: stream(EVIL)}
        case "annotation":
            note = b"<< /Type /Annot /Subtype /FreeText /Rect [0 0 300 200] /F 4 /AP << /N %d 0 R >> >>"
            form = stream(b"0 0 300 200 re f", b"/Type /XObject /Subtype /Form /BBox [0 0 300 200]")
            sheet = re.sub(rb"/Annots \[", b"/Annots [ %d 0 R " % new, base.sheet)
            return {new: note % (new + 1), new + 1: form, base.page: sheet}
        case "extensions":
            grown = base.catalogue[:-2] + b"/Extensions << /Evil %d 0 R >> >>" % (new + 4)
            return {**tree, new + 4: catalogue, base.root: re.sub(rb"/Extensions <<.*?>> \] >> ", b"", grown)}
        case "linear":
            lie = b"<< /Linearized 1 /L 9000 /H [100 20] /O %d /E 800 /N 1 /T 900 >>" % (new + 1)
            return {new + 9: lie, **tree}
        case "script":
            return {
                base.root: base.catalogue[:-2] + b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>"
            }
        case "layer":
            layer = b"/OCProperties << /OCGs [%d 0 R] /D << /OFF [%d 0 R] >> >> >>" % (new, new)
            return {new: b"<< /Type /OCG /Name (x) >>", base.root: base.catalogue[:-2] + layer}
        case "look":
            return {base.text: stream(b" "), base.page: base.sheet}
        case "spare":
            return tree
        case _:
            return {base.root: base.catalogue}


def hidden(one: Forgery, objects: dict[int, bytes]) -> None:
    """Put the objects into the increment: as they should be, or where only some readers look."""
    heads = (
        b"%d 0 obj\n",
        b"%d 0 obj ",
        b"%d  0 obj\n",
        b"%d\n0\nobj\n",
        b"%d 00000 obj\n",
        b"%d 1 obj\n",
        b"%d 0 obj%%x\n",
        b"%d 0\tobj\n",
    )
    head = heads[0] if one.chance.random() < 0.7 else one.chance.choice(heads)
    where = one.pick(
        "openly", "in a stream", "in a text", "in a remark", "in an object stream", "unlisted", "twice"
    )
    last = max(objects)
    match where:
        case "openly":
            for number, value in objects.items():
                one.add(number, value, head)
        case "unlisted" | "twice":
            for number, value in objects.items():
                one.add(number, value, head, listed=where == "twice" or number != one.base.root)
            if where == "twice":
                one.add(*one.chance.choice(list(objects.items())), head, listed=one.chance.random() < 0.5)
        case "in an object stream":
            packed = {number: value for number, value in objects.items() if b"stream" not in value}
            for number in objects.keys() - packed.keys():
                one.add(number, objects[number])
            inner, offsets = b"", []
            for number, value in packed.items():
                offsets.append(b"%d %d" % (number, len(inner)))
                inner += value + b" "
            first = b" ".join(offsets) + b" "
            entries = b"/Type /ObjStm /N %d /First %d" % (len(packed), len(first))
            one.add(last + 9, stream(first + inner, entries))
        case _:
            inside = bytearray()
            for number, value in objects.items():
                if number == one.base.root or one.chance.random() < 0.3:
                    inside += b"\n" + (heads[0] % number) + value + b"\nendobj\n"
                else:
                    one.add(number, value)
            wrap = {
                "in a stream": stream(bytes(inside)),
                "in a text": b"(" + bytes(inside).replace(b"(", b"").replace(b")", b"") + b")",
                "in a remark": b"<< >> %" + bytes(inside).replace(b"\n", b" ") + b"\n",
            }[where]
            one.add(last + 9, wrap)


def tail(one: Forgery) -> bytes:
    """Table, trailer and the way to them, with nothing, one or two things wrong."""
    base, wrong = one.base, {one.chance.choice(FAULTS) for _ in range(one.chance.choice((0, 0, 0, 1, 2)))}
    one.told += sorted(wrong)
    size = max([*one.places, base.size]) + 2
    root, place = one.root or base.root, one.place
    previous: object = base.startxref
    entry = b"%010d 00000 n \n"
    changes: dict[str, object] = {
        "Prev loop": place,
        "Prev zero": 0,
        "Prev off": base.startxref + 1,
        "Prev plus": f"+{base.startxref}",
    }
    previous = next((value for fault, value in changes.items() if fault in wrong), previous)
    odd = {
        "n4": b"%010d 00000 n4\n",
        "n<<": b"%010d 00000 n<<\n",
        "short": b"%010d 00000 n\n",
        "gen": b"%010d 00001 n \n",
        "bare": b"%d 0 n \n",
        "tabs": b"%010d\t00000 n \n",
    }
    extra = b"".join(EXTRA.get(fault, b"") for fault in wrong)
    keys = b"/Size %d /Root %d 0 R /Prev %s %b %b" % (
        2 if "Size" in wrong else size,
        root,
        str(previous).encode(),
        base.information,
        extra,
    )
    if "no Prev" in wrong:
        keys = re.sub(rb"/Prev \S+", b"", keys)
    shift = 1 if "offset" in wrong else 0
    if one.pick("table", "table", "xref stream") == "xref stream":
        rows = {**one.places, size - 1: place}
        data = b"".join(
            bytes([1]) + (where + shift).to_bytes(4) + b"\0\0" for _, where in sorted(rows.items())
        )
        index = b" ".join(b"%d 1" % number for number in sorted(rows))
        packed = zlib.compress(data)
        head = b"/Type /XRef /W [1 4 2] /Index [%b] /Filter /FlateDecode %b" % (index, keys)
        table = b"%d 0 obj\n%b\nendobj\n" % (size - 1, stream(packed, head))
    else:
        table = b"xref\n"
        for number, where in sorted(one.places.items()):
            chosen = next(
                (row for fault, row in odd.items() if fault in wrong and one.chance.random() < 0.5), entry
            )
            table += b"%d 1\n" % number + chosen % (where + shift)
        word = b"" if "no trailer" in wrong else b"trailer\n"
        table += word + b"<< " + keys + b" >>\n"
    if "no table" in wrong:
        table = b""
    return table + ending(wrong, place)


def ending(wrong: set[str], place: int) -> bytes:
    number = {"plus": b"+%d", "zeros": b"000%d", "point": b"%d.0", "minus": b"-%d", "blank": b"  %d  "}
    chosen = next((form for fault, form in number.items() if fault in wrong), b"%d") % place
    if "startxref off" in wrong:
        chosen = b"%d" % (place + 3)
    word = b"" if "no startxref" in wrong else b"startxref\n" + chosen + b"\n"
    if "remark" in wrong:
        word = word.replace(b"\n", b" %x\n", 1)
    mark = {
        "no EOF": b"",
        "EOF1": b"%%EOF1\n",
        "EOF twice": b"%%EOF\n%%EOF\n",
        "blanks": b"%%EOF\n" + b" " * 3000,
        "junk": b"%%EOF\nxx",
        "head": b"%%EOF\n%PDF-1.4\n",
        "CR": b"%%EOF\r",
    }
    return word + next((end for fault, end in mark.items() if fault in wrong), b"%%EOF\n")


EXTRA = {
    "Encrypt": b"/Encrypt << /Filter /Standard /V 1 /R 2 /O (x) /U (y) /P -4 >> ",
    "XRefStm": b"/XRefStm 20 ",
    "Root twice": b"/Root 9999 0 R ",
    "escaped": b"/Pre#76 0 ",
    "unknown": b"/Sopgen true ",
    "remark inside": b"%x\n",
}
FAULTS = (
    "Prev loop", "Prev zero", "Prev off", "Prev plus", "no Prev", "n4", "n<<", "short", "gen", "bare", "tabs",
    "Size", "offset", "no trailer", "no table", "plus", "zeros", "point", "minus", "blank", "startxref off",
    "no startxref", "remark", "no EOF", "EOF1", "EOF twice", "blanks", "junk", "head", "CR", *EXTRA,
)  # fmt: skip


def scrambled(one: Forgery, content: bytes, start: int) -> bytes:
    """A few bytes behind `start` changed, cut out, repeated, or replaced by words of the grammar."""
    words = (
        b"obj",
        b"endobj",
        b"xref\n",
        b"trailer",
        b"startxref",
        b"%%EOF",
        b"<<",
        b">>",
        b"+",
        b"\0",
        b"%",
        b"\r",
        b"4",
        b"stream",
        b"(",
        b"R",
        b" ",
    )
    changed = bytearray(content)
    for _ in range(one.chance.choice((1, 1, 2, 4))):
        at = one.chance.randrange(min(start, len(changed) - 1), len(changed))
        match one.pick("flip", "cut", "word", "repeat"):
            case "flip":
                changed[at] ^= 1 << one.chance.randrange(8)
            case "cut":
                del changed[at : at + one.chance.choice((1, 1, 2, 8))]
            case "word":
                changed[at : at + one.chance.choice((0, 1, 1))] = one.chance.choice(words)
            case "repeat":
                changed[at:at] = changed[at : at + one.chance.choice((1, 20, 200))]
    return bytes(changed)


def mutant(base: Base, chance: random.Random) -> tuple[bytes, str]:
    """A forged document, and in a few words how."""
    one = Forgery(base, chance, told=[base.name])
    kind = chance.random()
    if kind < 0.03:
        return scrambled(one, base.content, 20), " / ".join(one.told)
    if kind < 0.10 and len(base.content) > base.end + 10:
        return scrambled(one, base.content, base.end), " / ".join(one.told)
    hidden(one, evil(one))
    content = base.content + bytes(one.body) + tail(one)
    if chance.random() < 0.2:
        content = scrambled(one, content, len(base.content))
    return content, " / ".join(one.told)
