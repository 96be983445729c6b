"""schema.example_invalid."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Finding,
    Node,
    Place,
    Schema,
    Value,
    check,
    dotted,
    finding,
    shown,
    validate_node,
)


@check(
    "schema.example_invalid",
    severity="warning",
    layer="schema",
    since="0.1",
    only_with=("example", "examples"),
)
def example_invalid(schema: Schema) -> Iterator[Finding]:
    """An example breaks the schema it stands in.

    Readers copy examples. One that Attune would refuse teaches them a mistake.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: native
        entry_point: weigh
        parameters:
          grams:
            type: integer
            description: Weight of the parcel
            example: two kilos
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: native
        entry_point: weigh
        parameters:
          grams:
            type: integer
            description: Weight of the parcel
            example: 2000
        ```
    """
    for node in schema.using("example", "examples"):
        for place, value in _examples(schema, node):
            for fault in validate_node(schema, node, value):
                yield finding(
                    fault.place_in(place),
                    "an example{owner} {words}",
                    hint=fault.hint or "change the example, or what the schema allows",
                    owner=_owner(node, fault.pointer),
                    words=fault.words,
                )


def _owner(node: Node, pointer: tuple[str | int, ...]) -> str:
    path = dotted((node.field, *pointer)) if node.field else dotted(pointer)
    return f" of {shown(path)}" if path else ""


def _examples(schema: Schema, node: Node) -> Iterator[tuple[Place, Value]]:
    """Yield the examples; a list that is itself a sound example counts as one."""
    if node.raw.get("example") is not None:
        yield node.place.at("example"), node.raw["example"]
    listed = node.raw.get("examples")
    if not isinstance(listed, list) or ("array" in node.types and _fits(schema, node, listed)):
        return
    for index, value in enumerate(listed):
        if value is not None:
            yield node.place.at("examples", index), value


def _fits(schema: Schema, node: Node, value: Value) -> bool:
    return not validate_node(schema, node, value)
