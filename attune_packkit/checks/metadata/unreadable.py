"""metadata.unreadable."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Fault, Finding, check, finding


@check("metadata.unreadable", severity="error", layer="structure", since="0.1")
def unreadable(fault: Fault) -> Iterator[Finding]:
    """A metadata file cannot be opened.

    Its permissions forbid it, or it changed or vanished while the pack was read. What it holds was
    not checked.

    Bad:
        A file that only its owner may read (`chmod 600 triggers/lost.yaml`), checked by another
        user.

    Good:
        ```yaml triggers/lost.yaml
        ref: parcels.lost
        label: Parcel lost
        ```
    """
    yield finding(
        fault.place,
        "the file cannot be read",
        hint="make it readable to the user that checks the pack, then try again",
    )
