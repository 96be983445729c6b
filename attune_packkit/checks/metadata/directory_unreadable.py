"""metadata.directory_unreadable."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import MANIFEST, MAX_DEPTH, Finding, Pack, Place, check, finding


@check("metadata.directory_unreadable", severity="error", layer="structure", since="0.1")
def directory_unreadable(pack: Pack) -> Iterator[Finding]:
    """A folder of the pack cannot be listed.

    Its permissions forbid it. What it holds was not checked.

    Bad:
        A folder that only its owner may open (`chmod 700 triggers`), checked by another user.

    Good:
        ```yaml triggers/lost.yaml
        ref: parcels.lost
        label: Parcel lost
        ```
    """
    for path in pack.tree.unreadable:
        if path.count("/") < MAX_DEPTH:
            yield finding(
                Place(path or MANIFEST),
                "the folder cannot be read",
                hint="make it readable to the user that checks the pack, then try again",
            )
