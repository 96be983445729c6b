"""schema.required_duplicate."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Schema, check, finding, shown


@check(
    "schema.required_duplicate",
    severity="info",
    layer="schema",
    since="0.1",
    only_with=("required",),
)
def required_duplicate(schema: Schema) -> Iterator[Finding]:
    """`required` names a property twice.

    It changes nothing, but JSON Schema wants every name once, and another one may be missing.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: native
        entry_point: weigh
        parameters:
          type: object
          properties:
            barcode: {type: string, description: Code on the parcel}
            depot: {type: string, description: Where the scale stands}
          required: [barcode, barcode]
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
            depot: {type: string, description: Where the scale stands}
          required: [barcode, depot]
        ```
    """
    for node in schema.nodes:
        required = node.raw.get("required")
        seen: set[str] = set()
        for index, name in enumerate(required if isinstance(required, list) else ()):
            if isinstance(name, str) and name in seen:
                yield finding(
                    node.place.at("required", index),
                    "{name} is required twice",
                    hint="remove one of the two",
                    name=shown(name),
                )
            seen.add(str(name))
