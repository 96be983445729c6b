"""schema.enum_type_mismatch."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Finding,
    Node,
    Place,
    Schema,
    Value,
    check,
    describe,
    finding,
    is_type,
    type_words,
)


@check(
    "schema.enum_type_mismatch",
    severity="warning",
    layer="schema",
    since="0.1",
    only_with=("enum", "const"),
)
def enum_type_mismatch(schema: Schema) -> Iterator[Finding]:
    """A choice is not of the type that the same schema declares.

    Type and choices both have to hold, so nobody can ever choose it. Often only quotes are missing.
    The one value that `const` allows is a choice as well.

    Bad:
        ```yaml actions/sort.yaml
        ref: parcels.sort
        runner_type: native
        entry_point: sort
        parameters:
          gate:
            type: string
            description: Where the parcel goes
            enum: [1, 2, "3a"]
        ```

    Good:
        ```yaml actions/sort.yaml
        ref: parcels.sort
        runner_type: native
        entry_point: sort
        parameters:
          gate:
            type: string
            description: Where the parcel goes
            enum: ["1", "2", "3a"]
        ```
    """
    for node in schema.using("enum", "const"):
        choices = [each for each in _choices(node) if each[0] is not None] if node.types else []
        wrong = [each for each in choices if not is_type(each[0], node.types)]
        if len(choices) == len(wrong) > 1 and not _is_quotable(node, wrong[0][0]):
            yield finding(
                node.place.key("enum"),
                "no choice is {expected}, which the type asks for",
                hint=_remedy(node, wrong[0][0]),
                expected=type_words(node.types),
            )
            continue
        for choice, place in wrong:
            quotable = _is_quotable(node, choice)
            yield finding(
                place,
                "this choice is {found}, but the type asks for {expected}",
                hint="put it in quotes" if quotable else "change the choice or the type",
                found=describe(choice),
                expected=type_words(node.types),
            )


def _is_quotable(node: Node, choice: Value) -> bool:
    return "string" in node.types and isinstance(choice, (int, float))


def _remedy(node: Node, choice: Value) -> str:
    if node.types == ("array",):
        return "move 'enum' into 'items', which describes the entries"
    if "string" in node.types and isinstance(choice, dict):
        return "list the values alone, without names for people"
    return "change the choices or the type"


def _choices(node: Node) -> Iterator[tuple[Value, Place]]:
    choices = node.raw.get("enum")
    for index, choice in enumerate(choices if isinstance(choices, list) else ()):
        yield choice, node.place.at("enum", index)
    if "const" in node.raw:
        yield node.raw["const"], node.place.at("const")
