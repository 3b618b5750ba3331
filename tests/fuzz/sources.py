"""Sources: SOPs, unit.yaml and peraturan.yaml, broken in their structure, their values and their bytes."""

from __future__ import annotations

import codecs
import copy
import io
import json
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from ruamel.yaml import YAML

from tests.fuzz.texts import ODD, name, text, write

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "sop_sources"
LIBRARY = (
    ROOT / "tests" / "minimal.yaml",
    *sorted((ROOT / "tests" / "proofs").glob("*-*.yaml")),
    *sorted(SOURCES.glob("*-*.yaml")),
)
SURROUNDINGS = ("unit.yaml", "peraturan.yaml")


@cache
def parsed(path: Path) -> Any:
    """A source as plain data."""
    data = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
    return json.loads(json.dumps(data, default=str))


def make(rng: Random, folder: Path) -> list[str]:
    """A folder of sources, one of them hostile, and a command over it."""
    home = folder / "s"
    home.mkdir()
    for file in SURROUNDINGS:
        shutil.copy(SOURCES / file, home)
    which = rng.choice((*SURROUNDINGS, *["sop.yaml"] * 6))
    base = SOURCES / which if which in SURROUNDINGS else rng.choice(LIBRARY[: 1 + 7 * (rng.random() < 0.5)])
    write(home / which, hostile(rng, base))
    if which != "sop.yaml" or rng.random() < 0.3:
        shutil.copy(ROOT / "tests" / "minimal.yaml", home / "lain.yaml")
    if rng.random() < 0.1:
        write(home / "logo.svg", rng.choice(_PICTURES))
    file = "s/sop.yaml" if which == "sop.yaml" else "s/lain.yaml"
    return command(rng, file)


def command(rng: Random, file: str, home: str = "s") -> list[str]:
    """A command over a source or its folder; those that draw pages are dear, hence rare."""
    draw = rng.random()
    if draw < 0.35:
        return [
            "check",
            "--no-cache",
            "--format",
            rng.choice(["text", "text", "json", "sarif", "junit", "github"]),
            home,
        ]
    if draw < 0.50:
        return ["flow", file]
    if draw < 0.65:
        return ["stats", file]
    if draw < 0.75:
        return ["law", home]
    if draw < 0.83:
        return ["chart", file, "--format", rng.choice(["dot", "dot", "svg", "pdf"]), "-o", "gambar"]
    if draw < 0.88:
        return ["map", home, "--format", rng.choice(["dot", "svg"]), "-o", "peta"]
    if draw < 0.92:
        return ["release", home, "-o", "terbit", "--dry-run", "--no-sign"]
    return [
        "build",
        file,
        "-o",
        "hasil",
        "-j",
        "1",
        "--format",
        rng.choice(["html", "html", "pdf", "pdf,html"]),
    ]


def hostile(rng: Random, base: Path) -> bytes:
    """A hostile file made of a good one."""
    return rng.choice(_WAYS)(rng, base)


def _structure(rng: Random, base: Path) -> bytes:
    """Values moved, doubled, swapped, of other types; still YAML most of the time."""
    data = copy.deepcopy(parsed(base))
    for _ in range(rng.choice((1, 1, 1, 2, 4, 12))):
        _mutate(rng, data)
    if rng.random() < 0.3:
        return json.dumps(data, ensure_ascii=rng.random() < 0.5).encode("utf-8", "surrogatepass")
    out = io.BytesIO()
    YAML(typ="safe", pure=True).dump(data, out)
    return out.getvalue()


def _mutate(rng: Random, data: Any) -> None:
    holder, key = rng.choice(list(_places(data)))
    others = list(_places(data))
    match rng.randrange(9):
        case 0 | 1 | 2:
            holder[key] = text(rng)
        case 3:
            holder[key] = rng.choice(_VALUES)
        case 4:
            other, name_ = rng.choice(others)
            holder[key] = copy.deepcopy(other[name_])
        case 5 if isinstance(holder, dict):
            holder[text(rng)] = holder.pop(key)
        case 6 if isinstance(holder, list):
            holder.extend(copy.deepcopy(holder[key]) for _ in range(rng.choice((1, 3, 60, 501))))
        case 7:
            del holder[key]
        case _ if isinstance(holder[key], str):
            at = rng.randrange(len(holder[key]) + 1)
            holder[key] = holder[key][:at] + rng.choice(ODD) + holder[key][at:]
        case _:
            holder[key] = [holder[key]] * rng.choice((1, 2, 41))


