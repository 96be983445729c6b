"""sensor.ignored_field."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Target, check, unread_fields


@check("sensor.ignored_field", severity="warning", layer="references", since="0.1")
def ignored_field(sensor: Component, target: Target) -> Iterator[Finding]:
    """A sensor has a field that Attune's documentation shows and Attune does not read.

    `poll_interval` changes nothing: a sensor keeps its own time, mostly from its trigger's
    parameters. This is a note, and a warning with
    `--target current`.

    Bad:
        ```yaml sensors/gate.yaml
        ref: parcels.gate
        entry_point: gate
        poll_interval: 5
        trigger_types: [parcels.arrived]
        ```
        ```yaml triggers/arrived.yaml
        ref: parcels.arrived
        ```

    Good:
        ```yaml sensors/gate.yaml
        ref: parcels.gate
        entry_point: gate
        trigger_types: [parcels.arrived]
        ```
        ```yaml triggers/arrived.yaml
        ref: parcels.arrived
        parameters:
          interval_seconds: {type: integer, default: 5, description: Seconds between two looks}
        ```
    """
    yield from unread_fields(sensor, target)
