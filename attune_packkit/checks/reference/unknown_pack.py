"""reference.unknown_pack."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Catalog,
    Finding,
    PackSummary,
    Reference,
    Severity,
    Standing,
    check,
    finding,
)


@check("reference.unknown_pack", severity="warning", layer="references", since="0.1")
def unknown_pack(
    naming: Reference, standing: Standing, summary: PackSummary, catalog: Catalog
) -> Iterator[Finding]:
    """A component names something of a pack that is not part of this run.

    It may well be installed where the pack is going, so this is only a note: give both packs to one
    run and the name is checked. Where a pack of the run is called nearly the same and defines just
    that component, it is a warning, and so is a misspelt ref of what Attune itself brings.

    Bad:
        ```yaml rules/page_on_alert.yaml
        ref: parcels.page_on_alert
        trigger_ref: core.alert
        action_ref: notify.page
        ```

    Good:
        ```yaml rules/page_on_alert.yaml
        ref: parcels.page_on_alert
        trigger_ref: core.alert
        action_ref: parcels.page
        ```
        ```yaml actions/page.yaml
        ref: parcels.page
        launch: intrinsic
        ```
    """
    if standing is not Standing.FOREIGN or naming.kind == "runtime":
        return
    if naming.ref in summary.defined.get(naming.kind, {}):
        return
    meant = catalog.meant_pack(naming.kind, naming.ref)
    yield finding(
        naming.place,
        "the pack of '{ref}' is not part of this run",
        hint=f"did you mean '{meant}'?" if meant else "check the two packs in one run",
        severity=None if meant else Severity.INFO,
        ref=naming.ref,
    )
