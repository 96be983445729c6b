"""schema.enum_duplicate."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Related, Schema, Value, check, finding, shown


@check(
    "schema.enum_duplicate", severity="warning", layer="schema", since="0.1", only_with=("enum",)
)
def enum_duplicate(schema: Schema) -> Iterator[Finding]:
    """A choice is listed twice.

    Forms show it twice, and more often than not another choice was meant.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: native
        entry_point: weigh
        parameters:
          size:
            type: string
            description: Size of the parcel
            enum: [small, large, large]
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: native
        entry_point: weigh
        parameters:
          size:
            type: string
            description: Size of the parcel
            enum: [small, medium, large]
        ```
    """
    for node in schema.using("enum"):
        choices = node.raw.get("enum")
        if not isinstance(choices, list):
            continue
        seen: dict[tuple[bool, str], int] = {}
        for index, choice in enumerate(choices):
            text = choice if isinstance(choice, str) else _written(choice)
            first = seen.setdefault((isinstance(choice, str), text), index)
            if first != index:
                yield finding(
                    node.place.at("enum", index),
                    "the choice {choice} is listed twice",
                    hint="remove one of the two",
                    related=(Related(node.place.at("enum", first), "first listed here"),),
                    choice=shown(text),
                )


def _written(choice: Value) -> str:
    import json

    return json.dumps(choice, sort_keys=True)
