"""sensor.invalid_trigger_types."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Violation, check


@check("sensor.invalid_trigger_types", severity="error", layer="schema", since="0.1")
def invalid_trigger_types(violation: Violation) -> Iterator[Finding]:
    """A sensor's triggers are not a list of trigger refs.

    Attune takes a list of texts under `trigger_types`, or one text, and refuses anything else.

    Bad:
        ```yaml sensors/gate.yaml
        ref: parcels.gate
        entry_point: gate
        trigger_types:
          arrived: parcels.arrived
        ```

    Good:
        ```yaml sensors/gate.yaml
        ref: parcels.gate
        entry_point: gate
        trigger_types:
          - parcels.arrived
        ```
        ```yaml triggers/arrived.yaml
        ref: parcels.arrived
        ```
    """
    yield violation.finding(hint="name the triggers only; each is described in triggers/")
