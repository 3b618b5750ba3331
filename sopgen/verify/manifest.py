"""A release folder held against its manifest: every file there, none besides, none changed, and by whom."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sopgen import bounded
from sopgen.bounded import Stopped
from sopgen.diagnostic import Finding, Place, Severity
from sopgen.model import Pejabat
from sopgen.record import why
from sopgen.verify.person import matched
from sopgen.verify.seal import sealed
from sopgen.verify.trust import Trust
from sopgen.verify.values import Answer, Manifest, Question, Signature, Trouble

MANIFEST, SEAL, SUMS = "manifest.json", "manifest.json.p7s", "SHA256SUMS"

UNREADABLE, OUTSIDE, MISSING, CHANGED = "MNF-01", "MNF-02", "MNF-03", "MNF-04"
UNLISTED, RENAMED, BROKEN_SEAL, SUMS_DIFFER = "MNF-05", "MNF-06", "MNF-07", "MNF-08"

FORMAT = 1
_LARGEST = 16 * 1024 * 1024
"""Bytes of a manifest or a list of checksums."""

_MOST = 20_000
"""The most files of a release."""

_SECONDS = 60.0
_HASH = re.compile(r"[0-9a-f]{64}")
_LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")


@dataclass(frozen=True, slots=True)
class Entry:
    """A file as the manifest lists it."""

    path: str
    sha256: str
    size: int | None


def home(path: Path) -> Path | None:
    """The release folder that a file stands in; None where it stands in none. `path` may be the folder."""
    path = path.resolve()
    if path.is_dir() and _is_release(path, 1):
        return path
    return next((folder for folder in path.parents[:3] if _is_release(folder, 2)), None)


def inside(folder: Path) -> list[Path]:
    """The release folders below a folder."""
    return sorted(
        {
            file.parent
            for file in walk(folder)
            if file.name in (MANIFEST, SEAL) and _is_release(file.parent, 2)
        }
    )


def _is_release(folder: Path, least: int) -> bool:
    """Whether enough of a release is there; other programs call a file `manifest.json`, too."""
    there = [name for name in (MANIFEST, SEAL, SUMS) if (folder / name).is_file()]
    return len(there) >= least and there != [SUMS]


def manifest(folder: Path, shown: str, trust: Trust, moment: datetime.datetime) -> Manifest:
    """What is said of a release folder; `shown` is its name for people."""
    data, entries, findings = _read(folder, shown)
    there, more = _there(folder, shown)
    findings += more
    findings += _compared(folder, shown, entries, there)
    findings += _sums(folder, shown, entries, there)
    signature, question, more = _sealed(folder, shown, trust, moment)
    wrong = {finding.code for finding in findings}
    return Manifest(
        shown,
        _text(data.get("source_commit")),
        _text(data.get("sopgen")),
        len(entries),
        (_complete(wrong, len(entries)), _summed(wrong, folder), question),
        signature,
        (*findings, *more),
    )


def authorised(manifest: Manifest, officials: Iterable[Pejabat]) -> Manifest:
    """The same, the seal doubted where none of the officials who approve the documents made it."""
    sealer, known = manifest.signature, tuple(officials)
    good = any(question.key == "segel" and question.answer is Answer.YA for question in manifest.checks)
    if sealer is None or not good or any(matched(sealer.subject, one)[0] is Answer.YA for one in known):
        return manifest
    told = (
        f"Segelnya utuh, tetapi dari {sealer.subject}, bukan dari pejabat yang mengesahkan dokumen di "
        "dalamnya. Tanyakan kepada unitnya apakah ia yang menerbitkan."
    )
    checks = (
        replace(question, answer=Answer.TIDAK_DIKETAHUI, reason=told) if question.key == "segel" else question
        for question in manifest.checks
    )
    return replace(manifest, checks=tuple(checks))


def paths(folder: Path) -> list[Path]:
    """The PDFs that the manifest lists and that are there, in its order."""
    _, entries, _ = _read(folder, "")
    files = [folder / entry.path for entry in entries if not _faulty(entry.path)]
    return [file for file in files if file.suffix.lower() == ".pdf" and file.is_file()]


def _text(value: Any) -> str:
    return value[:200] if isinstance(value, str) else ""


# ---- what the manifest says -----------------------------------------------------------------------------


def _read(folder: Path, shown: str) -> tuple[Mapping[str, Any], list[Entry], list[Finding]]:
    """The manifest, its entries, and what is wrong with it."""
    file = folder / MANIFEST
    try:
        if file.stat().st_size > _LARGEST:
            return {}, [], [_fault(UNREADABLE, f"{MANIFEST} terlalu besar.", shown, MANIFEST)]
        data = json.loads(file.read_bytes(), object_pairs_hook=_once)
    except FileNotFoundError:
        return {}, [], [_fault(UNREADABLE, f"{MANIFEST} hilang.", shown, MANIFEST)]
    except OSError as error:
        told = f"{MANIFEST} tidak dapat dibaca: {why(error)}."
        return {}, [], [_fault(UNREADABLE, told, shown, MANIFEST)]
    except (ValueError, RecursionError):
        return {}, [], [_fault(UNREADABLE, f"{MANIFEST} rusak: bukan JSON yang utuh.", shown, MANIFEST)]
    listed = data.get("files") if isinstance(data, dict) and data.get("format") == FORMAT else None
    if not isinstance(listed, list) or len(listed) > _MOST:
        told = f"{MANIFEST} bukan daftar terbitan sopgen (format {FORMAT})."
        return {}, [], [_fault(UNREADABLE, told, shown, MANIFEST)]
    entries = [entry for one in listed if (entry := _entry(one))]
    findings = list(_listed(entries, shown))
    if len(entries) != len(listed):
        told = f"{len(listed) - len(entries)} baris {MANIFEST} tidak lengkap atau rusak."
        findings.append(_fault(UNREADABLE, told, shown, MANIFEST))
    return data, entries, findings


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object; one that says the same key twice may be read in two ways."""
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError("a key twice")
    return dict(pairs)


