"""An SOP as its finished document shows it."""

from __future__ import annotations

import functools
import io
from dataclasses import replace
from pathlib import Path

from PIL import Image

from sopgen import assets, pipeline, project, proof, recover
from sopgen.model import Sop
from sopgen.rule import Subject

TESTS = Path(__file__).resolve().parent


def printed(told: Subject, look: Path | None = None) -> Subject:
    """The same SOP, read back from its PDF; `look` is a folder of templates that win over the usual ones."""
    assert told.unit
    titles = {name: other.judul or "" for name, other in told.siblings.items()}
    picture = project.Logo(_png(), "image/png") if told.unit.logo else None
    job = pipeline.Source(
        id=told.id,
        name=f"{told.id}.yaml",
        text="",
        sop=told.sop,
        unit=told.unit,
        register=told.register,
        titles=titles,
        logo=picture,
        templates=((look,) if look else ()) + assets.templates(TESTS.parent),
    )
    pdf = pipeline.document(job, {"pdf"}).files[f"{told.id}.pdf"]
    document = recover.recovered(proof.read(pdf), f"{told.id}.pdf")
    unit = told.sop.unit, document.sop.unit
    return replace(
        told,
        sop=document.sop,
        unit=document.unit,
        place=document.place,
        unseen=document.unseen,
        cetakan=document.cetakan,
        siblings={name: _of_unit(other, *unit) for name, other in told.siblings.items()},
    )


def _of_unit(sop: Sop, key: str | None, name: str | None) -> Sop:
    """An SOP that tells its unit by name, as documents do, where it is the one of this key."""
    return sop.model_copy(update={"unit": name}) if sop.unit == key else sop


@functools.cache
def _png() -> bytes:
    """A picture to stand for a logo."""
    out = io.BytesIO()
    Image.new("RGB", (64, 64), "navy").save(out, "PNG")
    return out.getvalue()
