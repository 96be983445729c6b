"""reference.missing_local_target."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Catalog, Finding, Reference, Standing, check, finding


@check("reference.missing_local_target", severity="error", layer="references", since="0.1")
def missing_local_target(
    naming: Reference, standing: Standing, catalog: Catalog
) -> Iterator[Finding]:
    """A component names another one of its own pack that does not exist.

    A rule's trigger and action, a sensor's triggers, a queue's and a policy's action and a cache's
    owner must be defined in the pack when they carry its name. Attune refuses the pack otherwise.

    Bad:
        ```yaml rules/weigh_arrivals.yaml
        ref: parcels.weigh_arrivals
        trigger_ref: parcels.arrived
        action_ref: parcels.wiegh
        ```
        ```yaml triggers/arrived.yaml
        ref: parcels.arrived
        ```
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        launch: intrinsic
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
    if standing is not Standing.MISSING or naming.kind in ("permission_set", "runtime"):
        return
    if catalog.owner(naming.ref) == naming.pack and not catalog.other_kind(naming.kind, naming.ref):
        yield finding(
            naming.place,
            "this pack defines no {kind} '{ref}'",
            hint=catalog.hint(naming),
            kind=naming.kind,
            ref=naming.ref,
        )
