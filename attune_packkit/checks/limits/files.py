"""limits.files."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    ALL_KINDS,
    MANIFEST,
    MAX_METADATA_FILES,
    SUFFIXES,
    Finding,
    Pack,
    Place,
    check,
    finding,
)


@check("limits.files", severity="error", layer="structure", since="0.1")
def files(pack: Pack) -> Iterator[Finding]:
    """A pack has more components than Attune reads.

    The limit is 2,000 metadata files. Those beyond it, in the order in which Attune reads the
    folders, are left out.

    Bad:
        ```yaml triggers/lost{1..2000}.yaml
        {}
        ```

    Good:
        ```yaml triggers/lost.yaml
        ref: parcels.lost
        label: Parcel lost
        ```
    """
    if len(pack.documents) < MAX_METADATA_FILES:
        return
    folders = [kind.directory for kind in ALL_KINDS.values() if kind.directory]
    names = [entry.path for folder in folders for entry in pack.tree.children(folder)]
    count = 1 + sum(1 for name in names if name.endswith(SUFFIXES))
    if count > MAX_METADATA_FILES:
        yield finding(
            Place(MANIFEST),
            "the pack has {count} metadata files; Attune reads {limit}",
            hint="split the pack",
            count=count,
            limit=MAX_METADATA_FILES,
        )
