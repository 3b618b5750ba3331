"""PDFs: finished documents with bytes and objects broken, and small ones made to swell, loop or sink deep."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

import pikepdf

from tests.fuzz.texts import ODD, text, write

ROOT = Path(__file__).resolve().parents[2]
FOREIGN = sorted((ROOT / "tests" / "foreign").glob("*.pdf"), key=lambda file: file.stat().st_size)[:12]


def make(rng: Random, folder: Path) -> list[str]:
    """A hostile PDF, and a command that reads it."""
    write(folder / "a.pdf", hostile(rng))
    return command(rng, "a.pdf")


def command(rng: Random, path: str) -> list[str]:
    """Audit or verify, in any form."""
    if rng.random() < 0.5:
        return [
            "audit",
            path,
            "-j",
            "1",
            "-o",
            "hasil",
            "--format",
            rng.choice(["", "", "json", "csv,json,html"]),
        ]
    return ["verify", path, "--format", rng.choice(["text", "text", "json", "html"])]


def hostile(rng: Random) -> bytes:
    """A hostile PDF."""
    return rng.choice(_WAYS)(rng)


@cache
def _ours(which: int) -> bytes:
    """A document of our own, with its source inside."""
    import shutil
    import tempfile

    from sopgen import batch

    with tempfile.TemporaryDirectory() as name:
        home = Path(name) / "s"
        home.mkdir()
        for file in ("unit.yaml", "peraturan.yaml"):
            shutil.copy(ROOT / "sop_sources" / file, home)
        shutil.copy(ROOT / "tests" / "minimal.yaml", home / "a.yaml")
        (made,) = batch.build([home / "a.yaml"], Path(name) / "b", ("pdf",))
        assert not made.failed, made
        return (Path(name) / "b" / "a.pdf").read_bytes()


@cache
def _open(which: int) -> bytes:
    """A finished document with its streams unpacked, so that bytes within them can be broken."""
    with pikepdf.open(io.BytesIO(base(which))) as file:
        out = io.BytesIO()
        file.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.generalized, compress_streams=False,
                  object_stream_mode=pikepdf.ObjectStreamMode.disable, static_id=True)  # fmt: skip
        return out.getvalue()


def base(which: int) -> bytes:
    """A finished document: every third is our own."""
    return _ours(0) if which % 3 == 0 else FOREIGN[which % len(FOREIGN)].read_bytes()


def _bytes(rng: Random) -> bytes:
    raw = bytearray((_open if rng.random() < 0.6 else base)(rng.randrange(12)))
    for _ in range(rng.choice((1, 3, 20, 300))):
        at = rng.randrange(len(raw))
        raw[at] = rng.randrange(256)
    if rng.random() < 0.3:
        del raw[rng.randrange(len(raw)) :]
    if rng.random() < 0.2:
        at, end = sorted(rng.randrange(len(raw) + 1) for _ in range(2))
        raw[at:at] = raw[at : min(end, at + 5000)]
    return bytes(raw)


def _words(rng: Random) -> bytes:
    """Numbers, names and references within an unpacked document exchanged."""
    raw = _open(rng.randrange(12))
    found = list(
        re.finditer(
            rb"(?<![\w.])-?\d+(?:\.\d+)?(?![\w.])|/[A-Za-z][A-Za-z0-9]+|\d+ 0 R|\((?:[^()\\]|\\.)*\)", raw
        )
    )
    for match in sorted(rng.sample(found, min(len(found), rng.choice((1, 4, 25)))), key=lambda m: -m.start()):
        new = match.group()
        if new.endswith(b"R"):
            new = b"%d 0 R" % rng.choice((0, 1, 2, 3, 9, rng.randrange(300), 10**9))
        elif new.startswith(b"/"):
            new = rng.choice(found).group()
        elif new.startswith(b"("):
            new = b"(" + re.sub(rb"[()\\]", b"", text(rng)[:2000].encode("utf-16", "surrogatepass")) + b")"
        else:
            new = rng.choice(
                (
                    b"0",
                    b"-1",
                    b"1e9",
                    b"2147483648",
                    b"99999999999999999999",
                    b"0.0000001",
                    b"-32768",
                    b"nan",
                    b"1 0 R",
                    b"null",
                )
            )
        raw = raw[: match.start()] + new + raw[match.end() :]
    return raw


def pdf(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of numbered objects, the first its catalogue, with a table that is right."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        trailer,
        start,
    )
    return bytes(out)


def stream(data: bytes, more: bytes = b"") -> bytes:
    """A stream object."""
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(data), more, data)


def page(
    content: bytes,
    box: bytes = b"[0 0 842 595]",
    resources: bytes = b"",
    more: list[bytes] | None = None,
    keys: bytes = b"",
) -> bytes:
    """A PDF of one page; further objects count from 6."""
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R%s>>" % keys,
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox %s/Contents 4 0 R/Resources<</Font<</F 5 0 R>>%s>>>>"
            % (box, resources),
            content if content.startswith(b"<<") else stream(content),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            *(more or []),
        ]
    )


def form(lines: list[str]) -> bytes:
    """What draws lines of text, as an SOP's sheet would show them, and some rules."""
    shown = b"".join(
        b"BT /F 9 Tf 1 0 0 1 40 %d Tm (%s) Tj ET\n"
        % (560 - 14 * i, re.sub(rb"[()\\]", b"", line.encode("latin-1", "replace")))
        for i, line in enumerate(lines)
    )
    rules = b"".join(b"30 %d m 800 %d l S\n" % (570 - 14 * i, 570 - 14 * i) for i in range(len(lines) + 1))
    return (
        shown
        + rules
        + b"".join(b"%d 570 m %d %d l S\n" % (x, x, 570 - 14 * len(lines)) for x in (30, 400, 800))
    )


