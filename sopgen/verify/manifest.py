"""A release folder held against its manifest: every file there, none besides, none changed, and by whom."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Any

from sopgen import bounded, regular
from sopgen.bounded import Stopped
from sopgen.diagnostic import Finding
from sopgen.verify.listing import (
    COMMON,
    LARGEST,
    MANIFEST,
    MOST,
    OUTSIDE,
    SEAL,
    SUMS,
    Entry,
    fault,
    faulty,
    read,
    walk,
)
from sopgen.verify.office import Expected, approves
from sopgen.verify.seal import sealed
from sopgen.verify.trust import Trust
from sopgen.verify.values import Answer, Manifest, Question, Signature, Trouble, Verdict

MISSING, CHANGED, UNLISTED, RENAMED = "MNF-03", "MNF-04", "MNF-05", "MNF-06"
BROKEN_SEAL, SUMS_DIFFER = "MNF-07", "MNF-08"

SEALED = "segel"
"""The key of the question about the seal."""

_SECONDS = 60.0
_LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")


def manifest(folder: Path, shown: str, trust: Trust, moment: datetime.datetime) -> Manifest:
    """What is said of a release folder; `shown` is its name for people."""
    data, entries, findings = read(folder, shown)
    there, more = _there(folder, shown)
    findings += more
    findings += _compared(shown, entries, there)
    findings += _sums(shown, entries, there)
    signature, question, more = seal(folder, shown, trust, moment)
    wrong = {finding.code for finding in findings}
    return Manifest(
        shown,
        _text(data.get("source_commit")),
        _text(data.get("sopgen")),
        tuple(entry.path for entry in entries),
        (_complete(wrong, len(entries)), _summed(wrong), question),
        signature,
        (*findings, *more),
    )


def authorised(
    manifest: Manifest, verdicts: Sequence[Verdict], expected: Expected, *, is_whole: bool
) -> Manifest:
    """The same, the seal doubted for files of documents that somebody else approves.

    The files of a document have the name of its PDF, but for the ending. Index and findings speak of all
    documents; another file without a PDF is nobody's. Where not the whole release is judged, only the files
    of the judged documents count.
    """
    sealer = manifest.signature
    good = any(question.key == SEALED and question.answer is Answer.YA for question in manifest.checks)
    if sealer is None or not good:
        return manifest
    judged = {_stem(one.file) for one in verdicts}
    others = {_stem(one.file): why for one in verdicts if (why := _why_not(sealer, one, expected))}
    rest = [path for path in manifest.paths if is_whole and _stem(path) not in judged]
    if others or not verdicts:
        doubted = [path for path in manifest.paths if _stem(path) in others] + rest
    else:
        doubted = [path for path in rest if path not in COMMON]
    if doubted or not verdicts:
        return _with_seal(manifest, Answer.TIDAK_DIKETAHUI, _doubt(sealer, doubted, others.values()))
    return manifest if is_whole else _with_seal(manifest, Answer.YA, _narrowed(judged))


def _stem(path: str) -> str:
    return PurePath(path).stem


def _why_not(sealer: Signature, verdict: Verdict, expected: Expected) -> str:
    """Why who sealed the list is not who approves a document; empty where he is."""
    if verdict.official is None:
        return "pejabat yang mengesahkan tidak terbaca"
    answer, why = approves(sealer.subject, verdict.official, expected)
    return "" if answer is Answer.YA else why


def _with_seal(manifest: Manifest, answer: Answer, told: str) -> Manifest:
    """The same with another answer about the seal; the reason goes on where the answer stays good."""
    checks = (
        replace(one, answer=answer, reason=f"{one.reason} {told}" if answer is Answer.YA else told)
        if one.key == SEALED
        else one
        for one in manifest.checks
    )
    return replace(manifest, checks=tuple(checks))


def _narrowed(judged: Iterable[str]) -> str:
    return f"Yang dinilai hanya berkas {', '.join(sorted(judged))}; untuk yang lain periksa foldernya."


def _doubt(sealer: Signature, doubted: Sequence[str], reasons: Iterable[str]) -> str:
    """Which files the seal says nothing of, and why."""
    why = "; ".join(dict.fromkeys(reasons)) or "tidak ada PDF-nya yang disahkan penyegelnya"
    return (
        f"Segelnya utuh, dari {sealer.subject}, tetapi tidak berlaku untuk {_counted(doubted)}: "
        f"{why.removesuffix('.')}. Selain PDF yang bertanda tangan, isinya dapat diganti oleh penyegelnya."
    )


def _counted(paths: Sequence[str]) -> str:
    shown = ", ".join(paths[:_SHOWN]) or "berkas apa pun"
    return f"{shown}, dan {len(paths) - _SHOWN} berkas lagi" if len(paths) > _SHOWN else shown


_SHOWN = 8
"""The most files that are named one by one."""


def _text(value: Any) -> str:
    return value[:200] if isinstance(value, str) else ""


# ---- what is there --------------------------------------------------------------------------------------


def _there(folder: Path, shown: str) -> tuple[dict[str, Path], list[Finding]]:
    """The regular files of the folder, by path; links lead elsewhere and count as faults."""
    found: dict[str, Path] = {}
    findings = []
    for file in walk(folder):
        path = file.relative_to(folder).as_posix()
        if file.is_symlink() or not regular.is_file(file):
            findings.append(
                fault(OUTSIDE, f"{path} tautan atau berkas khusus, bukan berkas biasa.", shown, path)
            )
        else:
            found[path] = file
        if len(found) > MOST:
            findings.append(fault(UNLISTED, f"Lebih dari {MOST} berkas di folder ini.", shown, ""))
            break
    return found, findings


def _compared(shown: str, entries: list[Entry], there: Mapping[str, Path]) -> Iterator[Finding]:
    """Files that are gone, changed, new, or only called otherwise."""
    own = {MANIFEST, SEAL, SUMS}
    known = {entry.path: entry for entry in entries if not faulty(entry.path)}
    extra = {path: _digest(file) for path, file in there.items() if path not in known and path not in own}
    renamed = set()
    for path, entry in known.items():
        file = there.get(path)
        if file is None:
            now = next((n for n, digest in extra.items() if digest == entry.sha256 and n not in renamed), "")
            renamed.add(now)
            yield _gone(shown, path, now)
        elif _differs(file, entry):
            other = next((e.path for e in known.values() if e.sha256 == _digest(file)), "")
            told = f"; isinya berkas {other} di daftar" if other else ""
            yield fault(CHANGED, f"Isi {path} bukan yang diterbitkan{told}.", shown, path)
    for path in sorted(extra.keys() - renamed):
        yield fault(UNLISTED, f"{path} tidak terdaftar di {MANIFEST}.", shown, path)


def _gone(shown: str, path: str, now: str) -> Finding:
    if now:
        return fault(RENAMED, f"{path} berganti nama menjadi {now}.", shown, now)
    return fault(MISSING, f"{path} hilang.", shown, path)


def _differs(file: Path, entry: Entry) -> bool:
    if entry.size is not None and file.stat().st_size != entry.size:
        return True
    return _digest(file) != entry.sha256


def _digest(file: Path) -> str:
    """The hash of a file; empty where it can't be read, or is larger than any file of a release."""
    try:
        return regular.sha256(file)
    except OSError:
        return ""


