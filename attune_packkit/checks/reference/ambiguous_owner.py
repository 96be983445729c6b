"""reference.ambiguous_owner."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    MANIFEST,
    Catalog,
    Finding,
    PackSummary,
    Place,
    Related,
    check,
    finding,
)


@check("reference.ambiguous_owner", severity="warning", layer="references", since="0.1")
def ambiguous_owner(summary: PackSummary, catalog: Catalog) -> Iterator[Finding]:
    """A pack and a component of another pack have the same name.

    With the packs `harbour` and `harbour.berths` installed side by side, a component of `harbour`
    called `berths` looks like the pack: `harbour.berths.assign` may be meant either way.

    Bad:
        ```yaml actions/labels.yaml
        ref: parcels.labels
        launch: intrinsic
        ```
        ```yaml @labels/pack.yaml
        ref: parcels.labels
        label: Parcel Labels
        description: Prints labels
        version: "1.0.0"
        ```

    Good:
        ```yaml actions/label.yaml
        ref: parcels.label
        launch: intrinsic
        ```
        ```yaml @labels/pack.yaml
        ref: parcels.labels
        label: Parcel Labels
        description: Prints labels
        version: "1.0.0"
        ```
    """
    outer = catalog.owner(summary.ref)
    if outer is None or catalog.packs.get(summary.ref) is not summary:
        return
    for kind, components in catalog.packs[outer].defined.items():
        defined = components.get(summary.ref)
        if defined is not None:
            yield finding(
                Place(MANIFEST, ("ref",)),
                "'{ref}' is also the name of a {kind} of pack '{outer}'",
                hint="rename one of the two",
                related=(Related(Place(defined.path), "the other one", outer),),
                ref=summary.ref,
                kind=kind.replace("_", " "),
                outer=outer,
            )
