"""component.ref_pack_mismatch."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    BUILT_IN_REFS,
    Component,
    Finding,
    Pack,
    belongs,
    check,
    finding,
    ref_fault,
    shown,
)

_NAMED_ELSEWHERE = frozenset({"pack", "workflow"})
"""The manifest owns its ref; a workflow's ref follows from its file."""


@check(
    "component.ref_pack_mismatch",
    severity="error",
    layer="references",
    since="0.1",
)
def ref_pack_mismatch(component: Component, pack: Pack) -> Iterator[Finding]:
    """A component claims to belong to another pack.

    Its ref has to start with the ref of the pack it lies in. Attune refuses the pack otherwise:
    installing one pack must not change another.

    Bad:
        ```yaml triggers/lost.yaml
        ref: mail.lost
        label: Parcel lost
        ```

    Good:
        ```yaml triggers/lost.yaml
        ref: parcels.lost
        label: Parcel lost
        ```
    """
    ref = component.value.get("ref")
    if component.kind.name in _NAMED_ELSEWHERE or not isinstance(ref, str) or "." not in ref:
        return
    owned = belongs(ref, pack.ref) or ref in BUILT_IN_REFS.get(component.kind.name, ())
    if owned or not pack.manifest.declared or ref_fault(pack.ref):
        return
    yield finding(
        component.at("ref"),
        "ref {ref} must belong to installing pack '{pack}'",
        hint=f"did you mean '{pack.ref}.{ref.rpartition('.')[2]}'?",
        ref=shown(ref),
        pack=pack.ref,
    )
