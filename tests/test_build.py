"""`sopgen build` as its users run it: what is made again and what is not, faults, interruptions, bytes."""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
MINIMAL = (TESTS / "minimal.yaml").read_text()
UNITS = """\
satbinmas:
  nama: Satbinmas Polres Gorontalo Kota
  logo: logo.svg
  pejabat: {kapolres: {jabatan: Kapolres Gorontalo Kota, nama: (Nama Kapolres)}}
satlantas:
  nama: Satlantas Polres Gorontalo Kota
  pejabat: {kapolres: {jabatan: Kapolres Gorontalo Kota, nama: (Nama Kapolres)}}
"""
REGISTER = """\
uu-2-2002: {jenis: Undang-Undang, nomor: "2", tahun: 2002, tentang: Kepolisian}
uu-1-2026: {jenis: Undang-Undang, nomor: "1", tahun: 2026, tentang: Penyesuaian}
perkap-7-2021:
  jenis: Peraturan Kapolri
  nomor: "7"
  tahun: 2021
  tentang: Bhabinkamtibmas
  status: diubah
  perubahan: {terakhir: perkap-8-2025}
perkap-8-2025: {jenis: Peraturan Kapolri, nomor: "8", tahun: 2025, tentang: Perubahan}
"""
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="{}"/></svg>'
BROKEN = MINIMAL.replace("pelaksana: kasat\n    keputusan", "pelaksana: kasatt\n    keputusan", 1)


def sop(judul: str, **changes: str) -> str:
    """The smallest SOP under another title, with other lines for some of its keys."""
    text = MINIMAL.replace("Pelaksanaan Sambang Warga", judul)
    for key, value in changes.items():
        text = re.sub(rf"^{key}: .*$", f"{key}: {value}", text, flags=re.MULTILINE)
    return text


def project(folder: Path) -> Path:
    """A project of three SOPs: two of one unit, of which `sambang` names the other; one of another unit."""
    sources = folder / "sop_sources"
    sources.mkdir(parents=True)
    texts = {
        "unit.yaml": UNITS,
        "peraturan.yaml": REGISTER,
        "logo.svg": LOGO.format(3),
        "sambang.yaml": sop("Pelaksanaan Sambang Warga", keterkaitan="[deteksi]"),
        "deteksi.yaml": sop(
            "Pelaksanaan Deteksi Dini", nomor="SOP/10/XI/2026", dasar_hukum="[perkap-7-2021]"
        ),
        "patroli.yaml": sop("Pelaksanaan Patroli", nomor="SOP/2/XI/2026", unit="satlantas"),
    }
    for name, text in texts.items():
        (sources / name).write_text(text, encoding="utf-8")
    return folder


def command(*arguments: str, environment: dict[str, str] | None = None, **options) -> dict:
    """What subprocess needs to run sopgen from this checkout."""
    return {
        "args": [sys.executable, "-m", "sopgen", *arguments],
        "env": {**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})},
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
        "text": True,
        **options,
    }


def sopgen(folder: Path, *arguments: str, **options) -> subprocess.CompletedProcess[str]:
    return subprocess.run(**command(*arguments, cwd=folder, **options), timeout=120, check=False)


def build(folder: Path, *arguments: str, code: int = 0, **options) -> dict[str, str]:
    """Build; what became of each SOP that was not left as it was."""
    run = sopgen(folder, "build", "-j", "1", *arguments, **options)
    assert run.returncode == code, run.stdout + run.stderr
    return dict(re.findall(r"^\[\d+/\d+\] (.+?): (dibuat|keliru|gagal)", run.stdout, re.MULTILINE))


def contents(folder: Path) -> dict[str, bytes]:
    """Every document of an output folder."""
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir()) if file.is_file()}


def temporaries(folder: Path) -> list[Path]:
    return [file for file in folder.rglob(".*") if file.is_file()]


def are_whole(folder: Path) -> bool:
    """Whether every file under its final name is all there."""
    files = [file for file in folder.rglob("*.*") if file.is_file() and not file.name.startswith(".")]
    return all(is_whole(file.suffix, file.read_bytes().rstrip()) for file in files)


def is_whole(ending: str, data: bytes) -> bool:
    if ending == ".json":
        return bool(json.loads(data))
    return data.endswith({".pdf": b"%%EOF", ".html": b"</html>"}[ending])


