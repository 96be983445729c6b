"""limits.file_size."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Fault, Finding, check, finding


@check("limits.file_size", severity="error", layer="structure", since="0.1")
def file_size(fault: Fault) -> Iterator[Finding]:
    """A metadata file is larger than Attune reads.

    The limit is 1 MiB. A file beyond it is not opened, so nothing in it is checked.

    Bad:
        ```yaml triggers/lost.yaml size=1048577
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
        "the file has {size} bytes; Attune reads metadata files of at most {limit}",
        hint="move data out of the metadata, for instance to lib/",
        size=fault["size"],
        limit=fault["limit"],
    )
