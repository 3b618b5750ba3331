"""What a signature needs to know of an SOP: its officials, and what its mark says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sopgen import parse, source
from sopgen.assets import templates
from sopgen.diagnostic import SopgenError
from sopgen.model import Pejabat, Sop
from sopgen.project import folder, logo, unit_of
from sopgen.record import sha256
from sopgen.unit import PENGESAHAN, Unit


@dataclass(frozen=True)
class Document:
    """An SOP among its surroundings; `digest` is the SHA-256 of its source, `logo` a data URI or empty."""

    sop: Sop
    unit: Unit
    digest: str
    templates: Sequence[Path]
    logo: str

    @property
    def places(self) -> dict[str, Pejabat]:
        """The fields to sign, in order, and whose they are; who approves comes last."""
        pejabat, approving = self.unit.pejabat, self.sop.disahkan_oleh
        last = pejabat.get(approving, Pejabat(jabatan=approving)) if isinstance(approving, str) else approving
        before = self.unit.tanda_tangan.penandatangan.items()
        return {name: pejabat[key] for name, key in before} | {PENGESAHAN: last or Pejabat(jabatan="")}


def document(path: Path) -> Document:
    """The SOP of a file. Raises SopgenError where it is faulty."""
    home, tree = folder(path.parent), source.read(path)
    sop, _ = parse.parse(tree, home.units, home.register)
    if sop is None:
        raise SopgenError(f"{path} keliru; lihat sopgen check.")
    unit = unit_of(sop, home.units)
    picture = logo(unit, home.path)
    return Document(
        sop,
        unit,
        sha256(tree.text.encode()),
        templates(home.path.resolve().parent),
        picture.address if picture else "",
    )
