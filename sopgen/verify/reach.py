"""Which objects a PDF refers to from its trailer: what nothing refers to has no business in an increment."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from sopgen.verify.appended import Signed
from sopgen.verify.tokens import Reference

Number = tuple[int, int]


def reached(content: bytes) -> frozenset[Number]:
    """The numbers and generations of all objects that hang on the trailer; raises what pikepdf raises.

    What hangs on the catalogue's `/Extensions` alone, which may change freely, doesn't count.
    """
    import pikepdf

    with pikepdf.open(BytesIO(content), inherit_page_attributes=False, suppress_warnings=True) as file:
        trailer = file.trailer
        stack = [trailer[key] for key in ("/Info", "/Encrypt") if key in trailer]
        stack += [file.Root[key] for key in map(str, file.Root.keys()) if key != "/Extensions"]
        found: set[Number] = {file.Root.objgen}
        while stack:
            one = stack.pop()
            if one.is_indirect:
                if one.objgen in found:
                    continue
                found.add(one.objgen)
            stack += _parts(one)
        return frozenset(found)


def _parts(value: Any) -> list[Any]:
    import pikepdf

    parts: Iterable[Any] = ()
    if isinstance(value, pikepdf.Array):
        parts = value.as_list()
    elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        parts = [value.get(key) for key in value.keys()]  # noqa: SIM118 - a stream is no mapping
    return [part for part in parts if isinstance(part, pikepdf.Object)]


def signed(content: bytes) -> Signed:
    """What later increments are held against, of the part of a file that was signed."""
    import pikepdf

    with pikepdf.open(BytesIO(content), inherit_page_attributes=False, suppress_warnings=True) as file:
        encryption = file.trailer.get("/Encrypt")
        return Signed(
            len(content),
            frozenset(one.objgen for one in file.objects if isinstance(one, pikepdf.Object)),
            Reference(*file.Root.objgen),
            Reference(*encryption.objgen) if encryption is not None else None,
        )
