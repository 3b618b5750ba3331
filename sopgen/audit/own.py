"""A document of our own held against the source inside it, and against the standards it claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sopgen import conformance, parse, project, proof, recover, source
from sopgen.audit import screen
from sopgen.audit.surroundings import Surroundings
from sopgen.diagnostic import Finding, Place, Severity, SopgenError, fault
from sopgen.model import Sop
from sopgen.proof import Attachment
from sopgen.recover import Recovered
from sopgen.unit import Unit, Units

UNREADABLE = "CTK-05"
ARCHIVAL, ACCESSIBLE = "CTK-06", "CTK-07"

_OF_STANDARD = {"PDF/A-3a": ARCHIVAL, "PDF/UA-1": ACCESSIBLE}
_MOST = 5
"""The most departures to tell of a standard."""


def embedded(attachment: Attachment) -> tuple[Sop | None, str]:
    """The SOP of an embedded source; None, and why, where it can't be read as one."""
    tree = source.parse_text(attachment.text, attachment.name)
    sop, findings = parse.parse(tree)
    return sop, "; ".join(finding.message for finding in findings[:3]) if sop is None else ""


def misprints(files: Mapping[str, bytes], sop: Sop, unit: Unit, around: Surroundings) -> list[Finding]:
    """Where documents just made (content by file name) are not what their source says."""
    found: list[Finding] = []
    for name, content in files.items():
        if name.endswith(".pdf"):
            found += faults(recover.recovered(proof.read(content), name), content, sop, unit, around)
        else:
            found += screen.faults(name, content.decode(), sop, unit, around)
    return found


def faults(
    document: Recovered, content: bytes, sop: Sop, unit: Unit | None, around: Surroundings
) -> list[Finding]:
    """Everything that a PDF prints otherwise than `sop` says, and where it misses the standards."""
    told = recover.compare(document, sop, unit, around.register, around.titles)
    return [*told, *_standards(document.file, content)]


def against_embedded(document: Recovered, content: bytes, around: Surroundings) -> list[Finding]:
    """The faults of a PDF against the source inside it; empty where there is none."""
    if document.source is None:
        return []
    sop, why = embedded(document.source)
    if sop is None:
        message = f"Sumber {document.source.name} di dalam dokumen tidak dapat dibaca: {why}"
        return [fault(UNREADABLE, message, Place(document.file))]
    return faults(document, content, sop, _unit(sop, around.units), around)


def _unit(sop: Sop, units: Units) -> Unit | None:
    try:
        return project.unit_of(sop, units)
    except SopgenError:
        return None


def _standards(file: str, content: bytes) -> Iterator[Finding]:
    for standard, code in _OF_STANDARD.items():
        for departure in conformance.departures(content, standard)[:_MOST]:
            yield Finding(code, Severity.ERROR, f"Bukan {standard} yang sah: {departure}", Place(file))
