"""yaml.recursive_alias."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Fault, Finding, check, finding


@check("yaml.recursive_alias", severity="error", layer="structure", since="0.1")
def recursive_alias(fault: Fault) -> Iterator[Finding]:
    """An alias names the very value it stands in.

    Such a value has no end, so nothing of the file can be read.

    Bad:
        ```yaml triggers/lost.yaml
        ref: parcels.lost
        label: Parcel lost
        examples: &routes
          - *routes
        ```

    Good:
        ```yaml triggers/lost.yaml
        ref: parcels.lost
        label: Parcel lost
        examples:
          - &route {depot: north}
          - *route
        ```
    """
    yield finding(
        fault.place,
        "this value contains itself through an alias; nothing of this file is read",
        hint="write the value out instead of the alias",
    )