def _entry(one: Any) -> Entry | None:
    if not isinstance(one, dict):
        return None
    path, digest, size = one.get("path"), one.get("sha256"), one.get("size")
    if not isinstance(path, str) or not isinstance(digest, str) or not _HASH.fullmatch(digest):
        return None
    if size is not None and (not isinstance(size, int) or isinstance(size, bool)):
        return None
    return Entry(path, digest, size)


def _listed(entries: list[Entry], shown: str) -> Iterator[Finding]:
    """Paths that lead out of the folder or can't be one, and those listed twice."""
    for entry in entries:
        if why := _faulty(entry.path):
            yield _fault(OUTSIDE, f"{MANIFEST} menunjuk {entry.path!r}: {why}.", shown, MANIFEST)
    for path, count in Counter(entry.path for entry in entries).items():
        if count > 1:
            yield _fault(UNREADABLE, f"{path} terdaftar {count} kali di {MANIFEST}.", shown, MANIFEST)


def _faulty(path: str) -> str:
    """Why a listed path can't be one of a release; empty where it can."""
    parts = path.split("/")
    if path.startswith("/") or re.match(r"[A-Za-z]:", path) or ".." in parts:
        return "di luar folder terbitan"
    if any(part in ("", ".") for part in parts) or re.search(r"[\\\x00-\x1f\x7f]", path):
        return "bukan nama berkas yang sah"
    return ""


# ---- what is there --------------------------------------------------------------------------------------


def _there(folder: Path, shown: str) -> tuple[dict[str, Path], list[Finding]]:
    """The regular files of the folder, by path; links lead elsewhere and count as faults."""
    found: dict[str, Path] = {}
    findings = []
    for file in walk(folder):
        path = file.relative_to(folder).as_posix()
        if file.is_symlink() or not file.is_file():
            findings.append(
                _fault(OUTSIDE, f"{path} tautan atau berkas khusus, bukan berkas biasa.", shown, path)
            )
        else:
            found[path] = file
        if len(found) > _MOST:
            findings.append(_fault(UNLISTED, f"Lebih dari {_MOST} berkas di folder ini.", shown, ""))
            break
    return found, findings


def walk(folder: Path) -> Iterator[Path]:
    """All that is in a folder and below it, folders aside; links are not followed."""
    waiting = [folder]
    while waiting:
        for one in sorted(waiting.pop().iterdir()):
            if one.is_dir() and not one.is_symlink():
                waiting.append(one)
            else:
                yield one


