"""reference.invalid_ref."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Reference, check, finding, ref_fault

_ELSEWHERE = frozenset({"policy"})


@check("reference.invalid_ref", severity="error", layer="references", since="0.1")
def invalid_ref(reference: Reference) -> Iterator[Finding]:
    """A component names another one by something that is not a ref.

    Refs are lowercase names joined by dots, such as `parcels.weigh`. A short name without a dot
    belongs to the same pack. Rules and policies have checks of their own.

    Bad:
        ```yaml sensors/gate.yaml
        ref: parcels.gate
        entry_point: gate
        trigger_types: [Parcel Arrived]
        ```

    Good:
        ```yaml sensors/gate.yaml
        ref: parcels.gate
        entry_point: gate
        trigger_types: [parcels.arrived]
        ```
        ```yaml triggers/arrived.yaml
        ref: parcels.arrived
        ```
    """
    if reference.kind == "runtime" or reference.source_kind in _ELSEWHERE:
        return
    fault = ref_fault(reference.written)
    if fault:
        yield finding(
            reference.place,
            "'{field}' holds no ref: {fault}",
            hint="write it like 'parcels.weigh'",
            field=reference.field,
            fault=fault,
        )
