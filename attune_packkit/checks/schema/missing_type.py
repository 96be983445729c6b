"""schema.missing_type."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Violation, check


@check("schema.missing_type", severity="error", layer="schema", since="0.1")
def missing_type(violation: Violation) -> Iterator[Finding]:
    """A field of a flat schema does not say its type.

    Attune refuses a field without `type`. Where any value will do, the type is `any`. In a JSON
    Schema, which has a `type: object` of its own at the top, the types of properties are optional.

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
    yield violation.finding(hint="add 'type: string', or 'type: any' where anything goes")
