"""YAML 1.2 read with the place of every value; the faults of the YAML itself are findings."""

from __future__ import annotations

import codecs
import datetime
import errno
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from sopgen import regular
from sopgen.diagnostic import Finding, KeyPath, Place, SopgenError, fault
from sopgen.source.compose import compose
from sopgen.source.node import Node, Value, child, lines_of, plain, position_after

MAX_BYTES = 512 * 1024
"""Dozens of times the largest SOP; the slowest text of this size is still refused in seconds."""


@dataclass(frozen=True)
class Tree:
    """One file as read: its exact text, its values, their places and the faults of the YAML.

    `root` is None where there is no mapping to read; `is_whole` is False where reading had to stop early,
    so that the last values may be cut off.
    """

    file: str
    text: str
    root: Node | None
    findings: tuple[Finding, ...]
    is_whole: bool

    @cached_property
    def data(self) -> dict[str, Value]:
        """The plain data of the file; an empty mapping where there is none."""
        return self.plain()

    @property
    def lines(self) -> list[str]:
        """The lines of the text, without their ends."""
        return lines_of(self.text)

    def plain(self, spelt: frozenset[KeyPath] = frozenset()) -> dict[str, Value]:
        """The plain data, with the scalars at the paths in `spelt` as text, just as the file spells them."""
        if self.root is None:
            return {}
        data: dict[str, Value] = plain(self.root, (), spelt)
        return data

    def place(self, key_path: KeyPath) -> Place:
        """Where a value stands; where it does not exist, its nearest ancestor that does."""
        node = self._nodes(key_path)[-1]
        return Place(self.file, *node.at) if node else Place(self.file)

    def key_place(self, key_path: KeyPath) -> Place:
        """Where the key of a value stands; for a list item, and where there is none, as `place`."""
        if key_path:
            parent = self._nodes(key_path[:-1])
            if len(parent) == len(key_path) and parent[-1] and key_path[-1] in parent[-1].keys:
                return Place(self.file, *parent[-1].keys[str(key_path[-1])])
        return self.place(key_path)

    def _nodes(self, key_path: KeyPath) -> list[Node | None]:
        nodes = [self.root]
        for part in key_path:
            below = child(nodes[-1], part)
            if below is None:
                break
            nodes.append(below)
        return nodes


def read(path: Path, name: str | None = None) -> Tree:
    """Read a YAML file; `name` is how findings call it. A missing or unreadable file raises SopgenError."""
    name = name or str(path)
    try:
        return parse_bytes(regular.read(path, MAX_BYTES), name)
    except FileNotFoundError:
        raise SopgenError(f"Berkas {name} tidak ada.") from None
    except OSError as error:
        if error.errno == errno.EFBIG:
            return _too_large(name, path.stat().st_size)
        if kind := _NO_FILE.get(error.errno or 0):
            return _unread(name, "YAM-01", f"{name} {kind}; yang diperlukan sebuah berkas YAML.")
        raise SopgenError(f"Berkas {name} tidak dapat dibaca; periksa nama dan izinnya.") from error


_NO_FILE = {errno.EISDIR: "sebuah folder", errno.ENODEV: "bukan berkas biasa"}


def parse_bytes(raw: bytes, name: str) -> Tree:
    """The tree of a file's bytes."""
    if len(raw) > MAX_BYTES:
        return _too_large(name, len(raw))
    for mark, (format, hint) in _OTHER_FORMATS.items():
        if raw.startswith(mark):
            return _unread(name, "YAM-02", f"Isinya {format}, bukan teks YAML.", hint)
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in raw[:4]:
        return _unread(name, "YAM-02", "Berkas tersimpan sebagai UTF-16.", _SAVE_AS_UTF8)
    raw = raw.removeprefix(codecs.BOM_UTF8)
    try:
        return parse_text(raw.decode("utf-8"), name)
    except UnicodeDecodeError as error:
        at = position_after(raw[: error.start].decode("utf-8"))
        message = f"Huruf di sini bukan UTF-8 (byte 0x{raw[error.start]:02X})."
        finding = fault("YAM-02", message, Place(name, *at), hint=_SAVE_AS_UTF8)
        tree = parse_text(raw.decode("utf-8", "replace"), name)
        return replace(tree, findings=(finding, *tree.findings))


_SAVE_AS_UTF8 = 'Buka dengan editor teks, pilih "Simpan sebagai" (Save as), lalu penyandian UTF-8.'

_USE_AN_EDITOR = "Tulis SOP dengan editor teks; mengganti nama berkas tidak mengubah isinya."
_OTHER_FORMATS = {
    b"%PDF-": ("dokumen PDF", "PDF buatan sopgen memuat sumber YAML-nya sebagai lampiran; pakailah itu."),
    b"PK\x03\x04": ("dokumen Word, Excel, atau arsip ZIP", _USE_AN_EDITOR),
    b"\xd0\xcf\x11\xe0": ("dokumen Word atau Excel lama", _USE_AN_EDITOR),
    b"{\\rtf": ("dokumen RTF", _USE_AN_EDITOR),
    b"\x89PNG": ("gambar PNG", _USE_AN_EDITOR),
    b"\xff\xd8\xff": ("gambar JPEG", _USE_AN_EDITOR),
}
"""How files of other programs begin, what they are, and what to do when one is named .yaml."""


def parse_text(text: str, name: str) -> Tree:
    """The tree of a YAML text in memory."""
    root, findings, is_whole = compose(text, name)
    if root is None and is_whole and not findings:
        findings.append(fault("YAM-08", "Berkas kosong.", Place(name), hint="Isi berkas, atau hapus."))
    elif root is not None and not isinstance(root.value, dict):
        if is_whole:
            findings.append(_not_a_mapping(root, name))
        root = None
    return Tree(name, text, root, tuple(findings), is_whole)


def _not_a_mapping(root: Node, name: str) -> Finding:
    message = f"Isi berkas {_KINDS.get(type(root.value), 'sebuah teks')}; seharusnya pasangan kunci: isi."
    hint = "Mulailah dengan sebuah kunci di tepi kiri, misalnya judul: Pelaksanaan Patroli."
    return fault("YAM-08", message, Place(name, *root.at), hint=hint)


_KINDS: dict[type, str] = {list: "sebuah daftar", int: "sebuah angka", datetime.date: "sebuah tanggal"}


def _unread(name: str, code: str, message: str, hint: str = "") -> Tree:
    return Tree(name, "", None, (fault(code, message, Place(name), hint=hint),), is_whole=False)


def _too_large(name: str, size: int) -> Tree:
    message = f"Berkas terlalu besar: {size // 1024} KB; paling besar {MAX_BYTES // 1024} KB."
    return _unread(name, "YAM-03", message, "Satu berkas memuat satu SOP.")
