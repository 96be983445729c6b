"""dependency.near_miss."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Catalog, Dependency, Finding, check, finding, ref_fault, very_near


@check("dependency.near_miss", severity="warning", layer="references", since="0.1")
def near_miss(dependency: Dependency, catalog: Catalog) -> Iterator[Finding]:
    """A pack depends on one that nobody knows, and another of this run is called nearly the same.

    One letter too many, missing, wrong or swapped: the name is a slip, or an invitation for a
    stranger to publish a pack under it.

    Bad:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        description: Weighs and sends parcels
        version: "1.0.0"
        license: Apache-2.0
        dependencies: [notfy]
        ```
        ```yaml @notify/pack.yaml
        ref: notify
        label: Notify
        description: Pages people
        version: "1.0.0"
        ```

    Good:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        description: Weighs and sends parcels
        version: "1.0.0"
        license: Apache-2.0
        dependencies: [notify]
        ```
        ```yaml @notify/pack.yaml
        ref: notify
        label: Notify
        description: Pages people
        version: "1.0.0"
        ```
    """
    ref = dependency.ref
    meant = "" if ref in catalog.packs or ref_fault(ref) else very_near(ref, catalog.packs)
    if meant:
        yield finding(
            dependency.place,
            "no pack of this run is called '{ref}'",
            hint=f"did you mean '{meant}'?",
            ref=ref,
        )
