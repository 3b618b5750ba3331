"""What stands beside the documents: the unit's Daftar SOP, and the schemas for editors."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from sopgen import chart, html, record
from sopgen.assets import templates
from sopgen.batch import Outcome, State, listed
from sopgen.diagnostic import Finding, Place, Severity, SopgenError
from sopgen.parse import schemas as all_schemas
from sopgen.project import beside, folder
from sopgen.unit import Unit
from sopgen.view.index import index
from sopgen.view.ink import data_uri

_DIGEST = "daftar"


def schemas(out: Path) -> list[Path]:
    """Write the JSON Schemas; their paths."""
    paths = []
    for name, schema in all_schemas().items():
        data = (json.dumps(schema, ensure_ascii=False, indent=1) + "\n").encode()
        if not (out / name).is_file() or (out / name).read_bytes() != data:
            record.write(out / name, data)
        paths.append(out / name)
    return paths


def daftar(out: Path, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    """Write the list of SOPs where it would change; what there is to note about it.

    SOPs that were not asked for this time stand in it as they were last built.
    """
    outcomes = [*outcomes, *_others(out, outcomes)]
    directories = templates(outcomes[0].path.parent.parent) if outcomes else ()
    units = _units(outcomes)
    failures = {o.id: _findings(o) for o in outcomes if o.record is None}
    digest = record.digest(
        (
            record.makers(directories),
            *(
                f"{o.id} {json.dumps(o.record.listing)} {sorted(o.record.outputs)}"
                for o in outcomes
                if o.record
            ),
            *(f"{id} {findings}" for id, findings in failures.items()),
            *(f"{key} {unit.model_dump_json()}" for key, unit in units.items()),
        )
    )
    stamp = out / record.FOLDER / _DIGEST
    if (out / "index.html").is_file() and stamp.is_file() and stamp.read_text() == digest:
        return ()
    sops = {o.id: listed(o.record) for o in outcomes if o.record}
    formats = {o.id: {Path(name).suffix[1:] for name in o.record.outputs} for o in outcomes if o.record}
    notes: list[str] = []
    picture = ""
    try:
        related = {
            id: chart.Related(sop.judul or id, sop.nomor or "", sop.keterkaitan) for id, sop in sops.items()
        }
        picture = data_uri(chart.draw(chart.map_dot(related), "svg").decode()) if related else ""
    except SopgenError as error:
        notes.append(str(error))
    page = html.index(index(sops, units, formats, failures, picture), directories)
    record.write(out / "index.html", page.encode())
    record.write(stamp, digest.encode())
    return tuple(notes)


def _others(out: Path, outcomes: Sequence[Outcome]) -> list[Outcome]:
    asked = {outcome.id for outcome in outcomes}
    found = [file for file in beside(outcome.path for outcome in outcomes) if file.stem not in asked]
    kept = [Outcome(file.stem, file, State.KEPT, record.load(out, file.stem)) for file in found]
    return [outcome for outcome in kept if outcome.record]


def _units(outcomes: Sequence[Outcome]) -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for home in dict.fromkeys(outcome.path.parent for outcome in outcomes):
        units |= folder(home).units
    return units


def _findings(outcome: Outcome) -> tuple[Finding, ...]:
    if outcome.findings:
        return outcome.findings
    return (Finding("", Severity.ERROR, outcome.message, Place(str(outcome.path))),)
