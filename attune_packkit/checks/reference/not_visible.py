"""reference.not_visible."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Catalog,
    Finding,
    PackSummary,
    Place,
    Related,
    check,
    finding,
)


@check("reference.not_visible", severity="error", layer="references", since="0.1")
def not_visible(summary: PackSummary, catalog: Catalog) -> Iterator[Finding]:
    """A component names another pack's component that is not open to it.

    `reference_visibility: private` keeps a component to its own pack, and `restricted` opens it to
    the packs of `reference_allowed_pack_refs` alone. A pack may always name its own.

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
        reference_visibility: private
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
        reference_visibility: restricted
        reference_allowed_pack_refs: [parcels]
        ```
    """
    for each in (*summary.references, *(call.target for call in summary.calls)):
        defined = catalog.find(each.kind, each.ref)
        if defined is None or defined.visible_to is None or summary.ref in defined.visible_to:
            continue
        owner = catalog.owner(each.ref) or ""
        if owner != summary.ref:
            yield finding(
                each.place,
                "{kind} '{ref}' is not open to pack '{pack}'",
                hint=f"ask the authors of '{owner}' to open it, or use another",
                related=(Related(Place(defined.path), "defined here", owner),),
                kind=each.kind,
                ref=each.ref,
                pack=summary.ref,
            )