# ---- checksums ------------------------------------------------------------------------------------------


def _sums(shown: str, entries: list[Entry], there: Mapping[str, Path]) -> Iterator[Finding]:
    """Whether SHA256SUMS says the same as the manifest and the files."""
    file = there.get(SUMS)
    if file is None:
        yield fault(SUMS_DIFFER, f"{SUMS} hilang.", shown, SUMS)
        return
    lines = _lines(file)
    if lines is None:
        yield fault(SUMS_DIFFER, f"{SUMS} rusak: ada baris yang bukan hash dan nama berkas.", shown, SUMS)
        return
    wanted = {entry.path: entry.sha256 for entry in entries}
    if MANIFEST in there:
        wanted[MANIFEST] = _digest(there[MANIFEST])
    for path in sorted(wanted.keys() | lines.keys()):
        if path not in lines:
            yield fault(SUMS_DIFFER, f"{path} tidak ada di {SUMS}.", shown, SUMS)
        elif path not in wanted:
            yield fault(SUMS_DIFFER, f"{SUMS} memuat {path}, yang tidak terdaftar.", shown, SUMS)
        elif lines[path] != wanted[path]:
            yield fault(SUMS_DIFFER, f"Hash {path} di {SUMS} lain daripada seharusnya.", shown, SUMS)


