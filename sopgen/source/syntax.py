"""What a syntax error of YAML means to the person who typed it."""

from __future__ import annotations

import re
from typing import Any

from ruamel.yaml.error import MarkedYAMLError

from sopgen.diagnostic import Finding, Place, fault

MAX_TABS = 50
UNREADABLE = "Mulai dari sini berkas tidak dapat dibaca sebagai YAML."
CHECK_INDENT = "Periksa indentasi (dua spasi tiap tingkat) dan tanda kutip di baris ini dan di atasnya."


def explained(error: MarkedYAMLError, name: str, lines: list[str]) -> list[Finding]:
    """What a syntax error means to the person who typed it."""
    if "'\\t'" in str(error.problem):
        return _tabs(error.problem_mark, name, lines)
    if "mapping values" in str(error.problem) and _begins_its_line(error.problem_mark, lines):
        return [_stray_key(error.problem_mark, name, lines)]
    if "<block end>" in str(error.problem) and _follows_a_quote(error.problem_mark, lines):
        return [fault("YAM-04", _AFTER_QUOTE, _place(name, error.problem_mark), hint=_QUOTE_INSIDE)]
    said = f"{error.context or ''} | {error.problem or ''}"
    unknown = ("", UNREADABLE, CHECK_INDENT, False)
    _, message, hint, at_context = next((entry for entry in _SYNTAX if entry[0] in said), unknown)
    mark = error.context_mark if at_context and error.context_mark else error.problem_mark
    mark = mark or error.context_mark
    place = Place(name) if mark is None else _place(name, mark)
    return [fault("YAM-04", message, place, hint=hint)]


def _tabs(mark: Any, name: str, lines: list[str]) -> list[Finding]:
    """The tab the parser stopped at; where it indents its line, all that do, up to MAX_TABS."""
    indented = {number: line.index("\t") for number, line in enumerate(lines) if re.match(r" *\t", line)}
    places = list(indented.items())[:MAX_TABS] if mark.line in indented else [(mark.line, mark.column)]
    message, hint = (
        "Ada tabulator (Tab) di sini.",
        "Ganti dengan spasi; untuk indentasi dua spasi tiap tingkat.",
    )
    return [fault("YAM-07", message, Place(name, line + 1, at + 1), hint=hint) for line, at in places]


def _begins_its_line(mark: Any, lines: list[str]) -> bool:
    """Whether the colon at the mark is the first of its line: then the line above is at fault."""
    return ": " not in lines[mark.line][: mark.column]


def _stray_key(mark: Any, name: str, lines: list[str]) -> Finding:
    """A key where none can begin: mostly the line above lacks the blank after its colon, or the colon."""
    above = lines[mark.line - 1] if mark.line else ""
    if glued := re.match(r"(?:\s*- )?\s*(\w+):(?=[^\s/])", above):
        place = Place(name, mark.line, glued.end())
        return fault("YAM-04", _GLUED, place, hint=f'Tulis "{glued[1]}: {above[glued.end() :].strip()}".')
    return fault("YAM-04", _STRAY_KEY, _place(name, mark), hint=_CHECK_COLON)


def _follows_a_quote(mark: Any, lines: list[str]) -> bool:
    before: str = lines[mark.line][: mark.column]
    return before.rstrip().endswith(("'", '"'))


def _place(name: str, mark: Any) -> Place:
    return Place(name, mark.line + 1, mark.column + 1)


_AFTER_QUOTE = "Ada tulisan sesudah tanda kutip penutup."
_QUOTE_INSIDE = "Apit seluruh teks dengan tanda kutip tunggal: '\"...\" ...'."
_GLUED = "Sesudah titik dua harus ada satu spasi."
_STRAY_KEY = "Kunci baru tidak dapat dimulai di sini: baris di atasnya belum selesai, atau indentasinya lain."
_CHECK_COLON = "Beri titik dua sesudah kunci di baris atas, dan sejajarkan kunci ini dengan kunci lain."
_QUOTE = "Apit seluruh teks dengan tanda kutip."
_SYNTAX: tuple[tuple[str, str, str, bool], ...] = (
    (
        "mapping values are not allowed",
        "Tanda titik dua (:) di tengah teks dibaca sebagai kunci baru.",
        'Apit seluruh teks dengan tanda kutip: "...: ...". Bila ini kunci baru, tulis di barisnya sendiri.',
        False,
    ),
    (
        "sequence entries are not allowed",
        "Tanda hubung (-) tidak boleh di sini.",
        "Mulai daftar pada baris baru di bawah kuncinya, atau apit teksnya dengan tanda kutip.",
        False,
    ),
    (
        "while scanning a quoted scalar",
        "Tanda kutip dibuka tetapi tidak ditutup.",
        "Tutup dengan tanda kutip yang sama.",
        True,
    ),
    (
        "while scanning a double-quoted scalar",
        "Garis miring terbalik (\\) di dalam tanda kutip ganda mempunyai arti khusus.",
        "Pakai tanda kutip tunggal ('...'), atau tulis \\\\.",
        False,
    ),
    (
        "could not find expected ':'",
        "Baris ini bukan pasangan kunci: isi.",
        "Beri titik dua dan spasi sesudah kunci; teks yang panjang diapit tanda kutip atau diberi indentasi.",
        True,
    ),
    ("cannot start any token", "Teks tidak boleh diawali tanda seperti @, % dan `.", _QUOTE, False),
    ("while scanning an alias", "Teks tidak boleh diawali tanda bintang (*).", _QUOTE, True),
    ("while scanning an anchor", "Teks tidak boleh diawali tanda &.", _QUOTE, True),
    ("tag", "Teks tidak boleh diawali tanda seru (!).", _QUOTE, True),
    ("directive", "Baris tidak boleh diawali tanda persen (%).", _QUOTE, False),
    (
        "block scalar",
        "Sesudah | atau > teks harus mulai pada baris baru, dengan indentasi yang sama.",
        "Bila | atau > bagian dari teks, apit seluruh teks dengan tanda kutip.",
        False,
    ),
    (
        "flow node",
        "Ada koma tanpa isi.",
        "Hapus koma yang berlebih; koma di dalam teks menghendaki tanda kutip.",
        False,
    ),
    ("flow sequence", "Daftar [ ... ] tidak ditutup, atau ada koma yang terlewat.", "Tutup dengan ].", True),
    ("flow mapping", "Isi { ... } tidak ditutup, atau ada koma yang terlewat.", "Tutup dengan }.", True),
    (
        "while parsing a block",
        "Baris ini tidak sejajar dengan baris di atasnya.",
        CHECK_INDENT,
        False,
    ),
    (
        "<document start>",
        "Baris ini tidak sejajar dengan awal berkas.",
        "Kunci tingkat pertama mulai di kolom 1.",
        False,
    ),
)
"""Words of the parser -> message, hint, and whether the fault is told where the construct began."""
