"""What one value of an SOP says of another: executors, targets, ids, officials, regulations.

The checks read the plain data, not the model, so that a fault of shape in one row hides nothing in
the others; what is not of the expected shape they pass over, since `shape` has told it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from sopgen.diagnostic import Finding, KeyPath, Place, fault
from sopgen.model import LANJUT, SELESAI, Simbol
from sopgen.parse.words import choices, nearest, shown
from sopgen.source import Tree
from sopgen.unit import PENGESAHAN, Register, Units

MAX_PELAKSANA = 40


def cross_checks(
    tree: Tree, data: dict[str, Any], units: Units | None, register: Register | None
) -> list[Finding]:
    """The faults between the values of an SOP, and between it and the unit and the register where given."""
    rows = list(_links(data))
    performers, ids = _performers(data), _ids(rows)
    return [
        *_performer_faults(tree, data),
        *_id_faults(tree, rows),
        *(finding for path, link in rows for finding in _executor_faults(tree, path, link, performers)),
        *(finding for path, link in rows for finding in _target_faults(tree, path, link, ids)),
        *(finding for path, link in rows for finding in _contradictions(tree, path, link)),
        *_unit_faults(tree, data, units),
        *_regulation_faults(tree, data, register),
    ]


Link = tuple[KeyPath, dict[str, Any]]


def _links(data: Mapping[str, Any]) -> Iterator[Link]:
    """Every row, and every link of its chain."""
    for path, row in _items(("kegiatan",), data.get("kegiatan")):
        if isinstance(row, dict):
            yield path, row
            chain = _items((*path, "rangkaian"), row.get("rangkaian"))
            yield from ((inner, link) for inner, link in chain if isinstance(link, dict))


def _items(path: KeyPath, value: Any) -> Iterator[tuple[KeyPath, Any]]:
    """The items of a list or a mapping, each with its path; a single text is an item itself."""
    if isinstance(value, dict):
        yield from (((*path, key), item) for key, item in value.items())
    elif isinstance(value, list):
        yield from (((*path, index), item) for index, item in enumerate(value))
    elif isinstance(value, str):
        yield path, value


def _texts(path: KeyPath, value: Any) -> list[tuple[KeyPath, str]]:
    """The texts of a list, or a text alone."""
    if isinstance(value, dict):
        return []
    return [(inner, item) for inner, item in _items(path, value) if isinstance(item, str)]


def _performer_paths(data: Mapping[str, Any]) -> Iterator[tuple[KeyPath, Any]]:
    """The path of every performer key, groups unfolded, and the printed name."""
    if not isinstance(data.get("pelaksana"), dict):
        return
    for path, value in _items(("pelaksana",), data["pelaksana"]):
        if isinstance(value, dict) and isinstance(value.get("anggota"), dict):
            yield from _items((*path, "anggota"), value["anggota"])
        elif not isinstance(value, dict):
            yield path, value


def _performers(data: Mapping[str, Any]) -> dict[str, str]:
    return {str(path[-1]): str(name) for path, name in _performer_paths(data)}


def _performer_faults(tree: Tree, data: dict[str, Any]) -> Iterator[Finding]:
    first: dict[str, KeyPath] = {}
    for path, _ in _performer_paths(data):
        key = str(path[-1])
        if key in first:
            line = tree.key_place(first[key]).line
            message = f'Pelaksana "{key}" ditulis dua kali; yang pertama di baris {line}.'
            yield fault("BCA-12", message, tree.key_place(path), path, "Beri kunci yang berbeda.")
        first.setdefault(key, path)
    if len(first) > MAX_PELAKSANA:
        message = f"Terlalu banyak pelaksana: {len(first)}; paling banyak {MAX_PELAKSANA}."
        yield fault("BCA-06", message, tree.key_place(("pelaksana",)), ("pelaksana",), "Pecah SOP ini.")


def _ids(links: Iterable[Link]) -> dict[str, str]:
    """Every id, with the sentence of its row."""
    return {link["id"]: str(link.get("uraian", "")) for _, link in links if isinstance(link.get("id"), str)}


def _id_faults(tree: Tree, links: Iterable[Link]) -> Iterator[Finding]:
    first: dict[str, Place] = {}
    for path, link in links:
        name, at = link.get("id"), (*path, "id")
        if not isinstance(name, str):
            continue
        if name in (LANJUT, SELESAI):
            message = f'id "{name}" tidak dapat dipakai: kata itu sudah berarti lain sebagai tujuan.'
            yield fault("BCA-11", message, tree.place(at), at, "Pilih nama lain.")
        if name in first:
            message = f'id "{name}" dipakai dua kali; yang pertama di baris {first[name].line}.'
            yield fault("BCA-10", message, tree.place(at), at, "Beri nama yang berbeda.")
        first.setdefault(name, tree.place(at))


def _executor_faults(
    tree: Tree, path: KeyPath, link: dict[str, Any], known: Mapping[str, str]
) -> Iterator[Finding]:
    written_keys = _texts((*path, "pelaksana"), link.get("pelaksana"))
    for at, key in written_keys:
        if key not in known:
            message = f'Pelaksana "{key}" tidak ada di daftar pelaksana.'
            yield fault("BCA-08", message, tree.place(at), at, choices(key, known) or _LIST_PERFORMERS)
    for key, count in Counter(key for _, key in written_keys).items():
        if count > 1:
            at = [at for at, other in written_keys if other == key][-1]
            message = f'Pelaksana "{key}" disebut {count} kali dalam satu langkah.'
            yield fault("BCA-13", message, tree.place(at), at, "Cukup sekali.")


_LIST_PERFORMERS = "Tulis daftarnya di kunci pelaksana, misalnya kasat: Kasat Binmas."


def _target_faults(
    tree: Tree, path: KeyPath, link: dict[str, Any], ids: Mapping[str, str]
) -> Iterator[Finding]:
    known = {**ids, LANJUT: "", SELESAI: ""}
    branches = link.get("keputusan")
    targets = _items((*path, "keputusan"), branches if isinstance(branches, dict) else None)
    for at, target in [*_texts((*path, "ke"), link.get("ke")), *targets]:
        if isinstance(target, str) and target not in known:
            message = f'Tujuan "{target}" tidak ada.'
            yield fault("BCA-09", message, tree.place(at), at, choices(target, known))


def _contradictions(tree: Tree, path: KeyPath, link: dict[str, Any]) -> Iterator[Finding]:
    """Keys that cannot stand together in one step."""
    if link.get("rangkaian"):
        for key in ("pelaksana", "simbol", "keputusan", "ke"):
            if link.get(key):
                at = (*path, key)
                message = f'"{key}" tidak boleh berdampingan dengan "rangkaian".'
                hint = f'Pindahkan "{key}" ke dalam salah satu butir rangkaian.'
                yield fault("BCA-14", message, tree.key_place(at), at, hint)
        return
    if link.get("keputusan") and link.get("simbol") not in (None, Simbol.KEPUTUSAN):
        at = (*path, "simbol")
        message = f"Langkah ini mempunyai keputusan, tetapi simbolnya {shown(link['simbol'])}."
        yield fault("BCA-15", message, tree.place(at), at, "Hapus simbol, atau tulis simbol: keputusan.")
    if link.get("keputusan") and link.get("ke"):
        at = (*path, "ke")
        message = '"ke" tidak boleh berdampingan dengan "keputusan".'
        yield fault(
            "BCA-15", message, tree.key_place(at), at, "Tulis setiap tujuan sebagai cabang keputusan."
        )


def _unit_faults(tree: Tree, data: dict[str, Any], units: Units | None) -> Iterator[Finding]:
    key, official = data.get("unit"), data.get("disahkan_oleh")
    if units is None or not isinstance(key, str):
        return
    if key not in units:
        names = {name: value.nama for name, value in units.items()}
        message = f'Unit "{key}" tidak ada di unit.yaml.'
        yield fault("BCA-16", message, tree.place(("unit",)), ("unit",), choices(key, names))
    elif isinstance(official, str) and official not in units[key].pejabat:
        names = {name: value.jabatan for name, value in units[key].pejabat.items()}
        at = ("disahkan_oleh",)
        message = f'Pejabat "{official}" tidak ada di unit {key}.'
        yield fault("BCA-17", message, tree.place(at), at, choices(official, names))


def unit_checks(tree: Tree, data: dict[str, Any]) -> Iterator[Finding]:
    """The signers of a unit that are none of its officials, or take the place of the one who approves."""
    for name, unit in data.items():
        signing = unit.get("tanda_tangan") if isinstance(unit, dict) else None
        if not isinstance(signing, dict):
            continue
        known = unit.get("pejabat")
        officials = _named(known) if isinstance(known, dict) else {}
        for at, key in _items((name, "tanda_tangan", "penandatangan"), signing.get("penandatangan")):
            if at[-1] == PENGESAHAN:
                message = f'"{PENGESAHAN}" sudah menjadi tempat tanda tangan pejabat yang mengesahkan.'
                yield fault("BCA-11", message, tree.key_place(at), at, "Hapus, atau pakai kata lain.")
            elif isinstance(key, str) and key not in officials:
                message = f'Pejabat "{key}" tidak ada di unit {name}.'
                yield fault("BCA-17", message, tree.place(at), at, choices(key, officials))


def _named(officials: dict[str, Any]) -> dict[str, str]:
    """The office of each official, by its key."""
    return {key: str(value.get("jabatan", "")) for key, value in officials.items() if isinstance(value, dict)}


def _regulation_faults(tree: Tree, data: dict[str, Any], register: Register | None) -> Iterator[Finding]:
    if register is not None:
        for at, text in _texts(("dasar_hukum",), data.get("dasar_hukum")):
            yield from _regulation_fault(tree, at, text, register)


def _regulation_fault(tree: Tree, at: KeyPath, text: Any, register: Collection[str]) -> Iterator[Finding]:
    """A text of the form of a key that the register does not have."""
    if isinstance(text, str) and _LOOKS_LIKE_A_KEY.fullmatch(text) and text not in register:
        message = f'Peraturan "{text}" tidak ada di peraturan.yaml.'
        yield fault(
            "BCA-18", message, tree.place(at), at, f"{nearest(text, register)} {_ADD_REGULATION}".strip()
        )


_LOOKS_LIKE_A_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")
_ADD_REGULATION = "Tambahkan ke peraturan.yaml, atau tulis sitasinya lengkap."


def register_checks(tree: Tree, data: dict[str, Any]) -> Iterator[Finding]:
    """The faults between the entries of the register."""
    for key, entry in data.items():
        if isinstance(entry, dict):
            amended = entry.get("perubahan")
            yield from _regulation_fault(tree, (key, "diganti_oleh"), entry.get("diganti_oleh"), data)
            if isinstance(amended, dict):
                yield from _regulation_fault(
                    tree, (key, "perubahan", "terakhir"), amended.get("terakhir"), data
                )
