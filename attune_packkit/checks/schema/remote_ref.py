"""schema.remote_ref."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Schema, check, finding, outside_refs, shown


@check(
    "schema.remote_ref",
    severity="error",
    layer="schema",
    since="0.1",
    only_with=("$ref", "$dynamicRef", "$recursiveRef"),
)
def remote_ref(schema: Schema) -> Iterator[Finding]:
    """A schema refers to something outside itself.

    A pack has to be complete: neither packkit nor an Attune without a way out fetches addresses or
    opens files that a schema names, and one that did would let a pack reach into its network.

    Bad:
        ```yaml actions/send.yaml
        ref: parcels.send
        runner_type: native
        entry_point: send
        parameters:
          type: object
          properties:
            address: {$ref: "https://example.com/address.json"}
        ```

    Good:
        ```yaml actions/send.yaml
        ref: parcels.send
        runner_type: native
        entry_point: send
        parameters:
          type: object
          properties:
            address: {$ref: "#/$defs/address"}
          $defs:
            address: {type: string, description: Street and town}
        ```
    """
    for place, ref in outside_refs(schema):
        yield finding(
            place,
            "reference {ref} leads out of the schema and is never followed",
            hint="copy what it names to '$defs' and refer to '#/$defs/name'",
            ref=shown(ref),
        )
