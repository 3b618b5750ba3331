"""What a folder of sources knows besides an SOP itself: units, register, titles of the SOPs by id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sopgen import project, source
from sopgen.unit import Register, Units


@dataclass(frozen=True)
class Surroundings:
    """The units, the register of regulations, and the titles of the SOPs by id; empty where nobody knows."""

    units: Units = field(default_factory=dict)
    register: Register = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)


def surroundings(home: Path) -> Surroundings:
    """What a folder of sources knows. Raises SopgenError where it has no unit.yaml."""
    found = project.folder(home)
    files = [file for file in project.sources([home]) if not project.misnamed(file)]
    titles = {file.stem: str(source.read(file).data.get("judul") or "") for file in files}
    return Surroundings(found.units, found.register, titles)
