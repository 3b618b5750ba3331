"""Correct SOPs, and the faults that mutations/*.yaml put into them.

A mutation says what it changes: `tulis` (write), `hapus` (remove), `tambah` and `sisip` (put last or
first in a list), `awali` (put before a text), `tukar` (exchange), `hari` (a day counted from another),
`lalu` (all this once more, afterwards), `fungsi` (one of the functions below). Key paths lead into the
SOP; `_unit`, `_peraturan`, `_lain`, `_hari_ini` and `_tak_tampak` lead to what surrounds it; a new SOP
beside it is the SOP itself with some keys written otherwise. `tingkat` is how grave the finding is,
`ikut` which other rules find something too, and why; `tanpa` names the SOPs that can't have the fault,
by reason, `pdf` tells why it can't be seen in print, `ikut_pdf` what follows in print only.
"""

from __future__ import annotations

import copy
import datetime
import functools
import itertools
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from sopgen import parse, project, source
from sopgen.check import check
from sopgen.model import Sop
from sopgen.rule import Subject
from sopgen.rules import BY_CODE, RULES
from sopgen.source.node import Node
from sopgen.unit import Register, Unit

TESTS = Path(__file__).resolve().parent
OWN, LIBRARY = TESTS.parent / "sop_sources", TESTS / "library"
TODAY = datetime.date(2026, 12, 15)
LOGO = "logo.png"
PRINTED = ("pelaksanaan-sambang", "skck", "surat-masuk", "deteksi-dini")
"""The SOPs whose faults are looked for in print: long and short ones."""

OFFICIAL = "Ahmad Yani, S.I.K., M.Si."
ADAPTER: TypeAdapter[Register] = TypeAdapter(Register)

World = dict[str, Any]
Found = Counter[tuple[str, str]]


class NotApplicableError(Exception):
    """The SOP has nothing that the mutation could change."""


# ---- correct SOPs ---------------------------------------------------------------------------------


@functools.cache
def worlds() -> dict[str, World]:
    """Every SOP by id, with unit, register and neighbours; missing logos and names filled in."""
    return {name: world for folder in (OWN, LIBRARY) for name, world in _folder(folder)}


def _folder(path: Path) -> Iterator[tuple[str, World]]:
    home = project.folder(path)
    trees = {file.stem: source.read(file, file.name) for file in project.sources([path])}
    data = {name: _plain(parse.parse(tree, home.units, home.register)[0]) for name, tree in trees.items()}
    register = {key: _plain(value) for key, value in home.register.items()}
    for name, sop in data.items():
        if isinstance(sop.get("disahkan_oleh"), dict):
            sop["disahkan_oleh"]["nama"] = OFFICIAL
        unit = _plain(home.units[sop["unit"]])
        unit["logo"] = LOGO
        unit.setdefault("tampilan", {})["sampul"] = True
        for person in unit["pejabat"].values():
            person |= {"nama": OFFICIAL} | ({"nrp": "76050993"} if person.get("nrp") == "00000000" else {})
        beside = {other: value for other, value in data.items() if other != name}
        yield (
            name,
            sop | {"_id": name, "_folder": path.name, "_unit": unit, "_peraturan": register, "_lain": beside},
        )


def _plain(value: Any) -> Any:
    return value.model_dump(mode="json", exclude_defaults=True)


@functools.cache
def correct() -> tuple[str, ...]:
    """The SOPs without error and warning; the others have theirs by design."""
    sound = [
        name for name in worlds() if not any(grade != "info" for _, grade in found(subject(worlds()[name])))
    ]
    return tuple(sound)


def subject(world: World) -> Subject:
    """The SOP of a world as the rules see it; it is parsed as if it came from a file."""
    told = {key: value for key, value in world.items() if not key.startswith("_")}
    tree = source.Tree(world["_id"], "", _node(told), (), True)
    unit, register = _unit(world), _register(world)
    sop, findings = parse.parse(tree, {told["unit"]: unit}, register)
    assert sop, findings
    assert not findings, findings
    beside = {name: _sop(_text(other)) for name, other in world["_lain"].items()}
    today = datetime.date.fromisoformat(str(world.get("_hari_ini", TODAY)))
    unseen = frozenset(world.get("_tak_tampak", ()))
    return Subject(world["_id"], sop, unit, register, tree.place, today, beside, unseen)


