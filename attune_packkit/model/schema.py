"""Parameter schemas: both dialects, normalised to JSON Schema 2020-12.

The *flat* dialect (today's Attune) maps names to fields, each with `required: true` of its own. The
*json* dialect (the API documents) is a JSON Schema object. A check sees one model for both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from attune_packkit.diagnostics import Place
from attune_packkit.documents.document import Value

Dialect: TypeAlias = Literal["flat", "json"]

TYPES = frozenset({"string", "object", "array", "number", "integer", "boolean", "null", "any"})

_NOT_JSON_SCHEMA = frozenset({"required", "secret", "position", "key_ref"})
_SECRET_FORMATS = frozenset({"password"})
_GROUPS = ("properties", "patternProperties", "$defs", "definitions")
_BRANCHES = ("allOf", "anyOf", "oneOf", "prefixItems")
_MAX_NODES = 5_000


@dataclass(frozen=True, slots=True)
class Field:
    """One named value of a schema. `raw` is as written; `types` is empty where any type goes."""

    name: str
    place: Place
    raw: dict[str, Value]
    required: bool
    required_at: Place

    @property
    def secret(self) -> bool:
        """Whether the value must not be shown."""
        return self.raw.get("secret") is True or self.raw.get("format") in _SECRET_FORMATS

    @property
    def types(self) -> tuple[str, ...]:
        """The JSON types this field declares."""
        return types_of(self.raw)

    @property
    def has_default(self) -> bool:
        """Whether a default value is declared."""
        return "default" in self.raw


@dataclass(frozen=True, slots=True)
class Node:
    """One subschema at any depth. `field` is its parameter's name, or "" for a list's items."""

    place: Place
    raw: dict[str, Value]
    field: str
    dialect: Dialect
    root: bool = False


@dataclass(frozen=True, slots=True)
class Schema:
    """A schema of a component. `owner` names the field that holds it, such as `parameters`."""

    owner: str
    place: Place
    raw: dict[str, Value]
    dialect: Dialect
    fields: dict[str, Field]
    nodes: tuple[Node, ...]
    open: bool

    def json_schema(self) -> dict[str, Value]:
        """Return the whole as JSON Schema 2020-12, without the flat dialect's keywords."""
        if self.dialect == "json":
            return to_json_schema(self.raw)
        return _object_schema(self.raw)

    @property
    def required(self) -> tuple[str, ...]:
        """Names of fields that a caller must give: required and without a default."""
        return tuple(f.name for f in self.fields.values() if f.required and not f.has_default)


def dialect_of(raw: dict[str, Value]) -> Dialect:
    """Tell the dialect: a `type` that is text is JSON Schema, one that is a field is flat."""
    kind = raw.get("type")
    if isinstance(kind, str) or (isinstance(kind, list) and all(isinstance(t, str) for t in kind)):
        return "json"
    marked = "$schema" in raw or isinstance(raw.get("required"), list)
    return "json" if kind is None and isinstance(raw.get("properties"), dict) and marked else "flat"


def load(owner: str, place: Place, value: Value) -> Schema | None:
    """Read a schema; None if nothing usable is written there."""
    if not isinstance(value, dict):
        return None
    dialect = dialect_of(value)
    if dialect == "json":
        fields = _json_fields(place, value)
        is_open = value.get("additionalProperties") is not False
        nodes = _nodes(place, value, "", dialect, root=True)
    else:
        fields = _flat_fields(place, value)
        is_open = False
        nodes = [
            node
            for name, raw in value.items()
            if isinstance(raw, dict)
            for node in _nodes(place.at(name), raw, name, dialect)
        ]
    return Schema(owner, place, value, dialect, fields, tuple(nodes), is_open)


