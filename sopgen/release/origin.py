"""Where a release comes from: the commit of its sources, and the versions that its bytes depend on."""

from __future__ import annotations

import ctypes
import platform
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sopgen import chart
from sopgen.assets import version
from sopgen.project import REGISTER, UNIT

_LIBRARIES = ("weasyprint", "pydyf", "fonttools", "jinja2", "pyphen", "graphviz", "pyhanko")
_NATIVE = {
    "pango": ("libpango-1.0.so.0", "pango_version_string"),
    "harfbuzz": ("libharfbuzz.so.0", "hb_version_string"),
}
_SECONDS = 60


@dataclass(frozen=True)
class Origin:
    """`commit` is None where git knows none; `is_dirty` where a source differs from it."""

    sopgen: str
    commit: str | None
    is_dirty: bool | None
    libraries: dict[str, str]


def origin(files: Sequence[Path]) -> Origin:
    """The origin of a release of these SOP files."""
    homes = dict.fromkeys(file.parent.resolve() for file in files)
    commits = {_git(home, "rev-parse", "HEAD") for home in homes}
    commit = commits.pop() if len(commits) == 1 else None
    is_dirty = any(_is_dirty(home, files) for home in homes) if commit else None
    return Origin(version(), commit, is_dirty, libraries())


def libraries() -> dict[str, str]:
    """The versions of all that shapes a document, by name; what is not there is left out."""
    found = {name: version(name) for name in _LIBRARIES}
    found |= {name: _native(*place) for name, place in _NATIVE.items()}
    found |= {"dot": chart.version(), "python": platform.python_version()}
    return {name: found[name] for name in sorted(found) if found[name]}


def _is_dirty(home: Path, files: Sequence[Path]) -> bool:
    """Whether anything that documents are made of is not as committed, or not committed at all."""
    own = [file.name for file in files if file.parent.resolve() == home]
    names = [*own, *(name for name in (UNIT, REGISTER) if (home / name).exists())]
    is_known = _git(home, "ls-files", "--error-unmatch", "--", *names) is not None
    return not is_known or _git(home, "status", "--porcelain", "--", ".", "../templates") != ""


def _git(home: Path, *arguments: str) -> str | None:
    """What git says in a folder; None where there is no git, no repository, or it refuses."""
    command = ["git", "-C", str(home), *arguments]
    try:
        run = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return run.stdout.strip()


def _native(library: str, function: str) -> str:
    """The version that a library of the system tells of itself."""
    try:
        tell = getattr(ctypes.CDLL(library), function)
    except (OSError, AttributeError):
        return ""
    tell.restype = ctypes.c_char_p
    told: bytes = tell()
    return told.decode()
