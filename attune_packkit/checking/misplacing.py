"""Where an unknown key would be read, if wrong indentation has moved it to another mapping."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attune_packkit import schemas
from attune_packkit.documents.document import Value
from attune_packkit.model.pointing import follow
from attune_packkit.spans import Pointer, dotted

_ANYWHERE = frozenset((
    "name", "label", "title", "description", "id", "type", "tags", "meta", "metadata", "enabled",
    "version", "comment", "comments", "note", "notes", "author", "source", "items",
))  # fmt: skip
"""Keys that people write for readers, or that mean something else in each place."""

_OF_FIELDS = "#/$defs/schema_or_flat"
_OF_JSON_SCHEMA = ("properties", "required", "additionalProperties")


def home(kind: str, root: Value, pointer: Pointer, key: str) -> str:
    """Return the place near the mapping at `pointer` where `key` would be read; "" if none is."""
    here = follow(root, pointer)
    if not isinstance(here, dict) or key in _ANYWHERE:
        return ""
    homes = (*_below(kind, here, pointer, key), *_above(kind, root, pointer, key))
    return homes[0] if homes else ""


def _below(kind: str, here: dict[str, Value], pointer: Pointer, key: str) -> Iterator[str]:
    """Yield the mappings inside this one that would read the key and lack it, the nearest first.

    Only what stands before the key counts. A mapping that lost all its keys is null; one in a list
    is the list's last entry.
    """
    known = _schema(kind, pointer).get("properties", {})
    before = list(here)[: list(here).index(key)]
    for name in reversed(before):
        if name in known and _takes(kind, known[name], here[name], key, here[key]):
            yield f"'{dotted((*pointer, name))}'"


def _takes(kind: str, subschema: Any, value: Value, key: str, meant: Value) -> bool:
    schema = _resolved(kind, subschema)
    if schema.get("$ref") == _OF_FIELDS:
        return _takes_field(value, key, meant)
    if isinstance(value, list) and value:
        schema, value = _resolved(kind, schema.get("items")), value[-1]
    taken = value if isinstance(value, dict) else {} if value is None else {key: None}
    return key in schema.get("properties", {}) and key not in taken


def _takes_field(fields: Value, key: str, meant: Value) -> bool:
    """Tell whether `key` is part of a schema: a keyword at its top, or one of its fields."""
    if fields is not None and not isinstance(fields, dict):
        return False
    whole = isinstance(fields, dict) and isinstance(fields.get("type"), str)
    if whole:
        return key in _OF_JSON_SCHEMA
    return isinstance(meant, dict) and isinstance(meant.get("type"), str)


def _above(kind: str, root: Value, pointer: Pointer, key: str) -> Iterator[str]:
    """Yield the mappings around this one that know the key and lack it, the nearest first."""
    for length in range(len(pointer) - 1, -1, -1):
        outer = pointer[:length]
        around = follow(root, outer)
        lacking = isinstance(around, dict) and key not in around
        if lacking and key in _schema(kind, outer).get("properties", {}):
            yield f"'{dotted(outer)}'" if outer else "the top level"


def _schema(kind: str, pointer: Pointer) -> dict[str, Any]:
    """Return the subschema for a place of a document; {} where it leaves everything open."""
    node = schemas.load(kind)
    for step in pointer:
        if isinstance(step, int):
            node = _resolved(kind, node.get("items"))
        else:
            named = node.get("properties", {}).get(step, node.get("additionalProperties"))
            node = _resolved(kind, named)
    return node


def _resolved(kind: str, subschema: Any) -> dict[str, Any]:
    """Return a subschema with what it refers to; the name of the last definition stays."""
    if not isinstance(subschema, dict):
        return {}
    name = str(subschema.get("$ref", "")).removeprefix("#/$defs/")
    target = schemas.load(kind).get("$defs", {}).get(name)
    return {**_resolved(kind, target), **subschema} if target else subschema
