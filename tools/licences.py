"""Which licence a library declares, and its text, from the metadata of what is installed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, PackagePath

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model.license import License, LicenseAcknowledgement

SPDX = {
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "MIT License": "MIT",
    "Mozilla Public License 1.1 (MPL 1.1)": "MPL-1.1",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "GNU General Public License v2 or later (GPLv2+)": "GPL-2.0-or-later",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.0-or-later",
}
"""SPDX names of what is written otherwise; what leaves a doubt, as "BSD License", is told as it stands."""

_TEXT = re.compile(r"licen[cs]e|copying|notice|authors", re.IGNORECASE)


def declared(distribution: Distribution) -> tuple[License, ...]:
    """The licences that the metadata name: an SPDX expression, else the field, else the classifiers."""
    fields = field(distribution, "License-Expression") or field(distribution, "License")
    classifiers = [
        line.split(" :: ")[-1] for line in field(distribution, "Classifier") if "License ::" in line
    ]
    names = classifiers if "\n" in "".join(fields) else fields or classifiers
    make, declared = LicenseFactory().make_from_string, LicenseAcknowledgement.DECLARED
    return tuple(make(SPDX.get(name, name), license_acknowledgement=declared) for name in names)


def field(distribution: Distribution, name: str) -> list[str]:
    """What the metadata say under a name, which may be there several times."""
    return list(distribution.metadata.get_all(name) or ())


def texts(distribution: Distribution) -> dict[str, str]:
    """The texts of licences that came with a library, by the names of their files."""
    files = {_name(file): file for file in _metadata_files(distribution.files or ())}
    return {name: _read(file) for name, file in sorted(files.items()) if name}


def _metadata_files(files: Iterable[PackagePath]) -> Iterator[PackagePath]:
    return (file for file in files if file.parts[0].endswith(".dist-info"))


def _name(file: PackagePath) -> str:
    """`LICENSE` for `x.dist-info/LICENSE` and `x.dist-info/licenses/LICENSE`; empty for no licence."""
    inside = file.parts[1:]
    if inside[0] == "licenses":
        return "/".join(inside[1:])
    return file.name if len(inside) == 1 and _TEXT.match(file.name) else ""


def _read(file: PackagePath) -> str:
    """The text of a file, most in UTF-8, a few in Latin-1."""
    content = file.locate().read_bytes()  # type: ignore[attr-defined]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    return "\n".join(text.splitlines()).strip("\n") + "\n"
