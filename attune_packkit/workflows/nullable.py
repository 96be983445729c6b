"""Types of declared values, allowing for what a caller leaves out."""

from __future__ import annotations

from msgspec.structs import replace

from attune_packkit.expressions.types import Type, object_with, of_schema
from attune_packkit.model.arguments import names_every_field
from attune_packkit.model.schema import Field, Schema

_NULL = frozenset({"null"})


def field_type(field: Field) -> Type:
    """Return the type of a declared value: null, too, unless it is always given."""
    declared = of_schema(field.raw)
    given = field.required or field.raw.get("default") is not None
    loose = _loosened(declared)
    return loose if given else replace(loose, kinds=loose.kinds | _NULL)


def whole_type(schema: Schema) -> Type:
    """Return the type of a mapping of declared values, or of a result that is a list, say."""
    if schema.dialect == "json" and schema.raw.get("type", "object") != "object":
        return _loosened(of_schema(schema.raw))
    fields = {name: field_type(field) for name, field in schema.fields.items()}
    named = names_every_field(schema)
    return replace(object_with(fields, is_open=True), named=named)


def _loosened(of: Type) -> Type:
    """Return a type of which every part may be null: schemas are seldom that exact."""
    if of.fields is None and of.items is None:
        return of
    fields = None
    if of.fields is not None:
        fields = {name: _or_null(part) for name, part in of.fields.items()}
    return replace(of, fields=fields, items=_or_null(of.items) if of.items else None)


def _or_null(of: Type) -> Type:
    if "null" in of.kinds and of.fields is None and of.items is None:
        return of
    loose = _loosened(of)
    return replace(loose, kinds=loose.kinds | _NULL)
