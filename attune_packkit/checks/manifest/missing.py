"""manifest.missing."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import MANIFEST, Finding, Pack, Place, check, finding, shown

_NEAR_MISSES = frozenset({"pack.yaml", "pack.yml", "pack.json"})
_FOREIGN = frozenset(
    {"galaxy.yml", "chart.yaml", "manifest.yaml", "manifest.yml", "manifest.json", "action.yml"}
    | {"action.yaml", "attune.yaml", "attune.yml", "metadata.yaml", "plugin.yaml", "package.yaml"}
)
"""What other tools call such a file."""


@check("manifest.missing", severity="error", layer="structure", since="0.1")
def missing(pack: Pack) -> Iterator[Finding]:
    """A pack has no `pack.yaml`.

    Attune looks for this very name, in lowercase and with this ending. Without it the folder is no
    pack.

    Bad:
        ```text pack.yaml missing
        ```
        ```yaml pack.yml
        ref: parcels
        label: Parcels
        version: "1.0.0"
        ```

    Good:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: "1.0.0"
        ```
    """
    if MANIFEST in pack.tree.entries or not pack.tree.complete:
        return
    names = [entry.path for entry in pack.tree.children("")]
    near = next((name for name in names if name.lower() in _NEAR_MISSES), "")
    hint = f"rename '{near}' to '{MANIFEST}'" if near else f"add a {MANIFEST} with ref and label"
    if not near:
        near = next((name for name in names if name.lower() in _FOREIGN), "")
        hint = f"{hint}: move there what {shown(near)} says" if near else hint
    yield finding(
        Place(MANIFEST),
        "{manifest} not found{found}",
        hint=hint,
        manifest=MANIFEST,
        found=f"; there is {shown(near)}, which Attune does not read" if near else "",
    )
