"""reference.kind_mismatch."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Catalog,
    Finding,
    Place,
    Reference,
    Related,
    Standing,
    check,
    finding,
)


@check("reference.kind_mismatch", severity="error", layer="references", since="0.1")
def kind_mismatch(naming: Reference, standing: Standing, catalog: Catalog) -> Iterator[Finding]:
    """A component is named where only another kind of component can stand.

    The name exists, but a rule cannot run a trigger, nor a sensor feed an action.

    Bad:
        ```yaml rules/weigh_arrivals.yaml
        ref: parcels.weigh_arrivals
        trigger_ref: parcels.arrived
        action_ref: parcels.arrived
        ```
        ```yaml triggers/arrived.yaml
        ref: parcels.arrived
        ```

    Good:
        ```yaml rules/weigh_arrivals.yaml
        ref: parcels.weigh_arrivals
        trigger_ref: parcels.arrived
        action_ref: parcels.weigh
        ```
        ```yaml triggers/arrived.yaml
        ref: parcels.arrived
        ```
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        launch: intrinsic
        ```
    """
    if standing is not Standing.MISSING:
        return
    other = catalog.other_kind(naming.kind, naming.ref)
    if other is not None:
        owner = catalog.owner(naming.ref) or ""
        yield finding(
            naming.place,
            "'{ref}' is a {other}, expected a ref of kind {kind}",
            related=(Related(Place(other.path), "defined here", owner),),
            ref=naming.ref,
            other=other.kind.replace("_", " "),
            kind=naming.kind.replace("_", " "),
        )
