"""What expressions read from results and payloads, held against the schemas of those."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.diagnostics import Finding, Severity, finding
from attune_packkit.documents.document import Value
from attune_packkit.escaping import shown
from attune_packkit.model.arguments import is_exhaustive, names_every_field
from attune_packkit.model.catalog import Catalog
from attune_packkit.model.field_uses import FieldUse
from attune_packkit.model.schema import Schema
from attune_packkit.phrases import known
from attune_packkit.suggest import near

_AROUND = frozenset({"data", "result", "output"})
"""Names under which Attune holds what the action gave, unless the action declares them itself."""


def unknown_fields(use: FieldUse, catalog: Catalog) -> Iterator[Finding]:
    """Yield a finding if what is read is not declared.

    Schemas are seldom complete in nested fields, and for payloads that strangers send to a webhook.
    There it is an info, unless a declared name is similar.
    """
    schema = catalog.output(use.kind, use.ref)
    if schema is None or not names_every_field(schema):
        return
    top: dict[str, Value] = {name: field.raw for name, field in schema.fields.items()}
    fields = top
    loose = catalog.gives_more(use.kind, use.ref)
    for step, offsets in inside_result(use, schema):
        if step not in fields:
            meant = near(step, fields)
            yield finding(
                use.place.part(*offsets),
                "{what} of {kind} '{ref}' has no field {name}",
                hint=f"did you mean '{meant}'?" if meant else known("fields", fields),
                severity=None if meant or (fields is top and not loose) else Severity.INFO,
                what="the payload" if use.kind == "trigger" else "the result",
                kind=use.kind,
                ref=use.ref,
                name=shown(step),
            )
            return
        below = fields[step]
        properties = below.get("properties") if isinstance(below, dict) else None
        if not isinstance(below, dict) or not isinstance(properties, dict):
            return
        if not properties or not is_exhaustive(below):
            return
        fields = properties


def declared(use: FieldUse, catalog: Catalog) -> dict[str, Value]:
    """Return what a schema declares for what is read; empty where it does not."""
    schema = catalog.output(use.kind, use.ref)
    path = [step for step, _ in inside_result(use, schema)] if schema else []
    field = schema.fields.get(path[0]) if schema and path else None
    raw: Value = field.raw if field else None
    for step in path[1:]:
        properties = raw.get("properties") if isinstance(raw, dict) else None
        raw = properties.get(step) if isinstance(properties, dict) else None
    return raw if isinstance(raw, dict) else {}


def inside_result(use: FieldUse, schema: Schema) -> list[tuple[str, tuple[int, int]]]:
    """Return the steps of a path into what an action gives, without what Attune puts around it."""
    steps = list(zip(use.path, use.at, strict=True))
    while use.kind == "action" and steps and steps[0][0] in _AROUND - schema.fields.keys():
        del steps[0]
    return steps
