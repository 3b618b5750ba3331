"""PDF values in their strict form (ISO 32000-2, 7.3); what readers take in different ways is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

BLANK = rb"[ \t\r\n\f]"
_DEEPEST = 100
"""Levels of arrays and dictionaries."""

_BLANKS = re.compile(BLANK + rb"*")
_NAME = re.compile(rb"/([!-$&'*-.0-;=?-Z\\^-z|~\x80-\xff]*)")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_END = rb"(?=[ \t\r\n\f()<>\[\]/]|\Z)"
_REFERENCE = re.compile(rb"(\d{1,10})" + BLANK + rb"+(\d{1,5})" + BLANK + rb"+R" + _END)
_NUMBER = re.compile(rb"-?(?:\d{1,20}(?:\.\d{0,20})?|\.\d{1,20})" + _END)
_WORD = re.compile(rb"(?:true|false|null)" + _END)
_HEX = re.compile(rb"<([0-9A-Fa-f \t\r\n\f]*)>")
_STRING = re.compile(rb"[^()\\]*")


class SyntaxFault(Exception):
    """A place, in bytes from the start of the file, and what is wrong there."""

    def __init__(self, place: int, message: str) -> None:
        super().__init__(place, message)
        self.place, self.message = place, message


@dataclass(frozen=True, slots=True)
class Name:
    """A name without its slash, its escapes resolved."""

    text: bytes


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to an object by its number and generation."""

    number: int
    generation: int


Value: TypeAlias = "Name | Reference | bytes | int | float | list[Value] | dict[bytes, Value]"


class Cursor:
    """A place in bytes that moves on over what is read; raises SyntaxFault.

    `keywords` are the begins and ends of all keywords that were read.
    """

    def __init__(self, content: bytes, place: int = 0) -> None:
        self.content, self.place = content, place
        self.keywords: list[tuple[int, int]] = []

    def skip(self) -> None:
        """Go on over blanks."""
        self.place = _BLANKS.match(self.content, self.place).end()  # type: ignore[union-attr]

    def take(self, pattern: re.Pattern[bytes]) -> re.Match[bytes] | None:
        """What a pattern matches here; the place moves behind it."""
        match = pattern.match(self.content, self.place)
        if match:
            self.place = match.end()
        return match

    def keyword(self, pattern: re.Pattern[bytes]) -> re.Match[bytes] | None:
        """The same for a keyword."""
        if match := self.take(pattern):
            self.keywords.append(match.span())
        return match

    def expect(self, pattern: re.Pattern[bytes], message: str) -> re.Match[bytes]:
        """The same, but it must be there."""
        match = self.take(pattern)
        if match is None:
            raise SyntaxFault(self.place, message)
        return match

    def value(self, depth: int = 0) -> Value:
        """The value that stands here."""
        if depth > _DEEPEST:
            raise SyntaxFault(self.place, "susunannya terlalu dalam")
        ahead = self.content[self.place : self.place + 2]
        if ahead == b"<<":
            return self._dictionary(depth)
        if ahead[:1] == b"[":
            return self._array(depth)
        return self._scalar(ahead[:1])

    def _scalar(self, first: bytes) -> Value:
        if first == b"/":
            return self._name()
        if first == b"(":
            return self._string()
        if match := self.take(_HEX):
            return bytes.fromhex(match[1].decode() + "0" * (sum(map(str.isalnum, match[1].decode())) % 2))
        if match := self.take(_REFERENCE):
            return Reference(int(match[1]), int(match[2]))
        if match := self.take(_NUMBER):
            return float(match[0]) if b"." in match[0] else int(match[0])
        return self.expect(_WORD, "nilainya tidak dikenal")[0]

    def _name(self) -> Name:
        text = self.expect(_NAME, "namanya tidak benar")[1]
        return Name(_ESCAPE.sub(lambda match: bytes.fromhex(match[1].decode()), text))

    def _string(self) -> bytes:
        start, depth = self.place, 0
        while True:
            self.place = _STRING.match(self.content, self.place).end()  # type: ignore[union-attr]
            letter = self.content[self.place : self.place + 1]
            if not letter:
                raise SyntaxFault(start, "teksnya tidak ditutup")
            self.place += 2 if letter == b"\\" else 1
            depth += {b"(": 1, b")": -1}.get(letter, 0)
            if not depth:
                return self.content[start + 1 : self.place - 1]

    def _array(self, depth: int) -> list[Value]:
        self.place += 1
        parts: list[Value] = []
        self.skip()
        while self.content[self.place : self.place + 1] != b"]":
            parts.append(self.value(depth + 1))
            self.skip()
        self.place += 1
        return parts

    def _dictionary(self, depth: int) -> dict[bytes, Value]:
        self.place += 2
        entries: dict[bytes, Value] = {}
        self.skip()
        while self.content[self.place : self.place + 2] != b">>":
            start = self.place
            key = self._name().text
            if key in entries:
                raise SyntaxFault(start, f"kunci /{key.decode('latin-1')} disebut dua kali")
            self.skip()
            entries[key] = self.value(depth + 1)
            self.skip()
        self.place += 2
        return entries
