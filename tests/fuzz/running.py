"""One hostile input after another, each in a forked process with bounds, its output and its end judged."""

from __future__ import annotations

import contextlib
import importlib
import multiprocessing
import os
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

SECONDS = 20.0
"""The longest that an input may take, of processor time: other work on the machine doesn't count.

One that is stopped at a bound may take that bound besides, and has to say so.
"""

BOUND = 15.0
"""The bound of reading one document while trying, in seconds by the clock."""

HANGS = 200.0
"""The longest that it may take by the clock."""

MEMORY = 1024 * 1024 * 1024
"""The most that a process may take, bytes."""

_CODES = {0, 1, 2}
_STOPPED = "dihentikan"

Make = Callable[[Random, Path], list[str]]


@dataclass(frozen=True)
class Case:
    """An input: its kind, its number, and what makes it of a seed."""

    kind: str
    number: int
    make: Make
    seed: int

    @property
    def name(self) -> str:
        """How it is called, and can be called for again."""
        return f"{self.kind}:{self.number}"


@dataclass(frozen=True)
class Result:
    """What became of a case; `faults` is empty where all is well."""

    case: Case
    arguments: tuple[str, ...]
    code: int
    seconds: float
    peak: int
    faults: tuple[str, ...]
    output: str


FULL = ["source", "release", "pdf", "source", "name", "folder", "source", "pdf", "release", "web", "signed"]
LIGHT = ["source", "release", "name", "source", "release", "folder", "source", "release", "name"] * 3 + [
    "pdf",
    "web",
    "signed",
]
"""In which order the kinds take turns; documents are dear, so that the tests have few of them."""


def kinds() -> dict[str, Make]:
    """What makes each kind of input."""
    from tests.fuzz import folders, pdfs, releases, signed, sources, webs

    return {
        "folder": folders.make,
        "name": sources.named,
        "pdf": pdfs.make,
        "release": releases.make,
        "signed": signed.make,
        "source": sources.make,
        "web": webs.make,
    }


def cases(count: int, seed: int, turns: Sequence[str] = FULL) -> Iterator[Case]:
    """So many cases, the kinds in turn."""
    make = kinds()
    for number in range(count):
        kind = turns[number % len(turns)]
        yield Case(kind, number, make[kind], seed)


def preload() -> None:
    """Load what commands load, once for all forked processes."""
    for name in _LOADED.split():
        importlib.import_module(name)
    from sopgen import bounded, recover, verify

    # A fork server would be started by each forked process anew.
    bounded._context = lambda: multiprocessing.get_context("fork")  # type: ignore[assignment]
    # What takes the whole of its bound shall take less of ours.
    for function in (recover.examine, recover.recover, verify.verify):
        assert "seconds" in (function.__kwdefaults__ or {})
        function.__kwdefaults__["seconds"] = BOUND


_LOADED = """
asyncio rich.console rich.table pikepdf weasyprint pdfplumber page jinja2 segno pyphen
pyhanko.sign.validation pyhanko.pdf_utils.reader
sopgen.cli.audit sopgen.cli.build sopgen.cli.check sopgen.cli.draw sopgen.cli.law sopgen.cli.release
sopgen.cli.stats sopgen.cli.verify sopgen.audit sopgen.conformance sopgen.html sopgen.inspection.work sopgen.pdf
sopgen.release sopgen.report.github sopgen.report.junit sopgen.report.sarif sopgen.rules sopgen.site
sopgen.verify.changes sopgen.verify.signatures sopgen.verify.snapshot sopgen.view.index
"""


def run(
    these: Iterable[Case], workers: int = 1, keep: Path | None = None, all_: bool = False
) -> Iterator[Result]:
    """The results of cases, as they come; folders of failing ones, or of all, stay below `keep`."""
    running: dict[int, tuple[Case, Path, float]] = {}
    waiting = iter(these)
    more = True
    with tempfile.TemporaryDirectory(prefix="fuzz-", ignore_cleanup_errors=True) as place:
        while more or running:
            while more and len(running) < workers:
                case = next(waiting, None)
                if case is None:
                    more = False
                    break
                folder = Path(place, f"{case.kind}-{case.number}")
                running[_started(case, folder)] = (case, folder, time.monotonic())
            yield from _ended(running, keep, all_)


