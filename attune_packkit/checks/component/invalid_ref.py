"""component.invalid_ref."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    LINKED_WORKFLOWS,
    Component,
    Finding,
    Target,
    belongs,
    check,
    finding,
    identifier_fault,
    mended_ref,
    ref_fault,
)

_QUALIFIED_BY_ATTUNE = frozenset({"rule", "policy", "dashboard", "queue", "permission_set"})


@check("component.invalid_ref", severity="error", layer="references", since="0.1")
def invalid_ref(component: Component, target: Target) -> Iterator[Finding]:
    """A component's ref is not of the form that Attune accepts.

    It is the pack's ref, a dot and a name: lowercase letters, digits, `-` and `_`, the first a
    letter. The name may have dots of its own in the form of the API documents; today's Attune takes
    exactly two parts, which matters under `--target current` only. Rules, policies, dashboards,
    queues and permission sets may leave the pack's ref out.

    Bad:
        ```yaml triggers/lost.yaml
        ref: parcels.Lost Parcel
        label: Parcel lost
        ```

    Good:
        ```yaml triggers/lost.yaml
        ref: parcels.lost
        label: Parcel lost
        ```
    """
    ref = component.value.get("ref")
    kind = component.kind.name
    if kind == "pack" or not isinstance(ref, str) or not ref:
        return
    if component.path.startswith(LINKED_WORKFLOWS):
        return
    least = 1 if kind in _QUALIFIED_BY_ATTUNE else 2
    fault = ref_fault(ref, least=least, queue=kind == "queue")
    if not fault and target is Target.CURRENT and kind != "queue":
        fault = _beyond_two_parts(component)
    if fault:
        short = "." not in ref and not ref_fault(ref) and not ref_fault(component.pack_ref)
        mended = f"{component.pack_ref}.{ref}" if short else mended_ref(ref)
        meant = mended if belongs(mended, component.pack_ref) else ""
        hint = f"did you mean '{meant}'?" if meant else ""
        yield finding(component.at("ref"), "{fault}", hint=hint, fault=fault)


def _beyond_two_parts(component: Component) -> str:
    """Say what is wrong with a name that has dots, unless the pack's own ref has them too."""
    ref, pack_ref = str(component.value["ref"]), component.pack_ref
    if "." in pack_ref or not belongs(ref, pack_ref):
        return ""
    return identifier_fault(ref[len(pack_ref) + 1 :])
