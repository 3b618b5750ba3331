"""Nodes from the events of the parser, with depth, size and aliases bounded.

No loader is used: nothing in a file can create an object, and what stands before a syntax error is kept,
so that its faults are told too.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from sopgen.diagnostic import Finding, KeyPath, Place, Severity, fault
from sopgen.source.node import Node, Position, Value, lines_of, position_after
from sopgen.source.syntax import CHECK_INDENT, UNREADABLE, explained

MAX_NODES = 50_000
"""Values in one file, those repeated through aliases included."""

MAX_DEPTH = 40
MAX_CHARACTER_FINDINGS = 20


def compose(text: str, name: str) -> tuple[Node | None, list[Finding], bool]:
    """The root node, None where there is nothing; the faults; and whether the text was read to its end."""
    faults = list(_forbidden_characters(text, name))
    clean = _FORBIDDEN.sub("\ufffd", text)
    reading = _Reading(name, lines_of(clean), faults)
    root = _document(reading, clean)
    return root, reading.findings, reading.is_whole


_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What neither XML nor PDF text can carry: control characters, lone surrogates, U+FFFE, U+FFFF."""


def _forbidden_characters(text: str, name: str) -> Iterator[Finding]:
    for count, match in enumerate(_FORBIDDEN.finditer(text)):
        if count == MAX_CHARACTER_FINDINGS:
            return
        place = Place(name, *position_after(text[: match.start()]))
        yield _forbidden(match.group(), place, ())


def _forbidden(character: str, place: Place, key_path: KeyPath) -> Finding:
    return fault(
        "YAM-11",
        f"Ada karakter kendali yang tidak dapat dicetak (U+{ord(character):04X}).",
        place,
        key_path,
        "Hapus karakter itu; biasanya ikut terbawa dari salin-tempel.",
    )


@dataclass
class _Reading:
    """What is known while one text is read: findings so far, anchors, and whether the end was reached."""

    name: str
    lines: list[str]
    findings: list[Finding]
    events: Iterator[Any] = field(default_factory=lambda: iter(()))
    anchors: dict[str, Node | None] = field(default_factory=dict)
    unused: dict[str, Place] = field(default_factory=dict)
    size: int = 0
    has_exploded: bool = False
    is_whole: bool = True

    def report(self, code: str, message: str, at: Any, key_path: KeyPath = (), hint: str = "") -> None:
        """Keep an error found at a mark of the parser."""
        self.findings.append(fault(code, message, self.place(at), key_path, hint))

    def place(self, mark: Any) -> Place:
        """The place of a mark of the parser."""
        return Place(self.name, mark.line + 1, mark.column + 1)

    def stop(self) -> None:
        """Read no further; what is open is closed as it stands."""
        self.events, self.is_whole = iter(()), False


def _document(reading: _Reading, text: str) -> Node | None:
    """The root of the first document, None where there is none."""
    reading.events = _events(text, reading)
    root: Node | None = None
    for event in iter(lambda: next(reading.events, None), None):
        match type(event).__name__:
            case "StreamStartEvent" | "StreamEndEvent" | "DocumentEndEvent":
                pass
            case "DocumentStartEvent" if root is not None:
                reading.report(
                    "YAM-09",
                    "Ada lebih dari satu dokumen YAML dalam berkas ini.",
                    event.start_mark,
                    hint="Satu berkas satu dokumen: hapus baris --- atau pindahkan isinya ke berkas lain.",
                )
                reading.stop()
            case "DocumentStartEvent":
                root = _first(reading)
    _report_unused_anchors(reading)
    return None if root is None or root.value is None else root


def _first(reading: _Reading) -> Node | None:
    event = next(reading.events, None)
    return None if event is None else _node(event, (), reading)


def _events(text: str, reading: _Reading) -> Iterator[Any]:
    """The events of the parser until the end, a syntax error, or too many of them."""
    try:
        for count, event in enumerate(YAML(typ="safe", pure=True).parse(text)):
            if count > MAX_NODES:
                reading.report(
                    "YAM-03", f"Berkas terlalu besar: lebih dari {MAX_NODES} isi.", event.start_mark
                )
                break
            yield event
        else:
            return
    except MarkedYAMLError as error:
        reading.findings.extend(explained(error, reading.name, reading.lines))
    except (YAMLError, ValueError, OverflowError):
        reading.findings.append(fault("YAM-04", UNREADABLE, Place(reading.name), hint=CHECK_INDENT))
    reading.is_whole = False


