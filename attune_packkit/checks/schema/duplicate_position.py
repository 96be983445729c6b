"""schema.duplicate_position."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Field, Finding, Related, Schema, check, finding, shown


@check(
    "schema.duplicate_position",
    severity="warning",
    layer="schema",
    since="0.1",
    only_with=("position",),
)
def duplicate_position(schema: Schema) -> Iterator[Finding]:
    """Two fields claim the same position.

    Which of the two comes first in forms is left to chance.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: native
        entry_point: weigh
        parameters:
          barcode: {type: string, description: Code on the parcel, position: 0}
          unit: {type: string, description: Unit of the result, position: 0}
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: native
        entry_point: weigh
        parameters:
          barcode: {type: string, description: Code on the parcel, position: 0}
          unit: {type: string, description: Unit of the result, position: 1}
        ```
    """
    if "position" not in schema.keywords:
        return
    taken: dict[int, Field] = {}
    for field in schema.fields.values():
        position = field.raw.get("position")
        if not isinstance(position, int) or isinstance(position, bool):
            continue
        first = taken.setdefault(position, field)
        if first is not field:
            yield finding(
                field.place.at("position"),
                "position {position} is taken by {other}",
                hint="give each field a position of its own",
                related=(Related(first.place.at("position"), f"position of {shown(first.name)}"),),
                position=position,
                other=shown(first.name),
            )
