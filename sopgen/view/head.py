"""The head of the flow sheet: two levels, three where executors stand in groups."""

from __future__ import annotations

from dataclasses import dataclass

from sopgen.model import Kelompok, Kolom, Sop
from sopgen.view.columns import BOLD, HEAD_SIZE, PADDING, SIZE, labels_of
from sopgen.view.syllables import divided


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A cell of the head; `kind` is the class that the style sheet knows it by."""

    text: str
    columns: int = 1
    rows: int = 1
    kind: str = ""


def head(
    sop: Sop, kolom: list[Kolom], executors: list[float], shared: list[float]
) -> tuple[tuple[HeadCell, ...], ...]:
    """The head's rows; `executors` and `shared` are the widths of the executor and text columns, px."""
    label = labels_of(sop)
    grouped = any(isinstance(value, Kelompok) for value in sop.pelaksana.values())
    deep = 3 if grouped else 2
    mutu = [k for k in kolom if k is not Kolom.KETERANGAN]
    first = [
        HeadCell(label["no"], rows=deep, kind="no"),
        HeadCell(_label(label["kegiatan"], shared[0]), rows=deep),
    ]
    if executors:
        first.append(HeadCell(label["pelaksana"], columns=len(executors)))
    if mutu:
        first.append(HeadCell(label["mutu_baku"], columns=len(mutu)))
    if Kolom.KETERANGAN in kolom:
        first.append(HeadCell(_label(label["keterangan"], shared[-1]), rows=deep))
    second: list[HeadCell] = []
    third: list[HeadCell] = []
    widths = iter(executors)
    for value in sop.pelaksana.values():
        if isinstance(value, Kelompok):
            second.append(HeadCell(value.kelompok, columns=len(value.anggota)))
            third += (_name(name, next(widths), 1) for name in value.anggota.values())
        else:
            second.append(_name(value, next(widths), deep - 1))
    second += (HeadCell(_label(label[k], shared[1 + index]), rows=deep - 1) for index, k in enumerate(mutu))
    return tuple(tuple(row) for row in (first, second, third) if row)


def _label(label: str, room: float) -> str:
    """A column's title, in bold."""
    return divided(label, room - PADDING, SIZE * BOLD)


def _name(name: str, room: float, rows: int) -> HeadCell:
    return HeadCell(divided(name, room - 5, HEAD_SIZE), rows=rows, kind="pelaksana")
