"""component.pack_ref_mismatch."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Pack, check, finding, shown


@check(
    "component.pack_ref_mismatch",
    severity="warning",
    layer="references",
    since="0.1",
    only_with=("pack_ref",),
)
def pack_ref_mismatch(component: Component, pack: Pack) -> Iterator[Finding]:
    """A component's `pack_ref` is not the ref of its pack.

    The field is needed in API requests only. In a file it can do no more than contradict the folder
    the component lies in.

    Bad:
        ```yaml triggers/lost.yaml
        ref: parcels.lost
        pack_ref: mail
        label: Parcel lost
        ```

    Good:
        ```yaml triggers/lost.yaml
        ref: parcels.lost
        label: Parcel lost
        ```
    """
    named = component.value.get("pack_ref")
    if not isinstance(named, str) or component.kind.name == "policy":
        return
    if named != pack.ref and pack.manifest.declared:
        yield finding(
            component.at("pack_ref"),
            "'pack_ref' is {named}, but the pack is {pack}",
            hint="remove the field, or make the two equal",
            named=shown(named),
            pack=shown(pack.ref),
        )
