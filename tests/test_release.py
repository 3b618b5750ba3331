"""`sopgen release` as staff and CI run it: what it refuses, what it writes, and that it is all or nothing."""

from __future__ import annotations

import datetime
import functools
import io
import json
import os
import pty
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import page
import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates

from sopgen import cli, release, sign
from sopgen.diagnostic import SopgenError
from sopgen.model import Pejabat, Status
from sopgen.record import sha256
from sopgen.release import Verdict, rebuild, refuse_taken
from sopgen.release.staging import publish, staging
from sopgen.verify import Verdict as Judged
from sopgen.verify import authorities
from sopgen.verify.document import judged
from sopgen.verify.register import in_force, registered
from tests import tampering
from tests.approved import signed_elsewhere
from tests.revisions import EARLIER

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
DAY = "2026-12-15"
MINIMAL = (TESTS / "minimal.yaml").read_text("utf-8")
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="3"/></svg>'
OTHER = MINIMAL.replace("Pelaksanaan Sambang Warga", "Pelaksanaan Patroli").replace("SOP/07", "SOP/08")


def project(folder: Path) -> Path:
    """A project of two SOPs that may be released."""
    sources = folder / "sop_sources"
    sources.mkdir(parents=True)
    unit = (TESTS / "unit.yaml").read_text("utf-8").replace("Kapolres Contoh", "Kapolres Gorontalo Kota")
    (sources / "unit.yaml").write_text(unit, "utf-8")
    shutil.copy(ROOT / "sop_sources" / "peraturan.yaml", sources)
    for name, text in {"logo.svg": LOGO, "sambang.yaml": MINIMAL, "patroli.yaml": OTHER}.items():
        (sources / name).write_text(text, "utf-8")
    return folder


