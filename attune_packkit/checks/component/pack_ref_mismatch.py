"""component.pack_ref_mismatch."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Pack, check, finding, shown

_KEYS = ("pack_ref", "pack")


@check(
    "component.pack_ref_mismatch",
    severity="warning",
    layer="references",
    since="0.1",
    only_with=("pack_ref", "pack"),
)
def pack_ref_mismatch(component: Component, pack: Pack) -> Iterator[Finding]:
    """A component's `pack_ref` is not the ref of its pack.

    The field is needed in API requests only, and so is `pack`. In a file they can do no more than
    contradict the folder the component lies in.

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
    if component.kind.name == "policy" or not pack.manifest.declared:
        return
    for key in _KEYS:
        named = component.value.get(key)
        if isinstance(named, str) and named != pack.ref:
            yield finding(
                component.at(key),
                "'{key}' is {named}, but the pack is {pack}",
                hint="remove the field, or make the two equal",
                key=key,
                named=shown(named),
                pack=shown(pack.ref),
            )
