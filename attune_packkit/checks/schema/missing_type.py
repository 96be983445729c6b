"""schema.missing_type."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from attune_packkit.api import (
    Component,
    Finding,
    Pointer,
    Severity,
    Target,
    Violation,
    check,
    follow,
)


@check("schema.missing_type", severity="error", layer="schema", since="0.1")
def missing_type(violation: Violation, component: Component, target: Target) -> Iterator[Finding]:
    """A field of a flat schema does not say its type.

    Attune refuses a field without `type`. Where any value will do, the type is `any`. In a JSON
    Schema, which has a `type: object` of its own at the top, the types of properties are optional.
    Several types in a list, as JSON Schema takes them, are a note, and a warning with `--target
    current`.

    Bad:
        ```yaml triggers/weighed.yaml
        ref: parcels.weighed
        parameters:
          weight:
            description: Kilograms
        ```

    Good:
        ```yaml triggers/weighed.yaml
        ref: parcels.weighed
        parameters:
          weight:
            type: number
            description: Kilograms
        ```
    """
    found = violation.finding(hint="add 'type: string', or 'type: any' where anything goes")
    if dict(violation.params).get("found") == "a list":
        doubt = Severity.WARNING if target is Target.CURRENT else Severity.INFO
        found = replace(found, hint="write one type, or 'any'", severity=doubt)
    elif _holds_fields(component, violation.place.pointer):
        found = replace(
            found, hint="add 'type: object' beside it, or take its fields out: one level up"
        )
    yield found


def _holds_fields(component: Component, pointer: Pointer) -> bool:
    """Tell whether this is `properties` of a schema that lacks `type: object`."""
    value = follow(component.value, pointer)
    if pointer[-1:] != ("properties",) or not isinstance(value, dict) or not value:
        return False
    return all(isinstance(each, dict) and "type" in each for each in value.values())
