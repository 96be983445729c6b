"""trigger.unknown_type."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Component,
    Finding,
    Severity,
    check,
    did_you_mean,
    finding,
    near,
    shown,
)

_TYPES = ("cron", "custom", "interval", "one_shot", "webhook")


@check("trigger.unknown_type", severity="warning", layer="references", since="0.1")
def unknown_type(trigger: Component) -> Iterator[Finding]:
    """A trigger's `type` is none of the documented ones.

    Attune does not read the field, so nothing breaks; readers and catalogues sort triggers by it.
    A word that looks like a misspelt type is a warning.

    Bad:
        ```yaml triggers/arrived.yaml
        ref: parcels.arrived
        type: event
        ```

    Good:
        ```yaml triggers/arrived.yaml
        ref: parcels.arrived
        type: custom
        ```
    """
    kind = trigger.text("type")
    if kind and kind not in _TYPES:
        yield finding(
            trigger.at("type"),
            "trigger type {kind} is none of cron, custom, interval, one_shot and webhook",
            hint=did_you_mean(kind, _TYPES) or "use 'custom'",
            severity=None if near(kind, _TYPES) else Severity.INFO,
            kind=shown(kind),
        )