def _node(value: Any) -> Node:
    """A value as if read from a file, everything at its beginning."""
    if isinstance(value, dict):
        return Node(
            {key: _node(inner) for key, inner in value.items()}, (1, 1), keys=dict.fromkeys(value, (1, 1))
        )
    if isinstance(value, list):
        return Node([_node(inner) for inner in value], (1, 1))
    return Node(value, (1, 1), str(value))


def _unit(world: World) -> Unit:
    return Unit.model_validate(world["_unit"])


def _register(world: World) -> Register:
    return _registered(_text(world["_peraturan"]))


def _text(value: Any) -> str:
    return json.dumps(value, default=str)


@functools.lru_cache(64)
def _registered(text: str) -> Register:
    return ADAPTER.validate_python(json.loads(text))


@functools.lru_cache(512)
def _sop(text: str) -> Sop:
    return Sop.model_validate(json.loads(text))


def found(about: Subject) -> Found:
    """What the rules find: how often each code, and how grave."""
    return Counter((finding.code, str(finding.severity)) for finding in check(about, RULES).findings)


# ---- mutations ------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Mutation:
    """One fault: its rule, what it changes, and what is to be found then."""

    code: str
    number: int
    told: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.code}-{self.number}"

    @property
    def companions(self) -> dict[str, str]:
        """The other rules that find something too, and why."""
        return self.told.get("ikut", {})

    @property
    def unprinted(self) -> dict[str, str]:
        """What follows in print only, where less can be seen than is written, and why."""
        return self.told.get("ikut_pdf", {})

    @property
    def roots(self) -> set[str]:
        """The top-level keys that it touches; performers and rows hang together."""
        steps = [self.told, self.told.get("lalu", {})]
        paths = [path for step in steps for name in _CHANGES for path in step.get(name, ())]
        roots = {path.partition(".")[0] for path in paths} | {
            "kegiatan" for step in steps if "fungsi" in step
        }
        return {_TOGETHER.get(root, root) for root in roots}


_SHARED = ("_peraturan", "_lain")
"""Large, and only ever added to."""


_TOGETHER = {"pelaksana": "kegiatan", "sampul": "_unit"}
"""What touches the first touches the second."""


@functools.cache
def mutations() -> tuple[Mutation, ...]:
    """All that stand in mutations/."""
    files = sorted((TESTS / "mutations").glob("*.yaml"))
    told = [(code, each) for file in files for code, each in source.read(file).data.items()]
    return tuple(Mutation(code, n, step) for code, each in told for n, step in enumerate(each, 1))


def reason(fault: Mutation, name: str) -> str:
    """Why an SOP can't have a fault; empty where it can."""
    try:
        mutated(worlds()[name], fault)
    except NotApplicableError as error:
        return str(error)
    return next((why for why, names in fault.told.get("tanpa", {}).items() if name in names), "")


def mutated(world: World, *changes: Mutation) -> World:
    """A copy with the faults put in; NotApplicableError where there is nothing to change."""
    new = {key: value if key in _SHARED else copy.deepcopy(value) for key, value in world.items()}
    new |= {key: dict(world[key]) for key in _SHARED}
    for change in changes:
        rows = _rows(new)
        for step in (change.told, change.told.get("lalu", {})):
            for name, apply in _CHANGES.items():
                for path in step.get(name, ()):
                    apply(new, world, _keys(path, rows, new), path, step[name], rows)
            if "fungsi" in step:
                globals()[step["fungsi"]](new)
    return new


def _rows(world: World) -> dict[str, int]:
    """The rows that a mutation may name."""
    rows = world["kegiatan"]
    plain = [i for i, row in enumerate(rows) if _is_plain(row) and 0 < i < len(rows) - 1]
    aimed = {to for row in rows for step in (row, *row.get("rangkaian", ())) for to in _targets(step)}
    free = [i for i in plain if rows[i].get("id") not in aimed]
    names = {"awal": 0, "akhir": len(rows) - 1}
    names |= dict(zip(("biasa", "biasa2"), free, strict=False))
    deciding = [i for i, row in enumerate(rows) if row.get("keputusan")]
    before = [i for i in plain if i + 1 in free]
    between = [i for i in range(1, len(rows) - 1) if _is_whole(rows[i])]
    firsts = (("keputusan", deciding), ("sebelum", before), ("tengah", between), ("tengah2", between[1:]))
    near = len(rows) - 2
    if near in plain and free[:1] and near > free[0] + 1:
        names["menjelang"] = near
    return names | {name: found[0] for name, found in firsts if found}


