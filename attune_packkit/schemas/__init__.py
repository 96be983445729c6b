"""The JSON Schemas of every kind, as data; also printed by `packkit schema` for editors."""

from __future__ import annotations

import json
import os
from functools import cache
from typing import Any

KINDS = (
    "action",
    "cache",
    "dashboard",
    "index",
    "pack",
    "permission_set",
    "platform_catalog",
    "policy",
    "queue",
    "release_index",
    "report",
    "rule",
    "runtime",
    "sensor",
    "trigger",
    "workflow",
)


@cache
def load(kind: str) -> dict[str, Any]:
    """Return the schema of a kind, complete in itself. Raises `KeyError` for an unknown kind.

    Treat it as read-only: it is shared.
    """
    if kind not in KINDS:
        raise KeyError(kind)
    schema = _read(kind)
    definitions = {**_shared(), **schema.get("$defs", {})}
    used = _closure(schema, definitions)
    if used:
        schema["$defs"] = {name: definitions[name] for name in sorted(used)}
    return schema


@cache
def _shared() -> dict[str, Any]:
    definitions: dict[str, Any] = _read("common")["$defs"]
    return definitions


def _read(name: str) -> dict[str, Any]:
    path = os.path.join(os.path.dirname(__file__), f"{name}.schema.json")
    with open(path, encoding="utf-8") as file:
        loaded: dict[str, Any] = json.load(file)
    return loaded


def _closure(schema: dict[str, Any], definitions: dict[str, Any]) -> set[str]:
    """Return the names of all definitions that a schema reaches."""
    used: set[str] = set()
    pending: list[Any] = [{key: value for key, value in schema.items() if key != "$defs"}]
    while pending:
        node = pending.pop()
        if isinstance(node, dict):
            name = str(node.get("$ref", "")).removeprefix("#/$defs/")
            if name in definitions and name not in used:
                used.add(name)
                pending.append(definitions[name])
            pending += node.values()
        elif isinstance(node, list):
            pending += node
    return used
