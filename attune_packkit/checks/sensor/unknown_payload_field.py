"""sensor.unknown_payload_field."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Finding,
    Pack,
    Script,
    Severity,
    check,
    finding,
    qualify,
)
from attune_packkit.checks.sensor._triggers import declared_names, meant_name, sensed_triggers


@check(
    "sensor.unknown_payload_field",
    severity="warning",
    layer="references",
    since="0.1",
    only_with=("emissions",),
)
def unknown_payload_field(script: Script, pack: Pack) -> Iterator[Finding]:
    """A sensor emits a field that its trigger does not declare.

    Rules see in the trigger's `output` what an event holds; a field that is not there cannot be
    relied on, and a misspelt one leaves the right one empty. Where no declared name is like it, it
    is an info.

    Bad:
        ```yaml triggers/arrived.yaml
        ref: parcels.arrived
        output:
          number: {type: string}
        ```

        ```yaml sensors/gate.yaml
        ref: parcels.gate
        runner_type: python
        entry_point: gate.py
        trigger_types: [parcels.arrived]
        ```

        ```python sensors/gate.py
        import attune

        class Gate(attune.PollingSensor):
            def poll(self, rule):
                self.emit({"numbr": "RR473124829DE"}, rule=rule)

        attune.run_sensor(Gate)
        ```

    Good:
        ```yaml triggers/arrived.yaml
        ref: parcels.arrived
        output:
          number: {type: string}
        ```

        ```yaml sensors/gate.yaml
        ref: parcels.gate
        runner_type: python
        entry_point: gate.py
        trigger_types: [parcels.arrived]
        ```

        ```python sensors/gate.py
        import attune

        class Gate(attune.PollingSensor):
            def poll(self, rule):
                self.emit({"number": "RR473124829DE"}, rule=rule)

        attune.run_sensor(Gate)
        ```
    """
    for emission in script.facts.emissions:
        named = qualify(emission.trigger, pack.ref) if emission.trigger else ""
        triggers = (named,) if named else sensed_triggers(script)
        known = declared_names(pack, triggers, "output")
        emitted = {key.text for key in emission.keys}
        for key in emission.keys if known else ():
            if key.text not in known:
                hint = meant_name(key.text, known, emitted)
                yield finding(
                    key.place,
                    "{triggers} declares no field '{name}'",
                    hint=hint or "declare it in the trigger's output",
                    severity=None if hint else Severity.INFO,
                    triggers=" or ".join(f"'{trigger}'" for trigger in triggers),
                    name=key.text,
                )
