"""policy.unknown_parameter."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Catalog,
    Finding,
    PackSummary,
    check,
    did_you_mean,
    finding,
    names_every_field,
    shown,
)


@check("policy.unknown_parameter", severity="error", layer="references", since="0.1")
def unknown_parameter(summary: PackSummary, catalog: Catalog) -> Iterator[Finding]:
    """A policy counts executions apart by a parameter that the action does not have.

    Every execution then has the same empty value, and the limit holds for all of them together.

    Bad:
        ```yaml policies/one_claim_a_parcel.yaml
        ref: parcels.one_claim_a_parcel
        action_ref: parcels.open_claim
        concurrency:
          limit: 1
          method: enqueue
          parameters: [tracking_numbr]
        ```
        ```yaml actions/open_claim.yaml
        ref: parcels.open_claim
        launch: intrinsic
        parameters:
          tracking_number: {type: string, description: Number of the parcel}
        ```

    Good:
        ```yaml policies/one_claim_a_parcel.yaml
        ref: parcels.one_claim_a_parcel
        action_ref: parcels.open_claim
        concurrency:
          limit: 1
          method: enqueue
          parameters: [tracking_number]
        ```
        ```yaml actions/open_claim.yaml
        ref: parcels.open_claim
        launch: intrinsic
        parameters:
          tracking_number: {type: string, description: Number of the parcel}
        ```
    """
    for use in summary.parameter_uses:
        defined = catalog.find("action", use.ref)
        schema = catalog.parameters(defined) if defined and not defined.opaque else None
        if schema is None or not names_every_field(schema):
            continue
        if use.written not in schema.fields and use.written.split(".")[0] not in schema.fields:
            yield finding(
                use.place,
                "action '{action}' has no parameter {name}",
                hint=did_you_mean(use.written, schema.fields),
                action=use.ref,
                name=shown(use.written),
            )
