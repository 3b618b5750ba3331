"""The shape of a source: what pydantic refuses, told in Indonesian with the place and the right word."""

from __future__ import annotations

import calendar
import datetime
import re
import types
from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from sopgen import bahasa
from sopgen.diagnostic import Finding, KeyPath, Place, fault, written
from sopgen.parse.schema import adapter
from sopgen.parse.words import choices, nearest_is, shown
from sopgen.source import Tree


def validated(tree: Tree, kind: Any) -> tuple[Any, dict[str, Any], list[Finding]]:
    """The value, None where its shape is wrong; the plain data it was made of; all findings so far."""
    findings = list(tree.findings)
    if tree.root is None:
        return None, {}, findings
    value, errors = _attempt(kind, tree.data)
    data = tree.data
    if spelt := frozenset(_misread_texts(errors, data)):
        data = tree.plain(spelt)
        value, errors = _attempt(kind, data)
    told = [_shape_finding(error, data, tree, kind) for error in errors]
    if not tree.is_whole:
        told = _certain(told, tree)
    return value, data, findings + _without_echoes(told, findings)


def _without_echoes(told: list[Finding], of_the_yaml: list[Finding]) -> list[Finding]:
    """One fault is told once: not again where the YAML's own finding or a misspelt key explains it."""
    emptied = {(f.key_path, f.place.line) for f in of_the_yaml if f.code in _EMPTYING}
    misspelt = {(f.key_path[:-1], f.hint.partition(". ")[0] + ".") for f in told if f.code == "BCA-01"}
    return [
        f
        for f in told
        if (f.key_path, f.place.line) not in emptied
        and not (f.code == "BCA-04" and (f.key_path[:-1], nearest_is(f.key_path[-1])) in misspelt)
    ]


_EMPTYING = ("YAM-06", "YAM-08", "YAM-12")
"""Faults of the YAML that leave nothing, or something else, where a value was meant."""


def _attempt(kind: Any, data: dict[str, Any]) -> tuple[Any, list[ErrorDetails]]:
    try:
        return adapter(kind).validate_python(data), []
    except ValidationError as error:
        return None, error.errors(include_url=False, include_context=True)


def _misread_texts(errors: Iterable[ErrorDetails], data: dict[str, Any]) -> Iterator[KeyPath]:
    """Where YAML read a number, a date or a truth value, but a text is meant: it stays as it is spelt."""
    for error in errors:
        if error["type"] == "string_type" and isinstance(error["input"], int | float | datetime.date):
            yield _key_path(data, error["loc"])


def _certain(findings: Iterable[Finding], tree: Tree) -> list[Finding]:
    """Of a file that could not be read to its end: the faults above the place where reading stopped."""
    end = max((finding.place.line for finding in tree.findings), default=0)
    return [finding for finding in findings if finding.code != "BCA-04" and finding.place.line < end]


def _key_path(data: Any, loc: tuple[int | str, ...]) -> KeyPath:
    """Pydantic's location as a path in the file: without its marks, no deeper than what is written."""
    path: list[str | int] = []
    for part in loc:
        if isinstance(data, dict) and (part in data or part not in _MARKS):
            path.append(part)
            data = data.get(str(part))
        elif isinstance(data, list) and isinstance(part, int):
            path.append(part)
            data = data[part]
    return tuple(path)


_MARKS = ("<teks>", "<isi>", "[key]")


def _shape_finding(error: ErrorDetails, data: dict[str, Any], tree: Tree, kind: Any) -> Finding:
    """What one error of pydantic means to the person who typed it."""
    path = _key_path(data, error["loc"])
    value, context, what = error["input"], error.get("ctx", {}), error["type"]
    if error["loc"][-1:] == ("[key]",):
        return fault(
            "BCA-07", f'Kunci "{path[-1]}" tidak dapat dipakai.', tree.key_place(path), path, _KEY_FORM
        )
    match what:
        case "extra_forbidden":
            models = list(_models_at(kind, error["loc"][:-1]))
            return _unknown_key(path, value, models, tree)
        case "missing":
            message = f'"{path[-1]}" wajib diisi.'
            return fault("BCA-04", message, tree.key_place(path), path, f"Tambahkan {path[-1]}: ...")
        case "date_type":
            return fault("BCA-03", *_about_date(value, tree.place(path), path))
        case "enum":
            message = f"{shown(value)} tidak dikenal."
            allowed = re.findall(r"'([^']*)'", context["expected"])
            return fault("BCA-05", message, tree.place(path), path, choices(str(value), allowed))
        case "string_pattern_mismatch":
            message = f"{shown(value)} tidak dapat dipakai sebagai nama pendek."
            return fault("BCA-07", message, tree.place(path), path, _KEY_FORM)
    if what in _BOUNDS:
        if context.get("actual_length", 0) is None:
            context |= {"actual_length": len(value)}
        return fault("BCA-06", _BOUNDS[what].format(**context), tree.place(path), path)
    expected, hint = _KINDS.get(what, ("isi yang lain", ""))
    message = f"Isinya {shown(value)}; seharusnya {expected}."
    return fault("BCA-02", message, tree.place(path), path, _hint_for_empty(value, path) or hint)


