"""The wheel carries the SBOM (PEP 770) where there is one: in an sdist, and in what `make dist` builds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class SbomHook(BuildHookInterface):
    """Adds `sbom/*.cdx.json`; a checkout has no such folder."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it builds a wheel."""
        found = sorted(Path(self.root, "sbom").glob("*.cdx.json"))
        build_data["sbom_files"] += [file.relative_to(self.root).as_posix() for file in found]
