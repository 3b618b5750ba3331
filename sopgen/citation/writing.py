"""A citation as it should be written."""

from __future__ import annotations

import datetime

from sopgen.citation.reading import Citation, read
from sopgen.citation.titles import titled
from sopgen.unit import Register, citation


def canonical(cited: Citation, register: Register, key: str | None, day: datetime.date | None = None) -> str:
    """The citation ready to paste: the register's own where it has a key, else made of what is written.

    Parts that nobody has written are dots to fill in. An amendment later than `day` is left out, one that
    the register doesn't know is kept.
    """
    if key is None:
        return _written(cited)
    text = reference(key, register, day)
    return text if register[key].perubahan else text + _amendment(cited)


def reference(key: str, register: Register, day: datetime.date | None = None) -> str:
    """A regulation of the register in canonical form, with the amendments there were on that day."""
    amended = register[key].perubahan
    if amended is None or day is None:
        return citation(key, register)
    amending = register.get(amended.terakhir)
    year = amending.tahun if amending else read(amended.terakhir).tahun
    return register[key].kutipan if year and year > day.year else citation(key, register)


def name(key: str, register: Register) -> str:
    """A regulation of the register by kind, number and year alone."""
    return register[key].kutipan.partition(" tentang ")[0]


def _written(cited: Citation, *, is_amendment: bool = False) -> str:
    if cited.kind and cited.kind.code == "uud":
        return cited.jenis
    parts = [cited.jenis or "(jenis peraturan)", "Nomor", cited.nomor or "..."]
    if not cited.has_old_number:
        parts += ["Tahun", str(cited.tahun or "...")]
    if cited.tentang or not is_amendment:
        parts += ["tentang", titled(cited.tentang) or "..."]
    return " ".join(parts) + _amendment(cited)


def _amendment(cited: Citation) -> str:
    """The clause that names the last amendment; nothing where there is none."""
    if not cited.pengubah:
        return ""
    often = "beberapa kali diubah terakhir" if cited.beberapa_kali else "diubah"
    return f" sebagaimana telah {often} dengan {_written(cited.pengubah[-1], is_amendment=True)}"
