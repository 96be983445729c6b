"""schema.too_large."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import MAX_NODES, Finding, Schema, check, finding, node_validator

_MULTIPLY = ("$ref", "$dynamicRef", "anyOf", "oneOf", "allOf")


@check("schema.too_large", severity="warning", layer="schema", since="0.1")
def too_large(schema: Schema) -> Iterator[Finding]:
    """A schema takes too much work to evaluate.

    It has thousands of parts, or references and alternatives that multiply, so that validating one
    value takes minutes. packkit does not try; what the schema says of values stays unchecked.

    Bad:
        ```yaml actions/sort.yaml
        ref: parcels.sort
        runner_type: native
        entry_point: sort
        parameters:
          type: object
          properties:
            gate: {$ref: "#/$defs/a", default: 1}
          $defs:
            a: {anyOf: [{$ref: "#/$defs/b"}, {$ref: "#/$defs/b"}, {$ref: "#/$defs/b"}]}
            b: {anyOf: [{$ref: "#/$defs/c"}, {$ref: "#/$defs/c"}, {$ref: "#/$defs/c"}]}
            c: {anyOf: [{$ref: "#/$defs/d"}, {$ref: "#/$defs/d"}, {$ref: "#/$defs/d"}]}
            d: {anyOf: [{$ref: "#/$defs/e"}, {$ref: "#/$defs/e"}, {$ref: "#/$defs/e"}]}
            e: {anyOf: [{$ref: "#/$defs/f"}, {$ref: "#/$defs/f"}, {$ref: "#/$defs/f"}]}
            f: {anyOf: [{$ref: "#/$defs/g"}, {$ref: "#/$defs/g"}, {$ref: "#/$defs/g"}]}
            g: {anyOf: [{$ref: "#/$defs/h"}, {$ref: "#/$defs/h"}, {$ref: "#/$defs/h"}]}
            h: {anyOf: [{$ref: "#/$defs/i"}, {$ref: "#/$defs/i"}, {$ref: "#/$defs/i"}]}
            i: {type: integer}
        ```

    Good:
        ```yaml actions/sort.yaml
        ref: parcels.sort
        runner_type: native
        entry_point: sort
        parameters:
          type: object
          properties:
            gate: {$ref: "#/$defs/gate", default: 1}
          $defs:
            gate: {type: integer, minimum: 1, maximum: 9}
        ```
    """
    if len(schema.nodes) >= MAX_NODES:
        yield finding(
            schema.place.key(),
            "the schema has more than {limit} parts; the rest is not looked at",
            hint="say less, or say it once under '$defs'",
            limit=MAX_NODES,
        )
        return
    for node in schema.nodes:
        if any(word in node.raw for word in _MULTIPLY) and node_validator(schema, node).is_costly(
            node.raw.get("default")
        ):
            yield finding(
                node.place.key(),
                "to evaluate this schema takes too much work",
                hint="use fewer references and alternatives inside one another",
            )
            return
