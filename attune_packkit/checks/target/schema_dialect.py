"""target.schema_dialect."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Schema, Severity, Target, check, finding


@check(
    "target.schema_dialect",
    severity="error",
    layer="references",
    since="0.1",
    only_with=("current", "classic"),
)
def schema_dialect(component: Component, target: Target) -> Iterator[Finding]:
    """A schema is written in the dialect of the other target.

    Today's Attune wants a flat map of fields and refuses a JSON Schema (`--target current`);
    standalone workflows are exempt, since there its own parts disagree. The Attune of the API
    documents wants a JSON Schema and gets no fields out of a flat map (`--target classic`, a
    warning).

    Target: current

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        entry_point: weigh.sh
        parameters:
          type: object
          properties:
            number: {type: string}
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        entry_point: weigh.sh
        parameters:
          number: {type: string}
        ```
    """
    for schema in component.schemas.values():
        if target is Target.CURRENT and schema.dialect == "json":
            if component.kind.name != "workflow":
                yield _of_json(schema)
        elif target is Target.CLASSIC and schema.dialect == "flat" and schema.fields:
            yield _of_fields(schema)


def _of_json(schema: Schema) -> Finding:
    return finding(
        schema.place.key(),
        "'{field}' is a JSON Schema; today's Attune takes a flat map of fields",
        hint="move the properties up, and write required: true in each that is required",
        field=schema.owner,
    )


def _of_fields(schema: Schema) -> Finding:
    return finding(
        schema.place.key(),
        "'{field}' is a flat map of fields; the API documents take a JSON Schema",
        hint="write type: object, and put the fields below properties",
        severity=Severity.WARNING,
        field=schema.owner,
    )
