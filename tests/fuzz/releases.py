"""Folders that call themselves releases: manifests, sums, seals and files beside them."""

from __future__ import annotations

import hashlib
import json
import os
import socket
from pathlib import Path
from random import Random
from typing import Any

from tests.fuzz import pdfs, signed
from tests.fuzz.texts import ODD, name, text, write

ROOT = Path(__file__).resolve().parents[2]


def make(rng: Random, folder: Path) -> list[str]:
    """A hostile release, and a check of it."""
    home = folder / "t"
    home.mkdir()
    files = {
        "a.pdf": pdfs.FOREIGN[0].read_bytes() if rng.random() < 0.2 else b"%PDF-1.7\n",
        "a.html": b"<p>x",
    }
    for path, content in files.items():
        write(home / path, content)
    data = _manifest(rng, files)
    raw = _spoiled(rng, json.dumps(data, ensure_ascii=rng.random() < 0.5).encode("utf-8", "surrogatepass"))
    lines = "".join(f"{hashlib.sha256(content).hexdigest()}  {path}\n" for path, content in files.items())
    sums = (lines + f"{hashlib.sha256(raw).hexdigest()}  manifest.json\n").encode()
    for path, content in {
        "manifest.json": raw,
        "SHA256SUMS": _spoiled(rng, sums),
        "manifest.json.p7s": _seal(rng),
    }.items():
        _put(rng, home / path, content)
    if rng.random() < 0.4:
        _put(rng, home / name(rng, rng.choice((".pdf", ".html", ""))), b"x")
    command = [
        "verify",
        rng.choice(("t", "t", "t", "t/a.pdf")),
        "--format",
        rng.choice(["text", "text", "json", "html"]),
    ]
    if rng.random() < 0.3:
        _put(
            rng,
            folder / "ca.pem",
            rng.choice((_seal(rng), b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", b"")),
        )
        command += ["--trust", "ca.pem"]
    return command


def _manifest(rng: Random, files: dict[str, bytes]) -> Any:
    listed: list[Any] = [
        {"path": path, "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
        for path, content in files.items()
    ]
    data: Any = {
        "format": 1,
        "sopgen": "0.1.0",
        "source_commit": text(rng)[:300],
        "libraries": {},
        "files": listed,
    }
    for _ in range(rng.randrange(4)):
        match rng.randrange(7):
            case 0:
                listed.append(
                    {
                        "path": rng.choice(
                            (
                                text(rng),
                                "x" * 300 + ".pdf",
                                "a/" * 300,
                                "\0.pdf",
                                "\ud800.pdf",
                                "//a",
                                "a//b",
                                ".",
                                "a.pdf",
                                "../a.pdf",
                                "a.pdf/",
                            )
                        ),
                        "sha256": "0" * 64,
                        "size": rng.choice((0, -1, 10**30, None)),
                    }
                )
            case 1:
                rng.choice(listed)["path"] = rng.choice((*ODD, 1, None, [], "A.PDF"))
            case 2:
                rng.choice(listed)[rng.choice(("size", "sha256"))] = rng.choice(
                    (True, 1.5, "x", None, 10**400, [], {}, "F" * 64)
                )
            case 3:
                data[rng.choice(list(data))] = rng.choice(
                    (None, [], {}, text(rng), 1, 2, -1, True, [[]], [None], "x" * 10_000)
                )
            case 4:
                listed += listed * rng.choice((1, 300, 5000))
            case 5:
                listed.append(rng.choice((None, 1, "x", [], {}, {"path": "x"})))
            case _:
                data[text(rng)] = text(rng)
        if not isinstance(data.get("files"), list):
            break
        listed = [one for one in listed if isinstance(one, dict)] or [{}]
    return data if rng.random() < 0.9 else rng.choice(([], None, 1, "x", [data], {"files": data}))


def _spoiled(rng: Random, raw: bytes) -> bytes:
    if rng.random() < 0.7:
        return raw
    many = rng.choice((9, 3000, 200_000))
    at = rng.randrange(len(raw) + 1)
    return rng.choice(
        (
            b"", raw[:at], raw + raw, raw[:at] + text(rng).encode("utf-8", "surrogatepass") + raw[at:], b"[" * many, b'{"a":' * many, raw.decode("utf-8", "replace").encode("utf-16"),
            b"\xff" + raw, b'{"format": 1, "format": 1, "files": []}', b'{"format": 1, "files": [' + b"{}," * many + b"{}]}", b"1" * many, b"NaN", b'"\\ud800"',
            b"\0" * many, rng.randbytes(300), b"0" * 64 + b"  a\n" * many, b"0" * 64 + b"  \x1b[31m\n", b"x" * (17 * 1024 * 1024),
        )
    )  # fmt: skip


def _sealed(rng: Random, raw: bytes) -> bytes:
    """A seal: a good one, a good one that was broken, or none."""
    if rng.random() < 0.5:
        return _seal(rng)
    out = bytearray(signed.seal(raw))
    for _ in range(rng.choice((0, 1, 9))):
        out[rng.randrange(len(out))] = rng.randrange(256)
    return bytes(out)


def _seal(rng: Random) -> bytes:
    many = rng.choice((10, 3000, 100_000))
    return rng.choice(
        (
            b"", rng.randbytes(400), b"\x30\x80" * many, b"\x30\x84\xff\xff\xff\xff", b"\x30\x82\x01\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02" + rng.randbytes(300),
            b"-----BEGIN PKCS7-----\n", b"\x30\x00", b"\x24\x80" * many, b"x" * (5 * 1024 * 1024),
        )
    )  # fmt: skip


def _put(rng: Random, path: Path, content: bytes) -> None:
    """A file, or now and then something that only has its name."""
    if rng.random() < 0.85:
        write(path, content)
    elif rng.random() < 0.6:
        special(rng, path)


def special(rng: Random, path: Path) -> None:
    """Something under a file's name that is no file."""
    match rng.randrange(9):
        case 0:
            os.mkfifo(path)
        case 1:
            path.symlink_to("/dev/zero")
        case 2:
            path.symlink_to(
                rng.choice(
                    (
                        "/dev/random",
                        "/dev/full",
                        "/dev/tty",
                        "/proc/self/mem",
                        "/proc/kmsg",
                        "/proc/self/environ",
                        "/etc/passwd",
                    )
                )
            )
        case 3:
            path.symlink_to(path.name)
        case 4:
            path.mkdir()
        case 5:
            path.symlink_to("/nirwana")
        case 6:
            path.symlink_to(path.parent)
        case 7:
            if len(os.fsencode(path)) < 100:
                with socket.socket(socket.AF_UNIX) as one:
                    one.bind(str(path))
        case _:
            with path.open("wb") as file:
                file.truncate(1 << 40)
