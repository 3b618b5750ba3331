"""Rules applied to an SOP: which faults there are, which of them are waived, what could not be judged."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sopgen.diagnostic import Finding, Severity
from sopgen.rule import Rule, Subject
from sopgen.unit import Profil

UNUSED_WAIVER, UNKNOWN_WAIVER = "KEC-01", "KEC-02"


@dataclass(frozen=True, slots=True)
class Waiver:
    """A fault that the SOP itself excuses, and why."""

    finding: Finding
    reason: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Everything that checking one SOP brought to light, by place.

    `unjudged` are the codes of rules whose fields the document doesn't show.
    """

    findings: tuple[Finding, ...]
    waived: tuple[Waiver, ...]
    unjudged: tuple[str, ...]


def check(subject: Subject, rules: Sequence[Rule]) -> Verdict:
    """Apply the rules that concern the subject's unit; `rules` come with what they require before them."""
    found: list[Finding] = []
    unjudged = []
    faulty: set[str] = set()
    for rule in _concerning(subject, rules):
        if rule.check is None or faulty & set(rule.requires):
            continue
        if rule.needs & subject.hidden:
            unjudged.append(rule.code)
            continue
        findings = list(_findings(subject, rule))
        if findings:
            faulty.add(rule.code)
        found += findings
    waived = tuple(Waiver(f, subject.sop.kecuali[f.code]) for f in found if f.code in subject.sop.kecuali)
    left = [f for f in found if f.code not in subject.sop.kecuali]
    left += _waiver_faults(subject, {rule.code for rule in rules}, faulty)
    return Verdict(tuple(sorted(left, key=_by_place)), waived, tuple(unjudged))


def _concerning(subject: Subject, rules: Iterable[Rule]) -> Iterator[Rule]:
    profile = subject.unit.profil if subject.unit else Profil.UMUM
    return (rule for rule in rules if rule.profile in (Profil.UMUM, profile))


def _findings(subject: Subject, rule: Rule) -> Iterator[Finding]:
    assert rule.check is not None
    for fault in rule.check(subject):
        place = subject.place(fault.key_path)
        severity = fault.severity or rule.severity
        yield Finding(rule.code, severity, fault.message, place, fault.key_path, fault.hint)


def _waiver_faults(subject: Subject, known: Collection[str], faulty: Collection[str]) -> Iterator[Finding]:
    """Waivers that excuse nothing."""
    for code in subject.sop.kecuali:
        key_path = ("kecuali", code)
        place = subject.place(key_path)
        if code not in known:
            message = f"Tidak ada aturan {code}."
            yield Finding(UNKNOWN_WAIVER, Severity.WARNING, message, place, key_path, "Periksa kodenya.")
        elif code not in faulty:
            message = f"Pengecualian {code} tidak terpakai; SOP ini tidak menyimpang dari aturan itu."
            yield Finding(UNUSED_WAIVER, Severity.INFO, message, place, key_path, "Hapus pengecualiannya.")


def _by_place(finding: Finding) -> tuple[object, ...]:
    return finding.place, finding.code


def chosen(rules: Sequence[Rule], select: Collection[str] = (), ignore: Collection[str] = ()) -> list[Rule]:
    """The rules by code or family (`DHK`, `DHK-02`): the selected or else all, less the ignored."""

    def named(rule: Rule, names: Collection[str]) -> bool:
        return rule.code in names or rule.code.partition("-")[0] in names

    return [r for r in rules if (not select or named(r, select)) and not named(r, ignore)]
