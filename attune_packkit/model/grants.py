"""Refs in the grants of permission sets that are, by a slip, not those of their own pack."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from attune_packkit.diagnostics import Place
from attune_packkit.documents.document import Value
from attune_packkit.model.component import Component, texts
from attune_packkit.model.pack import Pack
from attune_packkit.model.summary import Misgrant
from attune_packkit.suggest import very_near

_KINDS = {
    "actions": ("action", "workflow"),
    "triggers": ("trigger",),
    "rules": ("rule",),
    "queues": ("queue",),
    "policies": ("policy",),
    "dashboards": ("dashboard",),
    "runtimes": ("runtime",),
}


def misgrants(pack: Pack) -> Iterator[Misgrant]:
    """Yield what the permission sets of a pack grant by a slip."""
    for permission_set in pack.of("permission_set"):
        yield from _misgrants(permission_set, pack)


def _misgrants(permission_set: Component, pack: Pack) -> Iterator[Misgrant]:
    grants = permission_set.get("grants")
    for index, grant in enumerate(grants if isinstance(grants, list) else ()):
        constraints = grant.get("constraints") if isinstance(grant, dict) else None
        if not isinstance(constraints, dict) or not isinstance(grant, dict):
            continue
        place = permission_set.at("grants", index, "constraints")
        yield from _misspelt(place, constraints, "pack_refs", (pack.ref,))
        if constraints.get("owner_types") == ["pack"]:
            yield from _misspelt(place, constraints, "owner_refs", (pack.ref,))
        if grant.get("resource") == "caches":
            yield from _misspelt(place, constraints, "refs", _namespaces(pack, constraints))
            continue
        known = _refs(pack, grant.get("resource"))
        yield from _misspelt(place, constraints, "refs", known)
        yield from _of_other_kinds(place, constraints, known, pack)


def _misspelt(
    place: Place, constraints: dict[str, Value], key: str, known: Collection[str]
) -> Iterator[Misgrant]:
    for mention in texts(place.at(key), constraints.get(key)):
        meant = "" if mention.text in known else very_near(mention.text, known)
        if meant:
            yield Misgrant(mention.place, mention.text, meant=meant)


def _of_other_kinds(
    place: Place, constraints: dict[str, Value], known: Collection[str], pack: Pack
) -> Iterator[Misgrant]:
    """Yield each ref of this pack that no component of the right kind has."""
    for mention in texts(place.at("refs"), constraints.get("refs")) if known else ():
        kinds = [kind for kind, each in pack.components.items() if mention.text in _named(each)]
        if kinds and mention.text not in known:
            yield Misgrant(mention.place, mention.text, kind=kinds[0].replace("_", " "))


def _named(components: Iterable[Component]) -> set[str]:
    return {each.ref for each in components}


def _namespaces(pack: Pack, constraints: dict[str, Value]) -> Collection[str]:
    """Return the namespaces of this pack's own caches, if a grant is for them alone."""
    owners = constraints.get("owner_refs")
    own = isinstance(owners, list) and owners == [pack.ref]
    return {cache.text("namespace") for cache in pack.of("cache")} if own else ()


def _refs(pack: Pack, resource: Value) -> Collection[str]:
    """Return the refs of this pack that a grant of a resource may name."""
    if resource == "packs":
        return (pack.ref,)
    kinds = _KINDS.get(resource, ()) if isinstance(resource, str) else ()
    return {each.ref for kind in kinds for each in pack.of(kind)}