def _node(event: Any, path: KeyPath, reading: _Reading) -> Node:
    """The node that begins with this event."""
    reading.size += 1
    at = (event.start_mark.line + 1, event.start_mark.column + 1)
    kind = type(event).__name__
    if kind == "AliasEvent":
        return _aliased(event, path, reading, at)
    if event.anchor:
        reading.anchors[event.anchor] = None
        reading.unused[event.anchor] = reading.place(event.start_mark)
    _refuse_tag(event, path, reading)
    if kind == "ScalarEvent":
        node = _scalar(event, path, reading, at)
    elif len(path) >= MAX_DEPTH:
        reading.report("YAM-10", f"Isi bersarang lebih dari {MAX_DEPTH} tingkat.", event.start_mark, path)
        reading.stop()
        node = Node(None, at)
    elif kind == "SequenceStartEvent":
        node = _sequence(path, reading, at)
    else:
        node = _mapping(path, reading, at)
    if event.anchor:
        reading.anchors[event.anchor] = node
    return node


def _aliased(event: Any, path: KeyPath, reading: _Reading, at: Position) -> Node:
    """The anchored node, at the place of the alias; bounded, since aliases of aliases explode."""
    name = event.anchor
    reading.unused.pop(name, None)
    node = reading.anchors.get(name)
    if node and reading.size + node.size <= MAX_NODES and len(path) + node.depth <= MAX_DEPTH:
        reading.size += node.size
        return replace(node, at=at)
    if node and reading.has_exploded:
        return Node(None, at)
    if node:
        reading.has_exploded = True
        message, hint = f"Alias *{name} mengulang terlalu banyak isi.", "Tuliskan isinya tanpa alias."
    elif name in reading.anchors:
        message, hint = f"Alias *{name} menunjuk dirinya sendiri.", "Tuliskan isinya tanpa alias."
    else:
        message = f"Alias *{name} tidak dikenal."
        hint = f'Teks yang diawali tanda bintang harus diapit tanda kutip: "*{name} ...".'
    reading.report("YAM-06", message, event.start_mark, path, hint)
    return Node(None, at)


def _refuse_tag(event: Any, path: KeyPath, reading: _Reading) -> None:
    if event.tag and not event.tag.startswith(_CORE_TAGS):
        reading.report(
            "YAM-12",
            f"Tag {_FORBIDDEN_VALUE.sub('', event.tag)} tidak diterima.",
            event.start_mark,
            path,
            'Teks yang diawali tanda seru harus diapit tanda kutip: "! ...".',
        )


_CORE_TAGS = tuple(
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "seq", "map")
)


