"""Findings as JUnit XML, which most CI servers show as test results."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from sopgen.diagnostic import Finding, written
from sopgen.report.account import Account

_FORBIDDEN = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(account: Account) -> str:
    """A suite a file, a case a finding; what is below the threshold passes, what is excused is skipped."""
    root = ET.Element("testsuites", name="sopgen check")
    places = (finding.place.file for finding in account.findings)
    for file in dict.fromkeys((*account.files, *places)):
        root.append(_suite(file, account))
    for name in ("tests", "failures", "skipped"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    root.set("errors", "0")
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _suite(file: str, account: Account) -> ET.Element:
    found = [finding for finding in account.findings if finding.place.file == file]
    excused = [(finding, reason) for finding, reason in account.excused if finding.place.file == file]
    failures = [finding for finding in found if finding.severity >= account.threshold]
    suite = ET.Element("testsuite", name=_clean(file))
    for finding in found:
        case = _case(suite, file, finding)
        if finding in failures:
            failure = ET.SubElement(
                case, "failure", message=_clean(finding.message), type=str(finding.severity)
            )
            failure.text = _told(finding)
        else:
            ET.SubElement(case, "system-out").text = _told(finding)
    for finding, reason in excused:
        ET.SubElement(_case(suite, file, finding), "skipped", message=_clean(f"Dikecualikan: {reason}"))
    if not found and not excused:
        ET.SubElement(suite, "testcase", classname=_clean(file), name="tanpa temuan")
    counts = {"tests": len(suite), "failures": len(failures), "errors": 0, "skipped": len(excused)}
    for name, count in counts.items():
        suite.set(name, str(count))
    return suite


def _case(suite: ET.Element, file: str, finding: Finding) -> ET.Element:
    where = written(finding.key_path) or f"baris {finding.place.line}"
    return ET.SubElement(
        suite, "testcase", classname=_clean(file), name=_clean(f"{finding.code} {where}"),
        file=_clean(finding.place.file), line=str(finding.place.line),
    )  # fmt: skip


def _told(finding: Finding) -> str:
    hint = f"\nsaran: {finding.hint}" if finding.hint else ""
    return _clean(f"{finding.place}: {finding.severity} {finding.code}: {finding.message}{hint}")


def _clean(text: str) -> str:
    """The text without what XML cannot carry."""
    return _FORBIDDEN.sub("\ufffd", text)
