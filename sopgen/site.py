"""What stands beside the documents: the unit's Daftar SOP, and the schemas for editors."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from sopgen import record
from sopgen.assets import templates
from sopgen.batch import Outcome, State, listed
from sopgen.diagnostic import Finding, Place, Severity, SopgenError, legible
from sopgen.model import Sop
from sopgen.parse import schemas as all_schemas
from sopgen.project import beside, folder
from sopgen.record import Record
from sopgen.unit import Unit

_DIGEST = "daftar"
_OLDER = "Yang tercantum di daftar masih dokumen lama."


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

    SOPs that were not asked for this time stand in it as they were last built, and so do those that could
    not be built now; these are told once more below the list, with the reason.
    """
    outcomes = [*outcomes, *_others(out, outcomes)]
    directories = templates(outcomes[0].path.resolve().parent.parent) if outcomes else ()
    units = _units(outcomes)
    records = {o.id: o.record for o in outcomes if o.record}
    formats = {id: there for id, found in records.items() if (there := _there(out, found))}
    failures = {legible(o.id): _findings(o, o.id in formats) for o in outcomes if o.failed}
    digest = record.digest(
        (
            record.makers(directories),
            *(
                f"{id} {sorted(there)} {json.dumps(records[id].listing, sort_keys=True)}"
                for id, there in sorted(formats.items())
            ),
            *(f"{id} {findings}" for id, findings in sorted(failures.items())),
            *(f"{key} {unit.model_dump_json()}" for key, unit in units.items()),
        )
    )
    stamp = out / record.FOLDER / _DIGEST
    if (out / "index.html").is_file() and stamp.is_file() and stamp.read_text() == digest:
        return ()
    sops = {id: sop for id in formats if (sop := listed(records[id]))}
    picture, notes = _map(sops)
    # Not before there is something to draw: most runs have nothing, and these take as long as they do.
    from sopgen import html
    from sopgen.view.index import index

    page = html.index(index(sops, units, formats, failures, picture), directories)
    record.write(out / "index.html", page.encode())
    record.write(stamp, digest.encode())
    return notes


def _map(sops: Mapping[str, Sop]) -> tuple[str, tuple[str, ...]]:
    """The address of the map of SOPs; empty, with a note, where `dot` can't draw it."""
    from sopgen import chart
    from sopgen.view.ink import data_uri

    related = {
        id: chart.Related(sop.judul or id, sop.nomor or "", sop.keterkaitan) for id, sop in sops.items()
    }
    try:
        return (data_uri(chart.draw(chart.map_dot(related), "svg").decode()) if related else ""), ()
    except SopgenError as error:
        return "", (str(error),)


def _there(out: Path, found: Record) -> set[str]:
    """The formats of a record's documents that are still there."""
    return {Path(name).suffix[1:] for name in found.outputs if (out / name).is_file()}


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


def _findings(outcome: Outcome, is_listed: bool) -> tuple[Finding, ...]:
    """Why an SOP could not be built, and what the list shows of it nevertheless."""
    file = Place(legible(outcome.path))
    found = outcome.findings or (Finding("", Severity.ERROR, legible(outcome.message), file),)
    if not is_listed or outcome.state is State.DIFFERS:
        return found
    return tuple(replace(finding, message=f"{finding.message} {_OLDER}") for finding in found)