def command(folder: Path, *arguments: str, **options) -> dict:
    """What subprocess needs to run `sopgen release` in a project."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **options.pop("environment", {})}
    arguments = ("release", "--today", DAY, "-j", "1", *arguments)
    return {
        "args": [sys.executable, "-m", "sopgen", *arguments],
        "cwd": folder,
        "env": environment,
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
        "stdin": subprocess.DEVNULL,
        "text": True,
        **options,
    }


def run(folder: Path, *arguments: str, **options) -> subprocess.CompletedProcess[str]:
    return subprocess.run(**command(folder, *arguments, **options), timeout=120, check=False)


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file and folder below a folder, hidden ones too, with its content."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else b""
        for path in sorted(folder.rglob("*"))
    }


def holds(folder: Path) -> bool:
    """Whether `sha256sum -c` accepts a release, and nothing is in it that it does not tell."""
    sums = subprocess.run(
        ["sha256sum", "-c", "--strict", "SHA256SUMS"], cwd=folder, capture_output=True, check=False
    )
    told = {line.split("  ", 1)[1] for line in (folder / "SHA256SUMS").read_text().splitlines()}
    return sums.returncode == 0 and told == set(snapshot(folder)) - {"SHA256SUMS", "manifest.json.p7s"}


def manifest(folder: Path) -> dict:
    return json.loads((folder / "manifest.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def released(tmp_path_factory) -> Path:
    """A project with an unsigned release, `terbitan/satu`."""
    folder = project(tmp_path_factory.mktemp("proyek") / "a")
    made = run(folder, "--unsigned", "--out", "terbitan/satu")
    assert made.returncode == 0, made.stderr
    return folder


@pytest.fixture
def copy(released, tmp_path) -> Path:
    """A copy of it, to change."""
    return shutil.copytree(released, tmp_path / "salinan")


# What is in a release


def test_a_release_is_whole_and_its_sums_hold(released):
    assert sorted(snapshot(released / "terbitan")) == ["satu"] + [
        f"satu/{name}"
        for name in (
            "SHA256SUMS", "index.html", "manifest.json", "patroli.html", "patroli.pdf",
            "sambang.html", "sambang.pdf", "temuan.json",
        )
    ]  # fmt: skip
    assert holds(released / "terbitan" / "satu")
    assert not (released / ".sopgen-cache").exists()


def test_the_manifest_tells_what_each_file_is(released):
    told = manifest(released / "terbitan" / "satu")
    assert told["format"] == 1
    assert told["source_commit"] is None
    assert {"weasyprint", "pango", "fonttools"} <= told["libraries"].keys()
    paths = [file["path"] for file in told["files"]]
    assert paths == [
        "index.html",
        "patroli.html",
        "patroli.pdf",
        "sambang.html",
        "sambang.pdf",
        "temuan.json",
    ]
    (document,) = [file for file in told["files"] if file["path"] == "sambang.pdf"]
    content = (released / "terbitan" / "satu" / "sambang.pdf").read_bytes()
    assert document == {
        "path": "sambang.pdf",
        "sha256": sha256(content),
        "size": len(content),
        "id": "sambang",
        "nomor": "SOP/07/XI/2026",
        "judul": "Pelaksanaan Sambang Warga",
        "revisi": 0,
        "tanggal": {"pembuatan": "2026-11-02", "revisi": None, "efektif": "2026-12-01"},
        "status": "berlaku",
        "sumber_sha256": sha256(MINIMAL.encode()),
        "sebelum_tanda_tangan_sha256": sha256(content),
        "pendahulu": [],
    }
    assert (told["previous"], told["terdahulu"]) == (None, [])


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=Penguji", "-c", "user.email=penguji@contoh.invalid")
    done = subprocess.run(
        ["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


CHANGES = {
    "as committed": (lambda folder: None, False),
    "an output beside the sources": (lambda folder: (folder / "catatan.txt").touch(), False),
    "a changed source": (lambda folder: (folder / "sop_sources/unit.yaml").open("a").write("#\n"), True),
    "a source that was never added": (
        lambda folder: (folder / "sop_sources/diskusi.yaml").write_text(OTHER.replace("SOP/08", "SOP/09")),
        True,
    ),
    "a source that git is to ignore": (
        lambda folder: (
            git(folder, "rm", "--cached", "sop_sources/patroli.yaml")
            and (folder / ".gitignore").write_text("patroli.yaml\n")
            and git(folder, "commit", "-am", "tanpa patroli")
        ),
        True,
    ),
    "a template that was never added": (lambda folder: _template(folder), True),
}


def _template(folder: Path) -> None:
    (folder / "templates").mkdir()
    (folder / "templates" / "catatan.css").touch()


@pytest.mark.parametrize("name", CHANGES)
def test_the_commit_of_the_sources_and_whether_they_are_as_committed(tmp_path, name):
    folder = project(tmp_path / "a")
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "awal")
    change, is_dirty = CHANGES[name]
    change(folder)
    found = release.origin(list((folder / "sop_sources").glob("*i.yaml")))
    assert (found.commit, found.is_dirty) == (git(folder, "rev-parse", "HEAD"), is_dirty)


def test_same_sources_same_bytes(released, tmp_path):
    folder = project(tmp_path / "tempat lain" / "b")
    surroundings = {
        "environment": {"TZ": "Asia/Makassar", "LC_ALL": "C", "PYTHONHASHSEED": "7", "HOME": "/nonexistent"},
        "umask": 0o077,
    }
    made = run(folder, "-j", "2", "--unsigned", "--out", "keluar/dua", **surroundings)
    assert made.returncode == 0, made.stderr
    here, there = (snapshot(place) for place in (released / "terbitan/satu", folder / "keluar/dua"))
    assert here == there
    assert not [name for name, data in there.items() if str(tmp_path).encode() in data]


# What is refused


def refused(folder: Path, *arguments: str, code: int) -> str:
    """Run in vain; what it says. Nothing at all may have changed."""
    before = snapshot(folder)
    made = run(folder, *arguments)
    assert made.returncode == code, made.stdout + made.stderr
    assert snapshot(folder) == before
    return made.stderr


def changed(folder: Path, old: str, new: str, name: str = "sambang.yaml") -> None:
    file = folder / "sop_sources" / name
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_errors_refuse_in_the_words_of_check(copy):
    changed(copy, "dasar_hukum: [uu-2-2002]\n", "")
    said = refused(copy, "--unsigned", "--out", "terbitan/dua", code=1)
    check = [sys.executable, "-m", "sopgen", "check", "--no-cache", "--today", DAY]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    told = subprocess.run(check, cwd=copy, env=environment, capture_output=True, text=True, check=False)
    assert told.returncode == 1
    errors = [line for line in told.stdout.splitlines() if ": kesalahan " in line]
    assert errors
    assert [line for line in said.splitlines() if ": kesalahan " in line] == errors
    assert "Tidak diterbitkan: 1 kesalahan." in said


def test_an_error_with_a_reason_is_released_with_it(copy):
    changed(copy, "dasar_hukum: [uu-2-2002]\n", "kecuali: {DHK-01: Dasar hukumnya sedang disusun.}\n")
    made = run(copy, "--unsigned", "--out", "terbitan/dua")
    assert made.returncode == 0, made.stderr
    told = json.loads((copy / "terbitan/dua/temuan.json").read_text("utf-8"))
    (waived,) = told["waived"]
    assert (waived["code"], waived["reason"]) == ("DHK-01", "Dasar hukumnya sedang disusun.")
    assert waived["path"] == "sop_sources/sambang.yaml"


def test_proposals_go_out_only_when_asked_for(copy):
    changed(copy, "unit: satbinmas\n", "unit: satbinmas\nstatus: usulan\n")
    said = refused(copy, "--unsigned", "--out", "terbitan/dua", code=1)
    assert "masih usulan: sop_sources/sambang.yaml." in said
    made = run(copy, "--unsigned", "--out", "terbitan/dua", "--with-proposals")
    assert made.returncode == 0, made.stderr
    status = {file["path"]: file.get("status") for file in manifest(copy / "terbitan/dua")["files"]}
    assert (status["sambang.pdf"], status["patroli.pdf"]) == ("usulan", "berlaku")


def test_what_can_not_be_built_stops_all(copy):
    (copy / "sop_sources" / "logo.svg").unlink()
    said = refused(copy, "--unsigned", "--out", "terbitan/dua", code=1)
    assert "Logo logo.svg tidak ada" in said
    assert "Tidak diterbitkan: ada dokumen yang tidak jadi." in said


@pytest.mark.parametrize("kind", ["a release", "an empty folder", "a file", "a link to nothing"])
def test_a_place_that_is_taken_stays_as_it_is(copy, kind):
    taken = copy / "terbitan" / "dua"
    {
        "a release": lambda: shutil.copytree(copy / "terbitan" / "satu", taken),
        "an empty folder": taken.mkdir,
        "a file": taken.touch,
        "a link to nothing": lambda: taken.symlink_to("tiada"),
    }[kind]()
    said = refused(copy, "--unsigned", "--out", "terbitan/dua", code=2)
    assert said == (
        "sopgen: terbitan/dua sudah ada, dan terbitan tidak pernah ditimpa. Pilih nama lain dengan --out.\n"
    )


@pytest.mark.parametrize(
    ("out", "reason"),
    [("sop_sources/unit.yaml/dua", "sebuah berkas"), ("/proc/terbitan", "tidak dapat ditulis: ")],
)
def test_a_place_that_can_not_be_written(copy, out, reason):
    said = refused(copy, "--unsigned", "--out", out, code=2)
    assert reason in said
    assert said.count("\n") == 1


def test_neither_key_nor_unsigned_is_a_question(copy):
    assert "--unsigned" in refused(copy, "--out", "terbitan/dua", code=2)


def test_a_dry_run_tells_what_a_run_does_and_writes_nothing(copy):
    before = snapshot(copy)
    made = run(copy, "--unsigned", "--out", "terbitan/dua", "--dry-run")
    assert (made.returncode, snapshot(copy)) == (0, before)
    told = re.findall(r"^  (\S+)$", made.stdout, re.MULTILINE)
    assert sorted(told) == sorted(snapshot(copy / "terbitan/satu"))


def test_a_source_that_changes_meanwhile_refuses(copy, standing_in):
    standing_in(copy)
    files = [Path("sop_sources/sambang.yaml")]
    planned = release.plan(files, today=datetime.date(2026, 12, 15))
    assert planned.with_status(Status.BERLAKU) == tuple(files)
    planned.refuse_changed()
    changed(copy, "Satbinmas", "Satbinmas ", "unit.yaml")
    with pytest.raises(SopgenError, match=r"sop_sources/unit\.yaml berubah selagi diterbitkan"):
        planned.refuse_changed()


def test_a_source_that_changes_while_the_release_is_made_refuses(copy):
    before = snapshot(copy / "terbitan")
    running = begun(copy, "--unsigned", "--out", "terbitan/dua")
    changed(copy, "alamat:", "alamat: ", "unit.yaml")
    _, said = running.communicate(timeout=60)
    assert (running.returncode, snapshot(copy / "terbitan")) == (2, before)
    assert said == "sopgen: sop_sources/unit.yaml berubah selagi diterbitkan; ulangi perintahnya.\n"


def test_a_link_to_an_sop_that_is_left_out_is_told(copy):
    changed(copy, "keterkaitan: [SOP Deteksi Dini]", "keterkaitan: [patroli]")
    made = run(copy, "sop_sources/sambang.yaml", "--unsigned", "--out", "terbitan/dua")
    assert made.returncode == 0
    assert made.stderr == "catatan: sambang menunjuk SOP yang tidak ikut terbit: patroli\n"


# All or nothing


def test_staging_leaves_nothing_but_what_is_published(tmp_path):
    target = tmp_path / "baru" / "terbitan"
    with suppress(KeyboardInterrupt), staging(target) as folder:
        (folder / "a").touch()
        raise KeyboardInterrupt
    assert snapshot(tmp_path) == {}
    with staging(target) as folder:
        (folder / "a").write_text("isi")
        publish(folder, target)
    assert snapshot(tmp_path) == {"baru": b"", "baru/terbitan": b"", "baru/terbitan/a": b"isi"}


def test_of_two_runs_to_one_place_the_second_fails(tmp_path):
    target = tmp_path / "terbitan"
    with staging(target) as first, staging(target) as second:
        (first / "a").write_text("satu")
        (second / "a").write_text("dua")
        assert first.exists(), "what another run holds is not swept away"
        publish(first, target)
        with pytest.raises(SopgenError, match="sudah ada"):
            publish(second, target)
    assert snapshot(tmp_path) == {"terbitan": b"", "terbitan/a": b"satu"}


def test_the_race_for_a_place_is_decided_by_the_system(tmp_path, monkeypatch):
    """Where the place is taken after the last look, the system's own refusal counts."""
    target = tmp_path / "terbitan"
    looks = iter([False, False, True])
    with staging(target) as folder:
        (folder / "a").touch()
        target.mkdir()
        (target / "b").touch()
        monkeypatch.setattr(os.path, "lexists", lambda path: next(looks))
        next(looks)
        with pytest.raises(SopgenError, match="sudah ada"):
            publish(folder, target)
    assert snapshot(target) == {"b": b""}