LABELS = (
    "Nomor SOP : 1", "Tanggal Pembuatan : 2 November 2026", "Tanggal Revisi :", "Tanggal Efektif :", "Disahkan oleh :",
    "Nama SOP : X", "Dasar Hukum", "Kualifikasi Pelaksana", "Keterkaitan", "Peralatan/Perlengkapan", "Peringatan",
    "Pencatatan dan Pendataan", "No", "Kegiatan", "Pelaksana", "Mutu Baku", "Kelengkapan", "Waktu", "Output", "Keterangan",
)  # fmt: skip


def _sheets(rng: Random) -> bytes:
    """A sheet with the labels of an SOP in any order, odd texts beside them, and wild rules."""
    lines = [
        rng.choice(LABELS) + rng.choice(("", " " + text(rng)[:300])) for _ in range(rng.choice((12, 40, 120)))
    ]
    wild = b"".join(
        b"%d %d m %d %d l S\n"
        % tuple(rng.choice((0, 1, 300, 595, 842, rng.randrange(900))) for _ in range(4))
        for _ in range(rng.choice((0, 20, 400)))
    )
    boxes = b"".join(
        b"%d %d %d %d re S\n" % tuple(rng.randrange(1, 600) for _ in range(4))
        for _ in range(rng.choice((0, 30, 300)))
    )
    return page(form(lines) + wild + boxes)


def _zipped(data: bytes, times: int = 1) -> bytes:
    for _ in range(times):
        data = zlib.compress(data, 9)
    return stream(data, b"/Filter[%s]" % (b"/FlateDecode" * times))


