"""Releases: what is to be given out, made whole beside its place, signed, listed, and put there at once.

`plan` tells what stands against a release, `release` makes it, `rebuild` makes a released document again
from the source inside it and compares.
"""

from __future__ import annotations

from sopgen.release.make import Approve, Order, Release, contents, release
from sopgen.release.origin import Origin, origin
from sopgen.release.plan import Plan, plan
from sopgen.release.rebuild import Rebuilt, Verdict, rebuild
from sopgen.release.staging import refuse_taken
from sopgen.release.succession import Previous, previous
from sopgen.verify.listing import MANIFEST, SEAL, SUMS

__all__ = [
    "MANIFEST",
    "SEAL",
    "SUMS",
    "Approve",
    "Order",
    "Origin",
    "Plan",
    "Previous",
    "Rebuilt",
    "Release",
    "Verdict",
    "contents",
    "origin",
    "plan",
    "previous",
    "rebuild",
    "refuse_taken",
    "release",
]
