"""metadata.duplicate_entry."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Component,
    Finding,
    Mention,
    Place,
    Value,
    check,
    finding,
    qualify,
    shown,
    texts,
)

_REFS = frozenset({"default_execution_permission_set_refs", "permission_set_refs", "trigger_types"})
_FIELDS = (*sorted(_REFS), "aliases", "reference_allowed_pack_refs", "runtime_deps")
_CONSTRAINTS = ("owner_refs", "owner_types", "pack_refs", "refs", "visibility")


@check(
    "metadata.duplicate_entry",
    severity="warning",
    layer="references",
    since="0.1",
    only_with=(
        "aliases",
        "concurrency",
        "default_execution_permission_set_refs",
        "grants",
        "permission_set_refs",
        "quotas",
        "reference_allowed_pack_refs",
        "runtime_deps",
        "trigger_types",
    ),
)
def duplicate_entry(component: Component) -> Iterator[Finding]:
    """A list of names has the same name twice.

    The second one adds nothing: mostly another name was meant. A short ref and the same in full are
    the same name. Tags have a check of their own.

    Bad:
        ```yaml sensors/gate.yaml
        ref: parcels.gate
        runner_type: native
        entry_point: gate
        trigger_types: [parcels.arrived, arrived]
        ```
        ```yaml triggers/arrived.yaml
        ref: parcels.arrived
        ```

    Good:
        ```yaml sensors/gate.yaml
        ref: parcels.gate
        runner_type: native
        entry_point: gate
        trigger_types: [parcels.arrived, parcels.left]
        ```
        ```yaml triggers/arrived.yaml
        ref: parcels.arrived
        ```
        ```yaml triggers/left.yaml
        ref: parcels.left
        ```
    """
    for entries in _lists(component):
        seen: set[str] = set()
        for each, name in entries:
            if name in seen:
                yield finding(
                    each.place,
                    "{name} is listed already",
                    hint="name another one, or remove it",
                    name=shown(each.text),
                )
            seen.add(name)


def _lists(component: Component) -> Iterator[list[tuple[Mention, str]]]:
    """Yield lists of names, each with what it means in full."""
    for field in _FIELDS:
        value = component.value.get(field)
        if not isinstance(value, list) or len(value) < 2:
            continue
        found = list(texts(component.at(field), value))
        full = field in _REFS
        yield [
            (each, qualify(each.text, component.pack_ref) if full else each.text) for each in found
        ]
    if component.kind.name == "permission_set":
        yield from _of_grants(component)
    elif component.kind.name == "policy":
        yield from _of_policy(component)


def _of_grants(component: Component) -> Iterator[list[tuple[Mention, str]]]:
    grants = component.get("grants")
    for index, grant in enumerate(grants if isinstance(grants, list) else ()):
        if isinstance(grant, dict):
            place = component.at("grants", index)
            yield _plain(place.at("actions"), grant.get("actions"))
            constraints = grant.get("constraints")
            held = constraints if isinstance(constraints, dict) else {}
            for name in _CONSTRAINTS:
                yield _plain(place.at("constraints", name), held.get(name))


def _of_policy(component: Component) -> Iterator[list[tuple[Mention, str]]]:
    concurrency, quotas = component.get("concurrency"), component.get("quotas")
    if isinstance(concurrency, dict):
        place = component.at("concurrency", "parameters")
        yield _plain(place, concurrency.get("parameters"))
    yield [
        (Mention(kind, component.at("quotas", index, "quota_type")), kind)
        for index, quota in enumerate(quotas if isinstance(quotas, list) else ())
        if isinstance(quota, dict) and isinstance(kind := quota.get("quota_type"), str)
    ]


def _plain(place: Place, value: Value) -> list[tuple[Mention, str]]:
    return [(each, each.text) for each in texts(place, value)]
