"""pack.duplicate_ref."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    MANIFEST,
    Catalog,
    Finding,
    PackSummary,
    Place,
    check,
    finding,
    shown,
)


@check("pack.duplicate_ref", severity="error", layer="references", since="0.1")
def duplicate_ref(summary: PackSummary, catalog: Catalog) -> Iterator[Finding]:
    """Two packs have the same ref.

    A ref names one pack. The first one found owns it; the other would replace it on installation,
    with all its components.

    Bad:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: "1.0.0"
        ```
        ```yaml @mail/pack.yaml
        ref: parcels
        label: Mail
        version: "1.0.0"
        ```

    Good:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: "1.0.0"
        ```
        ```yaml @mail/pack.yaml
        ref: mail
        label: Mail
        version: "1.0.0"
        ```
    """
    owner = catalog.packs[summary.ref]
    if owner is not summary and summary.named:
        yield finding(
            Place(MANIFEST, ("ref",)),
            "ref {ref} already belongs to the pack in {folder}",
            hint="rename one of the two packs, or check one of them only",
            ref=shown(summary.ref),
            folder=shown(_folder(owner.root, summary.root)),
        )


def _folder(root: str, other: str) -> str:
    """Return the end of a path, as much of it as tells it from the other one."""
    ours, theirs = root.replace("\\", "/").split("/"), other.replace("\\", "/").split("/")
    size = 1
    while size < len(ours) and ours[-size:] == theirs[-size:]:
        size += 1
    return "/".join(ours[-size:])
