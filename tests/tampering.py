"""What may be done to a signed PDF afterwards, by real writers: increments appended, bytes overwritten."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

Name, Number, Array, Dictionary = (
    generic.pdf_name,
    generic.NumberObject,
    generic.ArrayObject,
    generic.DictionaryObject,
)


class Appends(IncrementalPdfFileWriter):
    """An increment that touches nothing by itself."""

    def _update_meta(self):
        pass


def appended(content: bytes, alter: Callable[[Appends], None]) -> bytes:
    """The file with one more increment."""
    writer = Appends(io.BytesIO(content))
    alter(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def flipped(content: bytes, place: int, bit: int = 0) -> bytes:
    """The file with one bit turned over."""
    changed = bytearray(content)
    changed[place] ^= 1 << bit
    return bytes(changed)


def add_page(writer: Appends) -> None:
    stream = writer.add_object(generic.StreamObject(stream_data=b"0 0 99 99 re f"))
    writer.insert_page(
        Dictionary(
            {
                Name("/Type"): Name("/Page"),
                Name("/MediaBox"): Array(map(Number, (0, 0, 842, 595))),
                Name("/Contents"): stream,
                Name("/Resources"): Dictionary(),
            }
        )
    )


def remove_page(writer: Appends) -> None:
    pages = writer.root["/Pages"]
    del pages["/Kids"][-1]
    pages["/Count"] = Number(len(pages["/Kids"]))
    writer.update_container(pages)


def swap_pages(writer: Appends) -> None:
    pages = writer.root["/Pages"]
    pages[Name("/Kids")] = Array(reversed(list(pages["/Kids"])))
    writer.update_container(pages)


def turn_page(writer: Appends) -> None:
    reference = writer.find_page_for_modification(1)[0]
    reference.get_object()[Name("/Rotate")] = Number(180)
    writer.mark_update(reference)


def rename_title(writer: Appends) -> None:
    information = writer.trailer["/Info"]
    information[Name("/Title")] = generic.TextStringObject("SOP/99/XI/2026")
    writer.update_container(information)


def attach(writer: Appends, called: str = "lain.yaml") -> None:
    """Another source beside the one that is there."""
    stream = generic.StreamObject(
        Dictionary({Name("/Type"): Name("/EmbeddedFile")}), stream_data=b"judul: Lain\n"
    )
    file = Dictionary({Name("/F"): writer.add_object(stream)})
    name = generic.TextStringObject(called)
    specification = Dictionary(
        {Name("/Type"): Name("/Filespec"), Name("/F"): name, Name("/UF"): name, Name("/EF"): file}
    )
    writer.root["/AF"].insert(0, writer.add_object(specification))
    writer.update_root()


def attach_twin(writer: Appends) -> None:
    """Another source of the same name, in front."""
    attach(writer, "sambang.yaml")


def move_signature(writer: Appends) -> None:
    field = writer.root["/AcroForm"]["/Fields"][0]
    field[Name("/Rect")] = Array(map(Number, (0, 0, 400, 300)))
    writer.update_container(field)


def cover_by_signature(writer: Appends) -> None:
    """A second signature field that is "signed" and shows a picture of the attacker's."""
    look = generic.StreamObject(
        Dictionary({Name("/Subtype"): Name("/Form"), Name("/BBox"): Array(map(Number, (0, 0, 180, 40)))}),
        stream_data=b"1 g 0 0 180 40 re f",
    )
    reference = writer.find_page_for_modification(0)[0]
    old = writer.root["/AcroForm"]["/Fields"][0]
    field = writer.add_object(
        Dictionary(
            {
                Name("/Type"): Name("/Annot"),
                Name("/Subtype"): Name("/Widget"),
                Name("/FT"): Name("/Sig"),
                Name("/T"): generic.TextStringObject("palsu"),
                Name("/V"): old.raw_get("/V"),
                Name("/Rect"): Array(map(Number, (600, 480, 780, 520))),
                Name("/F"): Number(4),
                Name("/AP"): Dictionary({Name("/N"): writer.add_object(look)}),
            }
        )
    )
    fields = writer.root["/AcroForm"]["/Fields"]
    fields.append(field)
    writer.update_container(fields)
    page = reference.get_object()
    page[Name("/Annots")] = Array([*page.get("/Annots", ()), field])
    writer.mark_update(reference)


