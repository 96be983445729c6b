"""dependency.missing."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Catalog, Dependency, Finding, check, finding, ref_fault, very_near


@check("dependency.missing", severity="info", layer="references", since="0.1")
def missing(dependency: Dependency, catalog: Catalog) -> Iterator[Finding]:
    """A pack depends on one that is not part of this run.

    It may well be installed where the pack is going, so this is only a note: with both packs in one
    run, versions and names are checked as well.

    Bad:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        description: Weighs and sends parcels
        version: "1.0.0"
        license: Apache-2.0
        dependencies: [notify]
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
    if ref not in catalog.packs and not ref_fault(ref) and not very_near(ref, catalog.packs):
        yield finding(
            dependency.place,
            "pack '{ref}' is not part of this run",
            hint="check the two packs in one run",
            ref=ref,
        )