def _json_fields(place: Place, raw: dict[str, Value]) -> dict[str, Field]:
    properties = raw.get("properties")
    if not isinstance(properties, dict):
        return {}
    required = raw.get("required")
    names = required if isinstance(required, list) else []
    return {
        name: Field(
            name,
            place.at("properties", name),
            value if isinstance(value, dict) else {},
            name in names or _flag(value),
            place.at("required", names.index(name))
            if name in names
            else place.at("properties", name),
        )
        for name, value in properties.items()
    }


def _flat_fields(place: Place, raw: dict[str, Value]) -> dict[str, Field]:
    return {
        name: Field(
            name,
            place.at(name),
            value if isinstance(value, dict) else {},
            _flag(value),
            place.at(name, "required"),
        )
        for name, value in raw.items()
    }


def _flag(raw: Value) -> bool:
    return isinstance(raw, dict) and raw.get("required") is True


def _nodes(
    place: Place, raw: dict[str, Value], name: str, dialect: Dialect, *, root: bool = False
) -> list[Node]:
    """Return a subschema and all below it, in document order, without recursion limits at risk."""
    found = [Node(place, raw, name, dialect, root)]
    for below, inner, key in _below(place, raw, name, dialect):
        found += _nodes(below, inner, key, dialect)
    return found[:_MAX_NODES]


def _below(
    place: Place, raw: dict[str, Value], name: str, dialect: Dialect
) -> Iterator[tuple[Place, dict[str, Value], str]]:
    """Yield the direct subschemas: place, content, and the name of the value they describe."""
    groups = ("properties",) if dialect == "flat" else _GROUPS
    singles = ("items",) if dialect == "flat" else ("items", "additionalProperties", "not")
    for keyword in groups:
        group = raw.get(keyword)
        for key, value in group.items() if isinstance(group, dict) else ():
            if isinstance(value, dict):
                yield place.at(keyword, key), value, key if keyword == "properties" else ""
    for keyword in singles:
        value = raw.get(keyword)
        if isinstance(value, dict):
            yield place.at(keyword), value, ""
    for keyword in _BRANCHES if dialect == "json" else ():
        branches = raw.get(keyword)
        for index, branch in enumerate(branches if isinstance(branches, list) else ()):
            if isinstance(branch, dict):
                yield place.at(keyword, index), branch, name


def types_of(raw: dict[str, Value]) -> tuple[str, ...]:
    """Return the JSON types a subschema declares; empty where any type goes."""
    declared = raw.get("type")
    if isinstance(declared, str):
        return () if declared == "any" or declared not in TYPES else (declared,)
    if isinstance(declared, list) and "any" not in declared:
        return tuple(t for t in declared if isinstance(t, str) and t in TYPES)
    return ()


def to_json_schema(raw: dict[str, Value]) -> dict[str, Value]:
    """Return one subschema as JSON Schema: `any` and per-field `required` are translated."""
    result: dict[str, Value] = {}
    for keyword, value in raw.items():
        if keyword in _NOT_JSON_SCHEMA and not (keyword == "required" and isinstance(value, list)):
            continue
        if keyword == "type" and (value == "any" or (isinstance(value, list) and "any" in value)):
            continue
        result[keyword] = value
    properties = raw.get("properties")
    if isinstance(properties, dict):
        inner = _object_schema(properties)
        result["properties"] = inner["properties"]
        if isinstance(inner.get("required"), list):
            listed = raw.get("required")
            names = listed if isinstance(listed, list) else []
            result["required"] = [*names, *(n for n in inner["required"] if n not in names)]  # type: ignore[union-attr]
    if isinstance(raw.get("items"), dict):
        result["items"] = to_json_schema(raw["items"])  # type: ignore[arg-type]
    return result


def _object_schema(fields: dict[str, Value]) -> dict[str, Value]:
    required: list[Value] = [name for name, field in fields.items() if _flag(field)]
    schema: dict[str, Value] = {
        "type": "object",
        "properties": {
            name: to_json_schema(field) if isinstance(field, dict) else {}
            for name, field in fields.items()
        },
    }
    if required:
        schema["required"] = required
    return schema
