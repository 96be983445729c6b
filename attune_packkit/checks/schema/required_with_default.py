"""schema.required_with_default."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Schema, check, finding, shown


@check("schema.required_with_default", severity="info", layer="schema", since="0.1")
def required_with_default(schema: Schema) -> Iterator[Finding]:
    """A field is required and has a default as well.

    Where the default is filled in, nobody has to give a value; where it is not, the default is of
    no use. Say the one you mean.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: native
        entry_point: weigh
        parameters:
          unit: {type: string, description: Unit of the result, required: true, default: gram}
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: native
        entry_point: weigh
        parameters:
          unit: {type: string, description: Unit of the result, default: gram}
        ```
    """
    for field in schema.fields.values():
        if field.required and field.raw.get("default") is not None:
            yield finding(
                field.required_at,
                "{name} is required although it has a default",
                hint="drop the one or the other",
                name=shown(field.name),
            )
