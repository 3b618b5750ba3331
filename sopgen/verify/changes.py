"""What one revision of a PDF did to the one before it, named; pure.

Only signatures in fields made for them, time stamps off the page and data for checking may follow.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from sopgen.verify.annotation import Annotation
from sopgen.verify.metadata import differences
from sopgen.verify.snapshot import Field, Sheet, Snapshot
from sopgen.verify.values import Change

PAGES, CONTENT, ANNOTATION, ATTACHMENT, FORM = "UBH-01", "UBH-02", "UBH-03", "UBH-04", "UBH-05"
PICTURE, CATALOGUE, METADATA, STRUCTURE, EVIDENCE = "UBH-06", "UBH-07", "UBH-08", "UBH-09", "UBH-10"
FOREIGN, OBJECTS, UNREADABLE = "UBH-11", "UBH-12", "UBH-13"
SYNTAX, SHOWN, DISAGREED = "UBH-14", "UBH-15", "UBH-16"

_ENTRIES = {
    "/OpenAction": "perintah yang berjalan saat dokumen dibuka",
    "/AA": "perintah yang berjalan saat dokumen dipakai",
    "/OCProperties": "lapisan yang dapat disembunyikan",
    "/Outlines": "daftar isi",
    "/PageLabels": "nomor halaman",
    "/OutputIntents": "profil warna",
    "/ViewerPreferences": "cara dokumen ditampilkan",
    "/Lang": "bahasa dokumen",
    "/Perms": "izin perubahan sesudah tanda tangan",
}
_HARMLESS = frozenset({"/Extensions", "/Version"})
_KINDS = {
    "FreeText": "teks", "Stamp": "stempel", "Square": "kotak", "Circle": "lingkaran", "Ink": "coretan",
    "Highlight": "sorotan", "Text": "catatan", "Link": "tautan", "Widget": "isian", "Redact": "penghapus",
    "FileAttachment": "lampiran", "Popup": "catatan", "Watermark": "tanda air", "Line": "garis",
}  # fmt: skip


def changes(old: Snapshot, new: Snapshot) -> list[Change]:
    """All that differs; what is permitted has no code."""
    signed = _signed(old, new)
    found = (
        *_fields(old, new),
        *_pages(old, new, signed),
        *_files(old.files, new.files),
        *_catalogue(old, new),
        *_structure(old, new),
        *_store(old, new),
    )
    return list(dict.fromkeys(found))


def kind(name: str) -> str:
    """A kind of annotation in Indonesian."""
    return _KINDS.get(name, name or "tanpa jenis")


def _signed(old: Snapshot, new: Snapshot) -> set[str]:
    """The fields that were signed between the two."""
    return {
        name
        for name, field in new.fields.items()
        if field.is_filled and not (name in old.fields and old.fields[name].is_filled)
    }


def _fields(old: Snapshot, new: Snapshot) -> Iterator[Change]:
    for name, field in new.fields.items():
        before = old.fields.get(name)
        if before == field:
            continue
        if before is None:
            yield _added(name, field)
        elif field.is_filled and not before.is_filled:
            yield Change("", _made(name, field))
        elif not name:
            yield Change(FORM, "Aturan formulir dokumen diubah.")
        elif before.is_filled:
            yield Change(FORM, f"Tanda tangan di isian {name} diganti.")
        else:
            yield Change(FORM, f"Isian {name} diubah.")
    for name in old.fields.keys() - new.fields.keys():
        what = "Tanda tangan" if old.fields[name].is_filled else "Isian"
        yield Change(FORM, f"{what} {name} dihapus.")


def _added(name: str, field: Field) -> Change:
    if field.is_filled:
        return Change("", _made(name, field))
    if not name:
        return (
            Change("", "Formulir untuk tanda tangan ditambahkan.") if not field.kind else Change(FORM, name)
        )
    return Change(FORM, f"Isian {name} ditambahkan.")


def _made(name: str, field: Field) -> str:
    what = "Stempel waktu dokumen" if field.is_stamp else "Tanda tangan"
    return f"{what} dibubuhkan ({name})."


def _pages(old: Snapshot, new: Snapshot, signed: set[str]) -> Iterator[Change]:
    before, after = len(old.sheets), len(new.sheets)
    if before != after:
        yield from _counted(old.sheets, new.sheets)
        return
    if _moved(old.sheets, new.sheets):
        yield Change(PAGES, "Urutan halaman diubah.")
        return
    parts: dict[tuple[str, str], list[int]] = {}
    annotations: list[Change] = []
    for number, (one, other) in enumerate(zip(old.sheets, new.sheets, strict=True), start=1):
        for part in _sheet(one, other):
            parts.setdefault(part, []).append(number)
        annotations += _annotations(number, one.annotations, other.annotations, signed)
    for (code, told), numbers in parts.items():
        yield Change(code, told.format(", ".join(map(str, numbers))), numbers[0])
    yield from annotations


def _counted(old: Sequence[Sheet], new: Sequence[Sheet]) -> Iterator[Change]:
    """Pages added or removed: where, by the first that is not what it was."""
    pairs = zip_longest(map(_drawn, old), map(_drawn, new))
    place = next((number for number, (one, other) in enumerate(pairs, start=1) if one != other), 1)
    count = abs(len(new) - len(old))
    what = "ditambahkan" if len(new) > len(old) else "dihapus"
    yield Change(
        PAGES, f"{count} halaman {what}: tadinya {len(old)}, kini {len(new)} (mulai halaman {place}).", place
    )


def _drawn(sheet: Sheet) -> tuple[str, ...]:
    return sheet.content, sheet.fonts, sheet.pictures, sheet.rest


def _moved(old: Sequence[Sheet], new: Sequence[Sheet]) -> bool:
    one, other = list(map(_drawn, old)), list(map(_drawn, new))
    return one != other and sorted(one) == sorted(other)


def _sheet(old: Sheet, new: Sheet) -> Iterator[tuple[str, str]]:
    """What differs on a page, as code and message; the number of the page is still to be filled in."""
    if old.content != new.content:
        yield CONTENT, "Isi halaman {} diubah."
    if old.fonts != new.fonts:
        yield PICTURE, "Huruf halaman {} diganti; teks yang sama dapat terbaca lain."
    if old.pictures != new.pictures:
        yield (
            PICTURE,
            "Gambar halaman {} diganti; isi yang tertutup dapat tampak, yang tampak dapat tertutup.",
        )
    if old.rest != new.rest:
        yield CONTENT, "Ukuran, arah, atau sumber daya halaman {} diubah."


def _annotations(
    number: int, old: Sequence[Annotation], new: Sequence[Annotation], signed: set[str]
) -> Iterator[Change]:
    left = list(old)
    for one in new:
        if one in left:
            left.remove(one)
            continue
        before = next((other for other in left if _is_same_place(one, other)), None)
        if before is not None:
            left.remove(before)
        yield from _annotation(number, before, one, signed)
    for one in left:
        yield Change(ANNOTATION, f"Anotasi {kind(one.kind)} di halaman {number} dihapus.", number)


def _is_same_place(one: Annotation, other: Annotation) -> bool:
    """Whether two are the same field, or the same kind at the same place."""
    if one.field or other.field:
        return one.field == other.field
    return (one.kind, one.rectangle) == (other.kind, other.rectangle)


def _annotation(number: int, old: Annotation | None, new: Annotation, signed: set[str]) -> Iterator[Change]:
    if new.kind == "Widget" and new.field in signed:
        if old is not None and old.rectangle != new.rectangle:
            yield Change(ANNOTATION, f"Kotak tanda tangan di halaman {number} digeser.", number)
        elif old is None and new.is_visible:
            yield Change(
                ANNOTATION, f"Tanda tangan baru menutupi sebagian halaman {number} ({_at(new)}).", number
            )
    elif old is not None:
        yield Change(ANNOTATION, f"Anotasi {kind(new.kind)} di halaman {number} diubah ({_at(new)}).", number)
    else:
        yield Change(
            ANNOTATION, f"Anotasi {kind(new.kind)} ditempelkan di halaman {number} ({_at(new)}).", number
        )


def _at(one: Annotation) -> str:
    return "di " + ", ".join(f"{side:.0f}" for side in one.rectangle[:2]) if one.rectangle else "tanpa tempat"


def _files(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    for name in sorted(old.keys() | new.keys()):
        if old.get(name) == new.get(name):
            continue
        what = "ditambahkan" if name not in old else "dihapus" if name not in new else "ditukar atau diubah"
        if name.startswith("Names "):
            yield Change(CATALOGUE, f"Daftar {name.removeprefix('Names /')} dokumen {what}.")
        else:
            yield Change(ATTACHMENT, f"Lampiran {name.removeprefix('AF ')} {what}.")


def _catalogue(old: Snapshot, new: Snapshot) -> Iterator[Change]:
    if old.root != new.root:
        yield Change(CATALOGUE, "Katalog dokumen ditukar dengan katalog lain di berkas ini.")
    for key in sorted(old.catalogue.keys() | new.catalogue.keys()):
        before, after = old.catalogue.get(key), new.catalogue.get(key)
        if before == after or key in _HARMLESS:
            continue
        if key == "/Metadata":
            if old.metadata == new.metadata:
                yield Change("", "Metadata dokumen diperbarui.")
        else:
            what = "ditambahkan" if before is None else "dihapus" if after is None else "diubah"
            yield Change(CATALOGUE, f"Bagian dokumen {what}: {_ENTRIES.get(key, key)}.")
    if old.title != new.title:
        yield Change(METADATA, f"Judul dokumen di metadata diubah menjadi {new.title!r}.")
    if told := sorted(set(differences(old.metadata, new.metadata))):
        yield Change(METADATA, f"Metadata yang ditandatangani tidak sama lagi: {', '.join(told)}.")


def _structure(old: Snapshot, new: Snapshot) -> Iterator[Change]:
    """Tags may be added for the signatures that came; none may change or go."""
    gone = _surplus(old.structure, new.structure)
    come = _surplus(new.structure, old.structure)
    added = [key for key in come if not key.startswith(("|/Form|", "/StructElem|/Form|", "/OBJR|"))]
    if gone or added:
        yield Change(STRUCTURE, "Tag dokumen (yang dibacakan pembaca layar) diubah.")
    elif come:
        yield Change("", "Tag untuk tanda tangan ditambahkan.")


def _store(old: Snapshot, new: Snapshot) -> Iterator[Change]:
    if _surplus(old.store, new.store):
        yield Change(EVIDENCE, "Sebagian data pemeriksaan jangka panjang dihapus atau diubah.")
    if come := _surplus(new.store, old.store):
        yield Change("", f"Data pemeriksaan jangka panjang ditambahkan ({sum(come.values())} buah).")


def _surplus(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    return {key: count - other.get(key, 0) for key, count in one.items() if count > other.get(key, 0)}