def _is_plain(row: World) -> bool:
    """One performer's step without a decision, that goes on to the next row."""
    chained = {"rangkaian", "ke", "simbol"} & row.keys()
    return _is_whole(row) and len(row.get("pelaksana", ())) == 1 and not chained


def _is_whole(row: World) -> bool:
    """A sentence, performers and the whole mutu baku, and no decision."""
    decides = any(step.get("keputusan") for step in (row, *row.get("rangkaian", ())))
    whole = {"kelengkapan", "waktu", "output"} <= row.get("mutu_baku", {}).keys()
    return whole and not decides and "judul" not in row


def _targets(step: World) -> list[str]:
    return [*step.get("ke", ()), *step.get("keputusan", {}).values()]


def _keys(path: str, rows: dict[str, int], world: World) -> list[list[str | int]]:
    """The key paths that a written one means: one for every row where it says `semua`."""
    first, *rest = path.split(".")
    if first == "pelaksana" and rest[:1] == ["awal"]:
        key = next((key for key, name in world["pelaksana"].items() if isinstance(name, str)), None)
        if key is None:
            raise NotApplicableError("tanpa pelaksana di luar kelompok")
        rest = [key]
    if first != "kegiatan" or not rest:
        return [[first, *(int(part) if part.isdecimal() else part for part in rest)]]
    if rest[0] == "semua":
        return [[first, row, *rest[1:]] for row in range(len(world["kegiatan"]))]
    if rest[0] not in rows:
        raise NotApplicableError(f"tanpa baris {rest[0]}")
    return [[first, rows[rest[0]], *rest[1:]]]


def _value(world: World, old: World, value: Any, rows: dict[str, int]) -> Any:
    """A value with what it takes from the SOP filled in."""
    if isinstance(value, dict):
        return {key: _value(world, old, inner, rows) for key, inner in value.items()}
    if isinstance(value, list):
        return [_value(world, old, inner, rows) for inner in value]
    if not isinstance(value, str):
        return value
    if value.startswith("@"):
        return _id(world, rows, *value[1:].split("+"))
    if value == "{dua pelaksana}":
        return _two(world, rows)
    if value == "{dasar_hukum}":
        return old["dasar_hukum"][0]
    if "{" not in value:
        return value
    row = world["kegiatan"][rows.get("tengah", 0)] if rows else {}
    own = [key for step in (row, *row.get("rangkaian", ())) for key in step.get("pelaksana", ())]
    return value.replace("{judul}", old["judul"]).replace("{pelaksana}", _names(world)[own[0]])


def _names(world: World) -> dict[str, str]:
    return {
        k: n
        for key, value in world["pelaksana"].items()
        for k, n in (value.get("anggota", {}) if isinstance(value, dict) else {key: value}).items()
    }


def _id(world: World, rows: dict[str, int], name: str, further: str = "0") -> str:
    """The id of a row, given to it where it has none."""
    index = rows[name] + int(further)
    if index >= len(world["kegiatan"]) - (further != "0" and further != "1"):
        raise NotApplicableError("tanpa cukup baris sesudahnya")
    row = world["kegiatan"][index]
    return row.setdefault("id", f"baris-{index + 1}")


def _two(world: World, rows: dict[str, int]) -> list[str]:
    first = world["kegiatan"][rows["biasa"]]["pelaksana"][0]
    other = next(key for key in _names(world) if key != first)
    return [first, other]


def _parent(world: World, keys: list[str | int]) -> Any:
    node: Any = world
    for key in keys[:-1]:
        node = node[key] if isinstance(key, int) else node.setdefault(key, {})
    return node


