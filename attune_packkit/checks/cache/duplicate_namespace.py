"""cache.duplicate_namespace."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Pack, Place, Related, check, finding, qualify


@check(
    "cache.duplicate_namespace",
    severity="warning",
    layer="references",
    since="0.1",
    only_with=("cache",),
)
def duplicate_namespace(pack: Pack) -> Iterator[Finding]:
    """Two caches of one owner have the same namespace.

    They are one cache under two refs: each replaces the other's records, and its limits.

    Bad:
        ```yaml caches/depots.yaml
        ref: parcels.depots
        namespace: depots
        owner_type: pack
        owner_ref: parcels
        ```
        ```yaml caches/sites.yaml
        ref: parcels.sites
        namespace: depots
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
        ```yaml caches/sites.yaml
        ref: parcels.sites
        namespace: sites
        owner_type: pack
        owner_ref: parcels
        ```
    """
    seen: dict[tuple[str, str, str], Component] = {}
    for cache in pack.of("cache"):
        namespace = cache.text("namespace")
        owner = qualify(cache.text("owner_ref"), pack.ref)
        first = seen.setdefault((cache.text("owner_type"), owner, namespace), cache)
        if namespace and first is not cache and first.ref != cache.ref:
            yield finding(
                cache.at("namespace"),
                "cache '{other}' of the same owner has this namespace already",
                hint="rename one of the two namespaces",
                related=(Related(Place(first.path, ("namespace",)), "the other one"),),
                other=first.ref,
            )
