"""Every pack has a team that answers for it: an input of checks, and a check that uses it."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Place, check, finding, provides

META = "meta"
FIELD = "owner"
EXTENSION = "x-owner"


def owner_of(manifest: Component) -> str:
    """Return the team that a manifest names: `owner` under `meta`, or `x-owner`; "" if none."""
    meta = manifest.get(META)
    written = meta.get(FIELD) if isinstance(meta, dict) else None
    for value in (written, manifest.get(EXTENSION)):
        if isinstance(value, str) and value.strip():
            return value.strip()
    return ""


@provides("owner")
def owner(manifest: Component) -> str:
    """The team that owns the pack; "" if its manifest names none."""
    return owner_of(manifest)


@check("team.owner_missing", severity="warning", layer="references", since="0.1")
def owner_missing(owner: str, manifest: Component) -> Iterator[Finding]:
    """A pack names no owning team.

    When an automation fails at night, somebody has to know whom to wake. Write the team that
    answers for the pack as `owner` under `meta`, or as `x-owner`.

    Bad:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: "1.0.0"
        meta:
          category: logistics
        ```

    Good:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: "1.0.0"
        meta:
          category: logistics
          owner: dispatch-office
        ```
    """
    if not owner:
        yield finding(
            _place(manifest),
            "pack '{ref}' names no owning team",
            hint="add 'owner' under 'meta'",
            ref=manifest.ref,
        )


def _place(manifest: Component) -> Place:
    """Return what is empty, or else the nearest key that is there."""
    meta = manifest.get(META)
    if isinstance(meta, dict) and FIELD in meta:
        return manifest.at(META, FIELD)
    if manifest.has(META):
        return manifest.place.key(manifest.key(META))
    return manifest.place.key("ref") if manifest.has("ref") else manifest.place
