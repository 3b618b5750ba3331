"""The libraries sopgen runs with: what its requirements lead to, as locked and as installed."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PYTHON = {"python_version": "3.11", "python_full_version": "3.11.0"}
"""The Python that the locks are made with: the oldest allowed, which needs the most libraries."""


@dataclass(frozen=True)
class Pin:
    """A version in a lock, with the SHA-256 of every file of it that may be installed."""

    version: str
    hashes: tuple[str, ...]


@dataclass(frozen=True)
class Library:
    """A library at the version that is locked; `needs` are the names of those it requires itself."""

    name: str
    pin: Pin
    needs: tuple[str, ...]
    distribution: Distribution


def project(root: Path) -> dict[str, object]:
    """The table `project` of `root/pyproject.toml`."""
    table: dict[str, object] = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    return table


def direct(root: Path) -> tuple[Requirement, ...]:
    """The run-time requirements that pyproject.toml names."""
    asked = project(root)["dependencies"]
    assert isinstance(asked, list)
    return tuple(map(Requirement, asked))


def pins(lock: Path) -> dict[str, Pin]:
    """Every pin of a lock written by pip-compile, by its canonical name."""
    blocks = re.finditer(
        r"^([\w.-]+)==(\S+) \\\n((?: +--hash=sha256:\w+(?: \\)?\n)+)", lock.read_text("utf-8"), re.M
    )
    return {
        canonicalize_name(block[1]): Pin(block[2], tuple(re.findall(r"sha256:(\w+)", block[3])))
        for block in blocks
    }


def libraries(root: Path) -> tuple[Library, ...]:
    """All libraries needed at run time, by name. SystemExit where what is installed is not what is locked."""
    locked = pins(root / "requirements.lock")
    installed = {name: _installed(name, pin) for name, pin in locked.items()}
    needs = _needs(direct(root), installed)
    return tuple(
        Library(name, locked[name], tuple(sorted(needs[name])), installed[name]) for name in sorted(needs)
    )


def _installed(name: str, pin: Pin) -> Distribution:
    try:
        found = Distribution.from_name(name)
    except PackageNotFoundError:
        raise SystemExit(f"{name} {pin.version} tidak terpasang: jalankan make .venv/dev") from None
    if found.version != pin.version:
        raise SystemExit(f"{name} {found.version} terpasang, bukan {pin.version}: jalankan make .venv/dev")
    return found


def _needs(asked: tuple[Requirement, ...], installed: Mapping[str, Distribution]) -> dict[str, set[str]]:
    """The transitive closure of `asked`: what each library requires. Extras count only where asked for."""
    needs: dict[str, set[str]] = defaultdict(set)
    waiting = [feature for requirement in asked for feature in _features(requirement)]
    seen = set(waiting)
    while waiting:
        name, extra = waiting.pop()
        for requirement in _requirements(installed[name], extra):
            needs[name].add(canonicalize_name(requirement.name))
            new = set(_features(requirement)) - seen
            seen |= new
            waiting += new
        needs[name] |= set()
    return needs


def _features(requirement: Requirement) -> Iterator[tuple[str, str]]:
    """A library without and with each extra that a requirement asks for."""
    name = canonicalize_name(requirement.name)
    yield name, ""
    yield from ((name, extra) for extra in requirement.extras)


def _requirements(distribution: Distribution, extra: str) -> Iterator[Requirement]:
    for requirement in map(Requirement, distribution.requires or ()):
        if requirement.marker is None or requirement.marker.evaluate(PYTHON | {"extra": extra}):
            yield requirement
