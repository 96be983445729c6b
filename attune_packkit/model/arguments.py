"""What a caller passes, held against the schema of what it calls."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from attune_packkit.documents.document import Value
from attune_packkit.model.catalog import Catalog
from attune_packkit.model.held_values import is_plainly_valid
from attune_packkit.model.refs import is_template
from attune_packkit.model.schema import Field, Schema
from attune_packkit.model.summary import Call
from attune_packkit.model.validation import ValueFault, validate_value
from attune_packkit.suggest import near

_CLOSED = "additionalProperties"
_PATTERNS = "patternProperties"
_PLAIN = frozenset({"type", "properties", "required", "title", "description"})
_OPENING = frozenset(
    {_CLOSED, _PATTERNS, "unevaluatedProperties", "propertyNames", "if"}
    | {"allOf", "anyOf", "oneOf", "$ref", "$dynamicRef", "dependentSchemas"}
)


class Unknown(Struct, frozen=True):
    """An argument that the schema does not name. `refused`: the schema forbids all such.

    `inside` are the steps to it from the arguments, where it is a field of one.
    """

    name: str
    near: str
    refused: bool
    inside: tuple[str, ...] = ()


class Comparison(Struct, frozen=True):
    """The differences. The pointers of `wrong` start with the name of an argument."""

    missing: tuple[Field, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    wrong: tuple[ValueFault, ...] = ()


SAME = Comparison()


def compare(arguments: dict[str, Value], schema: Schema) -> Comparison:
    """Return what is missing, unknown or of the wrong kind; what templates decide is not judged.

    A null is taken as "not given, on purpose".
    """
    given: dict[str, Value] = {}
    given.update((name, value) for name, value in arguments.items() if value is not None)
    faults = () if is_plainly_sound(given, schema) else validate_value(schema, given, partial=True)
    refused = {fault.name for fault in faults if fault.keyword == _CLOSED and not fault.pointer}
    return Comparison(
        _missing(arguments, schema),
        (*_unknown(arguments, schema, refused), *_unknown_inside(arguments, schema)),
        tuple(fault for fault in faults if fault.pointer),
    )


def is_plainly_sound(given: dict[str, Value], schema: Schema) -> bool:
    """Tell that nothing given breaks the schema, without compiling it; false means "perhaps".

    That is fast, and enough for most arguments, which are templates and plain texts.
    """
    raw: Value = schema.raw
    if schema.dialect == "json":
        if not _PLAIN.issuperset(schema.raw) or schema.raw.get("type") != "object":
            return False
        raw = schema.raw.get("properties")
    return isinstance(raw, dict) and all(
        isinstance(raw[name], dict)
        and (is_template(value) or is_plainly_valid(schema.fields[name], value))
        for name, value in given.items()
        if name in schema.fields
    )


def compare_call(call: Call, catalog: Catalog) -> Comparison:
    """Compare a call with its target; `SAME` where one of the two is not known."""
    defined = None if call.opaque else catalog.find(call.target.kind, call.target.ref)
    if defined is None or defined.opaque:
        return SAME
    schema = catalog.parameters(defined)
    if schema is None:
        return SAME
    found = compare(call.arguments, schema)
    missing = tuple(each for each in found.missing if each.name not in call.inherited)
    return replace(found, missing=missing)


def _missing(arguments: dict[str, Value], schema: Schema) -> tuple[Field, ...]:
    names = [name for name in schema.required if name not in arguments]
    if not names or any(map(is_template, arguments)):
        return ()
    return tuple(schema.fields[name] for name in names)


def _unknown(arguments: dict[str, Value], schema: Schema, refused: set[str]) -> tuple[Unknown, ...]:
    strangers = [name for name in arguments if name not in schema.fields]
    if not strangers or not (refused or names_every_field(schema)):
        return ()
    free = [name for name in schema.fields if name not in arguments]
    return tuple(
        Unknown(name, near(name, free), name in refused)
        for name in strangers
        if not is_template(name) and (name in refused or not refused)
    )


def _unknown_inside(arguments: dict[str, Value], schema: Schema) -> Iterator[Unknown]:
    """Yield the fields of mappings that look like slips for what the schema names."""
    pending: list[tuple[tuple[str, ...], Value, Value]] = [
        ((name,), arguments[name], field.raw)
        for name, field in schema.fields.items()
        if isinstance(arguments.get(name), dict)
    ]
    while pending:
        steps, value, raw = pending.pop()
        known = raw.get("properties") if isinstance(raw, dict) else None
        if not isinstance(raw, dict) or not isinstance(value, dict) or not isinstance(known, dict):
            continue
        free = [name for name in known if name not in value]
        for name, inner in value.items():
            if name in known:
                pending.append(((*steps, name), inner, known[name]))
            elif not is_template(name) and is_exhaustive(raw) and _CLOSED not in raw:
                meant = near(name, free)
                if meant:
                    yield Unknown(name, meant, False, steps)


def names_every_field(schema: Schema) -> bool:
    """Tell whether a schema means to name all there is, so that another name is a slip."""
    if not schema.fields:
        return False
    return schema.dialect == "flat" or is_exhaustive(schema.raw)


def is_exhaustive(raw: dict[str, Value]) -> bool:
    """Tell whether a JSON Schema object refuses fields that it does not name, or knows of none."""
    if raw.get(_CLOSED) is False:
        return _PATTERNS not in raw
    return not _OPENING.intersection(raw)
