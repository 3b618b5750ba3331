"""Writes the SBOM of sopgen (CycloneDX 1.6, JSON) and the licence texts of its libraries.

    python -m tools.sbom FOLDER

The same commit gives the same bytes: the time is the commit's, the serial number a hash of the content.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from cyclonedx.contrib.this.builders import this_component
from cyclonedx.model import (
    AttachedText,
    ExternalReference,
    ExternalReferenceType,
    HashAlgorithm,
    HashType,
    XsUri,
)
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.component_evidence import ComponentEvidence
from cyclonedx.model.license import DisjunctiveLicense, License, LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from fontTools.ttLib import TTFont
from packageurl import PackageURL
from packaging.utils import canonicalize_name

from tools import licences
from tools.libraries import Library, direct, libraries, project
from tools.system import PACKAGES, SystemPackage

ROOT = Path(__file__).resolve().parent.parent


def main(folder: Path) -> None:
    """Write `sopgen-VERSION.cdx.json` and `sopgen-VERSION.licences.txt` into a folder."""
    document = bom(ROOT, commit_time(ROOT))
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"sopgen-{version(ROOT)}"
    (folder / f"{stem}.cdx.json").write_text(text(document), encoding="utf-8", newline="\n")
    (folder / f"{stem}.licences.txt").write_text(licence_texts(document), encoding="utf-8", newline="\n")


def version(root: Path) -> str:
    """The version of sopgen in `root/pyproject.toml`."""
    return str(project(root)["version"])


def commit_time(root: Path) -> datetime:
    """SOURCE_DATE_EPOCH, else the time of the last commit."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH") or subprocess.check_output(
        ["git", "log", "-1", "--format=%ct"], cwd=root, text=True
    )
    return datetime.fromtimestamp(int(seconds), UTC)


def bom(root: Path, time: datetime) -> Bom:
    """Everything sopgen needs at run time: libraries, bundled fonts, packages of the system."""
    needed = {library.name: library for library in libraries(root)}
    components = {name: _library(library) for name, library in needed.items()}
    others = [_fonts(root / "templates" / "fonts"), *map(_system, PACKAGES)]
    itself = Component(name="sopgen", version=version(root), type=ComponentType.APPLICATION, bom_ref="sopgen")
    document = Bom(components=[*components.values(), *others])
    document.metadata.component, document.metadata.timestamp = itself, time
    document.metadata.tools.components.add(this_component())
    asked = [components[canonicalize_name(requirement.name)] for requirement in direct(root)]
    document.register_dependency(itself, [*asked, *others])
    for name, library in needed.items():
        document.register_dependency(components[name], [components[need] for need in library.needs])
    return _with_serial_number(document)


def text(document: Bom) -> str:
    """An SBOM as JSON."""
    return JsonV1Dot6(document).output_as_string(indent=2) + "\n"


def licence_texts(document: Bom) -> str:
    """The name and text of every licence in an SBOM, to be read by people."""
    head = f"Licences of what sopgen {version(ROOT)} runs with. Packages of the system bring their own.\n"
    return head + "".join(
        _licence_section(component) for component in document.components if component.licenses
    )


def _licence_section(component: Component) -> str:
    names = ", ".join(_name(licence) for licence in component.licenses)
    lines = ["", "=" * 100, f"{component.name} {component.version}: {names}", "=" * 100, ""]
    for licence in component.evidence.licenses if component.evidence else ():
        assert isinstance(licence, DisjunctiveLicense)
        assert licence.text is not None
        lines += [f"---- {licence.name}", "", licence.text.content]
    return "\n".join(lines)


def _name(licence: License) -> str:
    return licence.value if isinstance(licence, LicenseExpression) else licence.id or licence.name or ""


def _with_serial_number(document: Bom) -> Bom:
    """Set the serial number, derived from the content."""
    document.serial_number = UUID(int=0)
    document.serial_number = UUID(bytes=hashlib.sha256(text(document).encode()).digest()[:16], version=5)
    return document


def _library(library: Library) -> Component:
    """A library from PyPI. Its hashes stand by its distribution: one for each file that the lock admits."""
    purl = PackageURL("pypi", name=library.name, version=library.pin.version)
    distribution = ExternalReference(
        type=ExternalReferenceType.DISTRIBUTION,
        url=XsUri(str(purl)),
        hashes=map(_sha256, library.pin.hashes),
        comment="SHA-256 of every file of this version in requirements.lock",
    )
    return Component(
        name=library.name,
        version=library.pin.version,
        type=ComponentType.LIBRARY,
        scope=ComponentScope.REQUIRED,
        bom_ref=str(purl),
        purl=purl,
        description=" ".join(licences.field(library.distribution, "Summary")),
        licenses=licences.declared(library.distribution),
        evidence=_evidence(licences.texts(library.distribution)),
        external_references=[distribution],
    )


def _evidence(texts: dict[str, str]) -> ComponentEvidence | None:
    """The texts of licences that were found in a component, by the names of their files."""
    found = [DisjunctiveLicense(name=name, text=AttachedText(content=text)) for name, text in texts.items()]
    return ComponentEvidence(licenses=found) if found else None


def _fonts(folder: Path) -> Component:
    """The typeface that sopgen carries, with its files."""
    files = sorted(folder.glob("*.ttf"))
    names = TTFont(files[0])["name"]
    return Component(
        name=str(names.getDebugName(1)),
        version=str(names.getDebugName(5)).removeprefix("Version "),
        type=ComponentType.DATA,
        scope=ComponentScope.REQUIRED,
        bom_ref="templates/fonts",
        description="the typeface of documents, carried by sopgen in templates/fonts",
        licenses=[DisjunctiveLicense(id="OFL-1.1")],
        evidence=_evidence({"LICENSE": (folder / "LICENSE").read_text("utf-8")}),
        components=list(map(_file, files)),
    )


def _file(path: Path) -> Component:
    return Component(
        name=path.name,
        type=ComponentType.FILE,
        bom_ref=f"templates/fonts/{path.name}",
        hashes=[_sha256(hashlib.sha256(path.read_bytes()).hexdigest())],
    )


def _sha256(digest: str) -> HashType:
    return HashType(alg=HashAlgorithm.SHA_256, content=digest)


def _system(package: SystemPackage) -> Component:
    """A package of the system, which brings its version and licence itself."""
    purl = PackageURL("deb", "debian", package.name)
    return Component(
        name=package.name,
        type=ComponentType.LIBRARY,
        scope=ComponentScope.OPTIONAL if package.optional else ComponentScope.REQUIRED,
        bom_ref=str(purl),
        purl=purl,
        description=package.use,
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
