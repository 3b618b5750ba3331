"""Forged increments by the thousand: whatever readers show differently, `verify` must not call sound.

`make fuzz-verify N=20000 SEED=1`. The readers that judge here share no code with `verify`: pdftotext,
pdftoppm, PDFium, and the pages' contents as qpdf reads them.
"""

from __future__ import annotations

import hashlib
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
import pypdfium2

from sopgen.verify import readers
from sopgen.verify.examining import out_of_form
from sopgen.verify.trust import Trust
from tests import approved
from tests.authority import Authority, served
from tests.forgeries import Base, bases, mutant

# ---- what is shown --------------------------------------------------------------------------------------


def pages_as_seen(content: bytes, folder: Path) -> dict[str, str]:
    """What each reader shows, as hashes; `-` where it can't read the file."""
    file = folder / "mutan.pdf"
    file.write_bytes(content)
    looks = {"pdftotext": pdftotext, "pdftoppm": pdftoppm, "PDFium": pdfium, "qpdf": qpdf}
    return {name: look(file) for name, look in looks.items()}


def _ran(*command: str | Path) -> bytes:
    done = subprocess.run(command, capture_output=True, timeout=30, check=False)
    return done.stdout if done.returncode == 0 else b"-"


def pdftotext(file: Path) -> str:
    return _ran("pdftotext", "-q", file, "-").decode("utf-8", "replace")


def pdftoppm(file: Path) -> str:
    return hashlib.sha256(_ran("pdftoppm", "-q", "-gray", "-r", "40", file)).hexdigest()


def pdfium(file: Path) -> str:
    try:
        with pypdfium2.PdfDocument(file) as document:
            whole = hashlib.sha256()
            for page in document:
                whole.update(
                    page.get_textpage().get_text_bounded().encode() + bytes(page.render(scale=0.5).buffer)
                )
            return whole.hexdigest()
    except pypdfium2.PdfiumError:
        return "-"


def qpdf(file: Path) -> str:
    try:
        with pikepdf.open(file, suppress_warnings=True) as document:
            return hashlib.sha256(
                b"\f".join(
                    page.obj.Contents.read_bytes()
                    if isinstance(page.obj.Contents, pikepdf.Stream)
                    else b"".join(part.read_bytes() for part in page.obj.Contents)
                    for page in document.pages
                )
            ).hexdigest()
    except (pikepdf.PdfError, pikepdf.PasswordError, AttributeError, TypeError):
        return "-"


# ---- what is said ---------------------------------------------------------------------------------------


_WHOLE = 10
"""One mutant of so many is judged as a whole, even where the form of its increments is refused already."""

_SAMPLE = 100
"""One mutant of so many is shown to the readers even where it is refused: that tells what forgeries do."""


@dataclass
class Outcome:
    """What came of a run: by code how many were refused; failures; those that only the readers caught."""

    seed: int
    count: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    sampled: Counter[bool] = field(default_factory=Counter)
    sound: Counter[str] = field(default_factory=Counter)
    only_readers: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        sums = f"{self.refused.total()} refused, {self.sound.total()} sound"
        lines = [f"{self.count} mutants, seed {self.seed}: {sums}"]
        lines += [f"  refused first for {code}: {count}" for code, count in self.refused.most_common()]
        lines += [f"  of {self.sampled.total()} refused ones {self.sampled[True]} are shown differently"]
        lines += [f"  sound: {told}: {count}" for told, count in self.sound.most_common(15)]
        lines += [f"  caught by readers alone: {told}" for told in self.only_readers[:20]]
        lines += [f"  FAILURE {told}" for told in self.failures]
        return "\n".join(
            [*lines, f"{len(self.only_readers)} caught by readers alone, {len(self.failures)} failures"]
        )


def fuzz(authority: Authority, folder: Path, count: int, seed: int) -> Outcome:
    """Judge so many mutants; the first one of a seed is always the same for the same keys."""
    outcome = Outcome(seed)
    known = bases(authority)
    shown = {base.name: pages_as_seen(base.content[: base.end], folder) for base in known}
    weights = [8, 8, 3, 3, 4, 4, 1]
    for number in range(count):
        chance = random.Random(f"{seed} {number}")
        (base,) = chance.choices(known, weights)
        content, told = mutant(base, chance)
        judge(outcome, base, content, f"{number}: {told}", shown[base.name], folder)
        if number % 1000 == 999:
            print(outcome, flush=True)
    return outcome


def judge(
    outcome: Outcome, base: Base, content: bytes, told: str, signed: dict[str, str], folder: Path
) -> None:
    outcome.count += 1
    if outcome.count % _WHOLE and (change := next(out_of_form(content, base.end), None)):
        outcome.refused[f"{change.code} by its form"] += 1
        return
    said = approved.told(content, folder, Trust(), None)
    if said.answers[1] != "ya":
        if outcome.count % _SAMPLE == 0:
            outcome.sampled[pages_as_seen(content, folder) != signed] += 1
        outcome.refused[next((code for code, _ in said.findings), said.answers[1])] += 1
        return
    seen = pages_as_seen(content, folder)
    differing = [name for name, hashed in seen.items() if hashed != signed[name]]
    if not differing:
        outcome.sound[told.partition(": ")[2]] += 1
    elif readers.compared(folder / "mutan.pdf", said.seen.start, seconds=60.0):
        outcome.only_readers.append(f"{told} ({', '.join(differing)})")
    else:
        outcome.failures.append(f"seed {outcome.seed} {told} ({', '.join(differing)})")


def main(count: int, seed: int) -> int:
    with tempfile.TemporaryDirectory() as place, served(Path(place, "otoritas")) as authority:
        begun = time.monotonic()
        outcome = fuzz(authority, Path(place), count, seed)
        print(outcome, f"\n{time.monotonic() - begun:.0f} s")
    return bool(outcome.failures)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
