"""schema.invalid_field."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Violation, check


@check("schema.invalid_field", severity="error", layer="schema", since="0.1")
def invalid_field(violation: Violation) -> Iterator[Finding]:
    """A field of a schema is not described by a mapping.

    The short form `weight: number` exists in other tools only. Attune refuses it.

    Bad:
        ```yaml triggers/weighed.yaml
        ref: parcels.weighed
        parameters:
          weight: number
        ```

    Good:
        ```yaml triggers/weighed.yaml
        ref: parcels.weighed
        parameters:
          weight: {type: number, description: Kilograms}
        ```
    """
    yield violation.finding(hint="write 'name: {type: string}'")
