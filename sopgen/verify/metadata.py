"""What a PDF says of itself in its information dictionary and XMP packet, entry by entry (ISO 16684-1)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias
from xml.etree import ElementTree

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_XMP, _MEDIA = "{http://ns.adobe.com/xap/1.0/}", "{http://ns.adobe.com/xap/1.0/mm/}"
_PDF, _DC = "{http://ns.adobe.com/pdf/1.3/}", "{http://purl.org/dc/elements/1.1/}"
_FREE = frozenset({
    "/ModDate", "/Producer", f"{_XMP}ModifyDate", f"{_XMP}MetadataDate",
    f"{_MEDIA}InstanceID", f"{_PDF}Producer",
})  # fmt: skip
"""Entries that every program sets anew when it saves."""

_NAMES = {
    "/Title": "judul", f"{_DC}title": "judul",
    "/Author": "penulis", f"{_DC}creator": "penulis",
    "/Subject": "pokok bahasan", f"{_DC}description": "pokok bahasan",
    "/Keywords": "kata kunci", f"{_PDF}Keywords": "kata kunci", f"{_DC}subject": "kata kunci",
    "/Creator": "program pembuat", f"{_XMP}CreatorTool": "program pembuat",
    "/CreationDate": "tanggal pembuatan", f"{_XMP}CreateDate": "tanggal pembuatan",
    "{http://www.aiim.org/pdfa/ns/id/}part": "pernyataan PDF/A",
    "{http://www.aiim.org/pdfa/ns/id/}conformance": "pernyataan PDF/A",
    "{http://www.aiim.org/pdfua/ns/id/}part": "pernyataan PDF/UA",
    "{http://www.aiim.org/pdfa/ns/extension/}schemas": "penjelasan pernyataan PDF/UA",
}  # fmt: skip
_UNREAD = "XMP"
_LISTS = frozenset({f"{_RDF}Bag", f"{_RDF}Seq", f"{_RDF}Alt"})
_FORM = frozenset({f"{_RDF}parseType", f"{_RDF}resource", f"{_RDF}about"})
"""Attributes that tell how a value is written."""

Value: TypeAlias = "str | list[Value]"


def metadata(file: Any, digest: Callable[[Any], str]) -> dict[str, str]:
    """All entries of a PDF (pikepdf) but those that every save sets anew; `digest` hashes what is no text."""
    import pikepdf

    found: dict[str, str] = {}
    if "/Info" in file.trailer:
        for key, value in file.docinfo.items():
            found[str(key)] = str(value) if isinstance(value, pikepdf.String) else digest(value)
    packet = file.Root.get("/Metadata")
    if isinstance(packet, pikepdf.Stream):
        for key, text in _packet(packet.read_bytes()):
            found[key] = f"{found[key]}\n{text}" if key in found else text
    return {key: text for key, text in found.items() if key not in _FREE}


def name(key: str) -> str:
    """An entry in Indonesian."""
    return _NAMES.get(key, key.lstrip("/").rpartition("}")[2] or key)


def differences(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    """What differs, each named: `penulis diubah`."""
    for key in sorted(old.keys() | new.keys()):
        if old.get(key) != new.get(key):
            verb = "ditambahkan" if key not in old else "dihapus" if key not in new else "diubah"
            yield f"{name(key)} {verb}"


def _packet(data: bytes) -> Iterator[tuple[str, str]]:
    """The properties of an XMP packet; as one where it can't be read or says more than properties."""
    try:
        if b"<!" in data.replace(b"<!--", b""):
            raise ElementTree.ParseError("declarations")
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, LookupError):
        yield _UNREAD, data.hex()
        return
    for description in root.iter(f"{_RDF}Description"):
        if description in _nested(root):
            continue
        yield from ((key, text) for key, text in description.items() if key != f"{_RDF}about")
        yield from ((one.tag, _text(one)) for one in description)


def _nested(root: ElementTree.Element) -> list[ElementTree.Element]:
    """Descriptions inside properties: a part of their value."""
    tops = [one for graph in root.iter(f"{_RDF}RDF") for one in graph]
    return [one for top in tops for part in top for one in part.iter(f"{_RDF}Description")]


def _text(one: ElementTree.Element) -> str:
    """The value of a property: its text; what has parts as JSON, however written (ISO 16684-1, 7.9)."""
    value = _value(one)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _value(one: ElementTree.Element) -> Value:
    """A text, a list with its kind first, or the sorted fields of a structure."""
    children = list(one)
    if len(children) == 1 and children[0].tag in _LISTS:
        return [children[0].tag, *(_value(item) for item in children[0])]
    inner = children[0] if [child.tag for child in children] == [f"{_RDF}Description"] else one
    fields: list[Value] = [[key, text] for key, text in [*one.items(), *inner.items()] if key not in _FORM]
    fields += [[child.tag, _value(child)] for child in inner]
    text = one.get(f"{_RDF}resource", (one.text or "").strip())
    return sorted([*fields, *([text] if text else [])], key=repr) if fields else text
