"""The JSON Schemas of every kind, as data; also printed by `packkit schema` for editors."""

from __future__ import annotations

import os
from functools import cache
from typing import Any

import msgspec

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

_SHARED = b'"common.schema.json#/'
"""The beginning of references to definitions that several schemas share."""


@cache
def load(kind: str) -> dict[str, Any]:
    """Return the schema of a kind, complete in itself. Raises `KeyError` for an unknown kind.

    Treat it as read-only: it is shared.
    """
    if kind not in KINDS:
        raise KeyError(kind)
    schema = _decoded(_text(kind).replace(_SHARED, b'"#/'))
    definitions = {**source("common")["$defs"], **schema.get("$defs", {})}
    used = _closure(schema, definitions)
    if used:
        schema["$defs"] = {name: definitions[name] for name in sorted(used)}
    return schema


@cache
def source(name: str) -> dict[str, Any]:
    """Return a schema as it is written: it may refer to definitions of `common`. Read-only."""
    return _decoded(_text(name))


def _text(name: str) -> bytes:
    with open(os.path.join(os.path.dirname(__file__), f"{name}.schema.json"), "rb") as file:
        return file.read()


def _decoded(text: bytes) -> dict[str, Any]:
    schema: dict[str, Any] = msgspec.json.decode(text)
    return schema


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
