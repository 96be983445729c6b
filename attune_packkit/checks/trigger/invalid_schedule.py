"""trigger.invalid_schedule."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Component,
    Finding,
    Place,
    Value,
    check,
    example_parameters,
    finding,
    timer_fault,
)


@check("trigger.invalid_schedule", severity="warning", layer="references", since="0.1")
def invalid_schedule(trigger: Component) -> Iterator[Finding]:
    """A timer's default or example is a time that never comes.

    The cron expressions of a trigger of type `cron` are read, and the intervals of one of type
    `interval` must be more than 0. A time zone must be one of the IANA's.

    Bad:
        ```yaml triggers/collection.yaml
        ref: parcels.collection
        type: cron
        parameters:
          expression: {type: string, default: "0 25 * * 1-6", description: When the van leaves}
        ```

    Good:
        ```yaml triggers/collection.yaml
        ref: parcels.collection
        type: cron
        parameters:
          expression: {type: string, default: "0 17 * * 1-6", description: When the van leaves}
        ```
    """
    kind = trigger.text("type")
    if kind not in ("cron", "interval"):
        return
    for place, name, value in _values(trigger):
        fault, hint = timer_fault(kind, name, value)
        if fault:
            yield finding(place, "{fault}", hint=hint, fault=fault)


def _values(trigger: Component) -> Iterator[tuple[Place, str, Value]]:
    """Yield the defaults of the parameters and the values of the examples."""
    schema = trigger.schema("parameters")
    for field in schema.fields.values() if schema else ():
        if field.has_default:
            yield field.place.at("default"), field.name, field.raw["default"]
    for place, parameters in example_parameters(trigger):
        for name, value in parameters.items():
            yield place.at(name), name, value
