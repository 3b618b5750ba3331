"""The labels of an SOP AP in all forms that documents print them."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import cache, lru_cache
from pathlib import Path

IDENTITY = (
    "nomor", "tanggal_pembuatan", "tanggal_revisi", "tanggal_efektif", "disahkan_oleh", "judul",
)  # fmt: skip
"""The fields of the identity sheet (lampiran, bagian identitas, butir 2-7)."""

BOXES = (
    "dasar_hukum", "kualifikasi_pelaksana", "keterkaitan", "peralatan_perlengkapan", "peringatan",
    "pencatatan_pendataan",
)  # fmt: skip
"""The boxes of the identity sheet (butir 8-13)."""

COLUMNS = ("no", "kegiatan", "pelaksana", "mutu_baku", "kelengkapan", "waktu", "output", "keterangan")
"""The heads of the flow sheet."""

_ALIKE = 0.86
"""How alike a slip and the label it means must be, of 1."""

_SHORTEST = 7
"""Labels of fewer letters have no slips: too many words are like them."""


def folded(text: str) -> str:
    """Letters and digits only, without case: what two ways to print one label have in common."""
    return re.sub(r"[^a-z0-9]+", "", text.casefold().replace("&", "dan"))


@lru_cache(maxsize=4096)
def label_of(text: str, among: tuple[str, ...]) -> str:
    """The key of the label that a text is, a slip of few letters allowed; empty where it is none."""
    plain = folded(text)
    if not plain or len(plain) > _longest():
        return ""
    variants = _variants()
    for key in among:
        if plain in variants[key]:
            return key
    if key := _compound(text, among):
        return key
    if len(plain) < _SHORTEST:
        return ""
    near = [(_likeness(plain, variant), key) for key in among for variant in variants[key]]
    likeness, key = max(near)
    return key if likeness >= _ALIKE else ""


def _compound(text: str, among: tuple[str, ...]) -> str:
    """The one label that a text of several names (`Syarat/Kelengkapan`) has among them."""
    parts = [folded(part) for part in text.split("/")] if "/" in text else []
    keys = {key for key in among for part in parts if len(part) >= _SHORTEST and part in _variants()[key]}
    return keys.pop() if len(keys) == 1 else ""


@cache
def known() -> dict[str, tuple[str, ...]]:
    """The forms of each label by its key, the official first."""
    lines = (Path(__file__).parent / "labels.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split(":", 1) for line in lines if line and not line.startswith("#"))
    return {key: tuple(form.strip() for form in forms.split("|")) for key, forms in pairs}


def official(key: str) -> str:
    """The label as the regulation has it."""
    return known()[key][0]


def _likeness(a: str, b: str) -> float:
    if len(b) < _SHORTEST or abs(len(a) - len(b)) > 3:
        return 0.0
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0


@cache
def _longest() -> int:
    return 3 + max(len(variant) for variants in _variants().values() for variant in variants)


@cache
def _variants() -> dict[str, frozenset[str]]:
    return {key: frozenset(folded(form) for form in forms) for key, forms in known().items()}
