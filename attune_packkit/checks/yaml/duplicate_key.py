"""yaml.duplicate_key."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Fault, Finding, check, finding, shown


@check("yaml.duplicate_key", severity="error", layer="structure", since="0.1")
def duplicate_key(fault: Fault) -> Iterator[Finding]:
    """A mapping has the same key twice.

    Attune refuses such a file. Other readers silently keep the last value, so the first one is lost
    without a trace.

    Bad:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        label: Parcel Service
        version: "1.0.0"
        ```

    Good:
        ```yaml pack.yaml
        ref: parcels
        label: Parcel Service
        version: "1.0.0"
        ```
    """
    yield finding(
        fault.place,
        "key {key} is already defined on line {on_line}",
        hint="remove one of the two",
        key=shown(str(fault["key"])),
        on_line=fault["first"],
    )
