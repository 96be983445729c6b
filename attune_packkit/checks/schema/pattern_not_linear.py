"""schema.pattern_not_linear."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Finding,
    Schema,
    check,
    finding,
    judged_patterns,
    pattern_engine,
    shown,
)


@check(
    "schema.pattern_not_linear",
    severity="info",
    layer="schema",
    since="0.1",
    only_with=("pattern", "patternProperties"),
)
def pattern_not_linear(schema: Schema) -> Iterator[Finding]:
    """A pattern needs look-around or a back-reference.

    Engines that match in linear time, which safe services prefer, do not take it. Attune takes it,
    other readers of the pack may not.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: native
        entry_point: weigh
        parameters:
          barcode: {type: string, description: Code, pattern: "^(?!TEST)[A-Z]+$"}
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: native
        entry_point: weigh
        parameters:
          barcode:
            type: string
            description: Code
            pattern: "^[A-Z]+$"
            not: {pattern: "^TEST"}
        ```
    """
    for place, pattern in judged_patterns(schema):
        if pattern_engine(pattern) == "backtracking":
            yield finding(
                place,
                "pattern {pattern} cannot be matched in linear time",
                hint="say it without look-around and back-references, maybe with 'not'",
                pattern=shown(pattern),
            )
