"""schema.not_object."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Violation, check


@check("schema.not_object", severity="error", layer="schema", since="0.1")
def not_object(violation: Violation) -> Iterator[Finding]:
    """A schema is not a mapping.

    `parameters`, `output`, `conf_schema` and `item_schema` map names to fields, or are a JSON
    Schema. A list of names is neither.

    Bad:
        ```yaml triggers/weighed.yaml
        ref: parcels.weighed
        parameters:
          - weight
          - depot
        ```

    Good:
        ```yaml triggers/weighed.yaml
        ref: parcels.weighed
        parameters:
          weight: {type: number, description: Kilograms}
          depot: {type: string, description: Where the scale stands}
        ```
    """
    yield violation.finding(hint="write 'name: {type: string}' for each field")
