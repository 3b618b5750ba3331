"""A release made: built, listed, signed, told, and put in its place as a whole."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sopgen import batch, record, report, site, source
from sopgen.batch import Outcome
from sopgen.diagnostic import Finding, SopgenError
from sopgen.project import beside
from sopgen.release import manifest
from sopgen.release.origin import Origin
from sopgen.release.plan import Plan
from sopgen.release.staging import publish, staging
from sopgen.release.succession import Previous, Succession
from sopgen.report.json import json
from sopgen.verify.listing import COMMON, FINDINGS, MANIFEST, SEAL, SUMS

Approve = Callable[[bytes, Path], bytes]
"""From the PDF of an SOP file, and that file, to the same PDF with signatures added behind its bytes."""

Seal = Callable[[bytes], bytes]
"""From data to a detached signature (CMS) over them."""


@dataclass(frozen=True)
class Order:
    """What is wanted: the SOPs of a plan, as a folder `out`.

    All but proposals are signed by `approve`, the manifest by `seal`, where there are these.
    `previous` is the release that this one follows.
    """

    plan: Plan
    out: Path
    origin: Origin
    approve: Approve | None = None
    seal: Seal | None = None
    previous: Previous | None = None
    workers: int = 1

    @property
    def approved(self) -> tuple[Path, ...]:
        """The SOP files whose PDFs are signed."""
        return self.plan.to_sign if self.approve else ()


@dataclass(frozen=True)
class Release:
    """What became of an order. Where any document `failed`, nothing was put in place."""

    files: tuple[str, ...] = ()
    failed: tuple[Outcome, ...] = ()
    notes: tuple[str, ...] = ()


def release(order: Order, notice: Callable[[str], None] = lambda text: None) -> Release:
    """Make a release; `notice` hears of each document that is built or signed.

    Raises SopgenError where the machine or a key fails. Whatever happens, `order.out` is there in the end
    as a whole, or not at all.
    """
    with staging(order.out) as folder:
        outcomes = _built(order, folder, notice)
        failed = tuple(outcome for outcome in outcomes if outcome.failed)
        if failed:
            return Release(failed=failed)
        notes = (*_listed(folder, outcomes), *_loose(order, outcomes))
        documents = _documents(outcomes)
        succession = Succession(order.previous, [documents[f"{outcome.id}.pdf"] for outcome in outcomes])
        for outcome in outcomes:
            documents[f"{outcome.id}.pdf"] |= succession.of(outcome.id)
        for path in order.approved:
            _approve(order, folder / f"{path.stem}.pdf", path)
            notice(f"{path.stem}: ditandatangani")
        _tell(order, folder, documents, succession)
        order.plan.refuse_changed()
        publish(folder, order.out)
    return Release(files=contents(order), notes=(*notes, *succession.notes()))


def contents(order: Order) -> tuple[str, ...]:
    """The names of all files that a release has."""
    documents = [f"{file.stem}{ending}" for file in order.plan.files for ending in (".html", ".pdf")]
    seal = (SEAL,) if order.seal else ()
    return tuple(sorted((*documents, *COMMON, MANIFEST, *seal, SUMS)))


def _built(order: Order, folder: Path, notice: Callable[[str], None]) -> list[Outcome]:
    return batch.build(
        order.plan.files,
        folder,
        workers=order.workers,
        notice=lambda outcome: notice(f"{outcome.id}: {outcome.state}"),
    )


def _listed(folder: Path, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    """Write the list of SOPs, and remove what only a next build would need; what there is to note."""
    notes = tuple(f"{outcome.id}: {note}" for outcome in outcomes for note in outcome.notes)
    notes += site.daftar(folder, outcomes)
    shutil.rmtree(folder / record.FOLDER)
    return notes


def _loose(order: Order, outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Links to SOPs that are not in the release."""
    others = {file.stem for file in beside(order.plan.files)} - {file.stem for file in order.plan.files}
    for outcome in outcomes:
        named = outcome.record.listing["keterkaitan"] if outcome.record else ()
        if missing := [id for id in named if id in others]:
            yield f"{outcome.id} menunjuk SOP yang tidak ikut terbit: {', '.join(missing)}"


def _documents(outcomes: Sequence[Outcome]) -> dict[str, dict[str, Any]]:
    """What the manifest tells of each document, by file name."""
    told: dict[str, dict[str, Any]] = {}
    for outcome in outcomes:
        assert outcome.record
        about = manifest.document(outcome, source.read(outcome.path).text)
        before = {name: made.sha256 for name, made in outcome.record.outputs.items()}
        told[f"{outcome.id}.html"] = about
        told[f"{outcome.id}.pdf"] = {**about, "sebelum_tanda_tangan_sha256": before[f"{outcome.id}.pdf"]}
    return told


def _approve(order: Order, pdf: Path, path: Path) -> None:
    """Sign a PDF in place; the bytes that were built must stay as they are, in front."""
    assert order.approve
    content = pdf.read_bytes()
    signed = order.approve(content, path)
    if not signed.startswith(content) or len(signed) == len(content):
        raise SopgenError(f"Penandatanganan {pdf.name} mengubah isi dokumen; tidak diterbitkan.")
    record.write(pdf, signed)


def _tell(order: Order, folder: Path, documents: dict[str, dict[str, Any]], succession: Succession) -> None:
    """Write the findings, the manifest with its seal, and the sums."""
    record.write(folder / FINDINGS, _findings(order.plan).encode())
    told = manifest.manifest(order.origin, manifest.entries(folder, documents), succession)
    record.write(folder / MANIFEST, told)
    if order.seal:
        record.write(folder / SEAL, order.seal(told))
    record.write(folder / SUMS, manifest.sums(folder))


def _findings(plan: Plan) -> str:
    """All findings and waivers in the form of `sopgen check`, their places seen from the project's folder."""
    account = plan.account
    return json(
        report.Account(
            files=tuple(_seen(file) for file in account.files),
            findings=tuple(_placed(finding) for finding in account.findings),
            excused=tuple((_placed(finding), reason) for finding, reason in account.excused),
            rules=account.rules,
        )
    )


def _placed(finding: Finding) -> Finding:
    return replace(finding, place=replace(finding.place, file=_seen(finding.place.file)))


def _seen(file: str) -> str:
    """A source's path without the machine's folders above the project."""
    path = Path(file).resolve()
    return f"{path.parent.name}/{path.name}"
