"""component.ref_pack_mismatch."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Component,
    Finding,
    Pack,
    Platform,
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
def ref_pack_mismatch(pack: Pack, platform: Platform) -> Iterator[Finding]:
    """A component claims to belong to another pack.

    Its ref has to start with the ref of the pack it lies in. Attune refuses the pack otherwise:
    installing one pack must not change another. Where all components agree on another pack, the
    manifest is the one to mend, and the only place that is reported.

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
    if not pack.manifest.declared or ref_fault(pack.ref):
        return
    named = [each for each in pack.every_component() if _names_owner(each)]
    strays = [each for each in named if not _is_owned(each, pack, platform)]
    owners = {_owner(each) for each in strays}
    if 1 < len(strays) == len(named) and len(owners) == 1:
        yield finding(
            pack.manifest.at("ref"),
            "all {count} components belong to pack '{owner}', not to '{pack}'",
            hint=f"did you mean 'ref: {owners.pop()}'?",
            count=len(strays),
            owner=_owner(strays[0]),
            pack=pack.ref,
        )
        return
    for component in strays:
        ref = str(component.value["ref"])
        yield finding(
            component.at("ref"),
            "ref {ref} must belong to installing pack '{pack}'",
            hint=f"did you mean '{pack.ref}.{ref.rpartition('.')[2]}'?",
            ref=shown(ref),
            pack=pack.ref,
        )


def _names_owner(component: Component) -> bool:
    ref = component.value.get("ref")
    return component.kind.name not in _NAMED_ELSEWHERE and isinstance(ref, str) and "." in ref


def _owner(component: Component) -> str:
    return str(component.value["ref"]).rpartition(".")[0]


def _is_owned(component: Component, pack: Pack, platform: Platform) -> bool:
    ref = str(component.value["ref"])
    return belongs(ref, pack.ref) or ref in platform.of(component.kind.name)
