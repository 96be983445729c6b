"""schema.no_description."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Schema, check, finding, shown

_SAYS_SOMETHING = ("description", "title", "$ref")


@check("schema.no_description", severity="info", layer="schema", since="0.1")
def no_description(schema: Schema) -> Iterator[Finding]:
    """A parameter or configuration value has no description.

    Forms, pack pages and people who write rules have only its name to go by.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: native
        entry_point: weigh
        parameters:
          grams: {type: integer}
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: native
        entry_point: weigh
        parameters:
          grams: {type: integer, description: Weight that the scale shows}
        ```
    """
    if not schema.is_input:
        return
    for field in schema.fields.values():
        if field.raw and not any(field.raw.get(name) for name in _SAYS_SOMETHING):
            yield finding(
                field.place.key(),
                "{name} has no description",
                hint="say in a few words what it is for",
                name=shown(field.name),
            )
