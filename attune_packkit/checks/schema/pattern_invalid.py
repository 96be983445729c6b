"""schema.pattern_invalid."""

from __future__ import annotations

import re
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

_IN_SLASHES = r"/\^[^|]*/[a-z]{0,4}"
"""The start of the text is asked for behind its first letter."""


@check(
    "schema.pattern_invalid",
    severity="error",
    layer="schema",
    since="0.1",
    only_with=("pattern", "patternProperties"),
)
def pattern_invalid(schema: Schema) -> Iterator[Finding]:
    r"""A pattern is not a regular expression that Attune can use.

    Unbalanced brackets, syntax of one language only, such as Python's `\Z`, or a repetition that
    takes too much memory: Attune cannot read the schema, and the run fails. Between the slashes of
    JavaScript it fits no text at all.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: native
        entry_point: weigh
        parameters:
          barcode: {type: string, description: Code on the parcel, pattern: "^[A-Z]{2}(\\d+$"}
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: native
        entry_point: weigh
        parameters:
          barcode: {type: string, description: Code on the parcel, pattern: "^[A-Z]{2}\\d+$"}
        ```
    """
    for place, pattern in judged_patterns(schema):
        if pattern_engine(pattern) == "none":
            yield finding(
                place,
                "pattern {pattern} is not a regular expression that can be used",
                hint="look for unbalanced brackets, syntax of one language, huge repetitions",
                pattern=shown(pattern),
            )
        elif re.fullmatch(_IN_SLASHES, pattern):
            yield finding(
                place,
                "pattern {pattern} fits no text: nothing starts behind a slash",
                hint="write it without the slashes of JavaScript",
                pattern=shown(pattern),
            )