_KEY_FORM = "Pakai huruf, angka, tanda hubung, titik atau garis bawah, tanpa spasi, paling panjang 60 huruf."
_ON_NEW_LINES = "Mulai baris baru di bawahnya, menjorok dua spasi, lalu tulis kunci: isi."
_KINDS = {
    "string_type": ("teks", "Di sini hanya satu teks, bukan daftar dan bukan pasangan kunci: isi."),
    "int_type": ("angka bulat", "Tulis angkanya saja, tanpa tanda kutip."),
    "bool_type": ("true atau false", "Tulis true untuk ya, false untuk tidak, tanpa tanda kutip."),
    "tuple_type": ("daftar", "Tulis setiap butir pada barisnya sendiri, diawali tanda hubung dan spasi."),
    "dict_type": ("pasangan kunci: isi", _ON_NEW_LINES),
    "model_type": ("pasangan kunci: isi", _ON_NEW_LINES),
}
_BOUNDS = {
    "string_too_long": "Teks terlalu panjang: paling panjang {max_length} huruf.",
    "string_too_short": "Teks terlalu pendek.",
    "too_long": "Terlalu banyak: {actual_length}; paling banyak {max_length}.",
    "too_short": "Tidak ada isinya; paling sedikit {min_length}.",
    "greater_than_equal": "Angka terlalu kecil: paling kecil {ge}.",
    "less_than_equal": "Angka terlalu besar: paling besar {le}.",
}


def _hint_for_empty(value: Any, path: KeyPath) -> str:
    if value is not None:
        return ""
    return (
        "Isi butir ini, atau hapus tanda hubungnya."
        if isinstance(path[-1], int)
        else "Isi, atau hapus kuncinya."
    )


def _unknown_key(path: KeyPath, value: Any, models: list[type[BaseModel]], tree: Tree) -> Finding:
    key = str(path[-1])
    where = f" di {written(path[:-1])}" if len(path) > 1 else ""
    fields = [name for model in models for name in model.model_fields]
    homes = [
        name
        for model in models
        for name, field in model.model_fields.items()
        if name != "label"
        for inner in _models_in(field.annotation)
        if key in inner.model_fields
    ]
    if homes:
        hint = f'"{key}" tempatnya di dalam {homes[0]}; periksa indentasinya.'
    elif value is None and ":" in key and key.partition(":")[0] in fields:
        hint = f'Beri satu spasi sesudah titik dua: "{key.replace(":", ": ", 1)}".'
    elif value is None and " " in key:
        hint = "Teks yang mengandung koma di dalam { ... } harus diapit tanda kutip."
    else:
        hint = choices(key, fields)
    return fault("BCA-01", f'Kunci "{key}" tidak dikenal{where}.', tree.key_place(path), path, hint)


def _models_at(kind: Any, loc: tuple[int | str, ...]) -> Iterator[type[BaseModel]]:
    """The models a location may belong to."""
    alternatives = [kind]
    for part in loc:
        alternatives = [inner for kind in alternatives for inner in _step(kind, part)]
    for kind in alternatives:
        yield from _models_in(kind, into=())


def _step(kind: Any, part: int | str) -> Iterator[Any]:
    """The types one step further down."""
    origin = get_origin(kind)
    if origin is Annotated or origin in (Union, types.UnionType):
        for inner in get_args(kind)[: 1 if origin is Annotated else None]:
            yield from _step(inner, part)
    elif part in _MARKS:
        yield kind
    elif origin in (dict, tuple):
        yield get_args(kind)[1 if origin is dict else 0]
    elif isinstance(kind, type) and issubclass(kind, BaseModel) and part in kind.model_fields:
        yield kind.model_fields[str(part)].annotation


def _models_in(kind: Any, into: tuple[Any, ...] = (dict, tuple)) -> Iterator[type[BaseModel]]:
    """The models among the alternatives of a type; inside the containers `into` too."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
    elif get_origin(kind) in (Annotated, Union, types.UnionType, *into):
        for inner in get_args(kind):
            yield from _models_in(inner, into)


def _about_date(value: Any, place: Place, path: KeyPath) -> tuple[str, Place, KeyPath, str]:
    """Message, place, path and hint for what is not a date, with the right form ready to paste."""
    form = "Tulis tahun-bulan-tanggal, misalnya 2026-11-02."
    read = bahasa.baca_tanggal(value) if isinstance(value, str) else None
    if read is None:
        return f"Isinya {shown(value)}; seharusnya tanggal.", place, path, form
    year, month, day = read
    if not 1 <= month <= 12:
        return f"Tanggal {shown(value)} tidak ada: tidak ada bulan ke-{month}.", place, path, form
    last = calendar.monthrange(year, month)[1] if year else 0
    if not 1 <= day <= last:
        said = f"{bahasa.BULAN[month - 1]} {year} hanya sampai tanggal {last}"
        return f"Tanggal {shown(value)} tidak ada: {said}.", place, path, form
    return f"Tanggal {shown(value)} tidak dalam bentuk baku.", place, path, f"Tulis {datetime.date(*read)}."
