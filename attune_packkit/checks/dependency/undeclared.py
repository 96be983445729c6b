"""dependency.undeclared."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    MANIFEST,
    Catalog,
    Finding,
    PackSummary,
    Place,
    Reference,
    Related,
    check,
    finding,
)


@check("dependency.undeclared", severity="info", layer="references", since="0.1")
def undeclared(summary: PackSummary, catalog: Catalog) -> Iterator[Finding]:
    """A pack uses another one of this run that its manifest does not list.

    Installed alone, it fails at the first use. `dependencies` tells Attune, and people, what has to
    be there.

    Bad:
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

    Good:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        description: Weighs and sends parcels
        version: "1.0.0"
        license: Apache-2.0
        dependencies: ["notify@^1.0"]
        ```
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
    listed = {summary.ref, *(dependency.ref for dependency in summary.dependencies)}
    used: dict[str, Reference] = {}
    for each in (*summary.references, *(call.target for call in summary.calls)):
        if catalog.find(each.kind, each.ref):
            used.setdefault(catalog.owner(each.ref) or summary.ref, each)
    for owner, first in used.items():
        if owner not in listed:
            yield finding(
                Place(MANIFEST, ("dependencies",), "key"),
                "'dependencies' does not list pack '{owner}', which '{source}' uses",
                hint=f"add '{owner}', best with a constraint such as '@^1.0'",
                related=(Related(first.place, "used here"),),
                owner=owner,
                source=first.source,
            )
