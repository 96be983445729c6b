"""rule.undefined_payload_field."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Catalog, FieldUse, Finding, check, unknown_fields


@check("rule.undefined_payload_field", severity="warning", layer="expressions", since="0.1")
def undefined_payload_field(field_use: FieldUse, catalog: Catalog) -> Iterator[Finding]:
    """A rule reads a field that the payload of its trigger does not have.

    It gets null, or its condition never holds. `output` of the trigger says what the payload is.
    What a webhook brings may be more, so it is an info there where no declared name is like it.

    Bad:
        ```yaml triggers/arrived.yaml
        ref: parcels.arrived
        output:
          grams: {type: integer}
        ```

        ```yaml rules/weigh_arrivals.yaml
        ref: parcels.weigh_arrivals
        trigger_ref: parcels.arrived
        action_ref: scales.weigh
        action_params:
          grams: "{{ event.payload.garms }}"
        ```

    Good:
        ```yaml triggers/arrived.yaml
        ref: parcels.arrived
        output:
          grams: {type: integer}
        ```

        ```yaml rules/weigh_arrivals.yaml
        ref: parcels.weigh_arrivals
        trigger_ref: parcels.arrived
        action_ref: scales.weigh
        action_params:
          grams: "{{ event.payload.grams }}"
        ```
    """
    if field_use.kind == "trigger":
        yield from unknown_fields(field_use, catalog)
