"""Web pages for the audit."""

from __future__ import annotations

from pathlib import Path
from random import Random

from tests.fuzz.pdfs import LABELS
from tests.fuzz.texts import text, write


def make(rng: Random, folder: Path) -> list[str]:
    """A hostile page, and an audit of it."""
    ending = rng.choice((".html", ".html", ".htm"))
    write(folder / f"a{ending}", hostile(rng))
    return ["audit", f"a{ending}", "-j", "1", "-o", "hasil", "--format", rng.choice(["", "json", "csv,html"])]


def hostile(rng: Random) -> bytes:
    """A page of tables and styles that mean harm."""
    body = "".join(_part(rng) for _ in range(rng.randrange(1, 6)))
    styles = "".join(rng.choice(_STYLES) for _ in range(rng.randrange(3)))
    page = f"<!DOCTYPE html><html><head><title>{text(rng)[:500]}</title><style>{styles}</style></head><body>{body}</body></html>"
    raw = page.encode("utf-8", "surrogatepass")
    if rng.random() < 0.1:
        raw = page.encode("utf-16", "surrogatepass")
    if rng.random() < 0.15:
        raw = bytes(rng.randrange(256) if rng.random() < 0.01 else byte for byte in raw[:20_000])
    return raw[: 200_000 if rng.random() < 0.9 else 9_000_000]


def _part(rng: Random) -> str:
    many = rng.choice((3, 30, 400))
    return rng.choice(
        (
            "<table border=1>" + "".join(f"<tr><td>{label}<td>{text(rng)[:200]}" for label in LABELS) + "</table>",
            "<table border=1>" + f"<tr>{'<td>x' * rng.choice((3, 40))}" * rng.choice((2, 30)) + "</table>",
            f"<table><tr><td colspan={rng.choice((0, 9, 99999999))} rowspan={rng.choice((0, 9, 65535))}>x</table>",
            "<div>" * many + "x" + "</div>" * many, "<table><tr><td>" * min(many, 60), f"<p>{text(rng)[:20_000]}</p>",
            "<script>while(1);</script>", "<meta http-equiv=refresh content='0;url=file:///etc/passwd'>", "<base href='file:///'>",
            "<img src='file:///etc/passwd'><img src='http://127.0.0.1:9/x'><img src='/dev/zero'><link rel=stylesheet href='/dev/zero'>",
            "<img src='data:image/svg+xml,<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1e9\" height=\"1e9\"/>'>",
            "<img width=99999999 height=99999999 src='data:image/png;base64,iVBORw0KGgo='>", "<iframe src=a.html></iframe><object data=a.html>",
            "<a href=a.html rel=attachment>x</a><link rel=attachment href='file:///etc/passwd'>", "<svg><use href='#u' id=u /></svg>" * 3,
            "<input><textarea>x</textarea><select><option>x</select>", "<li>" * many, "<!--" + "-" * many, "<![CDATA[" * 9, "\0\x1b[31m\u202e",
        )
    )  # fmt: skip


_STYLES = (
    "@page{size:1e9mm 1e9mm}", "@page{size:1px 1px;margin:0}", "@page{margin:-99cm}", "body{font-size:1e6px}", "body{width:1e9px}",
    "*{columns:99}", "*{float:left;position:absolute;display:grid}", "td{padding:9999px}", "p{page-break-after:always;break-before:page}",
    "@import 'file:///etc/passwd';@import url(/dev/zero);", "@font-face{font-family:x;src:url(/dev/zero)}", "body::after{content:counter(page)attr(x)}",
    "*{--a:var(--b);--b:var(--a);color:var(--a)}", "*{width:calc(1px/0)}", "body{transform:scale(1e9)}", ":is(:is(:is(*))){margin:1px}",
    "*{font-family:'\\202e'}", "@media print{", "}}}}", "div{border:1px solid;display:flex;flex-wrap:wrap}", "div{display:inline-block;overflow:hidden;height:0}",
)  # fmt: skip