def annotate(
    writer: Appends, kind: str = "/FreeText", number: int = 1, box=(600, 480, 780, 520), **entries
) -> None:
    """Lay an annotation with an appearance of its own over the number of the SOP."""
    reference = writer.find_page_for_modification(number)[0]
    page = reference.get_object()
    look = generic.StreamObject(
        Dictionary(
            {
                Name("/Type"): Name("/XObject"),
                Name("/Subtype"): Name("/Form"),
                Name("/BBox"): Array(map(Number, (0, 0, 180, 40))),
            }
        ),
        stream_data=b"1 g 0 0 180 40 re f",
    )
    one = Dictionary(
        {
            Name("/Type"): Name("/Annot"),
            Name("/Subtype"): Name(kind),
            Name("/Rect"): Array(map(Number, box)),
            Name("/F"): Number(4),
            Name("/Contents"): generic.TextStringObject("SOP/99/XI/2026"),
            Name("/AP"): Dictionary({Name("/N"): writer.add_object(look)}),
        }
        | {Name(f"/{key}"): value for key, value in entries.items()}
    )
    added = writer.add_object(one)
    page[Name("/Annots")] = Array([*page.get("/Annots", ()), added])
    writer.mark_update(reference)
    if "FT" in entries:
        fields = writer.root["/AcroForm"]["/Fields"]
        fields.append(added)
        writer.update_container(fields)


def laid(kind: str, **entries) -> Callable[[Appends], None]:
    """An annotation of a kind, for the document before it is signed."""
    return lambda writer: annotate(writer, kind, **entries)


def field_of(type_: str, **entries) -> Callable[[Appends], None]:
    """A field of the form that shows what it likes."""
    return laid("/Widget", FT=Name(type_), T=generic.TextStringObject("nomor"), **entries)


def replace_content(writer: Appends) -> None:
    reference = writer.find_page_for_modification(1)[0]
    reference.get_object()[Name("/Contents")] = writer.add_object(
        generic.StreamObject(stream_data=b"0 0 99 99 re f")
    )
    writer.mark_update(reference)


def overwrite_stream(writer: Appends, reference: generic.Reference, data: bytes) -> None:
    """The same object, other data."""
    old = reference.get_object()
    kept = {key: old.raw_get(key) for key in old if key not in ("/Filter", "/Length", "/DecodeParms")}
    new = generic.StreamObject(Dictionary(kept), stream_data=data)
    new.container_ref = reference
    writer.objects[reference.generation, reference.idnum] = new


def replace_font(writer: Appends) -> None:
    """Replace: the letters of a font are exchanged under an unchanged text."""
    page = writer.find_page_for_modification(1)[0].get_object()
    font = next(iter(page["/Resources"]["/Font"].values())).get_object()
    descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
    overwrite_stream(writer, descriptor.raw_get("/FontFile2").reference, b"another font")


def swap_catalogue(writer: Appends) -> None:
    """Hide and replace: another tree of pages takes the place of the one that was signed."""
    stream = writer.add_object(generic.StreamObject(stream_data=b"0 0 99 99 re f"))
    other = Dictionary(
        {
            Name("/Type"): Name("/Page"),
            Name("/MediaBox"): Array(map(Number, (0, 0, 842, 595))),
            Name("/Contents"): stream,
            Name("/Resources"): Dictionary(),
        }
    )
    kid = writer.add_object(other)
    count = int(writer.root["/Pages"]["/Count"])
    pages = writer.add_object(
        Dictionary(
            {
                Name("/Type"): Name("/Pages"),
                Name("/Kids"): Array([kid] * count),
                Name("/Count"): Number(count),
            }
        )
    )
    other[Name("/Parent")] = pages
    writer.root[Name("/Pages")] = pages
    writer.update_root()


def exchange_attachment(writer: Appends) -> None:
    specification = writer.root["/AF"][0].get_object()
    overwrite_stream(writer, specification["/EF"].raw_get("/F").reference, b"judul: Lain\n")


def drop_attachment(writer: Appends) -> None:
    del writer.root["/Names"]
    del writer.root["/AF"]
    writer.update_root()


def run_script(writer: Appends) -> None:
    action = Dictionary(
        {Name("/S"): Name("/JavaScript"), Name("/JS"): generic.TextStringObject("app.alert(1)")}
    )
    writer.root[Name("/OpenAction")] = writer.add_object(action)
    writer.update_root()


def change_field(writer: Appends) -> None:
    """The name of the signature's field."""
    field = writer.root["/AcroForm"]["/Fields"][0]
    field[Name("/T")] = generic.TextStringObject("lain")
    writer.update_container(field)


def add_field(writer: Appends) -> None:
    field = Dictionary(
        {
            Name("/FT"): Name("/Tx"),
            Name("/T"): generic.TextStringObject("nomor"),
            Name("/V"): generic.TextStringObject("SOP/99/XI/2026"),
        }
    )
    fields = writer.root["/AcroForm"]["/Fields"]
    fields.append(writer.add_object(field))
    writer.update_container(fields)


