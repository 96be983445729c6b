"""workflow.undefined_action."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Call,
    Catalog,
    Defined,
    Finding,
    Place,
    Related,
    Severity,
    Standing,
    check,
    finding,
    is_full_ref,
    mended_ref,
    ref_fault,
)


def _confusion(catalog: Catalog, ref: str) -> str:
    """Say which other kind of component has the ref."""
    other = catalog.other_kind("action", ref)
    return f"'{ref}' is a {other.kind.replace('_', ' ')}, not an action" if other else ""


def _defined_at(defined: Defined, catalog: Catalog) -> Related:
    """Point at the component that may be meant."""
    place = Place(defined.path).at("ref")
    return Related(place, f"{defined.ref} is defined here", catalog.owner(defined.ref) or "")


def _foreign(catalog: Catalog, ref: str) -> tuple[Severity, str]:
    """Return how surely an action that is of no pack of the run is a mistake, and a hint."""
    mended = mended_ref(ref) if ref_fault(ref) else ""  # no action of any pack is called so
    if mended and catalog.find("action", mended):
        return Severity.ERROR, f"did you mean '{mended}'?"
    spoilt = catalog.meant_pack("action", ref)
    if spoilt:
        return Severity.WARNING, f"did you mean '{spoilt}'?"
    return Severity.INFO, "its pack is not part of this run, so nobody can tell"


@check("workflow.undefined_action", severity="error", layer="references", since="0.1")
def undefined_action(call: Call, catalog: Catalog) -> Iterator[Finding]:
    """A task calls an action that does not exist.

    The action may be one of this pack, of another pack of the run, or a workflow. Whether a pack
    that is not part of the run has the action, nobody can tell: that is an info, or a warning where
    only the pack's name seems to be misspelt.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        entry_point: weigh.sh
        ```

        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.wiegh
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        entry_point: weigh.sh
        ```

        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
        ```
    """
    target = call.target
    if not call.task or not is_full_ref(target.ref):
        return
    standing = catalog.standing("action", target.ref)
    if standing is Standing.FOREIGN:
        severity, hint = _foreign(catalog, target.ref)
    elif standing is Standing.MISSING:
        severity, hint = Severity.ERROR, ""
    else:
        return
    alone, _, given = target.ref.partition(" ")
    if not hint and "=" in given:
        hint = f"write '{alone}' alone; what it is given stands under 'input'"
    meant = catalog.near("action", target.ref) if not hint else ""
    match = catalog.find("action", meant)
    yield finding(
        target.place,
        "Task '{task}' references undefined action '{action}'",
        hint=hint
        or _confusion(catalog, target.ref)
        or (f"did you mean '{meant}'?" if meant else ""),
        severity=severity,
        related=(_defined_at(match, catalog),) if match else (),
        task=call.task,
        action=target.ref,
    )
