"""Work on a file that nobody vouches for: in a process of its own, with bounds on time and memory."""

from __future__ import annotations

import contextlib
import errno
import multiprocessing
import os
import re
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from typing import Any

MEMORY = 1536 * 1024 * 1024
"""The most that one piece of work may take, bytes."""

_LONGEST = 70
"""The longest path, bytes, of the folder for temporary files that leaves room for a socket there."""

_PRELOADED = ("pdfplumber", "sopgen.recover.guarded")


class Stop(Enum):
    """Why a piece of work came to nothing."""

    TIME = "time"
    MEMORY = "memory"
    CRASH = "crash"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Stopped:
    """Work that was not finished. `names` are the types of the error and of its causes, outermost first."""

    why: Stop
    names: tuple[str, ...] = ()


def run(work: Callable[..., Any], *arguments: Any, seconds: float) -> Any:
    """What a function of a module returns, called in another process; `Stopped` where it doesn't get there.

    Arguments and result travel between processes, so they must be picklable.
    """
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = _context().Process(target=_work, args=(theirs, work, arguments))
    process.start()
    theirs.close()
    try:
        return ours.recv() if ours.poll(seconds) else Stopped(Stop.TIME)
    except EOFError:
        return Stopped(Stop.CRASH)
    finally:
        ours.close()
        process.kill()
        process.join()


class Budget:
    """Seconds that several pieces of work share, so that together they take no longer."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds that are left."""
        return max(0.0, self._end - time.monotonic())


@cache
def _context() -> ForkServerContext | SpawnContext:
    """Processes that come from a server which has the readers loaded already, where the system can."""
    methods = multiprocessing.get_all_start_methods()
    if "forkserver" not in methods or len(os.fsencode(tempfile.gettempdir())) > _LONGEST:
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(_PRELOADED))
    return context


def is_of_memory(error: BaseException | None) -> bool:
    """Whether an error, or what led to it, is that there was no memory left, however a library says so."""
    while error is not None:
        if isinstance(error, MemoryError) or getattr(error, "errno", None) == errno.ENOMEM:
            return True
        if isinstance(error, ImportError | RuntimeError) and _SHORTAGE.search(str(error)):
            return True
        error = error.__cause__ or error.__context__
    return False


_SHORTAGE = re.compile(r"cannot allocate|failed to map|can't start new thread", re.IGNORECASE)


def quiet() -> None:
    """Let nothing that this process, a worker, or its libraries say reach the terminal: results tell it."""
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 2)
    os.close(silence)


def _work(connection: Connection, work: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    """What the other process does: work, and send what came of it."""
    quiet()
    _bound()
    try:
        answer = work(*arguments)
    except MemoryError:
        answer = Stopped(Stop.MEMORY)
    except Exception as error:
        answer = _stopped(error)
    with contextlib.suppress(BrokenPipeError):
        connection.send(answer)


def _stopped(error: BaseException | None) -> Stopped:
    """What an error was, its causes included: a reader may have packed it up."""
    names: list[str] = []
    short = is_of_memory(error)
    while error is not None:
        names += [type(error).__name__, *(type(part).__name__ for part in error.args)]
        error = error.__cause__ or error.__context__
    return Stopped(Stop.MEMORY if short or "MemoryError" in names else Stop.ERROR, tuple(names))


def _bound() -> None:
    """Bounds on memory, where the system knows them."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        known = [one for one in resource.getrlimit(resource.RLIMIT_AS) if one != resource.RLIM_INFINITY]
        bound = min([MEMORY, *known])
        resource.setrlimit(resource.RLIMIT_AS, (bound, bound))
