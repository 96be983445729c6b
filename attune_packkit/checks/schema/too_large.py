"""schema.too_large."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Schema, check, finding, is_overloaded


@check("schema.too_large", severity="warning", layer="schema", since="0.1")
def too_large(schema: Schema) -> Iterator[Finding]:
    """A schema takes too much work to evaluate.

    It has thousands of parts, lists tens of thousands of values, or has references and alternatives
    that multiply, so that validating one value takes minutes. packkit does not try; what the schema
    says of values stays unchecked.

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
    if is_overloaded(schema):
        yield finding(
            schema.place.key(),
            "the schema takes too much work to evaluate",
            hint="use fewer parts, references and alternatives inside one another",
        )