def retell(writer: Appends) -> None:
    """The tags: what a screen reader says of the document."""
    tree = writer.root["/StructTreeRoot"]
    kid = tree["/K"][0] if isinstance(tree["/K"], Array) else tree["/K"]
    kid = kid.get_object()
    kid[Name("/Alt")] = generic.TextStringObject("SOP/99/XI/2026")
    writer.update_container(kid)


def resaved(content: bytes, alter: Callable[[pikepdf.Pdf], None]) -> bytes:
    """The whole file written anew by another program."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as file:
        alter(file)
        file.save(out)
    return out.getvalue()


def transplanted(signed: bytes, other: bytes) -> bytes:
    """A signature cut out of one document and put into another in which room for it is prepared."""
    mine, theirs = (PdfFileReader(io.BytesIO(one)).embedded_signatures[0] for one in (signed, other))
    start, end = map(int, list(theirs.byte_range)[1:3])
    first, last = map(int, list(mine.byte_range)[1:3])
    room = signed[first + 1 : last - 1].rstrip(b"0")
    room += b"0" * (end - start - 2 - len(room))
    return other[: start + 1] + room + other[end - 1 :]


# ---- before signing ---------------------------------------------------------------------------------------


def covered(content: bytes, name: str) -> bytes:
    """The unsigned document with a picture of this name over a part of its second page."""

    def cover(writer: Appends) -> None:
        look = Dictionary(
            {
                Name("/Type"): Name("/XObject"),
                Name("/Subtype"): Name("/Form"),
                Name("/BBox"): Array(map(Number, (0, 0, 180, 40))),
            }
        )
        reference = writer.find_page_for_modification(1)[0]
        page = reference.get_object()
        resources = page["/Resources"]
        pictures = resources.get("/XObject", Dictionary())
        pictures[Name(name)] = writer.add_object(
            generic.StreamObject(look, stream_data=b"1 g 0 0 180 40 re f")
        )
        resources[Name("/XObject")] = pictures
        end = writer.add_object(
            generic.StreamObject(stream_data=b"q 1 0 0 1 600 480 cm %b Do Q" % name.encode())
        )
        old = page.raw_get("/Contents")
        page[Name("/Contents")] = Array([old, end])
        writer.update_container(resources)
        writer.mark_update(reference)

    return appended(content, cover)


def deepen(writer: Appends) -> None:
    """Lay an annotation over the number, and make the page too deep to be looked at."""
    annotate(writer)
    page = writer.find_page_for_modification(1)[0].get_object()
    inner = Dictionary()
    for _ in range(300):
        inner = Dictionary({Name("/A"): writer.add_object(inner)})
    page[Name("/PieceInfo")] = inner


def layer(writer: Appends) -> None:
    """A layer of the document, hidden at first."""
    one = writer.add_object(
        Dictionary({Name("/Type"): Name("/OCG"), Name("/Name"): generic.TextStringObject("nomor")})
    )
    shown = Dictionary({Name("/OFF"): Array([one])})
    writer.root[Name("/OCProperties")] = Dictionary({Name("/OCGs"): Array([one]), Name("/D"): shown})
    writer.update_root()


def uncover(writer: Appends, name: str) -> None:
    page = writer.find_page_for_modification(1)[0].get_object()
    overwrite_stream(writer, page["/Resources"]["/XObject"].raw_get(name).reference, b" ")


def with_spare_page(content: bytes) -> bytes:
    """The unsigned document with another second page that nothing shows."""

    def spare(writer: Appends) -> None:
        page = dict(writer.find_page_for_modification(1)[0].get_object())
        page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"0 0 99 99 re f"))
        writer.root[Name("/Cadangan")] = writer.add_object(Dictionary(page))
        writer.update_root()

    return appended(content, spare)


def show_spare_page(writer: Appends) -> None:
    pages = writer.root["/Pages"]
    pages["/Kids"][1] = writer.root.raw_get("/Cadangan")
    writer.update_container(pages)


def redirected(content: bytes) -> bytes:
    """A cross-reference table alone is added; the number of the second page leads to the spare one."""
    reader = PdfFileReader(io.BytesIO(content))
    page = reader.root["/Pages"]["/Kids"].raw_get(1).reference
    spare = reader.root.raw_get("/Cadangan").reference
    offset = reader.xrefs[spare]
    old = int(content[content.rindex(b"startxref") :].split()[1])
    body = content[offset : content.index(b"endobj", offset) + 6]
    moved = body.replace(b"%d 0 obj" % spare.idnum, b"%d 0 obj" % page.idnum, 1)
    start = len(content)
    table = b"xref\n%d 1\n%010d 00000 n \n" % (page.idnum, start)
    root = reader.trailer.raw_get("/Root").reference
    information = reader.trailer.raw_get("/Info").reference
    trailer = b"trailer\n<</Size %d /Root %d 0 R /Info %d 0 R /Prev %d>>\n" % (
        int(reader.trailer["/Size"]),
        root.idnum,
        information.idnum,
        old,
    )
    end = b"startxref\n%d\n%%%%EOF\n" % (start + len(moved) + 1)
    return content + moved + b"\n" + table + trailer + end


# ---- increments written by hand ---------------------------------------------------------------------------


def increment(content: bytes, objects: dict[int, bytes], **how: bytes) -> bytes:
    """One more increment in plain bytes; `how` tells what of it is written otherwise than it should be.

    `before` and `behind` are put around the table, `entry`, `section`, `keys`, `startxref`, `end` replace or
    extend the parts that are called so.
    """
    reader = PdfFileReader(io.BytesIO(content))
    body, table = b"", b"xref\n"
    for number, value in sorted(objects.items()):
        entry = how.get("entry", b"%010d 00000 n \n")
        table += how.get("section", b"%d 1\n") % number + entry % (len(content) + len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, value)
    body += how.get("before", b"")
    root, information = (reader.trailer.raw_get(key).reference.idnum for key in ("/Root", "/Info"))
    size = max([*objects, int(reader.trailer["/Size"])]) + 1
    keys = how.get("keys", b"/Prev %d") % int(content[content.rindex(b"startxref") :].split()[1])
    trailer = b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R %b >>\n" % (size, root, information, keys)
    end = b"startxref\n%b\n" % (how.get("startxref", b"%d") % (len(content) + len(body)))
    return content + body + table + trailer + how.get("behind", b"") + end + how.get("end", b"%%EOF\n")


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A stream as it stands in the file."""
    return b"<< %b /Length %d >>\nstream\n%b\nendstream" % (entries, len(data), data)


