"""The keywords of JSON Schema 2020-12: what their values look like, which types they speak of."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection
from typing import TypeAlias, TypeGuard

from msgspec import Struct

from attune_packkit.documents.document import Value

Holds: TypeAlias = str
"""How a keyword holds subschemas: `one`, `list` or `map`; "" if it holds none."""

TYPES = frozenset({"string", "object", "array", "number", "integer", "boolean", "null", "any"})
"""Names of types in parameter schemas."""
_DECLARING = frozenset({"type", "default", "description", "required", "title"})


class Keyword(Struct, frozen=True):
    """One keyword. `fits` tells a well-formed value; `types` is empty where it concerns any."""

    name: str
    fits: Callable[[Value], bool]
    types: frozenset[str] = frozenset()
    holds: Holds = ""


def is_number(value: Value) -> TypeGuard[int | float]:
    """Tell whether a value is a finite number; true and false are none."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return isinstance(value, int) or math.isfinite(value)


def is_count(value: Value) -> bool:
    """Tell whether a value is a whole number from 0."""
    return is_number(value) and value == int(value) and value >= 0


def is_type(value: Value, types: Collection[str]) -> bool:
    """Tell whether a value is of one of the types; no types means that any goes."""
    if not types:
        return True
    for name in _TYPES_OF[type(value)]:
        if name in types:
            return True
    return isinstance(value, float) and "integer" in types and value.is_integer()


def is_declaration(value: Value) -> bool:
    """Tell whether what ought to be a value declares one, as parameters are declared."""
    if not isinstance(value, dict) or not {"type", "default"} <= value.keys() <= _DECLARING:
        return False
    return isinstance(value["type"], str) and value["type"] in TYPES


def is_schema(value: Value) -> bool:
    """Tell whether a value can be a subschema."""
    return isinstance(value, (dict, bool))


def _is_text(value: Value) -> bool:
    return isinstance(value, str)


def _is_names(value: Value) -> bool:
    return isinstance(value, list) and all(isinstance(name, str) for name in value)


def _is_flag(value: Value) -> bool:
    return isinstance(value, bool)


def _is_list(value: Value) -> bool:
    return isinstance(value, list)


def _is_choice(value: Value) -> bool:
    return isinstance(value, list) and bool(value)


def _is_map(value: Value) -> bool:
    return isinstance(value, dict)


def _is_type(value: Value) -> bool:
    names = value if isinstance(value, list) else [value]
    return bool(names) and all(isinstance(name, str) and name in TYPES for name in names)


def _is_step(value: Value) -> bool:
    return is_number(value) and value > 0


def _is_name_map(value: Value) -> bool:
    return isinstance(value, dict) and all(_is_names(names) for names in value.values())


def _anything(value: Value) -> bool:
    return True


_TYPES_OF: dict[type, tuple[str, ...]] = {
    str: ("string",),
    bool: ("boolean",),
    int: ("integer", "number"),
    float: ("number",),
    list: ("array",),
    dict: ("object",),
    type(None): ("null",),
}
_TEXT = frozenset({"string"})
_NUMBER = frozenset({"number", "integer"})
_ARRAY = frozenset({"array"})
_OBJECT = frozenset({"object"})
_ANY: frozenset[str] = frozenset()

KEYWORDS: dict[str, Keyword] = {
    keyword.name: keyword
    for fits, types, holds, names in (
        (_is_type, _ANY, "", "type"),
        (_is_choice, _ANY, "", "enum"),
        (_is_list, _ANY, "", "examples"),
        (_anything, _ANY, "", "const default"),
        (_is_text, _ANY, "", "title description format $comment $schema $id $anchor"),
        (_is_text, _ANY, "", "$ref $dynamicRef $dynamicAnchor contentEncoding contentMediaType"),
        (_is_flag, _ANY, "", "deprecated readOnly writeOnly"),
        (is_number, _NUMBER, "", "minimum maximum exclusiveMinimum exclusiveMaximum"),
        (_is_step, _NUMBER, "", "multipleOf"),
        (is_count, _TEXT, "", "minLength maxLength"),
        (_is_text, _TEXT, "", "pattern"),
        (is_count, _ARRAY, "", "minItems maxItems minContains maxContains"),
        (_is_flag, _ARRAY, "", "uniqueItems"),
        (is_schema, _ARRAY, "one", "items contains unevaluatedItems"),
        (_is_list, _ARRAY, "list", "prefixItems"),
        (is_count, _OBJECT, "", "minProperties maxProperties"),
        (_is_names, _OBJECT, "", "required"),
        (_is_name_map, _OBJECT, "", "dependentRequired"),
        (_is_map, _OBJECT, "map", "properties patternProperties dependentSchemas"),
        (is_schema, _OBJECT, "one", "additionalProperties propertyNames unevaluatedProperties"),
        (_is_list, _ANY, "list", "allOf anyOf oneOf"),
        (is_schema, _ANY, "one", "not if then else contentSchema"),
        (_is_map, _ANY, "map", "$defs definitions"),
        (_is_map, _ANY, "", "$vocabulary"),
    )
    for keyword in (Keyword(name, fits, types, holds) for name in names.split())
}
"""Every keyword of the standard, and `definitions`, which everybody still writes."""