def _bombs(rng: Random) -> bytes:
    """Swelling, looping, deep."""
    many = rng.choice((100, 3000, 40_000))
    deep = rng.choice((50, 3000, 60_000))
    match rng.randrange(16):
        case 0:
            return page(_zipped(b"\0" * rng.choice((10**6, 2 * 10**8))))
        case 1:
            return page(_zipped(zlib.compress(b"q " * 10**7, 9), 2))
        case 2:
            return page(b"q " * many * 10 + b"BT /F 9 Tf " + b"(x) Tj " * many + b"ET")
        case 3:
            return page(b"0 0 m 9 9 l S\n" * many)
        case 4:
            return pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 99>>"])
        case 5:
            return pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R 3 0 R]/Count 2>>", b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R 4 0 R]/Count 9>>",
                        b"<</Type/Page/Parent 3 0 R/MediaBox[0 0 9 9]>>"])  # fmt: skip
        case 6:
            kids = [b"<</Type/Pages/Kids[%d 0 R %d 0 R]/Count 1>>" % (n + 1, n + 1) for n in range(2, 40)]
            return pdf([b"<</Type/Catalog/Pages 2 0 R>>", *kids, b"<</Type/Page/MediaBox[0 0 9 9]>>"])
        case 7:
            return page(
                form(list(LABELS)),
                box=rng.choice(
                    (
                        b"[0 0 1e9 1e9]",
                        b"[0 0 0 0]",
                        b"[9 9 -9 -9]",
                        b"[0 0 14400 14400]",
                        b"[]",
                        b"null",
                        b"[0 0 nan 1]",
                        b"[(a)(b)(c)(d)]",
                    )
                ),
            )
        case 8:
            form_ = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>"
            more = [
                stream(b"/X Do " * rng.choice((1, 9)), form_ % (7 + n if n < 60 else rng.choice((6, 30))))
                for n in range(61)
            ]
            return page(b"/X Do", resources=b"/XObject<</X 6 0 R>>", more=more)
        case 9:
            return page(b"[" * deep + b"]" * deep + b" 0 d " + b"<<" * deep)
        case 10:
            return pdf(
                [
                    b"<</Type/Catalog/Pages 2 0 R/X " + b"[" * deep + b"]" * deep + b">>",
                    b"<</Type/Pages/Kids[]/Count 0>>",
                ]
            )
        case 11:
            inner = b"%d 0 " % 6 + b"<<>>"
            return page(
                form(list(LABELS)),
                more=[
                    stream(
                        zlib.compress(inner * many),
                        b"/Type/ObjStm/N %d/First 4/Filter/FlateDecode/Extends 6 0 R" % many,
                    )
                ],
            )
        case 12:
            fonts = rng.choice((b"<</Type/Font/Subtype/Type0/BaseFont/X/DescendantFonts[5 0 R]/Encoding/Identity-H>>",
                                b"<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[0 0 0 0 0 0]/CharProcs<<>>/Encoding<</Differences[0/a]>>/FirstChar 0/LastChar 9/Widths[]>>",
                                b"<</Type/Font/Subtype/TrueType/BaseFont/X/FontDescriptor<</FontFile2 4 0 R>>/FirstChar -9/LastChar 99999999/Widths[1e99]>>",
                                b"<</Type/Font/Subtype/Type1/FontDescriptor<</FontFile 4 0 R/Length1 9>>/ToUnicode 4 0 R>>"))  # fmt: skip
            raw = page(form(list(LABELS)))
            return raw.replace(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>", fonts)
        case 13:
            # A map to Unicode that gives control characters, surrogates, and very long words.
            odd = rng.choice(("D800", "001B", "202E", "0000", "FFFF", "0041" * 500, "DFFFD800"))
            cmap = (
                b"begincmap 1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <00> <FF> <%s> endbfrange endcmap"
                % odd.encode()
            )
            raw = page(form(list(LABELS) * 2), more=[stream(cmap)])
            return raw.replace(b"/BaseFont/Helvetica>>", b"/BaseFont/Helvetica/ToUnicode 6 0 R>>")
        case 14:
            table = b"\n".join(
                b"<</Type/Annot/Subtype/Widget/FT/Sig/T(x)/Kids[7 0 R]/Parent 7 0 R/V 7 0 R/ByteRange[0 9 -1 9e9]/Contents<00>>>"
                for _ in range(1)
            )
            return page(form(list(LABELS)), keys=b"/AcroForm<</Fields[6 0 R 7 0 R]/SigFlags 3>>/StructTreeRoot 7 0 R/Names<</EmbeddedFiles 7 0 R>>/Outlines 7 0 R",
                        more=[table, b"<</Kids[7 0 R]/Names[(a)7 0 R]/K 7 0 R/First 7 0 R/Next 7 0 R/FT/Sig/V<</Type/Sig/ByteRange[0 10 20 30]/Contents<30>/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached>>>>"])  # fmt: skip
        case _:
            return pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%s]/Count %d>>" % (b"3 0 R " * many, many),
                        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 842 595]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>", stream(form(list(LABELS))),
                        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"], rng.choice((b"", b"/Prev 9", b"/Prev 0/XRefStm 15", b"/Encrypt 4 0 R/ID[(a)(b)]")))  # fmt: skip


def _sources(rng: Random) -> bytes:
    """A document of our own whose source inside is another, or none at all."""
    from tests.fuzz.sources import LIBRARY
    from tests.fuzz.sources import hostile as source

    with pikepdf.open(io.BytesIO(_ours(0))) as file:
        (name,) = file.attachments
        inside = file.attachments[name].obj.EF.F
        inside.write(source(rng, rng.choice(LIBRARY[:3])))
        if rng.random() < 0.3:
            file.attachments[name].obj.UF = rng.choice(ODD)
        if rng.random() < 0.3:
            file.docinfo["/Title"] = text(rng)[:5000]
        out = io.BytesIO()
        file.save(out, static_id=True)
        return out.getvalue()


def _noise(rng: Random) -> bytes:
    return rng.choice(
        (
            b"",
            b"%PDF-",
            b"%PDF-1.7\n",
            b"%PDF-1.7\nxref\n0 99999999\n",
            b"startxref\n-1\n%%EOF",
            b"<html>",
            b"\x89PNG",
        )
    ) + rng.randbytes(rng.choice((0, 9, 3000)))


_WAYS: tuple[Callable[[Random], bytes], ...] = (
    _bytes,
    _bytes,
    _words,
    _words,
    _words,
    _sheets,
    _sheets,
    _bombs,
    _bombs,
    _sources,
    _noise,
)
