"""cache.owner_mismatch."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Pack, belongs, check, finding, qualify, shown


@check("cache.owner_mismatch", severity="error", layer="references", since="0.1")
def owner_mismatch(cache: Component, pack: Pack) -> Iterator[Finding]:
    """A cache's owner is another pack, or part of one.

    A pack keeps records for itself: with `owner_type: pack` the owner is the pack, otherwise one of
    its own actions or sensors. Attune refuses anything else.

    Bad:
        ```yaml caches/depots.yaml
        ref: parcels.depots
        namespace: depots
        owner_type: pack
        owner_ref: notify
        ```

    Good:
        ```yaml caches/depots.yaml
        ref: parcels.depots
        namespace: depots
        owner_type: pack
        owner_ref: parcels
        ```
    """
    owner, kind = cache.text("owner_ref"), cache.text("owner_type")
    if not owner.strip() or not pack.manifest.declared:
        return
    owned = owner == pack.ref if kind == "pack" else belongs(qualify(owner, pack.ref), pack.ref)
    if owner == pack.ref and kind in ("action", "sensor"):
        yield finding(
            cache.at("owner_type"),
            "{owner} is the pack, and 'owner_type' is {kind}",
            hint="write 'owner_type: pack', or name one of its components",
            owner=shown(owner),
            kind=shown(kind),
        )
    elif not owned:
        yield finding(
            cache.at("owner_ref"),
            "owner {owner} must belong to installing pack {pack}",
            hint="name the pack itself, or one of its actions or sensors, as 'owner_type' says",
            owner=shown(owner),
            pack=shown(pack.ref),
        )
