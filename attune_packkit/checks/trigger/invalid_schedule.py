"""trigger.invalid_schedule."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Component,
    Finding,
    Place,
    Value,
    check,
    cron_fault,
    example_parameters,
    finding,
    is_template,
    shown,
)

_CRON_NAMES = frozenset({"cron", "cron_expression", "expression", "schedule"})
_INTERVAL_NAMES = frozenset({"interval", "interval_seconds"})


@check("trigger.invalid_schedule", severity="warning", layer="references", since="0.1")
def invalid_schedule(trigger: Component) -> Iterator[Finding]:
    """A timer's default or example is a time that never comes.

    The cron expressions of a trigger of type `cron` are read, and the intervals of one of type
    `interval` must be more than 0.

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
        if kind == "cron" and name in _CRON_NAMES and isinstance(value, str):
            fault = "" if is_template(value) else cron_fault(value)
            if fault:
                yield finding(
                    place, "cron expression {text} {fault}", text=shown(value), fault=fault
                )
        elif kind == "interval" and name in _INTERVAL_NAMES and _is_standstill(value):
            yield finding(place, "'{name}' is not more than 0", name=name)


def _is_standstill(value: Value) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value <= 0


def _values(trigger: Component) -> Iterator[tuple[Place, str, Value]]:
    """Yield the defaults of the parameters and the values of the examples."""
    schema = trigger.schema("parameters")
    for field in schema.fields.values() if schema else ():
        if field.has_default:
            yield field.place.at("default"), field.name, field.raw["default"]
    for place, parameters in example_parameters(trigger):
        for name, value in parameters.items():
            yield place.at(name), name, value