def _ended(running: dict[int, tuple[Case, Path, float]], keep: Path | None, all_: bool) -> Iterator[Result]:
    for pid, (case, folder, start) in list(running.items()):
        done, status, usage = os.wait4(pid, os.WNOHANG)
        spent = time.monotonic() - start
        if not done and spent > HANGS:
            _kill(pid)
            _, status, usage = os.wait4(pid, 0)
        elif not done:
            continue
        _kill(pid)
        del running[pid]
        spent = usage.ru_utime + usage.ru_stime if done else spent
        result = _judged(case, folder, os.waitstatus_to_exitcode(status), spent, usage.ru_maxrss * 1024)
        if keep and (all_ or result.faults):
            _saved(folder, keep / folder.name)
        shutil.rmtree(folder, ignore_errors=True)
        yield result
    time.sleep(0.002)


def _kill(pid: int) -> None:
    """End a case with all that it has started: it is the first of its session."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def _saved(folder: Path, there: Path) -> None:
    with contextlib.suppress(OSError):
        there.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(there, ignore_errors=True)
        folder.rename(there) if folder.stat().st_dev == there.parent.stat().st_dev else shutil.copytree(
            folder, there, symlinks=True
        )


def _started(case: Case, folder: Path) -> int:
    sys.stdout.flush()
    sys.stderr.flush()
    if pid := os.fork():
        return pid
    code = 99
    try:
        os.setsid()
        folder.mkdir()
        arguments = case.make(Random(f"{case.seed}/{case.kind}/{case.number}"), folder)
        (folder / ".call").write_bytes(os.fsencode("\0".join(arguments)))
        _bound(folder)
        code = _commanded(arguments)
    except BaseException:
        import traceback

        (folder / ".broken").write_text(traceback.format_exc(), errors="replace")
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _bound(folder: Path) -> None:
    """Stand in the folder, with bounds on memory, and all output in files."""
    os.chdir(folder)
    for number, name in ((1, ".stdout"), (2, ".stderr")):
        held = os.open(name, os.O_WRONLY | os.O_CREAT)
        os.dup2(held, number)
    held = os.open(os.devnull, os.O_RDONLY)
    os.dup2(held, 0)
    for number, name in ((1, "stdout"), (2, "stderr")):
        setattr(
            sys,
            name,
            os.fdopen(
                number,
                "w",
                closefd=False,
                encoding="utf-8",
                errors="strict" if number == 1 else "backslashreplace",
            ),
        )
    os.environ["COLUMNS"] = "100"
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_AS, (2 * MEMORY, 2 * MEMORY))


def _commanded(arguments: list[str]) -> int:
    from sopgen.cli import main

    sys.argv = ["sopgen", *arguments]
    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    return 0


def _judged(case: Case, folder: Path, code: int, seconds: float, peak: int) -> Result:
    call = (folder / ".call").read_bytes().split(b"\0") if (folder / ".call").exists() else []
    arguments = tuple(os.fsdecode(part) for part in call)
    out, err = (_text(folder / name) for name in (".stdout", ".stderr"))
    faults = list(_faults(folder, arguments, code, seconds, peak, out, err))
    return Result(case, arguments, code, seconds, peak, tuple(faults), out + err)


def _text(file: Path) -> str:
    return file.read_bytes().decode("utf-8", "surrogateescape") if file.exists() else ""


def _faults(
    folder: Path, arguments: tuple[str, ...], code: int, seconds: float, peak: int, out: str, err: str
) -> Iterator[str]:
    if (folder / ".broken").exists():
        yield "the generator or an exit: " + (folder / ".broken").read_text()[-1500:]
    if code not in _CODES:
        yield f"exit {code}"
    if "Traceback" in out + err:
        yield "a traceback"
    if seconds > SECONDS + (BOUND if _STOPPED in out + err else 0):
        yield f"{seconds:.0f} s"
    if peak > MEMORY:
        yield f"{peak >> 20} MB"
    told = err if _is_for_programs(arguments) else out + err
    if raw := Counter(letter for letter in told if is_raw(letter)):
        yield "raw: " + ", ".join(f"U+{ord(letter):04X}" for letter in raw)
    if noise := [line for line in err.splitlines() if _NOISE.search(line)]:
        yield f"a library's words: {noise[0][:200]}"


def _is_for_programs(arguments: tuple[str, ...]) -> bool:
    return any(one in arguments for one in ("json", "sarif", "junit", "html", "-"))


def is_raw(letter: str) -> bool:
    """Whether a character moves the cursor, colours, or turns the way of reading."""
    return letter != "\n" and unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn")


_NOISE = re.compile(
    r"WARNING|ERROR|Warning:|GLib|Pango|Fontconfig|Gtk|DEBUG|Exception ignored|^Error:|deprecated",
    re.IGNORECASE,
)