def _lines(file: Path) -> dict[str, str] | None:
    """Hash by path; None where a line is no such pair, or a path stands there twice."""
    try:
        text = regular.read(file, LARGEST).decode("utf-8", "replace")
    except OSError:
        return None
    found: dict[str, str] = {}
    for line in text.splitlines():
        match = _LINE.fullmatch(line)
        if match is None or match.group(2) in found:
            return None
        found[match.group(2)] = match.group(1)
    return found


# ---- seal -----------------------------------------------------------------------------------------------


def seal(
    folder: Path, shown: str, trust: Trust, moment: datetime.datetime
) -> tuple[Signature | None, Question, list[Finding]]:
    """Who sealed the manifest of a folder, whether the seal holds, and what is wrong with it."""
    text = "Apakah segel daftarnya sah?"
    if not regular.is_file(folder / SEAL):
        told = (
            f"Terbitan ini tidak disegel ({SEAL} tidak ada): daftarnya, HTML, dan kelengkapannya dapat "
            "diganti siapa saja. Yang dapat dibuktikan hanya setiap PDF yang bertanda tangan."
        )
        return None, Question(SEALED, text, Answer.TIDAK_DIKETAHUI, told), []
    found = bounded.run(sealed, folder / MANIFEST, folder / SEAL, trust, moment, seconds=_SECONDS)
    answer, reason = _of_seal(found, has_trust=bool(trust.roots), fetched=trust.fetch)
    findings = [fault(BROKEN_SEAL, reason, shown, SEAL)] if answer is Answer.TIDAK else []
    return (
        found if isinstance(found, Signature) else None,
        Question(SEALED, text, answer, reason),
        findings,
    )


def _of_seal(found: Signature | Stopped, *, has_trust: bool, fetched: bool) -> tuple[Answer, str]:
    if isinstance(found, Stopped) or found.fault:
        return Answer.TIDAK, f"{SEAL} rusak: tidak dapat dibaca."
    if not found.is_valid:
        return Answer.TIDAK, "Segel daftarnya palsu atau rusak: bukan buatan kunci sertifikatnya."
    if not found.is_intact:
        return Answer.TIDAK, f"{MANIFEST} diubah sesudah disegel."
    if found.trouble is Trouble.UNTRUSTED and not has_trust:
        return Answer.TIDAK_DIKETAHUI, (
            f"Daftarnya utuh, disegel dengan sertifikat {found.subject.nama}, tetapi penerbitnya "
            f"({found.issuer}) belum dinyatakan dipercaya; sebutkan dengan --trust."
        )
    if found.trouble is not Trouble.NONE:
        return Answer.TIDAK, f"Sertifikat penyegel {found.subject.nama} {found.trouble}."
    unchecked = "" if fetched else " Pencabutan sertifikatnya tidak diperiksa tanpa --fetch."
    return Answer.YA, f"Disegel {found.subject}, diterbitkan {found.issuer}.{unchecked}"


# ---- answers --------------------------------------------------------------------------------------------


def _complete(wrong: set[str], count: int) -> Question:
    text = "Apakah isi folder persis seperti daftarnya?"
    if wrong - {SUMS_DIFFER}:
        return Question("daftar", text, Answer.TIDAK, f"Tidak: lihat temuan {', '.join(sorted(wrong))}.")
    told = f"{count} berkas ada, tidak berubah, dan tidak ada berkas lain."
    return Question("daftar", text, Answer.YA, told)


def _summed(wrong: set[str]) -> Question:
    text = f"Apakah {SUMS} cocok?"
    if SUMS_DIFFER in wrong:
        return Question("sums", text, Answer.TIDAK, f"{SUMS} tidak cocok dengan {MANIFEST} atau berkasnya.")
    return Question("sums", text, Answer.YA, f"{SUMS} sama dengan {MANIFEST}.")
