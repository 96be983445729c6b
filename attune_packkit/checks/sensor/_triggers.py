"""What the triggers of a sensor declare."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from attune_packkit.api import (
    Pack,
    Script,
    did_you_mean,
    names_every_field,
    qualify,
    texts,
    very_near,
)


def sensed_triggers(script: Script) -> tuple[str, ...]:
    """Return the refs of all triggers that the sensors of a script serve."""
    found: dict[str, None] = {}
    for sensor in script.of("sensor"):
        for name in ("trigger_types", "trigger_type"):
            for mention in texts(sensor.at(name), sensor.get(name)):
                found[qualify(mention.text, sensor.pack_ref)] = None
    return tuple(found)


def declared_names(pack: Pack, triggers: Iterable[str], field: str) -> frozenset[str]:
    """Return the names in a schema of these triggers; empty if one of them leaves it open."""
    by_ref = {trigger.ref: trigger for trigger in pack.of("trigger")}
    names: set[str] = set()
    for ref in triggers:
        trigger = by_ref.get(ref)
        schema = trigger.schema(field) if trigger else None
        if schema is None or not names_every_field(schema):
            return frozenset()
        names |= schema.fields.keys()
    return frozenset(names)


def some_names(pack: Pack, triggers: Iterable[str], field: str) -> frozenset[str]:
    """Return the names in a schema of those of these triggers that have one in this pack."""
    wanted = set(triggers)
    schemas = [each.schema(field) for each in pack.of("trigger") if each.ref in wanted]
    return frozenset(name for schema in schemas if schema for name in schema.fields)


def meant_name(name: str, declared: frozenset[str], used: Collection[str]) -> str:
    """Say which declared name is meant by one that is not; one that is used too only by a slip.

    Who emits `created_by` and `created_at` means both.
    """
    slip = very_near(name, declared)
    return did_you_mean(name, declared.difference(used) | ({slip} if slip else set()))
