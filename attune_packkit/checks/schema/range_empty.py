"""schema.range_empty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from operator import ge, gt

from attune_packkit.api import Finding, Schema, Value, check, finding, is_number

_RANGES = (
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minContains", "maxContains"),
    ("minProperties", "maxProperties"),
    ("minimum", "maximum"),
)
_OPEN_RANGES = (
    ("exclusiveMinimum", "maximum"),
    ("minimum", "exclusiveMaximum"),
    ("exclusiveMinimum", "exclusiveMaximum"),
)
_LEAST = dict.fromkeys(least for least, _ in (*_RANGES, *_OPEN_RANGES))


@check(
    "schema.range_empty",
    severity="error",
    layer="schema",
    since="0.1",
    only_with=(
        "minLength",
        "minItems",
        "minContains",
        "minProperties",
        "minimum",
        "exclusiveMinimum",
    ),
)
def range_empty(schema: Schema) -> Iterator[Finding]:
    """The lower limit is above the upper one, so no value fits.

    Every run that gives the parameter a value fails. Most often the two are swapped.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: native
        entry_point: weigh
        parameters:
          grams: {type: integer, description: Weight, minimum: 30000, maximum: 1}
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: native
        entry_point: weigh
        parameters:
          grams: {type: integer, description: Weight, minimum: 1, maximum: 30000}
        ```
    """
    for node in schema.using(*_LEAST):
        raw = node.raw
        for pairs, is_empty in ((_RANGES, gt), (_OPEN_RANGES, ge)):
            for least, most in pairs:
                if least not in raw or most not in raw:
                    continue
                low, high = raw[least], raw[most]
                if is_number(low) and is_number(high) and is_empty(low, high):
                    yield finding(
                        node.place.at(_culprit(raw, least, most)),
                        "no value fits: '{least}' is {low}, '{most}' is {high}",
                        hint="swap the two, or change one",
                        least=least,
                        low=low,
                        most=most,
                        high=high,
                    )


def _culprit(raw: Mapping[str, Value], least: str, most: str) -> str:
    """Return the limit that the default breaks, if it breaks the upper one only."""
    default, low, high = raw.get("default"), raw.get(least), raw.get(most)
    if is_number(default) and is_number(low) and is_number(high) and low <= default > high:
        return most
    return least
