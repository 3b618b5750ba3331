"""The JSON Schemas that editors use for completion, made from the models."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import TypeAdapter

from sopgen.model import Sop
from sopgen.unit import Register, Units


def schemas() -> dict[str, dict[str, Any]]:
    """File name -> JSON Schema of the three kinds of source, for editors; descriptions are Indonesian."""
    return {
        f"{name}.schema.json": {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": title,
            **_for_editors(adapter(kind).json_schema()),
        }
        for name, title, kind in (
            ("sop", "SOP: sop_sources/<nama>.yaml", Sop),
            ("unit", "Unit penyusun SOP: unit.yaml", Units),
            ("peraturan", "Daftar peraturan: peraturan.yaml", Register),
        )
    }


@cache
def adapter(kind: Any) -> TypeAdapter[Any]:
    """The validator of a kind of source; made once, since making it costs more than using it."""
    return TypeAdapter(kind)


def _for_editors(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema without the English of titles and docstrings; what is optional may also be empty."""
    for definition in (schema, *schema.get("$defs", {}).values()):
        definition.pop("title", None)
        definition.pop("description", None)
        for name, value in definition.get("properties", {}).items():
            value.pop("title", None)
            if name not in definition.get("required", ()):
                definition["properties"][name] = _or_empty(value)
    return schema


def _or_empty(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of a key that may also stand there with nothing behind it."""
    kinds = schema.get("anyOf", [])
    if {"type": "null"} in kinds:
        return schema
    outside: dict[str, Any] = {key: schema.pop(key) for key in ("description", "default") if key in schema}
    return {"anyOf": [*(kinds or [schema]), {"type": "null"}], **outside}
