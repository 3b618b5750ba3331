"""Finished documents read back into the model that YAML gives, so that the same rules judge them."""

from __future__ import annotations

from sopgen.recover.compare import compare
from sopgen.recover.document import FLOW, Kind, Recovered, broken, recovered
from sopgen.recover.guarded import examine, recover

__all__ = ["FLOW", "Kind", "Recovered", "broken", "compare", "examine", "recover", "recovered"]
