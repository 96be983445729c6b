"""cache.invalid_definition."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Violation, check


@check("cache.invalid_definition", severity="error", layer="schema", since="0.1")
def invalid_definition(violation: Violation) -> Iterator[Finding]:
    """A cache is not defined as Attune reads it.

    Caches are read strictly: `ref`, `namespace`, `owner_type` and `owner_ref` are required, numbers
    have their ranges, and a key that Attune does not know is refused.

    Bad:
        ```yaml caches/depots.yaml
        ref: parcels.depots
        namespace: Depots
        owner_type: pack
        owner_ref: parcels
        ```

    Good:
        ```yaml caches/depots.yaml
        ref: parcels.depots
        namespace: depots
        owner_type: pack
        owner_ref: parcels
        ```
    """
    yield violation.finding()
