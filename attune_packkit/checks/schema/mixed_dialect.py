"""schema.mixed_dialect."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Schema, Severity, check, finding


@check(
    "schema.mixed_dialect", severity="warning", layer="schema", since="0.1", only_with=("required",)
)
def mixed_dialect(schema: Schema) -> Iterator[Finding]:
    """A JSON Schema says `required: true` inside a property, as flat maps of fields do.

    packkit understands it. Readers of plain JSON Schema do not: they look for the list `required`
    beside `properties`. That is a note; `required: true` beside `properties` itself is a warning,
    because it says nothing about any of them.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: native
        entry_point: weigh
        parameters:
          type: object
          properties:
            barcode: {type: string, description: Code on the parcel, required: true}
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: native
        entry_point: weigh
        parameters:
          type: object
          properties:
            barcode: {type: string, description: Code on the parcel}
          required: [barcode]
        ```
    """
    if schema.dialect != "json":
        return
    for node in schema.nodes:
        if isinstance(node.raw.get("required"), bool):
            outermost = node is schema.nodes[0]
            yield finding(
                node.place.key("required"),
                "'required' is true or false, expected a list of names"
                if outermost
                else "'required' of a property is the manner of flat maps, this is a JSON Schema",
                hint="list the name under 'required' beside 'properties'",
                severity=None if outermost else Severity.INFO,
            )
