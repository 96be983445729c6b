"""schema.unresolved_ref."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Finding,
    Schema,
    Severity,
    check,
    dangling_refs,
    did_you_mean,
    finding,
    ref_targets,
    shown,
)


@check(
    "schema.unresolved_ref",
    severity="error",
    layer="schema",
    since="0.1",
    only_with=("$ref", "$dynamicRef", "$recursiveRef"),
)
def unresolved_ref(schema: Schema) -> Iterator[Finding]:
    """A schema refers to a part of itself that does not exist.

    Attune cannot read such a schema, and the run fails. In a flat map of fields, where `$ref` is
    rarely seen and its start is nowhere laid down, it is a warning.

    Bad:
        ```yaml actions/send.yaml
        ref: parcels.send
        runner_type: native
        entry_point: send
        parameters:
          type: object
          properties:
            address: {$ref: "#/$defs/adress"}
          $defs:
            address: {type: string, description: Street and town}
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
    for place, ref in dangling_refs(schema):
        yield finding(
            place,
            "reference {ref} leads nowhere in this schema",
            hint=did_you_mean(ref, ref_targets(schema)),
            severity=None if schema.dialect == "json" else Severity.WARNING,
            ref=shown(ref),
        )