def _write(new: World, old: World, paths: Any, path: str, told: Any, rows: Any) -> None:
    for keys in paths:
        value = _value(new, old, told[path], rows)
        if keys[0] == "_lain":
            value = {k: v for k, v in old.items() if not k.startswith("_")} | value
        parent = _parent(new, keys)
        if "rangkaian" in parent and keys[-1] in ("pelaksana", "simbol", "keputusan", "ke"):
            raise NotApplicableError("barisnya berangkaian")
        parent[keys[-1]] = value


def _remove(new: World, old: World, paths: Any, path: str, told: Any, rows: Any) -> None:
    for keys in paths:
        _parent(new, keys).pop(keys[-1], None)


def _put(place: Callable[[list[Any], list[Any]], list[Any]]) -> Callable[..., None]:
    def put(new: World, old: World, paths: Any, path: str, told: Any, rows: Any) -> None:
        for keys in paths:
            value = _value(new, old, told[path], rows)
            parent = _parent(new, keys)
            parent[keys[-1]] = place(parent.get(keys[-1], []), value if isinstance(value, list) else [value])

    return put


def _begin(new: World, old: World, paths: Any, path: str, told: Any, rows: Any) -> None:
    for keys in paths:
        parent = _parent(new, keys)
        parent[keys[-1]] = _value(new, old, told[path], rows) + parent[keys[-1]]


def _exchange(new: World, old: World, paths: Any, path: str, told: Any, rows: Any) -> None:
    (one,), (other,) = paths, _keys(told[path], rows, new)
    a, b = _parent(new, one), _parent(new, other)
    a[one[-1]], b[other[-1]] = b[other[-1]], a[one[-1]]


def _day(new: World, old: World, paths: Any, path: str, told: Any, rows: Any) -> None:
    (keys,), (start,) = paths, _keys(told[path]["dari"], rows, new)
    day = datetime.date.fromisoformat(_parent(new, start)[start[-1]]["tanggal"])
    _parent(new, keys)[keys[-1]] = {"tanggal": str(day + datetime.timedelta(days=told[path]["tambah"]))}


_CHANGES: dict[str, Callable[..., None]] = {
    "tulis": _write,
    "hapus": _remove,
    "tambah": _put(lambda items, more: [*items, *more]),
    "sisip": _put(lambda items, more: [*more, *items]),
    "awali": _begin,
    "tukar": _exchange,
    "hari": _day,
}


def satu_pelaksana(world: World) -> None:
    """One performer does everything."""
    key, name = next(iter(_names(world).items()))
    if len(_names(world)) == 1:
        raise NotApplicableError("sudah satu pelaksana")
    world["pelaksana"] = {key: name}
    for row in world["kegiatan"]:
        for step in (row, *row.get("rangkaian", ())):
            if step.get("pelaksana"):
                step["pelaksana"] = [key]


def pelaksana_terbalik(world: World) -> None:
    """The performers from the last to the first."""
    world["pelaksana"] = dict(reversed(world["pelaksana"].items()))


@functools.cache
def bundles() -> tuple[tuple[str, tuple[Mutation, ...]], ...]:
    """Faults that can stand in one document without touching each other, and the SOP that is to have them.

    The SOPs take turns.
    """
    visible = [fault for fault in mutations() if "pdf" not in fault.told]
    names = itertools.cycle(PRINTED)
    found = []
    while visible:
        name = next(names)
        bundle = _bundle(name, visible)
        if bundle:
            found.append((name, bundle))
            visible = [fault for fault in visible if fault not in bundle]
    return tuple(found)


def _bundle(name: str, faults: Sequence[Mutation]) -> tuple[Mutation, ...]:
    bundle: list[Mutation] = []
    for fault in faults:
        if all(_are_apart(fault, other) for other in bundle) and not reason(fault, name):
            bundle.append(fault)
    return tuple(bundle)


def _are_apart(one: Mutation, other: Mutation) -> bool:
    """Whether two faults touch different parts, and neither silences the other's rule."""
    silent = any(
        {a.code, *a.companions, *a.unprinted} & {b.code, *BY_CODE[b.code].requires}
        or a.roots & BY_CODE[b.code].needs
        for a, b in ((one, other), (other, one))
    )
    return not silent and one.roots.isdisjoint(other.roots)
