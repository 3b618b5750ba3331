"""From the tree of a file to frozen values, with every fault told at once, in Indonesian."""

from __future__ import annotations

from collections.abc import Iterable

from sopgen.diagnostic import Finding, Severity, worst
from sopgen.model import Sop
from sopgen.parse.cross import cross_checks, register_checks, unit_checks
from sopgen.parse.schema import schemas
from sopgen.parse.shape import validated
from sopgen.source import Tree
from sopgen.unit import Register, Units

__all__ = ["parse", "register", "schemas", "unit"]


def parse(
    tree: Tree, units: Units | None = None, register: Register | None = None
) -> tuple[Sop | None, list[Finding]]:
    """The SOP of a file, None where any finding is an error; and all findings, the YAML's own included.

    With `units` and `register` given, keys that point into them are checked too.
    """
    sop, data, findings = validated(tree, Sop)
    if tree.is_whole and tree.root:
        findings += cross_checks(tree, data, units, register)
    findings = _in_order(findings)
    return (None if worst(findings) is Severity.ERROR else sop), findings


def unit(tree: Tree) -> tuple[Units | None, list[Finding]]:
    """The units of unit.yaml, None where any finding is an error; and all findings."""
    units, data, findings = validated(tree, Units)
    if tree.is_whole:
        findings += unit_checks(tree, data)
    return (None if worst(findings) is Severity.ERROR else units), _in_order(findings)


def register(tree: Tree) -> tuple[Register | None, list[Finding]]:
    """The register of regulations of peraturan.yaml, None where any finding is an error; and all findings."""
    entries, data, findings = validated(tree, Register)
    if tree.is_whole:
        findings += register_checks(tree, data)
    return (None if worst(findings) is Severity.ERROR else entries), _in_order(findings)


def _in_order(findings: Iterable[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: (finding.place, finding.code))
