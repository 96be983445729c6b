"""reference.missing_target."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Catalog, Finding, Reference, Standing, check, finding


@check("reference.missing_target", severity="error", layer="references", since="0.1")
def missing_target(naming: Reference, standing: Standing, catalog: Catalog) -> Iterator[Finding]:
    """A component names another pack's component, and that pack does not define it.

    Both packs are part of this run, so there is nothing left that could define it. Installed
    together, the first use of the name fails.

    Bad:
        ```yaml rules/page_on_alert.yaml
        ref: parcels.page_on_alert
        trigger_ref: core.alert
        action_ref: notify.pager
        ```
        ```yaml @notify/pack.yaml
        ref: notify
        label: Notify
        description: Pages people
        version: "1.0.0"
        ```
        ```yaml @notify/actions/page.yaml
        ref: notify.page
        launch: intrinsic
        ```

    Good:
        ```yaml rules/page_on_alert.yaml
        ref: parcels.page_on_alert
        trigger_ref: core.alert
        action_ref: notify.page
        ```
        ```yaml @notify/pack.yaml
        ref: notify
        label: Notify
        description: Pages people
        version: "1.0.0"
        ```
        ```yaml @notify/actions/page.yaml
        ref: notify.page
        launch: intrinsic
        ```
    """
    if standing is not Standing.MISSING or naming.kind in ("permission_set", "runtime"):
        return
    owner = catalog.owner(naming.ref) or naming.ref.rpartition(".")[0]
    if owner != naming.pack and not catalog.other_kind(naming.kind, naming.ref):
        yield finding(
            naming.place,
            "pack '{owner}' defines no {kind} '{ref}'",
            hint=catalog.hint(naming),
            owner=owner,
            kind=naming.kind,
            ref=naming.ref,
        )
