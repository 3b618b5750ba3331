"""What sopgen remembers for the length of a run, and tests must be able to forget."""

from __future__ import annotations

from sopgen import project
from sopgen.inspection import work


def forget() -> None:
    """Let files that were read once in this process be read again."""
    for remembered in (project.folder, work._read, work._unit_tree):
        remembered.cache_clear()