def test_what_a_killed_run_left_is_swept(tmp_path):
    target = tmp_path / "a[b]" / "terbitan"
    program = (
        "import os, sys; from pathlib import Path; from sopgen.release.staging import staging\n"
        "with staging(Path(sys.argv[1])) as f: (f / 'x').touch(); os.kill(os.getpid(), 9)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    dead = subprocess.run([sys.executable, "-c", program, str(target)], env=environment, check=False)
    assert dead.returncode == -signal.SIGKILL
    (left,) = target.parent.iterdir()
    assert [file.name for file in left.iterdir()] == ["x"]
    (target.parent / ".lain.0000.sedang-disusun").mkdir()
    with staging(target):
        assert not left.exists()
    assert [path.name for path in target.parent.iterdir()] == [".lain.0000.sedang-disusun"]


def begun(folder: Path, *arguments: str, **options) -> subprocess.Popen[str]:
    """A release whose staging folder has just come to be."""
    made = subprocess.Popen(**command(folder, *arguments, start_new_session=True, **options))
    while not list(folder.glob("terbitan/.*")) and made.poll() is None:
        time.sleep(0.005)
    return made


def test_killed_at_any_moment_there_is_no_half_release(copy):
    """At moments told by how much there is already, some more and some less; the last may come too late."""
    before = snapshot(copy / "terbitan" / "satu")
    chance = random.Random(35)
    for count in sorted(chance.sample(range(len(before) + 1), 4)):
        made = begun(copy, "--unsigned", "--out", "terbitan/dua")
        while len(list(copy.glob("terbitan/.dua.*/[!.]*"))) < count and made.poll() is None:
            time.sleep(0.002)
        time.sleep(chance.uniform(0, 0.02))
        with suppress(ProcessLookupError):  # it was done already
            os.killpg(made.pid, signal.SIGKILL)
        made.communicate()
        assert snapshot(copy / "terbitan" / "satu") == before
        if (copy / "terbitan" / "dua").exists():
            assert snapshot(copy / "terbitan" / "dua") == before
            shutil.rmtree(copy / "terbitan" / "dua")
    assert run(copy, "--unsigned", "--out", "terbitan/dua").returncode == 0
    assert sorted(path.name for path in (copy / "terbitan").iterdir()) == ["dua", "satu"]
    assert snapshot(copy / "terbitan" / "dua") == before


@pytest.mark.parametrize("signal_", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_leaves_nothing(copy, signal_):
    before = snapshot(copy)
    made = begun(copy, "--unsigned", "--out", "terbitan/dua")
    os.killpg(made.pid, signal_)
    _, said = made.communicate(timeout=60)
    assert (made.returncode, said.strip()) == (130, "Dihentikan.")
    assert snapshot(copy) == before


def limited(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def test_files_that_may_not_grow_leave_nothing(copy):
    before = snapshot(copy)
    largest = max(len(data) for name, data in before.items() if name.startswith("terbitan/satu/"))
    room = partial(limited, int(largest * 0.9))
    made = run(copy, "--unsigned", "--out", "terbitan/dua", preexec_fn=room)
    assert made.returncode == 1
    assert "melebihi batas ukuran berkas" in made.stderr
    assert snapshot(copy) == before


FULL = """
mount -t tmpfs -o size="$1" tmpfs penuh || exit 77
shift
"$@"
code=$?
find penuh -mindepth 1
exit $code
"""


@pytest.mark.parametrize("share", [0.3, 0.97])
def test_a_full_disk_leaves_nothing(copy, share):
    """A file system of its own, in a mount namespace of its own, which ends with the run."""
    size = sum(-(-len(data) // 4096) * 4096 for data in snapshot(copy / "terbitan" / "satu").values())
    (copy / "penuh").mkdir()
    given = command(copy, "--unsigned", "--out", "penuh/dua")
    place = ["unshare", "-m", "sh", "-c", FULL, "sh", str(int(size * share))]
    made = subprocess.run(**given | {"args": [*place, *given["args"]]}, timeout=120, check=False)
    if made.returncode in (77, 1) and ("unshare" in made.stderr or "mount" in made.stderr):
        pytest.skip("no right to mount")
    assert made.returncode in (1, 2), made.stderr
    assert "penyimpanan penuh" in made.stderr
    assert "penuh/" not in made.stdout.split("dibuat")[-1]


# Built again from the source inside


@pytest.fixture
def document(released) -> bytes:
    return (released / "terbitan" / "satu" / "sambang.pdf").read_bytes()


def test_a_released_document_is_built_again_to_the_byte(released, document):
    made = rebuild(document, released / "sop_sources")
    assert (made.verdict, made.source, made.added) == (Verdict.SAME, "sambang.yaml", 0)
    signed = rebuild(document + b"more", released / "sop_sources")
    assert (signed.verdict, signed.added) == (Verdict.SAME, 4)


def test_the_source_inside_counts_and_not_the_one_in_the_folder(copy, document):
    changed(copy, "Mengunjungi warga", "Mengunjungi tetangga")
    assert rebuild(document, copy / "sop_sources").verdict is Verdict.SAME
    (copy / "sop_sources" / "sambang.yaml").unlink()
    assert rebuild(document, copy / "sop_sources").verdict is Verdict.SAME


def test_other_surroundings_give_another_document_and_it_is_told_where(copy, document):
    changed(copy, "Ahmad Yani", "Ahmad Yeni", "unit.yaml")
    made = rebuild(document, copy / "sop_sources", {"weasyprint": "1.0"})
    assert made.verdict is Verdict.DIFFERENT
    version, passage = made.differences
    assert version.startswith("weasyprint: dibuat dengan 1.0, di sini 70.")
    assert re.fullmatch(r'Halaman \d: tertulis "Yani,", hasil bangun ulang "Yeni,"', passage)


def test_a_byte_that_was_changed_is_seen(released, document):
    middle = len(document) // 2
    broken = document[:middle] + bytes([document[middle] ^ 1]) + document[middle + 1 :]
    assert rebuild(broken, released / "sop_sources").verdict is not Verdict.SAME


def rewritten(document: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """A PDF with other objects."""
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(document)) as pdf:
        change(pdf)
        pdf.save(stream)
    return stream.getvalue()


def _without_source(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.AF


def _named(name: str) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.AF[0].UF = pdf.Root.AF[0].F = pikepdf.String(name)

    return change


NOT_TO_BE_REBUILT = {
    "no PDF": (lambda document: b"teks", "tidak terbaca sebagai PDF"),
    "no source inside": (lambda document: rewritten(document, _without_source), "Tidak ada sumber YAML"),
    **{
        f"a source called {name}": (
            lambda document, name=name: rewritten(document, _named(name)),
            "Nama sumber",
        )
        for name in ("../sambang.yaml", "/tmp/sambang.yaml", "unit.yaml", "index.yaml", ".sambang.yaml")
    },
}


@pytest.mark.parametrize("name", NOT_TO_BE_REBUILT)
def test_what_can_not_be_built_again_says_why(released, document, name):
    change, reason = NOT_TO_BE_REBUILT[name]
    made = rebuild(change(document), released / "sop_sources")
    assert made.verdict is Verdict.UNDECIDED
    assert reason in made.reason


def test_rebuilding_needs_the_unit(tmp_path, document):
    with pytest.raises(SopgenError, match=r"Tidak ada unit\.yaml"):
        rebuild(document, tmp_path)


def test_a_taken_place_is_refused_before_anything(tmp_path):
    refuse_taken(tmp_path / "baru")
    with pytest.raises(SopgenError, match="tidak pernah ditimpa"):
        refuse_taken(tmp_path)


# Signed


SECRET = "Rahasia-35/2012 yang panjang"


@pytest.fixture(scope="module")
def keys(authority, tmp_path_factory) -> Path:
    """The key of `kapolres` under a passphrase that is found again wherever it leaks, as p12 and as pem."""
    folder = tmp_path_factory.mktemp("kunci")
    holder = authority.holder("kapolres")
    key = serialization.load_pem_private_key(holder.key.read_bytes(), holder.passphrase.encode())
    certificates = x509.load_pem_x509_certificates(
        holder.certificate.read_bytes() + authority.intermediate.read_bytes()
    )
    locked = serialization.BestAvailableEncryption(SECRET.encode())
    (folder / "kunci.p12").write_bytes(
        serialize_key_and_certificates(b"kunci", key, certificates[0], certificates[1:], locked)
    )
    pem = serialization.Encoding.PEM
    (folder / "kunci.pem").write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, locked))
    (folder / "terbuka.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    (folder / "sertifikat.pem").write_bytes(b"".join(found.public_bytes(pem) for found in certificates))
    return folder


def with_secret(secret: str = SECRET) -> dict:
    return {"environment": {"SOPGEN_PASSPHRASE": secret}}


@pytest.fixture(scope="module")
def signed(released, keys, authority) -> Path:
    """A release at the highest level."""
    servers = ("--level", "B-LTA", "--tsa", authority.tsa, "--trust", str(authority.root))
    made = run(released, "--out", "resmi", "--pkcs12", str(keys / "kunci.p12"), *servers, **with_secret())
    assert made.returncode == 0, made.stderr
    assert "Ditandatangani B-LTA oleh Kapolres Gorontalo Kota" in made.stdout
    return released / "resmi"


def test_signed_documents_begin_with_the_bytes_of_unsigned_ones(released, signed):
    assert holds(signed)
    told = {file["path"]: file for file in manifest(signed)["files"]}
    for name in ("sambang.pdf", "patroli.pdf"):
        before, after = (folder / name for folder in (released / "terbitan" / "satu", signed))
        assert after.read_bytes().startswith(before.read_bytes())
        assert told[name]["sebelum_tanda_tangan_sha256"] == sha256(before.read_bytes())
        assert told[name]["sha256"] == sha256(after.read_bytes())
        made = rebuild(after.read_bytes(), released / "sop_sources")
        assert (made.verdict, made.added) == (Verdict.SAME, after.stat().st_size - before.stat().st_size)
        reports = [page.validate_pdf(str(after), profile=profile) for profile in ("3a", "ua1")]
        assert {failure.rule_id for report in reports for failure in report.failures} <= {EARLIER}
        said = subprocess.run(["pdfsig", str(after)], capture_output=True, text=True, check=False).stdout
        assert "Signature Validation: Signature is Valid." in said


def seal_holds(folder: Path, root: Path) -> bool:
    """Whether OpenSSL, which knows nothing of us, accepts the seal of a manifest."""
    command = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "manifest.json.p7s"]
    command += ["-content", "manifest.json", "-CAfile", str(root), "-out", os.devnull]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0


def test_the_seal_of_the_manifest_holds_and_for_no_other(signed, authority, tmp_path):
    assert seal_holds(signed, authority.root)
    other, told = shutil.copytree(signed, tmp_path / "palsu"), (signed / "manifest.json").read_bytes()
    (other / "manifest.json").write_bytes(told.replace(b"SOP/07", b"SOP/70"))
    assert not seal_holds(other, authority.root)


@pytest.mark.parametrize(
    ("arguments", "secret"),
    [
        (["--pem", "kunci.pem", "sertifikat.pem"], SECRET),
        (["--pem", "terbuka.pem", "sertifikat.pem", "--no-mark"], None),
    ],
    ids=["pem", "pem without a passphrase, and no mark"],
)
def test_keys_of_each_kind(released, keys, authority, arguments, secret, tmp_path):
    given = [
        str(keys / part) if part.endswith(("pem", "p12")) and part[0] != "-" else part for part in arguments
    ]
    made = run(released, "--out", str(tmp_path / "resmi"), *given, **(with_secret(secret) if secret else {}))
    assert made.returncode == 0, made.stderr
    assert holds(tmp_path / "resmi")
    assert seal_holds(tmp_path / "resmi", authority.root)


def through_a_pipe(secret: str) -> int:
    """The reading end of a pipe that holds a secret."""
    reading, writing = os.pipe()
    os.write(writing, secret.encode())
    os.close(writing)
    return reading


def test_a_secret_through_a_descriptor(released, keys, tmp_path):
    reading = through_a_pipe(SECRET + "\n")
    key = ("--pkcs12", str(keys / "kunci.p12"), "--passphrase-fd", str(reading))
    made = run(released, "--out", str(tmp_path / "a"), "--dry-run", *key, pass_fds=[reading])
    os.close(reading)
    assert made.returncode == 0, made.stderr
    said = refused(released, "--out", "terbitan/dua", *key, code=2)
    assert said == f"sopgen: --passphrase-fd {reading} tidak dapat dibaca.\n"


def test_a_secret_at_the_terminal_is_not_shown(released, keys, tmp_path):
    given = command(released, "--out", str(tmp_path / "a"), "--dry-run", "--pkcs12", str(keys / "kunci.p12"))
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(released)
        os.execvpe(given["args"][0], given["args"], given["env"])
    said = b""
    while b"Frasa sandi" not in said:
        said += os.read(terminal, 1000)
    time.sleep(0.3)  # until the terminal no longer echoes
    os.write(terminal, SECRET.encode() + b"\n")
    with suppress(OSError):
        while more := os.read(terminal, 1000):
            said += more
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0, said
    assert "Kapolres Gorontalo Kota (ECDSA 256" in said.decode()
    assert SECRET not in said.decode()


NO_KEY = {
    "a wrong passphrase": (["--pkcs12", "{keys}/kunci.p12"], "salah", "frasa sandi keliru"),
    "no passphrase and no terminal": (["--pkcs12", "{keys}/kunci.p12"], None, "tidak ada terminal"),
    "no such file": (["--pkcs12", "{keys}/tiada.p12"], SECRET, "tiada.p12 tidak ada"),
    "expired": (["--pkcs12", "{ca}/kedaluwarsa.p12"], "sandi uji", "kedaluwarsa"),
    "not yet valid": (["--pkcs12", "{ca}/belum_berlaku.p12"], "sandi uji", "belum berlaku"),
    "for another use": (
        ["--pkcs12", "{ca}/salah_guna.p12"],
        "sandi uji",
        "tidak diterbitkan untuk",
    ),
    "revoked": (
        ["--pkcs12", "{ca}/dicabut.p12", "--tsa", "{tsa}", "--trust", "{ca}/root.pem"],
        "sandi uji",
        "telah dicabut",
    ),
    "a level without a server": (
        ["--pkcs12", "{keys}/kunci.p12", "--level", "b-t"],
        SECRET,
        "memerlukan --tsa",
    ),
    "a level without roots": (
        ["--pkcs12", "{keys}/kunci.p12", "--level", "B-LT", "--tsa", "{tsa}"],
        SECRET,
        "memerlukan --trust",
    ),
    "a certificate for the key": (
        ["--pem", "{ca}/kasat.pem", "{ca}/kasat.pem"],
        SECRET,
        "kasat.pem bukan berkas kunci PEM",
    ),
    "a folder": (["--pkcs12", "{keys}"], SECRET, "sebuah folder, bukan berkas"),
    "a token without a label": (["--pkcs11", "{keys}/modul.so"], SECRET, "memerlukan --label"),
    "a module that is none": (["--pkcs11", "{keys}/modul.so", "--label", "a"], SECRET, "modul.so tidak ada"),
    "a key and unsigned": (["--pkcs12", "{keys}/kunci.p12", "--unsigned"], SECRET, "Pilih salah satu"),
    "another's": (["--pkcs12", "{ca}/kasat.p12"], "sandi uji", "bukan milik Kapolres Gorontalo Kota"),
    "more keys than places": (
        ["--pkcs12", "{keys}/kunci.p12", "--pkcs12", "{keys}/kunci.p12"],
        SECRET,
        "1 tempat tanda tangan",
    ),
    "no answer from the time stamp server": (
        ["--pkcs12", "{keys}/kunci.p12", "--tsa", "http://127.0.0.1:9/"],
        SECRET,
        "stempel waktu",
    ),
}


@pytest.mark.parametrize("name", NO_KEY)
def test_a_key_that_does_not_sign_leaves_nothing(
    copy, keys, authority, name, monkeypatch, standing_in, capsys
):
    arguments, secret, reason = NO_KEY[name]
    places = {"keys": keys, "ca": authority.folder, "tsa": authority.tsa}
    given = [part.format_map(places) for part in arguments]
    before = snapshot(copy)
    standing_in(copy)
    monkeypatch.setattr(sys, "argv", ["sopgen", "release", "--today", DAY, "--out", "terbitan/dua", *given])
    if secret:
        monkeypatch.setenv("SOPGEN_PASSPHRASE", secret)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    said = capsys.readouterr()
    assert (ended.value.code, snapshot(copy)) == (2, before), said.err
    assert reason in said.err
    assert "Traceback" not in said.err
    assert secret is None or secret not in said.out + said.err


def test_a_token_signs_and_leaves_nothing_when_it_is_pulled(copy, token, authority):
    key = ("--pkcs11", str(token.module), "--label", "kapolres", "--token", token.label)
    made = run(copy, "--out", "terbitan/kartu", *key, **with_secret(token.pin))
    assert made.returncode == 0, made.stderr
    assert holds(copy / "terbitan/kartu")
    assert seal_holds(copy / "terbitan/kartu", authority.root)
    settings = Path(os.environ["SOFTHSM2_CONF"]).read_text()
    content = Path(re.findall(r"tokendir = (.*)", settings)[0])
    pulled = shutil.copytree(content, copy.parent / "kartu")
    (copy.parent / "kartu.conf").write_text(settings.replace(str(content), str(pulled)))
    environment = {"SOPGEN_PASSPHRASE": token.pin, "SOFTHSM2_CONF": str(copy.parent / "kartu.conf")}
    before = snapshot(copy)
    running = begun(copy, "--out", "terbitan/dua", *key, environment=environment)
    shutil.rmtree(pulled)
    out, said = running.communicate(timeout=60)
    assert (running.returncode, snapshot(copy)) == (2, before), out + said
    assert "Token tidak menandatangani" in said


def test_proposals_are_sealed_with_the_rest_but_not_approved(copy, keys, authority):
    changed(copy, "unit: satbinmas\n", "unit: satbinmas\nstatus: usulan\n")
    key = ("--pkcs12", str(keys / "kunci.p12"))
    made = run(copy, "--out", "terbitan/dua", "--with-proposals", *key, **with_secret())
    assert made.returncode == 0, made.stderr
    assert "1 PDF, dan manifest.json" in made.stdout
    assert seal_holds(copy / "terbitan/dua", authority.root)
    told = {file["path"]: file for file in manifest(copy / "terbitan/dua")["files"]}
    is_signed = {
        name: told[name]["sha256"] != told[name]["sebelum_tanda_tangan_sha256"]
        for name in ("sambang.pdf", "patroli.pdf")
    }
    assert is_signed == {"sambang.pdf": False, "patroli.pdf": True}


CRASHES = """
import sopgen.release.signing as signing
def crash(content, key, **options):
    raise RuntimeError("terhenti")
signing.sign = crash
from sopgen.cli import main
main()
"""
WATCHES = """
import os, subprocess, sys
start = subprocess.Popen.__init__
def told(self, *arguments, **options):
    assert "SOPGEN_PASSPHRASE" not in (options.get("env") or os.environ), arguments
    start(self, *arguments, **options)
subprocess.Popen.__init__ = told
from sopgen.cli import main
main()
"""


@pytest.mark.parametrize(("program", "code"), [(CRASHES, 3), (WATCHES, 0)], ids=["crashing", "well"])
def test_a_secret_is_nowhere(copy, keys, program, code):
    """Not on the screen, in a traceback, in a file, or in the environment of what is started."""
    given = command(copy, "--out", "terbitan/dua", "--pkcs12", str(keys / "kunci.p12"), **with_secret())
    given["args"][1:3] = ["-c", program]
    made = subprocess.run(**given, timeout=120, check=False)
    assert made.returncode == code, made.stderr
    assert ("Traceback" in made.stderr) == (code == 3)
    assert SECRET not in made.stdout + made.stderr
    assert [name for name, data in snapshot(copy).items() if SECRET.encode() in data] == []
    assert (copy / "terbitan" / "dua").exists() == (code == 0)


# Signed outside


@pytest.fixture
def outside(signed, tmp_path) -> Path:
    """What a service outside gives back: the PDFs, signed in whatever way."""
    folder = tmp_path / "dari luar"
    folder.mkdir()
    for file in signed.glob("*.pdf"):
        shutil.copy(file, folder)
    return folder


def test_what_was_signed_outside_is_released_as_it_is(copy, outside, keys, authority):
    made = run(copy, "--out", "terbitan/dua", "--signed", str(outside))
    assert made.returncode == 0, made.stderr
    assert holds(copy / "terbitan/dua")
    assert not (copy / "terbitan/dua/manifest.json.p7s").exists()
    for file in outside.iterdir():
        assert (copy / "terbitan/dua" / file.name).read_bytes() == file.read_bytes()
    key = ("--pkcs12", str(keys / "kunci.p12"))
    made = run(copy, "--out", "terbitan/tiga", "--signed", str(outside), *key, **with_secret())
    assert made.returncode == 0, made.stderr
    assert seal_holds(copy / "terbitan/tiga", authority.root)
    assert (copy / "terbitan/tiga/sambang.pdf").read_bytes() == (outside / "sambang.pdf").read_bytes()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda copy, outside: (outside / "sambang.pdf").unlink(), "sambang.pdf tidak ada"),
        (
            lambda copy, outside: shutil.copy(copy / "terbitan/satu/sambang.pdf", outside),
            "sambang.pdf belum ditandatangani",
        ),
        (
            lambda copy, outside: shutil.copy(outside / "patroli.pdf", outside / "sambang.pdf"),
            "bukan dokumen",
        ),
        (lambda copy, outside: changed(copy, "1 jam", "2 jam"), "sumbernya sudah berubah"),
        (
            lambda copy, outside: with_more(outside / "sambang.pdf", tampering.annotate),
            "sambang.pdf tidak dapat diterbitkan. Anotasi teks ditempelkan di halaman 2",
        ),
    ],
    ids=["missing", "unsigned", "another's", "of another source", "annotated"],
)
def test_what_was_signed_outside_must_be_what_was_built(copy, outside, change, reason):
    change(copy, outside)
    said = refused(copy, "--out", "terbitan/dua", "--signed", str(outside), code=2)
    assert reason in said


def with_more(file: Path, alter) -> None:
    """The file with something appended that no signature permits."""
    file.write_bytes(tampering.appended(file.read_bytes(), alter))


@pytest.mark.parametrize(
    ("who", "reason"),
    [("kbo", "dokumen menyebut"), ("asing", "tidak berujung pada otoritas"), ("kapolres", "")],
)
def test_what_was_signed_outside_must_be_signed_by_who_approves(copy, outside, authority, who, reason):
    """Of any other program, with any certificate."""
    for file in (copy / "terbitan/satu").glob("*.pdf"):
        (outside / file.name).write_bytes(signed_elsewhere(file.read_bytes(), authority, who))
    arguments = ("--out", "terbitan/dua", "--signed", str(outside), "--trust", str(authority.root))
    if not reason:
        assert run(copy, *arguments).returncode == 0
        return
    said = refused(copy, *arguments, code=2)
    assert "tidak dapat diterbitkan" in said
    assert reason in said


def verify(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    given = command(folder)
    given["args"][3:] = ["verify", *arguments]
    return subprocess.run(**given, timeout=120, check=False)


def test_verify_rebuild_says_whether_the_bytes_are_the_same(copy, signed, tmp_path):
    made = verify(copy, str(signed), "--rebuild")
    assert (made.returncode, made.stdout.count(": sama. ")) == (0, 2), made.stdout + made.stderr
    assert made.stdout.count("byte sesudahnya adalah tambahan") == 2
    changed(copy, "Ahmad Yani", "Ahmad Yeni", "unit.yaml")
    made = verify(copy, str(signed / "sambang.pdf"), "--rebuild", "--format", "json")
    assert made.returncode == 1
    (told,) = json.loads(made.stdout)["rebuild"]
    assert (told["verdict"], told["source"]) == ("berbeda", "sambang.yaml")
    made = verify(copy, "sop_sources/logo.svg", "--rebuild")
    assert made.returncode == 2
    assert "tidak dapat dibangun ulang" in made.stdout
    made = verify(tmp_path, str(signed / "sambang.pdf"), "--rebuild")
    assert made.returncode == 2
    assert "unit.yaml dan peraturan.yaml dari saat dokumen dibuat" in made.stderr


def test_verify_finds_a_release_as_it_should_be(copy, signed, authority):
    made = verify(copy, str(signed), "--trust", str(authority.root))
    assert made.returncode == 0, made.stdout
    (signed / "catatan.txt").touch()
    try:
        assert verify(copy, str(signed), "--trust", str(authority.root)).returncode == 1
    finally:
        (signed / "catatan.txt").unlink()


# Editions, and what became of them


@pytest.fixture(scope="module")
def editions(tmp_path_factory, keys) -> Path:
    """A project with three sealed releases of two SOPs: the first edition, revision 1, one SOP withdrawn."""
    folder = project(tmp_path_factory.mktemp("edisi") / "a")
    key = ("--pkcs12", str(keys / "kunci.p12"))

    def make(name: str, *arguments: str) -> None:
        made = run(folder, *arguments, "--out", f"terbitan/{name}", *key, **with_secret())
        assert made.returncode == 0, made.stderr
        (folder / f"{name}.txt").write_text(made.stderr, "utf-8")

    make("satu")
    changed(folder, "unit: satbinmas\n", "unit: satbinmas\nrevisi: 1\n")
    changed(folder, "revisi: , efektif", "revisi: 2026-11-20, efektif")
    changed(folder, "SOP/07/XI/2026", "SOP/09/XI/2026")
    make("dua", "sop_sources/sambang.yaml", "--previous", "terbitan/satu")
    changed(folder, "unit: satbinmas\n", "unit: satbinmas\nstatus: dicabut\n", "patroli.yaml")
    make("tiga", "--previous", "terbitan/dua")
    return folder


IN_FORCE = {
    "satu/sambang.pdf": {
        "satu": ("ya", "Masih berlaku (revisi 0)"),
        "dua": ("tidak", "Sudah diganti oleh revisi 1 (SOP/09/XI/2026)"),
        "tiga/manifest.json": ("tidak", "Sudah diganti oleh revisi 1"),
    },
    "dua/sambang.pdf": {
        "satu": ("tidak diketahui", "Tidak terdaftar"),
        "tiga": ("ya", "Masih berlaku (revisi 1)"),
    },
    "satu/patroli.pdf": {
        "dua": ("ya", "Masih berlaku (revisi 0)"),
        "tiga": ("tidak", "Dicabut: SOP/08/XI/2026"),
    },
    "tiga/patroli.pdf": {"tiga": ("tidak", "Dicabut: SOP/08/XI/2026")},
}
"""Documents, and what each list answers."""


def asked(folder: Path, name: str, register: Path, authority, expected=()):
    """The verdict on a released document, and what a list answers."""
    now = datetime.datetime.now(datetime.UTC)
    file = folder / "terbitan" / name
    verdict = verdict_on(file, authority.root)
    newest = registered(register, "daftar", authorities([authority.root]), now)
    return verdict, in_force(verdict, file, newest, expected)


@functools.cache
def verdict_on(file: Path, root: Path) -> Judged:
    return judged(file, file.name, authorities([root]), datetime.datetime.now(datetime.UTC))


@pytest.mark.parametrize("name", IN_FORCE)
def test_the_newest_list_tells_what_is_in_force(editions, authority, name):
    for register, (answer, words) in IN_FORCE[name].items():
        verdict, question = asked(editions, name, editions / "terbitan" / register, authority)
        assert (question.answer, words in question.reason) == (answer, True), question
    assert (verdict.revisi, verdict.status) == (
        int(name == "dua/sambang.pdf"),
        "dicabut" if name == "tiga/patroli.pdf" else "berlaku",
    )


@pytest.mark.parametrize(("register", "code"), [("", 0), ("dua", 1)])
def test_only_who_asks_the_list_is_told_by_the_exit_code(editions, authority, tmp_path, register, code):
    (tmp_path / "sop.pdf").write_bytes((editions / "terbitan/satu/sambang.pdf").read_bytes())
    given = ("--register", f"terbitan/{register}") if register else ()
    trusted = ("--trust", str(authority.root), "--level", "B-B", "--fetch")
    made = verify(editions, str(tmp_path / "sop.pdf"), *trusted, *given)
    words = "Tidak ditanyakan; sebutkan daftar terbaru unitnya dengan --register."
    assert (made.returncode, words in made.stdout) == (code, not register), made.stdout


def test_a_release_names_the_one_that_it_follows(editions):
    first, second, third = (editions / "terbitan" / name for name in ("satu", "dua", "tiga"))
    assert manifest(first)["previous"] is None
    for one, next_ in ((first, second), (second, third)):
        assert manifest(next_)["previous"] == sha256((one / "manifest.json").read_bytes())
    (left,) = manifest(second)["terdahulu"]
    assert (left["id"], left["status"]) == ("patroli", "berlaku")
    assert "patroli (SOP/08/XI/2026) tidak ikut terbit" in (editions / "dua.txt").read_text("utf-8")
    assert manifest(third)["terdahulu"] == []
    told = {file["path"]: file for file in manifest(third)["files"]}
    assert [one["revisi"] for one in told["sambang.pdf"]["pendahulu"]] == [1, 0]
    old = {file["path"]: file for file in manifest(first)["files"]}["patroli.pdf"]
    assert told["patroli.pdf"]["pendahulu"][0]["sha256"] == old["sha256"]
    assert "pendahulu" not in told["sambang.html"]


def _rewritten(folder: Path) -> None:
    content = (folder / "manifest.json").read_text("utf-8")
    (folder / "manifest.json").write_text(content.replace('"revisi": 1', '"revisi": 0'), "utf-8")


UNBELIEVED = {
    "unsealed": (lambda folder: (folder / "manifest.json.p7s").unlink(), "tidak disegel"),
    "rewritten": (_rewritten, "diubah sesudah disegel"),
    "broken": (lambda folder: (folder / "manifest.json").write_text("{"), "rusak: bukan JSON"),
    "no seal": (lambda folder: (folder / "manifest.json.p7s").write_bytes(b"x"), "rusak: tidak dapat dibaca"),
}


@pytest.mark.parametrize("name", UNBELIEVED)
def test_a_list_that_nobody_sealed_is_not_believed(editions, authority, tmp_path, name):
    alter, words = UNBELIEVED[name]
    register = shutil.copytree(editions / "terbitan" / "dua", tmp_path / "daftar")
    alter(register)
    _, question = asked(editions, "satu/sambang.pdf", register, authority)
    assert question.answer == "tidak diketahui"
    assert "Daftar daftar tidak dapat dipercaya" in question.reason
    assert words in question.reason


def test_a_list_of_another_official_is_not_used(editions, authority, tmp_path):
    register = shutil.copytree(editions / "terbitan" / "dua", tmp_path / "daftar")
    key = sign.pkcs12(authority.holder("kbo").pkcs12, authority.holder("kbo").passphrase)
    content = (register / "manifest.json").read_bytes()
    seal = sign.seal(content, key, when=datetime.datetime.now(datetime.UTC))
    (register / "manifest.json.p7s").write_bytes(seal)
    _, question = asked(editions, "satu/sambang.pdf", register, authority)
    assert question.answer == "tidak diketahui"
    assert "bukan oleh pejabat yang mengesahkan" in question.reason
    successor = Pejabat(jabatan="Kapolres Gorontalo Kota", nama="KBO Binmas")
    _, question = asked(editions, "satu/sambang.pdf", register, authority, (successor,))
    assert (question.answer, "Sudah diganti oleh revisi 1" in question.reason) == ("tidak", True)


PREVIOUS = {
    "none": (lambda folder: shutil.rmtree(folder), "bukan folder terbitan"),
    "changed": (lambda folder: (folder / "index.html").write_text("x"), "tidak utuh lagi: Isi index.html"),
    "resealed": (_rewritten, "tidak utuh lagi"),
}


@pytest.mark.parametrize("name", PREVIOUS)
def test_what_is_no_release_any_more_is_not_followed(editions, tmp_path, name):
    alter, words = PREVIOUS[name]
    former = shutil.copytree(editions / "terbitan" / "dua", tmp_path / "dua")
    alter(former)
    assert words in refused(editions, "--unsigned", "--previous", str(former), "--out", "x", code=2)


def test_a_change_without_a_new_revision_is_told(editions, tmp_path):
    folder = shutil.copytree(editions, tmp_path / "a")
    changed(folder, "waktu: 1 jam", "waktu: 2 jam")
    given = ("--previous", "terbitan/tiga", "--out", "terbitan/empat")
    made = run(folder, "sop_sources/sambang.yaml", "--unsigned", *given)
    assert made.returncode == 0, made.stderr
    assert "sambang berubah sejak terbitan sebelumnya (revisi 1), tetapi sekarang revisi 1" in made.stderr
    assert "tidak ikut terbit" not in made.stderr


def test_several_sign_in_their_order(copy, authority):
    officials = "    kasat: {jabatan: Kasat Binmas}\n    kbo: {jabatan: KBO Binmas}\n"
    unit = copy / "sop_sources" / "unit.yaml"
    signing = "  tanda_tangan: {penandatangan: {disusun: kasat, diperiksa: kbo}}\n"
    unit.write_text(unit.read_text().replace("    kapolres:\n", officials + "    kapolres:\n", 1) + signing)
    keys = [str(authority.holder(name).pkcs12) for name in ("kasat", "kbo", "kapolres")]
    wrong = [part for key in (keys[0], keys[0], keys[2]) for part in ("--pkcs12", key)]
    made = run(copy, "--out", "terbitan/dua", *wrong, **with_secret("sandi uji"))
    assert (made.returncode, "bukan milik KBO Binmas" in made.stderr) == (2, True), made.stderr
    kasat = authority.holder("kasat")
    pem = ("--pem", str(kasat.key), str(kasat.certificate))
    given = ["--pkcs12", keys[2], "--pkcs12", keys[1], *pem]
    made = run(copy, "--out", "terbitan/dua", *given, **with_secret("sandi uji\nsandi uji\nsandi uji"))
    assert made.returncode == 0, made.stderr
    assert "oleh Kasat Binmas (RSA 2048, " in made.stdout
    said = subprocess.run(
        ["pdfsig", copy / "terbitan/dua/sambang.pdf"], capture_output=True, text=True, check=False
    ).stdout
    told = r"Field Name: (\w+)\n  - Signer Certificate Common Name: (.+)(?s:.+?)Signed Ranges: \[0 - (\d+)"
    order = sorted(re.findall(told, said), key=lambda found: int(found[2]))
    assert [found[:2] for found in order] == [
        ("disusun", "Kasat Binmas"),
        ("diperiksa", "KBO Binmas"),
        ("pengesahan", "Kapolres Gorontalo Kota"),
    ]
    assert said.count("Signature is Valid") == 3


def test_the_demonstration_goes_all_the_way(tmp_path):
    """`make release`, with one of the SOPs."""
    out = tmp_path / "percobaan"
    given = [sys.executable, "-m", "tests.demo", str(out), "pelaksanaan-sambang"]
    made = subprocess.run(given, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    assert "Kesimpulan: sah dan utuh" in made.stdout
    assert "pelaksanaan-sambang.pdf: sama." in made.stdout
    assert holds(out)
    keys = re.findall(r"(/\S+)/otoritas/kapolres.p12", made.stdout)
    assert keys
    assert not any(Path(folder).exists() for folder in keys)
