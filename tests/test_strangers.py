"""What stands in the way of a command: files that are none, names that aren't text, too little memory."""

from __future__ import annotations

import json
import os
import resource
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sopgen import regular
from sopgen.diagnostic import legible, printable
from tests.fuzz.pdfs import LABELS, form, page

ROOT = Path(__file__).resolve().parents[1]


def run(
    folder: Path, *arguments: str | Path, megabytes: int = 0, seconds: float = 60
) -> subprocess.CompletedProcess[str]:
    """A command in a folder, stopped after some seconds, with so much address space."""

    def bound() -> None:
        if megabytes:
            resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))

    done = subprocess.run(
        [sys.executable, "-m", "sopgen", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "100"},
        capture_output=True,
        timeout=seconds,
        preexec_fn=bound,
        check=False,
    )
    out, err = done.stdout.decode(), done.stderr.decode()
    assert "Traceback" not in out + err
    return subprocess.CompletedProcess(done.args, done.returncode, out, err)


def socketed(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        # A path of a socket must be short.
        before = Path.cwd()
        os.chdir(path.parent)
        try:
            one.bind(path.name)
        finally:
            os.chdir(before)


SPECIAL: dict[str, Callable[[Path], None]] = {
    "pipe": os.mkfifo,
    "socket": socketed,
    "device": lambda path: path.symlink_to("/dev/zero"),
    "folder": Path.mkdir,
    "loop": lambda path: path.symlink_to(path.name),
    "nowhere": lambda path: path.symlink_to("nirwana"),
    "without end": lambda path: path.open("wb").truncate(1 << 40) and None,
}
"""Things that bear a file's name; none of them can be read as one."""


@pytest.mark.parametrize("kind", SPECIAL)
def test_what_is_no_file_is_refused_and_not_waited_for(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a"
    SPECIAL[kind](path)
    assert regular.is_file(path) is (kind == "without end")
    for read in (regular.read, regular.sha256):
        with pytest.raises(OSError, match=r".") as error:
            read(path)
        assert not isinstance(error.value, BlockingIOError)


def test_an_unreadable_file_is_told_in_indonesian() -> None:
    """The first page of a process's own memory is mapped nowhere: reading it is an input/output error."""
    with pytest.raises(OSError, match="isinya tidak dapat dibaca"):
        regular.read(Path("/proc/self/mem"))


@pytest.mark.parametrize("name", ["x" * 300, "a\0b", "\ud800", "/proc/self/environ"])
def test_names_that_no_file_has_are_refused(tmp_path: Path, name: str) -> None:
    assert regular.is_file(tmp_path / name) is name.startswith("/proc")
    with pytest.raises(OSError, match=r"."):
        regular.read(tmp_path / name, 3)


def release(folder: Path) -> Path:
    """What looks like a release, with one file."""
    home = folder / "terbitan"
    home.mkdir()
    digest = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"
    (home / "a.txt").write_text("foo")
    listed = [{"path": "a.txt", "sha256": digest, "size": 3}]
    (home / "manifest.json").write_text(json.dumps({"format": 1, "files": listed}))
    (home / "SHA256SUMS").write_text(f"{digest}  a.txt\n")
    (home / "manifest.json.p7s").write_bytes(b"0")
    return home


@pytest.mark.parametrize("name", ["manifest.json", "SHA256SUMS", "manifest.json.p7s", "a.txt", "lain.pdf"])
def test_a_release_of_things_that_are_no_files_is_judged(tmp_path: Path, name: str) -> None:
    from datetime import UTC, datetime

    from sopgen import verify

    for kind, make in SPECIAL.items():
        (tmp_path / kind).mkdir()
        home = release(tmp_path / kind)
        (home / name).unlink(missing_ok=True)
        make(home / name)
        report = verify.verify(home, verify.authorities([]), datetime.now(UTC))
        assert verify.conclusion(report) == "tidak", (kind, name)


def test_a_listed_name_that_no_file_can_have_is_a_finding(tmp_path: Path) -> None:
    home = release(tmp_path)
    names = ["x" * 300 + ".pdf", "\ud800.pdf", "a" + "/a" * 3000 + ".pdf"]
    listed = [{"path": name, "sha256": "0" * 64, "size": 1} for name in names]
    (home / "manifest.json").write_text(json.dumps({"format": 1, "files": listed * 2000}))
    done = run(tmp_path, "verify", "terbitan")
    assert done.returncode == 1
    assert "MNF-03" in done.stdout


def test_a_name_or_a_link_is_no_way_into_the_terminal(tmp_path: Path) -> None:
    """Each command that names files, over names with an escape, a line of their own, and bytes of no text."""
    shutil.copytree(ROOT / "sop_sources", tmp_path / "s")
    odd = [b"\x1b[31mmerah", b"dua\nSegelnya sah", b"\xe2\x80\xaekanan", b"\xff\xfe"]
    for name in odd:
        (tmp_path / "s" / os.fsdecode(name + b".yaml")).write_text("judul: [")
        (tmp_path / "s" / os.fsdecode(name + b".html")).write_text("<p>x")
    for call in (("check", "--no-cache", "s"), ("build", "-j2", "--format", "html", "s"), ("law", "s")):
        done = run(tmp_path, *call)
        assert done.returncode == 1, call
        assert all(printable(line) == line for line in (done.stdout + done.stderr).split("\n")), call
        assert "\nSegelnya" not in done.stdout + done.stderr
    done = run(tmp_path, "audit", "s", "-o", "hasil", "--format", "csv,json,html")
    assert done.returncode == 0
    assert all(printable(line) == line for line in (done.stdout + done.stderr).split("\n"))
    data = json.loads((tmp_path / "hasil" / "evaluasi.json").read_text("utf-8"))
    files = {one["berkas"] for one in data["dokumen"]}
    assert files == {legible(f"s/{os.fsdecode(name)}.html") for name in odd}
    assert r"s/\xff\xfe.html" in files


def test_an_option_that_is_a_files_name_is_shown_as_text(tmp_path: Path) -> None:
    done = run(tmp_path, "check", "-\x1b[31m\nSah")
    assert done.returncode == 2
    assert all(printable(line) == line for line in done.stderr.split("\n"))


def test_texts_that_are_too_long_are_findings_and_stop_nothing(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "sop_sources", tmp_path / "s")
    (tmp_path / "s" / "nomor.yaml").write_text(f"nomor: {'A/' * 11_000}\njudul: Sambang")
    (tmp_path / "s" / "judul.yaml").write_text(f"nomor: 1/2\njudul: {'Panjang ' * 4000}")
    done = run(tmp_path, "check", "--no-cache", "--format", "json", "s")
    found = json.loads(done.stdout)["findings"]
    assert done.returncode == 1
    for name in ("nomor", "judul"):
        assert any(one["code"] == "BCA-06" and name in one["path"] for one in found)


@pytest.mark.parametrize(
    ("megabytes", "call"),
    [(58, ("verify", "a.pdf")), (290, ("build", "s")), (290, ("audit", "a.pdf")), (30, ("check", "s"))],
)
def test_too_little_memory_is_told(tmp_path: Path, megabytes: int, call: tuple[str, ...]) -> None:
    (tmp_path / "a.pdf").write_bytes(page(form(list(LABELS))))
    shutil.copytree(ROOT / "sop_sources", tmp_path / "s")
    done = run(tmp_path, *call, megabytes=megabytes)
    assert done.returncode == 2
    assert "Memori tidak cukup" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_the_bound_of_a_document_is_told(tmp_path: Path) -> None:
    from datetime import UTC, datetime

    from sopgen import recover, verify

    (tmp_path / "a.pdf").write_bytes(page(b"0 0 m 9 9 l S\n" * 400_000))
    found = recover.recover(tmp_path / "a.pdf", seconds=1)
    assert "sesudah 1 detik" in found.notes[0]
    report = verify.verify(tmp_path / "a.pdf", verify.authorities([]), datetime.now(UTC), seconds=0.0)
    assert "sesudah 0 detik" in report.verdicts[0].findings[0].message
