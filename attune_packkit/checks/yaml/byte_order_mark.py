"""yaml.byte_order_mark."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Fault, Finding, check, finding


@check("yaml.byte_order_mark", severity="info", layer="structure", since="0.1")
def byte_order_mark(fault: Fault) -> Iterator[Finding]:
    """A metadata file starts with a byte order mark.

    UTF-8 needs none. Readers that do not expect it take it for a part of the first key, and tools
    that compare files see a difference nobody can see.

    Bad:
        ```yaml triggers/lost.yaml utf-8-sig
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
        "the file starts with a byte order mark",
        hint="save the file as UTF-8 without a byte order mark",
    )
