"""component.reserved_ref."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    STANDARD_PERMISSION_SET,
    Component,
    Finding,
    Pack,
    Platform,
    check,
    finding,
    shown,
)


@check("component.reserved_ref", severity="error", layer="references", since="0.1")
def reserved_ref(component: Component, pack: Pack, platform: Platform) -> Iterator[Finding]:
    """A component takes a name that belongs to Attune itself.

    Every installation brings runtimes such as `core.python`, the permission sets `core.admin` to
    `core.viewer`, and a few triggers. A pack that defines one of them is refused. The permission
    set `standard` is a word of Attune's own too.

    Bad:
        ```yaml triggers/alert.yaml
        ref: core.alert
        label: Parcel alert
        ```

    Good:
        ```yaml triggers/alert.yaml
        ref: parcels.alert
        label: Parcel alert
        ```
    """
    ref = component.value.get("ref")
    kind = component.kind.name
    reserved = platform.of(kind)
    if kind == "permission_set":
        reserved = reserved | {STANDARD_PERMISSION_SET}
    if isinstance(ref, str) and ref in reserved and pack.ref != "core":
        yield finding(
            component.at("ref"),
            "{ref} is built into Attune",
            hint="use the one Attune brings along, or define your own under the pack's ref",
            ref=shown(ref),
        )
