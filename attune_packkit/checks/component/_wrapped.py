"""Fields that stand a level too deep, below a key that names what they are."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import ALL_KINDS, Component, Finding, Value, finding, shown

_FREE = ("meta", "metadata", "config", "x-")


def wrapped(component: Component) -> Iterator[Finding]:
    """Yield the key below which all the fields of a component stand that has no `ref` itself."""
    for key, value in component.value.items():
        listed = isinstance(value, list) and value and key == component.kind.directory
        held = value[0] if listed and isinstance(value, list) else value
        if _has_ref(held) and not key.startswith(_FREE) and not _names_another(component, key):
            yield finding(
                component.place.key(key),
                "the fields of the {kind} stand below {key}, expected at the top level",
                hint="write each component into a file of its own, without this key"
                if listed
                else "remove this line and one level of indentation",
                kind=component.kind.name.replace("_", " "),
                key=shown(key),
            )


def _names_another(component: Component, key: str) -> bool:
    """Tell whether a key names another kind of component, which this one refers to."""
    return key.removesuffix("_ref") in ALL_KINDS.keys() - {component.kind.name}


def _has_ref(value: Value) -> bool:
    return isinstance(value, dict) and isinstance(value.get("ref"), str) and len(value) > 1
