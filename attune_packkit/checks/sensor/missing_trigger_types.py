"""sensor.missing_trigger_types."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Violation, check


@check("sensor.missing_trigger_types", severity="error", layer="schema", since="0.1")
def missing_trigger_types(violation: Violation) -> Iterator[Finding]:
    """A sensor does not say which triggers it feeds.

    `trigger_types` lists them. Attune refuses a sensor without, since no rule could ever hear it.

    Bad:
        ```yaml sensors/gate.yaml
        ref: parcels.gate
        entry_point: gate
        ```

    Good:
        ```yaml sensors/gate.yaml
        ref: parcels.gate
        entry_point: gate
        trigger_types: [parcels.arrived]
        ```
        ```yaml triggers/arrived.yaml
        ref: parcels.arrived
        ```
    """
    yield violation.finding(hint="list the triggers that the sensor emits events for")