def index(folder: Path) -> tuple[set[str], set[str]]:
    """What the Daftar SOP links to, and what it says could not be built."""
    text = (folder / "build" / "index.html").read_text(encoding="utf-8")
    links = set(re.findall(r'href="([a-z]+\.(?:html|pdf))"', text))
    return links, set(re.findall(r"<dt>(.+?)</dt>", text))


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A project whose HTML pages are built."""
    folder = project(tmp_path_factory.mktemp("proyek") / "a")
    assert build(folder, "--format", "html") == dict.fromkeys(("deteksi", "patroli", "sambang"), "dibuat")
    return folder


@pytest.fixture
def copy(made, tmp_path) -> Path:
    """A copy of it, to change; times of files included."""
    return shutil.copytree(made, tmp_path / "salinan")


# What is made again


def replaced(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        file = folder / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    return change


def written(name: str, text: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")

    return change


def removed(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def touched(folder: Path) -> None:
    for file in (*(folder / "sop_sources").iterdir(), *(folder / "build").iterdir()):
        os.utime(file, (0, 0)) if file.is_file() else None


ALL = {"deteksi", "patroli", "sambang"}
CHANGES: dict[str, tuple[Callable[[Path], object], set[str]]] = {
    "nothing": (lambda folder: None, set()),
    "only times of files": (touched, set()),
    "a comment in a source": (replaced("sop_sources/deteksi.yaml", "revisi: ,", "revisi: , "), {"deteksi"}),
    "a title that another names": (
        replaced("sop_sources/deteksi.yaml", "Deteksi Dini", "Deteksi"),
        {"deteksi", "sambang"},
    ),
    "the SOP that another names is gone": (removed("sop_sources/deteksi.yaml"), {"sambang"}),
    "a unit": (replaced("sop_sources/unit.yaml", "nama: Satlantas", "nama: Satuan Lantas"), {"patroli"}),
    "a comment in unit.yaml": (replaced("sop_sources/unit.yaml", "satlantas:", "satlantas:  #"), set()),
    "a regulation": (
        replaced("sop_sources/peraturan.yaml", "tentang: Kepolisian", "tentang: Polri"),
        {"sambang", "patroli"},
    ),
    "what amends a regulation": (
        replaced("sop_sources/peraturan.yaml", "tentang: Perubahan", "tentang: Perubahannya"),
        {"deteksi"},
    ),
    "a regulation that nobody names": (
        replaced("sop_sources/peraturan.yaml", "tentang: Penyesuaian", "tentang: Pidana"),
        set(),
    ),
    "a logo": (written("sop_sources/logo.svg", LOGO.format(4)), {"sambang", "deteksi"}),
    "a template of the project": (written("templates/catatan.css", "p { color: black }"), ALL),
    "a page is gone": (removed("build/patroli.html"), {"patroli"}),
    "a page was changed": (replaced("build/patroli.html", "</body>", "<p>x</p></body>"), {"patroli"}),
    "a record is damaged": (written("build/.sopgen/patroli.json", '{"outputs": {"a": 1}}'), {"patroli"}),
    "a record is empty": (written("build/.sopgen/patroli.json", ""), {"patroli"}),
}


@pytest.mark.parametrize("name", CHANGES)
def test_exactly_what_a_change_concerns_is_made_again(copy, name):
    change, expected = CHANGES[name]
    before = contents(copy / "build")
    change(copy)
    assert set(build(copy, "--format", "html")) == expected
    if name.startswith(("a page", "a record")):
        assert contents(copy / "build") == before


def test_a_project_is_the_same_seen_from_its_folder_of_sources(copy):
    (copy / "templates").mkdir()
    shutil.copy(ROOT / "templates" / "sop.css", copy / "templates")
    assert set(build(copy, "--format", "html")) == ALL
    assert build(copy / "sop_sources", ".", "-o", "../build", "--format", "html") == {}


def test_force_makes_all_again(copy):
    before = contents(copy / "build")
    assert set(build(copy, "--format", "html", "--force")) == ALL
    assert contents(copy / "build") == before


def test_a_record_of_another_version_costs_its_sop_the_place_in_the_list_and_no_more(copy):
    file = copy / "build" / ".sopgen" / "patroli.json"
    record = json.loads(file.read_text())
    file.write_text(json.dumps({**record, "listing": {"judul": 7}}))
    build(copy, "sop_sources/sambang.yaml", "--format", "html")
    assert index(copy) == ({"sambang.html", "deteksi.html"}, set())


# Formats


def test_formats_come_one_by_one(tmp_path):
    folder = project(tmp_path / "a")
    file = "sop_sources/patroli.yaml"
    build(folder, file, "--format", "html")
    assert index(folder) == ({"patroli.html"}, set())
    assert 'href="patroli.pdf"' not in (folder / "build" / "patroli.html").read_text()
    assert build(folder, file, "--format", "pdf") == {"patroli": "dibuat"}
    assert index(folder) == ({"patroli.html", "patroli.pdf"}, set())
    one_by_one = contents(folder / "build")
    assert 'href="patroli.pdf"' in one_by_one["patroli.html"].decode()
    assert build(folder, file) == {}
    build(folder, file, "-o", "baru")
    assert contents(folder / "baru") == one_by_one


def test_the_list_is_the_same_whether_sops_are_built_together_or_one_by_one(copy):
    together = (copy / "build" / "index.html").read_bytes()
    for name in ("sambang", "patroli", "deteksi"):
        build(copy, f"sop_sources/{name}.yaml", "--format", "html", "-o", "satu")
    assert (copy / "satu" / "index.html").read_bytes() == together


def test_building_one_keeps_the_others_in_the_list(copy):
    replaced("sop_sources/patroli.yaml", "Pelaksanaan Patroli", "Patroli Kota")(copy)
    assert set(build(copy, "sop_sources/patroli.yaml", "--format", "html")) == {"patroli"}
    assert index(copy) == ({"sambang.html", "deteksi.html", "patroli.html"}, set())
    assert "Patroli Kota" in (copy / "build" / "index.html").read_text()


# Faults


def test_one_broken_sop_stops_no_other(tmp_path):
    folder = project(tmp_path / "a")
    written("sop_sources/deteksi.yaml", BROKEN)(folder)
    assert build(folder, "--format", "html", code=1) == {
        "sambang": "dibuat",
        "patroli": "dibuat",
        "deteksi": "keliru",
    }
    assert index(folder) == ({"sambang.html", "patroli.html"}, {"deteksi"})


def test_what_can_not_be_built_any_more_keeps_its_older_document(copy):
    before = (copy / "build" / "deteksi.html").read_bytes()
    written("sop_sources/deteksi.yaml", BROKEN)(copy)
    run = sopgen(copy, "build", "--format", "html")
    assert run.returncode == 1
    assert "deteksi: keliru; dokumen yang lama tetap ada\n" in run.stdout
    assert (copy / "build" / "deteksi.html").read_bytes() == before
    assert index(copy) == ({"sambang.html", "deteksi.html", "patroli.html"}, {"deteksi"})
    assert "Yang tercantum di daftar masih dokumen lama." in (copy / "build" / "index.html").read_text()
    written("sop_sources/deteksi.yaml", sop("Pelaksanaan Deteksi Dini"))(copy)
    build(copy, "--format", "html")
    assert index(copy) == ({"sambang.html", "deteksi.html", "patroli.html"}, set())


def test_files_that_can_be_no_sop_stop_no_other(copy):
    sources = copy / "sop_sources"
    for name in ("sam bang.yaml", "sämbang.yaml", "index.yaml", "..a.yaml", ".#sambang.yaml", "BESAR.YAML"):
        shutil.copy(sources / "sambang.yaml", sources / name)
    (sources / "folder.yaml").mkdir()
    (sources / "putus.yaml").symlink_to("tiada.yaml")
    os.mkfifo(sources / "pipa.yaml")
    (sources / "kosong.yaml").touch()
    (sources / "biner.yaml").write_bytes(bytes(range(256)))
    (sources / "besar2.yaml").write_text("a" * 600_000)
    assert build(copy, "--format", "html", code=1) == {
        **dict.fromkeys(("sam bang", "sämbang", "index", "putus"), "gagal"),
        **dict.fromkeys(("folder", "pipa", "kosong", "biner", "besar2"), "keliru"),
        "BESAR": "dibuat",
    }


@pytest.mark.parametrize(
    ("name", "text"), [("unit.yaml", "satbinmas: {nma: x}\n"), ("peraturan.yaml", "a: [")]
)
def test_a_faulty_shared_file_is_told_once_and_blamed(copy, name, text):
    written(f"sop_sources/{name}", text)(copy)
    run = sopgen(copy, "build", "--format", "html")
    assert run.returncode == 1
    assert run.stderr.count(f"sop_sources/{name}:1:") == 1
    assert "BCA-16" not in run.stderr
    assert "BCA-18" not in run.stderr
    (line,) = [line for line in run.stderr.splitlines() if "gagal:" in line]
    assert line == f"{', '.join(f'sop_sources/{id}.yaml' for id in sorted(ALL))}: gagal: {name} keliru; " + (
        "perbaiki dahulu berkas itu."
    )
    assert index(copy)[1] == ALL


def test_a_project_template_that_is_faulty_is_told_with_its_line(copy):
    written("templates/sop.html.j2", "<html>\n{% if %}</html>")(copy)
    run = sopgen(copy, "build", "--format", "html")
    assert run.returncode == 1
    assert "Templat sop.html.j2:2 keliru" in run.stderr
    assert "Traceback" not in run.stderr


def test_without_graphviz_everything_else_is_built(copy):
    environment = {"PATH": str(copy)}
    run = sopgen(copy, "build", "--format", "html", "-v", environment=environment)
    assert run.returncode == 0
    assert run.stdout.count("sudo apt-get install graphviz") == 3
    assert index(copy)[0] == {"sambang.html", "deteksi.html", "patroli.html"}
    assert set(build(copy, "--format", "html")) == ALL, "now that there is Graphviz, the figures are missing"


# No half file


def test_a_file_in_the_place_of_the_output_folder(made, tmp_path):
    (tmp_path / "berkas").touch()
    for out in ("berkas", "berkas/di/bawah"):
        run = sopgen(made, "build", "-o", str(tmp_path / out), "--format", "html")
        assert (run.returncode, run.stdout) == (2, "")
        assert "tidak dapat dibuat: " in run.stderr


def test_a_folder_in_the_place_of_a_document(copy):
    (copy / "build" / "patroli.html").unlink()
    (copy / "build" / "patroli.html").mkdir()
    run = sopgen(copy, "build", "--format", "html")
    assert run.returncode == 1
    assert "patroli.html tidak dapat ditulis: namanya sudah dipakai sebuah folder." in run.stderr
    assert temporaries(copy / "build") == []
    (copy / "build" / "patroli.html").rmdir()
    assert build(copy, "--format", "html") == {"patroli": "dibuat"}


def limited(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def test_a_full_disk_leaves_no_half_file(copy):
    before = contents(copy / "build")
    room = partial(limited, len(before["patroli.html"]) - 1)
    run = sopgen(copy, "build", "-j", "1", "--format", "html", "--force", preexec_fn=room)
    assert run.returncode == 1
    assert "tidak dapat ditulis: melebihi batas ukuran berkas." in run.stderr
    assert temporaries(copy / "build") == []
    assert are_whole(copy / "build")
    build(copy, "--format", "html")
    assert contents(copy / "build") == before


KILLED_WHILE_WRITING = (
    "import signal, resource; signal.signal(signal.SIGXFSZ, signal.SIG_DFL);"
    "resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000));"
    "from sopgen.cli import main; main()"
)


def test_killed_while_it_writes_a_file(copy):
    before = contents(copy / "build")
    given = command("build", "-j", "1", "--format", "html", "--force", cwd=copy)
    given["args"][1:3] = ["-c", KILLED_WHILE_WRITING]
    run = subprocess.run(**given, timeout=60, check=False)
    assert run.returncode == -signal.SIGXFSZ
    assert [file.stat().st_size for file in temporaries(copy / "build")] == [9000]
    build(copy, "--format", "html")
    assert temporaries(copy / "build") == []
    assert contents(copy / "build") == before


def test_what_another_build_is_writing_is_not_swept_away(copy):
    mine = copy / "build" / f".patroli.pdf.{os.getpid()}.sedang-ditulis"
    mine.touch()
    build(copy, "--format", "html")
    assert mine.exists()


# Interruptions


@pytest.fixture(scope="module")
def many(tmp_path_factory) -> Path:
    """A project of six SOPs, and what their PDFs should be, in `acuan`."""
    folder = tmp_path_factory.mktemp("banyak")
    project(folder)
    for number in range(3):
        text = sop(f"Pelaksanaan Kegiatan {number}")
        (folder / "sop_sources" / f"sop-{number}.yaml").write_text(text, encoding="utf-8")
    build(folder, "-o", "acuan", "--format", "pdf")
    return folder


def children(parent: int) -> dict[int, str]:
    """The processes that a process started, by their id: their command lines."""
    found = {}
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdigit() and (folder / "stat").read_text().rsplit(")")[-1].split()[1] == str(
                parent
            ):
                found[int(folder.name)] = (folder / "cmdline").read_text().replace("\0", " ")
        except OSError:
            continue
    return found


def is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")")[-1].split()[0] != "Z"
    except OSError:
        return False


def started(folder: Path, jobs: int) -> subprocess.Popen[str]:
    """A build that has just told its first SOP."""
    shutil.rmtree(folder / "build", ignore_errors=True)
    run = subprocess.Popen(
        **command("build", "--format", "pdf", "-j", str(jobs), cwd=folder, start_new_session=True)
    )
    assert run.stdout
    assert run.stdout.readline().startswith("[1/6]")
    return run


def ended(run: subprocess.Popen[str], workers: dict[int, str]) -> tuple[int, str]:
    """Exit code and stderr; no worker outlives the run for long."""
    _, error = run.communicate(timeout=60)
    deadline = time.monotonic() + 20
    while any(is_alive(worker) for worker in workers) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [command for worker, command in workers.items() if is_alive(worker)] == []
    return run.returncode, error


def healed(folder: Path) -> None:
    """Nothing is half written, and the next run has all as it should be."""
    assert are_whole(folder / "build")
    assert build(folder, "--format", "pdf") != {}
    assert temporaries(folder / "build") == []
    assert contents(folder / "build") == contents(folder / "acuan")


@pytest.mark.parametrize(
    ("signal_", "jobs", "to_all"),
    [(signal.SIGINT, 1, True), (signal.SIGINT, 2, True), (signal.SIGTERM, 2, False)],
    ids=["Ctrl-C", "Ctrl-C with workers", "told to end"],
)
def test_an_interruption_ends_all_at_once(many, signal_, jobs, to_all):
    run = started(many, jobs)
    workers = children(run.pid)
    assert len(workers) >= (2 if jobs > 1 else 0)
    begun = time.monotonic()
    (os.killpg if to_all else os.kill)(run.pid, signal_)
    code, error = ended(run, workers)
    assert (code, error.strip()) == (130, "Dihentikan.")
    assert time.monotonic() - begun < 10
    healed(many)


def test_killed_the_workers_end_too(many):
    run = started(many, 2)
    workers = children(run.pid)
    os.kill(run.pid, signal.SIGKILL)
    code, _ = ended(run, workers)
    assert code == -signal.SIGKILL
    healed(many)


def test_a_worker_that_is_killed_stops_no_sop(many):
    run = started(many, 2)
    worker = next(id for id, command in children(run.pid).items() if "spawn_main" in command)
    os.kill(worker, signal.SIGKILL)
    out, error = run.communicate(timeout=120)
    assert (run.returncode, error) == (0, "")
    assert "6 SOP: 6 dibuat." in out
    assert contents(many / "build") == contents(many / "acuan")


@pytest.mark.parametrize(
    "arguments", [["flow", "sop_sources/sambang.yaml"], ["build", "--force"], ["--help"]]
)
def test_a_reader_that_goes_away_is_no_drama(made, arguments):
    run = subprocess.Popen(**command(*arguments, cwd=made))
    assert run.stdout
    assert run.stderr
    run.stdout.close()
    assert run.stderr.read() == ""
    run.stderr.close()
    assert run.wait(timeout=60) == 1


def test_output_that_can_not_be_written_is_told(made):
    with Path("/dev/full").open("w") as full:
        run = sopgen(made, "flow", "sop_sources/sambang.yaml", stdout=full)
    assert run.returncode == 2
    assert run.stderr.startswith("sopgen: Keluaran tidak dapat dibaca atau ditulis: penyimpanan penuh;")


# The same bytes


SURROUNDINGS = {
    "here": ((), {}),
    "elsewhere": (
        ("-j", "2"),
        {
            "environment": {
                "TZ": "Asia/Makassar",
                "LC_ALL": "C",
                "LANG": "tr_TR.UTF-8",
                "PYTHONHASHSEED": "7",
                "SOURCE_DATE_EPOCH": "1",
                "HOME": "/nonexistent",
                "COLUMNS": "40",
            },
            "umask": 0o077,
        },
    ),
}


def test_same_bytes_from_the_same_sources(tmp_path):
    built = {}
    for name, (arguments, options) in SURROUNDINGS.items():
        folder = project(tmp_path / name / ("dalam " * (name == "elsewhere")))
        shutil.copy(TESTS / "library" / "sim.yaml", folder / "sop_sources")
        replaced("sop_sources/sim.yaml", "\nunit: ", "\nunit: satbinmas  # ")(folder)
        register = folder / "sop_sources" / "peraturan.yaml"
        register.write_text(REGISTER + added(TESTS / "library" / "peraturan.yaml"), encoding="utf-8")
        build(folder, *arguments, **options)
        built[name] = contents(folder / "build")
    assert {name.split(".")[-1] for name in built["here"]} == {"pdf", "html", "json"}
    assert built["here"] == built["elsewhere"]
    assert not any(str(tmp_path).encode() in data for data in built["here"].values())
    # From a record that knows other page breaks, and back again.
    change = ("Memeriksa", "Memeriksa dengan teliti sekali lagi")
    replaced("sop_sources/sim.yaml", *change)(folder)
    build(folder, "--format", "pdf")
    assert contents(folder / "build")["sim.pdf"] != built["here"]["sim.pdf"]
    replaced("sop_sources/sim.yaml", *reversed(change))(folder)
    build(folder)
    assert contents(folder / "build") == built["here"]


def added(register: Path) -> str:
    """The entries of a register that ours lacks."""
    entries = re.split(r"^(?=[a-z])", register.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return "".join(entry for entry in entries[1:] if entry.split(":")[0] + ":" not in REGISTER)


# Nothing but the project is read


WATCHED = """
import atexit, json, sys
from pathlib import Path
heard, told = [], Path(sys.argv.pop())
names = {"open", "socket.connect", "socket.getaddrinfo", "urllib.Request", "subprocess.Popen", "os.system"}
sys.addaudithook(lambda event, given: event in names and heard.append((event, str(given[0]))))
atexit.register(lambda: told.write_text(json.dumps(heard)))
from sopgen.cli import main
main()
"""


LIBRARIES = {("subprocess.Popen", name) for name in ("/sbin/ldconfig", "/usr/bin/gcc", "ld", "objdump")}


def test_nothing_but_the_project_is_read_and_no_network(copy, tmp_path):
    given = command("build", "sop_sources/sambang.yaml", "--force", str(tmp_path / "heard"), cwd=copy)
    given["args"][1:3] = ["-c", WATCHED]
    run = subprocess.run(**given, timeout=60, check=False)
    assert run.returncode == 0, run.stderr
    heard = {tuple(item) for item in json.loads((tmp_path / "heard").read_text())}
    # ctypes asks the machine's tools where its libraries are.
    assert {item for item in heard if item[0] != "open"} - LIBRARIES == {("subprocess.Popen", "dot")}
    python = [Path(place).resolve() for place in (*sys.path, sys.prefix, sys.base_prefix) if place]
    # What the machine's libraries are set up with, and the scratch files of its libraries.
    machine = [Path(place) for place in ("/etc", "/usr", "/lib", "/proc", "/dev/null")]
    scratch = re.compile(re.escape(tempfile.gettempdir()) + r"(/[\w-]+(/\w+)?)?")
    allowed = [copy, ROOT / "sopgen", ROOT / "templates", *python, *machine]
    names = {name for event, name in heard if event == "open" and not name.isdigit()}
    files = {copy / name for name in names if not scratch.fullmatch(name)}
    assert [file for file in files if not any(file.resolve().is_relative_to(root) for root in allowed)] == []
