"""schema.missing_type."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from attune_packkit.api import Finding, Severity, Target, Violation, check


@check("schema.missing_type", severity="error", layer="schema", since="0.1")
def missing_type(violation: Violation, target: Target) -> Iterator[Finding]:
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
    yield found
