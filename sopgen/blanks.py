"""What stands in a field: nothing, a stand-in for what is still to come, or something."""

from __future__ import annotations

import re
from collections.abc import Iterable

_STAND_IN = re.compile(
    r"\.{2,}|…|_{2,}|\?{2,}|\bx{2,}\b|[(\[<{]\s*[)\]>}]"
    r"|^\W*(?:nama|nip|nrp|nomor|pangkat|jabatan|isi|diisi|belum|tuliskan)\b\D*$",
    re.IGNORECASE,
)
_NOTHING = re.compile(r"\W*(?:(?:tidak|belum) ada|nihil|kosong)?\W*", re.IGNORECASE)
_OPEN_PART = re.compile(r"(?:^|[/-])\s*(?=[/-]|$)")


def is_empty(text: str | None) -> bool:
    """Whether a text says nothing: no letter and no digit in it, or only that there is nothing."""
    return text is None or bool(_NOTHING.fullmatch(text))


def are_empty(items: Iterable[str]) -> bool:
    """Whether a box holds no item that says something."""
    return all(is_empty(item) for item in items)


def is_stand_in(text: str | None) -> bool:
    """Whether a text only keeps the place: `(Nama Kapolres)`, `.....`, `NIP. -`, `xxxx`, `00000000`.

    A name in parentheses is a name: many print it so under the signature.
    """
    if text is None:
        return False
    digits = re.sub(r"\D", "", text)
    zeros = len(digits) >= 6 and not digits.strip("0")
    return zeros or bool(_STAND_IN.search(text))


def has_open_part(number: str) -> bool:
    """Whether a document's number leaves a part open: `SOP/ /II/2017`, `SOP- INTELKAM -`."""
    return is_stand_in(number) or bool(_OPEN_PART.search(number))
