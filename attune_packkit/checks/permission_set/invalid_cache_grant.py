"""permission_set.invalid_cache_grant."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Violation, check


@check("permission_set.invalid_cache_grant", severity="error", layer="schema", since="0.1")
def invalid_cache_grant(violation: Violation) -> Iterator[Finding]:
    """A grant on caches does not say whose caches.

    Namespaces (`refs`) have a meaning only within an owner: they need exactly one of pack, action
    and sensor in `owner_types`, and the owners in `owner_refs`.

    Bad:
        ```yaml permission_sets/depot_reader.yaml
        ref: parcels.depot_reader
        grants:
          - resource: caches
            actions: [read]
            constraints:
              refs: [depots]
        ```

    Good:
        ```yaml permission_sets/depot_reader.yaml
        ref: parcels.depot_reader
        grants:
          - resource: caches
            actions: [read]
            constraints:
              owner_types: [pack]
              owner_refs: [parcels]
              refs: [depots]
        ```
    """
    yield violation.finding(hint="give one owner type, its owner_refs, and then refs")
