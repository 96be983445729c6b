"""cache.invalid_definition."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from attune_packkit.api import Component, Finding, Violation, check
from attune_packkit.checks.metadata._foreign import nearest_key


@check("cache.invalid_definition", severity="error", layer="schema", since="0.1")
def invalid_definition(violation: Violation, component: Component) -> Iterator[Finding]:
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
    found, nearest = violation.finding(), nearest_key(violation, component)
    yield replace(found, hint=nearest) if nearest else found