def _compared(folder: Path, shown: str, entries: list[Entry], there: Mapping[str, Path]) -> Iterator[Finding]:
    """Files that are gone, changed, new, or only called otherwise."""
    own = {MANIFEST, SEAL, SUMS}
    known = {entry.path: entry for entry in entries if not _faulty(entry.path)}
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
            yield _fault(CHANGED, f"Isi {path} bukan yang diterbitkan{told}.", shown, path)
    for path in sorted(extra.keys() - renamed):
        yield _fault(UNLISTED, f"{path} tidak terdaftar di {MANIFEST}.", shown, path)


def _gone(shown: str, path: str, now: str) -> Finding:
    if now:
        return _fault(RENAMED, f"{path} berganti nama menjadi {now}.", shown, now)
    return _fault(MISSING, f"{path} hilang.", shown, path)


def _differs(file: Path, entry: Entry) -> bool:
    if entry.size is not None and file.stat().st_size != entry.size:
        return True
    return _digest(file) != entry.sha256


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


# ---- checksums ------------------------------------------------------------------------------------------


def _sums(folder: Path, shown: str, entries: list[Entry], there: Mapping[str, Path]) -> Iterator[Finding]:
    """Whether SHA256SUMS says the same as the manifest and the files."""
    file = there.get(SUMS)
    if file is None:
        yield _fault(SUMS_DIFFER, f"{SUMS} hilang.", shown, SUMS)
        return
    lines = _lines(file)
    if lines is None:
        yield _fault(SUMS_DIFFER, f"{SUMS} rusak: ada baris yang bukan hash dan nama berkas.", shown, SUMS)
        return
    wanted = {entry.path: entry.sha256 for entry in entries}
    if MANIFEST in there:
        wanted[MANIFEST] = _digest(there[MANIFEST])
    for path in sorted(wanted.keys() | lines.keys()):
        if path not in lines:
            yield _fault(SUMS_DIFFER, f"{path} tidak ada di {SUMS}.", shown, SUMS)
        elif path not in wanted:
            yield _fault(SUMS_DIFFER, f"{SUMS} memuat {path}, yang tidak terdaftar.", shown, SUMS)
        elif lines[path] != wanted[path]:
            yield _fault(SUMS_DIFFER, f"Hash {path} di {SUMS} lain daripada seharusnya.", shown, SUMS)


def _lines(file: Path) -> dict[str, str] | None:
    """Hash by path; None where a line is no such pair, or a path stands there twice."""
    if file.stat().st_size > _LARGEST:
        return None
    found: dict[str, str] = {}
    for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
        match = _LINE.fullmatch(line)
        if match is None or match.group(2) in found:
            return None
        found[match.group(2)] = match.group(1)
    return found


# ---- seal -----------------------------------------------------------------------------------------------


def _sealed(
    folder: Path, shown: str, trust: Trust, moment: datetime.datetime
) -> tuple[Signature | None, Question, list[Finding]]:
    text = "Apakah segel daftarnya sah?"
    if not (folder / SEAL).is_file():
        told = (
            f"Terbitan ini tidak disegel ({SEAL} tidak ada): daftarnya, HTML, dan kelengkapannya dapat "
            "diganti siapa saja. Yang dapat dibuktikan hanya setiap PDF yang bertanda tangan."
        )
        return None, Question("segel", text, Answer.TIDAK_DIKETAHUI, told), []
    found = bounded.run(sealed, folder / MANIFEST, folder / SEAL, trust, moment, seconds=_SECONDS)
    answer, reason = _of_seal(found, has_trust=bool(trust.roots), fetched=trust.fetch)
    findings = [_fault(BROKEN_SEAL, reason, shown, SEAL)] if answer is Answer.TIDAK else []
    return (
        found if isinstance(found, Signature) else None,
        Question("segel", text, answer, reason),
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


def _summed(wrong: set[str], folder: Path) -> Question:
    text = f"Apakah {SUMS} cocok?"
    if SUMS_DIFFER in wrong:
        return Question("sums", text, Answer.TIDAK, f"{SUMS} tidak cocok dengan {MANIFEST} atau berkasnya.")
    return Question("sums", text, Answer.YA, f"{SUMS} sama dengan {MANIFEST}.")


def _fault(code: str, message: str, shown: str, path: str) -> Finding:
    where = f"{shown.rstrip('/')}/{path}" if path else shown
    return Finding(code, Severity.ERROR, message, Place(where))
