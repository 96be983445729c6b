"""limits.pack_size."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Fault, Finding, check, finding


@check("limits.pack_size", severity="error", layer="structure", since="0.1")
def pack_size(fault: Fault) -> Iterator[Finding]:
    """The metadata of a pack is larger than packkit reads.

    The limit is 16 MiB in all; a workflow file counts eight times for each further action that runs
    it. What lies beyond it was not checked.

    Bad:
        ```yaml triggers/lost{1..17}.yaml size=1048576
        ref: parcels.lost
        label: Parcel lost
        ```

    Good:
        ```yaml triggers/lost.yaml
        ref: parcels.lost
        label: Parcel lost
        ```
    """
    yield finding(
        fault.place,
        "the metadata files of this pack come to more than {limit} bytes; not all were read",
        hint="split the pack, or move data out of the metadata, for instance to lib/",
        limit=fault["limit"],
    )
