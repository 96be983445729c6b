"""What packs declare about values: defaults, configuration, the schemas of what is called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from attune_packkit.documents.document import Value
from attune_packkit.escaping import shown
from attune_packkit.expressions.values import Data, Open, Unknown
from attune_packkit.model.arguments import compare
from attune_packkit.model.catalog import Catalog, Standing
from attune_packkit.model.component import Component
from attune_packkit.model.refs import is_full
from attune_packkit.model.schema import Schema
from attune_packkit.simulation.secrecy import without_secrets
from attune_packkit.spans import dotted

_ANYTHING = "{{ unknown }}"
"""Stands for an unknown value during validation, where a template fits any schema."""


def with_defaults(given: Mapping[str, Value], schema: Schema | None) -> dict[str, Value]:
    """Return values completed with the defaults of a schema, which also take the place of nulls."""
    fields = schema.fields.values() if schema else ()
    defaults = {field.name: field.raw["default"] for field in fields if field.has_default}
    told = {name: value for name, value in given.items() if value is not None}
    return {**given, **defaults, **told}


def configuration(manifest: Component, given: Mapping[str, Value]) -> Open:
    """Return a pack's configuration: its own values, its schema's defaults, and what is given.

    Whatever else is asked of it is unknown.
    """
    schema = manifest.schema("conf_schema")
    written = manifest.get("config")
    own = written if isinstance(written, dict) else {}
    values = with_defaults({**own, **given}, schema)
    return Open(mapping(without_secrets(cast(Data, values), schema, "config")), "config")


def parameters_of(catalog: Catalog, ref: str) -> Schema | None:
    """Return the parameter schema of an action; None if it is not known."""
    defined = catalog.find("action", ref)
    return None if defined is None or defined.opaque else catalog.parameters(defined)


def output_of(catalog: Catalog, kind: str, ref: str) -> Schema | None:
    """Return the output schema of an action or trigger; None if it is not known."""
    defined = catalog.find(kind, ref)
    return None if defined is None or defined.output is None else defined.output.load()


def absent(catalog: Catalog, kind: str, ref: str) -> Iterator[str]:
    """Say that a component does not exist, if its pack or the platform would have it."""
    if is_full(ref) and catalog.standing(kind, ref) is Standing.MISSING:
        near = catalog.near(kind, ref)
        meant = f"; did you mean '{near}'?" if near else ""
        yield f"{kind} {shown(ref)} does not exist{meant}"


def misfits(
    values: Mapping[str, Data], schema: Schema | None, what: str, *, partial: bool = False
) -> Iterator[str]:
    """Say how values differ from a schema; unknown ones fit, and with `partial` none is missing."""
    if schema is None:
        return
    found = compare(cast(dict[str, Value], _comparable(dict(values))), schema)
    for field in () if partial else found.missing:
        yield f"{what} {shown(field.name)} is required and missing"
    for stranger in found.unknown:
        meant = f"; did you mean '{stranger.near}'?" if stranger.near else ""
        yield f"{what} {shown(stranger.name)} is not declared{meant}"
    for fault in found.wrong:
        if fault.expected:
            name = shown(dotted(fault.pointer))
            yield f"{what} {name} is {fault.found}, expected {fault.expected}"


def _comparable(value: Data) -> Any:
    """Return a value with what is unknown replaced by a template, which fits anywhere."""
    if isinstance(value, Unknown):
        return _ANYTHING
    if isinstance(value, list):
        return [_comparable(item) for item in value]
    if isinstance(value, dict):
        return {name: _comparable(item) for name, item in value.items()}
    return value


def mapping(value: Data) -> dict[str, Data]:
    """Return a value that is a mapping; an empty one in place of anything else."""
    return value if isinstance(value, dict) else {}