def catalogue(content: bytes) -> tuple[int, bytes]:
    """The number of the catalogue, and what it holds."""
    with pikepdf.open(io.BytesIO(content)) as file:
        return file.Root.objgen[0], file.Root.unparse(resolved=True)


def touched(content: bytes, **how: bytes) -> bytes:
    """The catalogue written again as it is; `how` as above."""
    return increment(content, dict([catalogue(content)]), **how)


def other_pages(content: bytes) -> tuple[dict[int, bytes], bytes]:
    """Objects that show other pages, and a catalogue for them under the number of the signed one."""
    root, held = catalogue(content)
    pages = {
        910: b"<< /Type /Pages /Kids [ 911 0 R 911 0 R ] /Count 2 >>",
        911: b"<< /Type /Page /Parent 910 0 R /MediaBox [0 0 842 595] /Contents 912 0 R "
        b"/Resources << /Font << /F1 913 0 R >> >> >>",
        912: stream(b"q 1 g 0 0 842 595 re f Q BT /F1 40 Tf 100 300 Td (SOP PALSU) Tj ET"),
        913: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    }
    held = re.sub(rb"/Pages \d+ 0 R", b"/Pages 910 0 R", held)
    return pages, b"%d 0 obj\n%b\nendobj\n" % (root, held)


def hide_catalogue(content: bytes, wrap: Callable[[bytes], bytes] = stream, **how: bytes) -> bytes:
    """Other pages listed as they should be, their catalogue inside of something that nothing refers to."""
    pages, hidden = other_pages(content)
    return increment(content, pages | {960: wrap(b"\n" + hidden + b"\n")}, **how)


def refer_to_hidden(content: bytes) -> bytes:
    """The same, everything referred to and in perfect form: only what is in the stream gives it away."""
    pages, hidden = other_pages(content)
    root, held = catalogue(content)
    held = held.removesuffix(b">>") + b"/Data [ 910 0 R 960 0 R ] >>"
    return increment(content, pages | {960: stream(b"\n" + hidden + b"\n"), root: held})


def rewrite_packet(content: bytes, old: bytes, new: bytes) -> bytes:
    """Something else in the metadata."""
    with pikepdf.open(io.BytesIO(content)) as file:
        packet, number = file.Root.Metadata.read_bytes(), file.Root.Metadata.objgen[0]
    changed, count = re.subn(old, new, packet)
    assert count
    return increment(content, {number: stream(changed, b"/Type /Metadata /Subtype /XML")})


def rewrite_information(content: bytes, **entries: str) -> bytes:
    """Something else in the information dictionary."""

    def alter(writer: Appends) -> None:
        information = writer.trailer["/Info"]
        for key, value in entries.items():
            information[Name(f"/{key}")] = generic.TextStringObject(value)
        writer.update_container(information)

    return appended(content, alter)
