"""Both schema dialects, and older drafts' habits, as JSON Schema 2020-12 that compiles.

What is malformed is left out: other checks report it, and one bad keyword must not keep the rest
from being used.
"""

from __future__ import annotations

from collections.abc import Iterable

from attune_packkit.documents.document import Value
from attune_packkit.model.vocabulary import KEYWORDS, is_number, is_schema

_ATTUNE_ONLY = frozenset({"secret", "position", "key_ref"})
_MAX_DEPTH = 100


def to_json_schema(raw: dict[str, Value]) -> dict[str, Value]:
    """Return one subschema, and all below it, as JSON Schema 2020-12."""
    return _schema(raw, 0)


def object_schema(fields: dict[str, Value]) -> dict[str, Value]:
    """Return a flat map of fields as JSON Schema 2020-12."""
    named = {name: field for name, field in fields.items() if not name.startswith("x-")}
    return _schema({"type": "object", "properties": named}, 0)


def is_required(field: Value) -> bool:
    """Tell whether a field says of itself that it is required."""
    return isinstance(field, dict) and field.get("required") is True


def _schema(raw: dict[str, Value], depth: int) -> dict[str, Value]:
    result = {
        name: _subschemas(KEYWORDS[name].holds, value, depth) if name in KEYWORDS else value
        for name, value in raw.items()
        if name not in _ATTUNE_ONLY and _is_usable(name, value)
    }
    _translate_any(result)
    _translate_bounds(raw, result)
    _collect_required(raw, result)
    if result.get("additionalProperties") is False:
        # Without it the validator names the unwanted value instead of its key.
        result.setdefault("properties", {})
    return result


def _is_usable(name: str, value: Value) -> bool:
    keyword = KEYWORDS.get(name)
    return keyword is None or keyword.fits(value)


def _subschemas(holds: str, value: Value, depth: int) -> Value:
    """Normalise what a keyword holds; beyond any depth a file can have, anything goes."""
    if holds == "one":
        return _inner(value, depth)
    if holds == "list" and isinstance(value, list):
        return [_inner(item, depth) for item in value]
    if holds == "map" and isinstance(value, dict):
        return {name: _inner(item, depth) for name, item in value.items()}
    return value


def _inner(value: Value, depth: int) -> Value:
    if isinstance(value, dict):
        return _schema(value, depth + 1) if depth < _MAX_DEPTH else {}
    return value if is_schema(value) else {}


def _translate_any(result: dict[str, Value]) -> None:
    """Take away a type that admits every value, and lists of branches that hold none."""
    declared = result.get("type")
    if declared == "any" or (isinstance(declared, list) and "any" in declared):
        del result["type"]
    elif isinstance(declared, list):
        result["type"] = _unique(declared)
    for name in ("allOf", "anyOf", "oneOf", "prefixItems"):
        if result.get(name) == []:
            del result[name]


def _translate_bounds(raw: dict[str, Value], result: dict[str, Value]) -> None:
    """Turn draft 4's `exclusiveMinimum: true` beside `minimum` into a bound of its own."""
    for exclusive, inclusive in (
        ("exclusiveMinimum", "minimum"),
        ("exclusiveMaximum", "maximum"),
    ):
        if raw.get(exclusive) is True and is_number(raw.get(inclusive)):
            result[exclusive] = result.pop(inclusive)


def _collect_required(raw: dict[str, Value], result: dict[str, Value]) -> None:
    """Gather the names that fields below give with `required: true` of their own."""
    listed = result.pop("required", [])
    properties = raw.get("properties")
    fields = properties.items() if isinstance(properties, dict) else ()
    own = [name for name, field in fields if is_required(field)]
    names = _unique([*(listed if isinstance(listed, list) else []), *own])
    if names:
        result["required"] = names


def _unique(names: Iterable[Value]) -> list[Value]:
    return list(dict.fromkeys(name for name in names if isinstance(name, str)))
