"""As much of JSON Schema as docs/answers.schema.json uses; anything else in it fails."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

TYPES = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool, "null": type(None)}
KNOWN = {
    "$schema",
    "$id",
    "$defs",
    "$ref",
    "title",
    "description",
    "type",
    "const",
    "enum",
    "anyOf",
    "properties",
    "required",
    "additionalProperties",
    "items",
    "pattern",
    "minimum",
    "format",
}


def faults(value: Any, schema: dict[str, Any], root: dict[str, Any], at: str = "") -> list[str]:
    """What is wrong with a value, each with where."""
    assert set(schema) <= KNOWN, set(schema) - KNOWN
    if "$ref" in schema:
        return faults(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root, at)
    if "anyOf" in schema:
        tried = [faults(value, one, root, at) for one in schema["anyOf"]]
        return [] if [] in tried else tried[0]
    if "type" in schema and type(value) is not TYPES[schema["type"]]:
        return [f"{at} is no {schema['type']}"]
    return _simple(value, schema, at) + _inside(value, schema, root, at)


def _simple(value: Any, schema: dict[str, Any], at: str) -> list[str]:
    wrong = [
        "const" in schema and value != schema["const"],
        "enum" in schema and value not in schema["enum"],
        "pattern" in schema and not re.search(schema["pattern"], value),
        "minimum" in schema and value < schema["minimum"],
        schema.get("format") == "date" and date.fromisoformat(value) is None,
        schema.get("format") == "date-time" and datetime.fromisoformat(value).tzinfo is None,
    ]
    return [f"{at} is {value!r}"] if any(wrong) else []


def _inside(value: Any, schema: dict[str, Any], root: dict[str, Any], at: str) -> list[str]:
    if isinstance(value, list):
        return [
            fault for i, one in enumerate(value) for fault in faults(one, schema.get("items", {}), root, f"{at}/{i}")
        ]
    if not isinstance(value, dict):
        return []
    missing = [f"{at}/{name} is missing" for name in schema.get("required", ()) if name not in value]
    others = schema.get("additionalProperties", {})
    known = schema.get("properties", {})
    unknown = [f"{at}/{name} is not known" for name in value if name not in known] if others is False else []
    parts = [
        fault
        for name, one in value.items()
        for fault in faults(one, known.get(name, others or {}), root, f"{at}/{name}")
    ]
    return missing + unknown + parts
