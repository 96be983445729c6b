"""schema.required_undeclared."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Finding,
    Node,
    Schema,
    Severity,
    check,
    did_you_mean,
    finding,
    shown,
)

_SAYS_MORE = frozenset(
    {"allOf", "anyOf", "oneOf", "if", "then", "else", "$ref", "$dynamicRef"}
    | {"dependentSchemas", "patternProperties"}
)
_BRANCHES = frozenset({"allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas"})


@check(
    "schema.required_undeclared",
    severity="error",
    layer="schema",
    since="0.1",
    only_with=("properties",),
)
def required_undeclared(schema: Schema) -> Iterator[Finding]:
    """`required` names a property that is not declared.

    Callers have to give something the schema does not describe; most often the name is misspelt.
    With `additionalProperties: false` nothing can be right, and it is an error.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: native
        entry_point: weigh
        parameters:
          type: object
          properties:
            barcode: {type: string, description: Code on the parcel}
          required: [bar_code]
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: native
        entry_point: weigh
        parameters:
          type: object
          properties:
            barcode: {type: string, description: Code on the parcel}
          required: [barcode]
        ```
    """
    for node in schema.using("properties"):
        required, declared = node.raw.get("required"), node.raw.get("properties")
        if not isinstance(required, list) or not isinstance(declared, dict) or _has_help(node):
            continue
        closed = node.raw.get("additionalProperties") is False
        for index, name in enumerate(required):
            if isinstance(name, str) and name not in declared:
                yield finding(
                    node.place.at("required", index),
                    "required property {name} is not declared under 'properties'",
                    hint=did_you_mean(name, declared) or "declare it, or take it off the list",
                    severity=None if closed else Severity.WARNING,
                    name=shown(name),
                )


def _has_help(node: Node) -> bool:
    """Tell whether the property may be declared by another part of the schema."""
    return not (
        _SAYS_MORE.isdisjoint(node.raw) and _BRANCHES.isdisjoint(map(str, node.place.pointer))
    )
