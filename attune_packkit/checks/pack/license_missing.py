"""pack.license_missing."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import MANIFEST, Component, Finding, Pack, Place, Severity, check, finding

_NAMES = ("license", "licence", "copying", "unlicense")
_ADDRESSES = ("email", "homepage", "repository")


@check("pack.license_missing", severity="warning", layer="references", since="0.1")
def license_missing(manifest: Component, pack: Pack) -> Iterator[Finding]:
    """A pack comes without the text of its licence.

    Where the manifest names no licence either, nobody may use, change or pass on the pack. It is an
    info where `license` is given, although most licences demand that their text goes with every
    copy, and where no `email`, `homepage` or `repository` shows that the pack is for strangers.

    Bad:
        ```text LICENSE missing
        ```

        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        description: Weighs and sends parcels
        version: "1.0.0"
        repository: https://git.example/parcels
        ```

    Good:
        ```text LICENSE
        Apache License, Version 2.0
        ```
    """
    names = [entry.path.lower() for entry in pack.tree.children("")]
    if pack.tree.complete and not any(name.startswith(_NAMES) for name in names):
        yield finding(
            Place(MANIFEST),
            "the pack has no LICENSE file",
            hint="add the text of the licence as LICENSE",
            severity=None if _is_unlicensed(manifest) else Severity.INFO,
        )


def _is_unlicensed(manifest: Component) -> bool:
    """Tell whether a pack for strangers does not even name a licence."""
    meta = manifest.get("meta")
    named = manifest.has("license") or (isinstance(meta, dict) and bool(meta.get("license")))
    return not named and any(map(manifest.has, _ADDRESSES))
