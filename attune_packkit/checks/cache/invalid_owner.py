"""cache.invalid_owner."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Violation, check


@check("cache.invalid_owner", severity="error", layer="schema", since="0.1")
def invalid_owner(violation: Violation) -> Iterator[Finding]:
    """A cache's owner is blank.

    `owner_ref` is the ref of the pack, or of one of its actions or sensors.

    Bad:
        ```yaml caches/depots.yaml
        ref: parcels.depots
        namespace: depots
        owner_type: pack
        owner_ref: " "
        ```

    Good:
        ```yaml caches/depots.yaml
        ref: parcels.depots
        namespace: depots
        owner_type: pack
        owner_ref: parcels
        ```
    """
    yield violation.finding(hint="write the ref of the pack, or of an action or sensor of it")
