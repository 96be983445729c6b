"""schema.pattern_explodes."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Finding,
    Schema,
    check,
    finding,
    judged_patterns,
    pattern_explodes,
    shown,
)


@check(
    "schema.pattern_explodes",
    severity="info",
    layer="schema",
    since="0.1",
    only_with=("pattern", "patternProperties"),
)
def explodes(schema: Schema) -> Iterator[Finding]:
    """A pattern repeats a group that does nothing but repeat itself.

    Engines that backtrack, as in Python and in browsers, try every way to split the text between
    the two repetitions: forty letters take them hours. Attune and packkit match in linear time.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: native
        entry_point: weigh
        parameters:
          barcode: {type: string, description: Code on the parcel, pattern: "^([A-Z]+)+$"}
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: native
        entry_point: weigh
        parameters:
          barcode: {type: string, description: Code on the parcel, pattern: "^[A-Z]+$"}
        ```
    """
    for place, pattern in judged_patterns(schema):
        if pattern_explodes(pattern):
            yield finding(
                place,
                "pattern {pattern} repeats a repetition",
                hint="one repetition is enough: '(a+)+' matches what 'a+' matches",
                pattern=shown(pattern),
            )
