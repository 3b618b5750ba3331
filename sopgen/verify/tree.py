"""Ways through the objects of a PDF that was opened with pikepdf: what hangs above them, and lists."""

from __future__ import annotations

from typing import Any

DEEPEST = 200
"""Steps; nothing that is read lies deeper."""


def inherited(page: Any, key: str) -> Any:
    """An entry of a page, or of what it stands below."""
    for _ in range(DEEPEST):
        if page is None or key in page:
            break
        page = page.get("/Parent")
    return page.get(key) if page is not None else None


def array(value: Any) -> list[Any]:
    """The parts of an array; none of what is no array."""
    import pikepdf

    return list(value.as_list()) if isinstance(value, pikepdf.Array) else []


def numbers(value: Any) -> tuple[float, ...]:
    """The numbers in an array."""
    import pikepdf

    if not isinstance(value, pikepdf.Array):
        return ()
    return tuple(float(part) for part in value.as_list() if not isinstance(part, pikepdf.Object))


def field_type(one: Any) -> str:
    """The type of a field, which may stand above it."""
    return str(inherited(one, "/FT") or "").lstrip("/")


def full_name(one: Any) -> str:
    """The name of a field with those of the fields above it, dots between."""
    parts: list[str] = []
    for _ in range(DEEPEST):
        if one is None:
            break
        if "/T" in one:
            parts.insert(0, str(one["/T"]))
        one = one.get("/Parent")
    return ".".join(parts)
