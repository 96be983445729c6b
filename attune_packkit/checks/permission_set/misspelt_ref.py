"""permission_set.misspelt_ref."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from attune_packkit.api import (
    Component,
    Finding,
    Pack,
    Place,
    Value,
    check,
    finding,
    texts,
    very_near,
)

_KINDS = {
    "actions": ("action", "workflow"),
    "triggers": ("trigger",),
    "rules": ("rule",),
    "queues": ("queue",),
    "policies": ("policy",),
    "dashboards": ("dashboard",),
    "runtimes": ("runtime",),
}


@check("permission_set.misspelt_ref", severity="warning", layer="references", since="0.1")
def misspelt_ref(permission_set: Component, pack: Pack) -> Iterator[Finding]:
    """A grant is bound to a pack or a component whose ref is by one letter another one.

    The grant then covers nothing. Refs that look like nothing of this pack are not judged: they may
    name what other packs define. A component of another kind than the grant is for is a slip too.

    Bad:
        ```yaml permission_sets/counter.yaml
        ref: parcels.counter
        grants:
          - {resource: actions, actions: [execute], constraints: {pack_refs: [parcles]}}
        ```

    Good:
        ```yaml permission_sets/counter.yaml
        ref: parcels.counter
        grants:
          - {resource: actions, actions: [execute], constraints: {pack_refs: [parcels]}}
        ```
    """
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
) -> Iterator[Finding]:
    for mention in texts(place.at(key), constraints.get(key)):
        meant = "" if mention.text in known else very_near(mention.text, known)
        if meant:
            yield finding(
                mention.place,
                "nothing is called '{ref}'",
                hint=f"did you mean '{meant}'?",
                ref=mention.text,
            )


def _of_other_kinds(
    place: Place, constraints: dict[str, Value], known: Collection[str], pack: Pack
) -> Iterator[Finding]:
    """Yield a finding for each ref of this pack that no component of the right kind has."""
    for mention in texts(place.at("refs"), constraints.get("refs")) if known else ():
        kinds = [kind for kind, each in pack.components.items() if mention.text in _named(each)]
        if kinds and mention.text not in known:
            yield finding(
                mention.place,
                "'{ref}' is of another kind ({kind}) than the grant is for",
                hint="name what the grant is for, or change its resource",
                ref=mention.text,
                kind=kinds[0].replace("_", " "),
            )


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