def _scalar(event: Any, path: KeyPath, reading: _Reading, at: Position) -> Node:
    text = _PAIR.sub(_joined, event.value)
    if bad := _FORBIDDEN_VALUE.search(text):
        reading.findings.append(_forbidden(bad.group(), Place(reading.name, *at), path))
        text = _FORBIDDEN_VALUE.sub("\ufffd", text)
    is_plain = not event.style and not str(event.tag or "").endswith(":str")
    if not event.style:
        _warn_of_swallowed_words(event, path, reading)
    return Node(_resolved(text) if is_plain else text, at, text, size=1 + len(text) // 100)


def _joined(pair: re.Match[str]) -> str:
    """The character that JSON writes as two escapes: `"\\ud83d\\ude00"`."""
    return pair.group().encode("utf-16", "surrogatepass").decode("utf-16")


_PAIR = re.compile(r"[\ud800-\udbff][\udc00-\udfff]")
_FORBIDDEN_VALUE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def _warn_of_swallowed_words(event: Any, path: KeyPath, reading: _Reading) -> None:
    """A number sign glued to a word (`formulir #12`) is rarely meant to begin a comment."""
    mark = event.end_mark
    if mark.line != event.start_mark.line or mark.line >= len(reading.lines):
        return
    if comment := re.match(r"[ \t]+(#[^\s#].*)", reading.lines[mark.line][mark.column :]):
        place = Place(reading.name, mark.line + 1, mark.column + comment.start(1) + 1)
        reading.findings.append(
            Finding(
                "YAM-13",
                Severity.WARNING,
                f'Tulisan "{comment[1]}" dibaca sebagai komentar dan tidak ikut dicetak.',
                place,
                path,
                "Apit seluruh teks dengan tanda kutip; bila memang komentar, beri spasi sesudah #.",
            )
        )


def _report_unused_anchors(reading: _Reading) -> None:
    if not reading.is_whole:
        return
    for name, place in reading.unused.items():
        message = f"Tulisan &{name} dibaca sebagai jangkar YAML dan tidak ikut dicetak."
        hint = f'Apit seluruh teks dengan tanda kutip: "&{name} ...".'
        reading.findings.append(Finding("YAM-13", Severity.WARNING, message, place, (), hint))


def _sequence(path: KeyPath, reading: _Reading, at: Position) -> Node:
    items: list[Node] = []
    while (event := next(reading.events, None)) and type(event).__name__ != "SequenceEndEvent":
        items.append(_node(event, (*path, len(items)), reading))
    return Node(
        items, at, size=1 + sum(i.size for i in items), depth=1 + max((i.depth for i in items), default=0)
    )


def _mapping(path: KeyPath, reading: _Reading, at: Position) -> Node:
    entries: dict[str, Node] = {}
    keys: dict[str, Position] = {}
    while (event := next(reading.events, None)) and type(event).__name__ != "MappingEndEvent":
        is_text = type(event).__name__ in ("ScalarEvent", "AliasEvent")
        key = _node(event, path if is_text else (*path, "?"), reading)
        if isinstance(key.value, list | dict) and "?" not in path:
            _report_complex_key(event, path, reading)
        value_event = next(reading.events, None)
        if value_event is None:
            break
        value = _node(value_event, (*path, key.text), reading)
        if isinstance(key.value, list | dict):
            continue
        if key.text in entries:
            _report_duplicate(key, event, keys[key.text], path, reading)
            continue
        entries[key.text], keys[key.text] = value, key.at
    size = 1 + sum(node.size for node in entries.values())
    return Node(
        entries, at, keys=keys, size=size, depth=1 + max((n.depth for n in entries.values()), default=0)
    )


def _report_complex_key(event: Any, path: KeyPath, reading: _Reading) -> None:
    hint = "Teks yang diawali { atau [ harus diapit tanda kutip."
    reading.report("YAM-08", "Kunci harus berupa teks.", event.start_mark, path, hint)


def _report_duplicate(key: Node, event: Any, first: Position, path: KeyPath, reading: _Reading) -> None:
    message = f'Kunci "{key.text}" ditulis dua kali; yang pertama di baris {first[0]}.'
    hint = "Gabungkan keduanya, atau ganti nama salah satunya."
    reading.report("YAM-05", message, event.start_mark, (*path, key.text), hint)


_RESOLVERS = (
    (re.compile(r"(?:~|null|Null|NULL|)\Z"), lambda _: None),
    (re.compile(r"(?:true|True|TRUE)\Z"), lambda _: True),
    (re.compile(r"(?:false|False|FALSE)\Z"), lambda _: False),
    (re.compile(r"[-+]?[0-9]{1,30}\Z"), int),
    (re.compile(r"0o[0-7]{1,30}\Z"), lambda text: int(text[2:], 8)),
    (re.compile(r"0x[0-9a-fA-F]{1,30}\Z"), lambda text: int(text[2:], 16)),
    (re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z"), float),
    (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z"), datetime.date.fromisoformat),
)
"""The core schema of YAML 1.2, and dates."""


def _resolved(text: str) -> Value:
    """The value of a plain scalar; an impossible date stays text, so that its fault can be told."""
    for pattern, construct in _RESOLVERS:
        if pattern.match(text):
            try:
                return construct(text)
            except ValueError:
                return text
    return text
