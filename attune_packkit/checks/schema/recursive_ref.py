"""schema.recursive_ref."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Schema, check, circular_refs, finding, shown


@check(
    "schema.recursive_ref",
    severity="error",
    layer="schema",
    since="0.1",
    only_with=("$ref", "$dynamicRef", "$recursiveRef"),
)
def recursive_ref(schema: Schema) -> Iterator[Finding]:
    """A reference comes back to itself without looking at any part of the value in between.

    To follow it is to follow it for ever. A schema of trees, whose `children` refer to the whole,
    is fine: every round looks at a smaller part of the value.

    Bad:
        ```yaml actions/send.yaml
        ref: parcels.send
        runner_type: native
        entry_point: send
        parameters:
          type: object
          properties:
            address: {$ref: "#/$defs/street"}
          $defs:
            street: {$ref: "#/$defs/place"}
            place: {$ref: "#/$defs/street"}
        ```

    Good:
        ```yaml actions/send.yaml
        ref: parcels.send
        runner_type: native
        entry_point: send
        parameters:
          type: object
          properties:
            parcel: {$ref: "#/$defs/parcel"}
          $defs:
            parcel:
              type: object
              properties:
                content: {type: array, items: {$ref: "#/$defs/parcel"}}
        ```
    """
    for place, ref in circular_refs(schema):
        yield finding(
            place,
            "reference {ref} comes back to itself and never ends",
            hint="let it lead to a schema that says something of its own",
            ref=shown(ref),
        )
