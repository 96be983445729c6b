"""schema.not_object."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Pack, Violation, check


@check("schema.not_object", severity="error", layer="schema", since="0.1")
def not_object(violation: Violation, component: Component, pack: Pack) -> Iterator[Finding]:
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
    if component.path in pack.linked_files:
        return  # its action says what the parameters and the output are
    found = str(dict(violation.params).get("found", ""))
    named = found.endswith((".json'", ".yaml'", ".yml'"))
    elsewhere = "write the fields here: Attune looks into no other file for them"
    yield violation.finding(
        hint=elsewhere if named else "write 'name: {type: string}' for each field"
    )