_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 10**30, 1.5, 1e308, float("nan"), float("inf"), "", [], {}, [[]], {"": ""}, [None], "x",
    {"x": {"y": {"z": []}}}, ["selesai"], {"Ya": "lanjut"}, {"Ya": "lanjut", "Tidak": "lanjut"}, [0], ["a", "a"],
    {f"p{i}": f"Pelaksana {i}" for i in range(41)}, {"a": {"nama": "A", "anggota": {"b": "B"}}}, ["x"] * 501,
)  # fmt: skip


def _places(data: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    waiting = [data]
    while waiting:
        one = waiting.pop()
        keys = list(one) if isinstance(one, dict) else range(len(one)) if isinstance(one, list) else ()
        found += ((one, key) for key in keys)
        waiting += (one[key] for key in keys if isinstance(one[key], dict | list))
    return found or [([None], 0)]


def _flows(rng: Random, base: Path) -> bytes:
    """Sound in shape, wild in its flow: many executors, jumps everywhere, chains, joint symbols."""
    data = copy.deepcopy(parsed(ROOT / "tests" / "minimal.yaml"))
    executors = [f"p{i}" for i in range(rng.choice((1, 2, 3, 5, 14)))]
    count = rng.choice((1, 2, 5, 9, 14))
    data["pelaksana"] = {key: text(rng)[: rng.choice((20, 200))] or key for key in executors}
    ids = [f"k{i}" for i in range(count)]

    def target() -> str:
        return rng.choice((*ids, *ids, "lanjut", "selesai"))

    def link(index: int) -> dict[str, Any]:
        row: dict[str, Any] = {"pelaksana": rng.choice(executors)}
        if rng.random() < 0.15:
            row["pelaksana"] = rng.sample(executors, rng.randrange(1, min(4, len(executors)) + 1))
        if rng.random() < 0.4:
            row["keputusan"] = {
                label: target() for label in ["Ya", "Tidak", "Lain", text(rng)[:30]][: rng.randrange(1, 5)]
            }
        elif rng.random() < 0.2:
            row["ke"] = [target() for _ in range(rng.randrange(1, 4))]
        if rng.random() < 0.1:
            row["simbol"] = rng.choice(["mulai", "selesai", "proses", "keputusan", "x"])
        return row

    data["kegiatan"] = []
    for index, id_ in enumerate(ids):
        row = {"id": id_, "uraian": text(rng)[: rng.choice((40, 400, 4000))]}
        if rng.random() < 0.15:
            row["rangkaian"] = [link(index) for _ in range(rng.randrange(1, 4))]
        else:
            row |= link(index)
        row["mutu_baku"] = {
            "kelengkapan": text(rng)[:200],
            "waktu": rng.choice((text(rng)[:40], "15 menit", "2-1 hari")),
            "output": text(rng)[:200],
        }
        data["kegiatan"].append(row)
    return json.dumps(data).encode()


def _bytes(rng: Random, base: Path) -> bytes:
    """Bytes flipped, cut out, put in, doubled."""
    raw = bytearray(base.read_bytes())
    for _ in range(rng.choice((1, 2, 5, 40))):
        at = rng.randrange(len(raw) or 1)
        match rng.randrange(5):
            case 0:
                raw[at : at + 1] = bytes([rng.randrange(256)])
            case 1:
                del raw[at : at + rng.randrange(1, 200)]
            case 2:
                raw[at:at] = text(rng)[:3000].encode("utf-8", "surrogatepass")
            case 3:
                raw[at:at] = raw[at : at + rng.randrange(1, 500)]
            case _:
                raw[at:at] = rng.choice(
                    (
                        b"\0",
                        b"\xff",
                        b"\xc0\x80",
                        b"\xed\xa0\x80",
                        b"\t",
                        b"\r",
                        b"%YAML 9.9\n",
                        b"---\n",
                        b"\xef\xbb\xbf",
                    )
                )
    return bytes(raw)


def _syntax(rng: Random, base: Path) -> bytes:
    """What YAML itself can do to who reads it."""
    deep = rng.choice((10, 39, 41, 900, 30_000, 200_000))
    many = rng.choice((10, 500, 6000, 60_000))
    bomb = "\n".join(
        f"k{i}: &a{i} [{', '.join([f'*a{i - 1}' if i else 'x'] * 9)}]" for i in range(rng.choice((3, 9, 60)))
    )
    return rng.choice(
        (
            bomb, "judul: &a [*a]", "judul: *x", "a: &a {b: *a}", "<<: *x", "<<: &x {<<: *x}", "? [a]\n: b", "? {a: b}\n: c",
            "judul: " + "[" * deep, "judul: " + "[" * deep + "]" * deep, "judul: " + "{a: " * deep, "- " * deep,
            "\n".join(" " * i + "a:" for i in range(min(deep, 900))), "judul: '" + "x" * (deep * 2), "judul: |\n" + " x\n" * many,
            "".join(f"k{i}: 1\n" for i in range(many)), "judul: " + "&a" * many, "judul: !!binary " + "A" * many,
            "judul: !!python/object/apply:os.system ['id']", "!!set {a, b}", "!<tag:yaml.org,2002:float> x: y", "judul: !" + "x" * many,
            "%TAG ! x\n---\njudul: !y z", "--- a\n--- b\n" * 50, '"\\ud83d\\ude00": "\\ud83d"', 'judul: "\\x1b[31m\\u202e\\0"',
            "nomor: " + "1" * many, "nomor: 0x" + "f" * 40, "judul: 1:2:3", "tanggal: 0000-00-00", "x" * 520_000, "\n" * 500_000,
            "# " + "y" * 500_000, "\t" * many, "a: " * many, "[a, " * many, "kegiatan:\n" + "  - uraian: x\n" * many,
            "judul: " + "'" * many, "&x " * many, "kegiatan: &k\n - &r {uraian: x}\n" + " - *r\n" * many, text(rng), text(rng) + ": " + text(rng),
        )
    ).encode("utf-8", "surrogatepass")  # fmt: skip


def _coding(rng: Random, base: Path) -> bytes:
    """Another encoding, or no text at all."""
    words = base.read_text("utf-8")
    return rng.choice(
        (
            codecs.BOM_UTF8 + words.encode(), words.encode("utf-16"), words.encode("utf-16-be"), words.encode("utf-32"), b"",
            codecs.BOM_UTF16_LE, b"\0", b"%PDF-1.7\n", b"PK\x03\x04", rng.randbytes(rng.choice((3, 300, 30_000))),
            words.replace("\n", "\r").encode(), words.replace("\n", "\u2028").encode(), words.encode("utf-8")[: rng.randrange(900)],
            codecs.BOM_UTF8 * 3 + words.encode(), words.replace("a", "\u0430").encode(), words.encode("cp1252", "replace") + b"\xe9",
        )
    )  # fmt: skip


_WAYS: tuple[Callable[[Random, Path], bytes], ...] = (
    _structure,
    _structure,
    _structure,
    _flows,
    _flows,
    _bytes,
    _syntax,
    _coding,
)

_PICTURES = (
    b"", b"<svg", b"<svg/>", b"<svg xmlns='http://www.w3.org/2000/svg' width='1e9' height='1e9'><rect width='1e9' height='1e9'/></svg>",
    b"<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]><svg xmlns='http://www.w3.org/2000/svg'><text>&b;</text></svg>",
    b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/><use href='#u' id='u'/></svg>",
    b"<svg xmlns='http://www.w3.org/2000/svg'>" + b"<g>" * 3000 + b"</g>" * 3000 + b"</svg>",
    b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 0 0'><path d='M0 0 L nan 1e400'/></svg>",
)  # fmt: skip


def named(rng: Random, folder: Path) -> list[str]:
    """Sources under names that strangers choose."""
    home = folder / name(rng, "")
    home.mkdir()
    for file in SURROUNDINGS:
        shutil.copy(SOURCES / file, home)
    minimal = (ROOT / "tests" / "minimal.yaml").read_bytes()
    files = [
        write(home / name(rng, rng.choice((".yaml", ".yml", ".YAML"))), rng.choice((minimal, b"x: [", b"")))
        for _ in range(2)
    ]
    file = str(rng.choice(files).relative_to(folder))
    own = str(home.relative_to(folder))
    drawn = command(rng, file, own)
    if rng.random() < 0.5:
        # As a shell hands over what `*` means: a name may look like an option.
        return [part if part not in (file, own) else part.rpartition("/")[2] for part in drawn]
    return (
        [drawn[0], *drawn[1:]]
        if not own.startswith("-")
        else [f"./{p}" if p in (file, own) else p for p in drawn]
    )
