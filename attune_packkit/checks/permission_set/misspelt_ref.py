"""permission_set.misspelt_ref."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from attune_packkit.api import Component, Finding, Pack, Value, check, finding, texts, very_near

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
    name what other packs define.

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
        for key, known in (
            ("pack_refs", (pack.ref,)),
            ("refs", _refs(pack, grant.get("resource"))),
        ):
            for mention in texts(
                permission_set.at("grants", index, "constraints", key), constraints.get(key)
            ):
                meant = _meant(mention.text, known)
                if meant:
                    yield finding(
                        mention.place,
                        "nothing is called '{ref}'",
                        hint=f"did you mean '{meant}'?",
                        ref=mention.text,
                    )


def _refs(pack: Pack, resource: Value) -> Collection[str]:
    """Return the refs of this pack that a grant of a resource may name."""
    if resource == "packs":
        return (pack.ref,)
    kinds = _KINDS.get(resource, ()) if isinstance(resource, str) else ()
    return {each.ref for kind in kinds for each in pack.of(kind)}


def _meant(ref: str, known: Collection[str]) -> str:
    return "" if ref in known else very_near(ref, known)
