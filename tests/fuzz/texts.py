"""Strings and file names as strangers write them."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

ODD = (
    "", " ", "\x1b[31m", "\x1b]0;x\x07", "\r", "\n", "\t", "\x00", "\x7f", "\x9b31m", "\u202e", "\u2066", "\u200b",
    "\u2028", "\u2029", "\u0085", "\ufeff", "\ufffe", "\uffff", "\U0010ffff", "\U0001f600", "\U000e0041", "\u00ad",
    "R&D;", "&#0;", "&amp;", "&#x1F;", "<script>", "]]>", "-->", "'", '"', "\\", "\\N", "\\", "{{7*7}}", "{% x %}",
    "%s", "{0}", "${x}", "=1+1", "@x", "|", "*", "&a", "!!python/object:os.system", "*a", "- ", ": ", " #", "---", "...",
    "../../etc/passwd", "/dev/zero", "file:///etc/passwd", "http://127.0.0.1:9/x", "data:image/svg+xml,<svg/>", "C:\\x",
    "\u0627\u0644\u0639\u0631\u0628\u064a\u0629", "\u05d0\u05d1", "a\u0300" * 40, "\u0e01\u0e33" * 9, "\u1100\u1161",
    "NaN", ".inf", "1e999", "0x" + "f" * 29, "9" * 30, "-0", "0o777", "true", "null", "~", "2026-02-30", "9999-12-31",
    "0001-01-01", "2026-11-02", "1 x 24 jam", "999999999999 hari", "1-0 menit", "0 menit", "1e5 jam", "selesai", "lanjut",
)  # fmt: skip

WORDS = (
    "Menyusun rencana", "Memeriksa", "berkas", "kepada Kasat Binmas", "dan", "atau", "laporan", "Ya", "Tidak", "warga",
    "Peraturan Kepolisian Nomor 1 Tahun 2021 tentang", "Undang-Undang Nomor 2 Tahun 2002", "Kapolres", "uu-2-2002", "SOP",
)  # fmt: skip


def text(rng: Random) -> str:
    """A text: words, odd strings, random letters, or very many of one."""
    match rng.randrange(8):
        case 0:
            return rng.choice(ODD)
        case 1:
            return "".join(rng.choice(ODD) for _ in range(rng.randrange(6)))
        case 2:
            return "".join(letter(rng) for _ in range(rng.randrange(60)))
        case 3:
            return rng.choice((*ODD, "x", "x ", "A/")) * rng.choice((100, 2_000, 19_999, 20_001, 60_000))
        case _:
            parts = [rng.choice(WORDS) for _ in range(rng.randrange(1, 9))]
            parts.insert(rng.randrange(len(parts) + 1), rng.choice(ODD))
            return " ".join(parts)


def letter(rng: Random) -> str:
    """Any character but a surrogate, those of the first planes more often."""
    code = rng.randrange(rng.choice((0x80, 0x300, 0x3000, 0x110000)))
    return chr(code) if not 0xD800 <= code < 0xE000 else "\ufffd"


_NAMES = (
    b"\xff\xfe", b"\xed\xa0\x80", b"\x1b[2J", b"a\nSegelnya sah", b"\r", b"\xe2\x80\xae", b"-rf", b"--help", b"-", b"--",
    b" ", b"...", b"x" * 240, b"\xc3\xa9" * 120, b"\xf0\x9f\x98\x80", b"a;b", b"a'b", b'a"b', b"$(x)", b"%00", b"*", b"?",
    b"index", b"unit", b"CON", b"\\", b"a\\x1b", b"<b>", b"&amp;", b"\xc2\x9b31m", b"\xe2\x80\xa8", b"[0]", b"manifest",
)  # fmt: skip


def name(rng: Random, ending: str) -> str:
    """A name for a file, as the system hands it to Python."""
    parts = b"".join(rng.choice((*_NAMES, b"sop", b"sop")) for _ in range(rng.randrange(1, 3)))
    stem = parts.replace(b"/", b"_").replace(b"\0", b"_")[: 255 - len(ending)]
    return os.fsdecode(stem + ending.encode())


def write(file: Path, content: bytes | str) -> Path:
    """Write a file, its folders included."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    return file
