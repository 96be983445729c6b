"""sensor.unknown_trigger_param."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Pack, Script, Severity, check, finding
from attune_packkit.checks.sensor._triggers import (
    declared_names,
    meant_name,
    sensed_triggers,
    some_names,
)


@check(
    "sensor.unknown_trigger_param",
    severity="warning",
    layer="references",
    since="0.1",
    only_with=("trigger_params",),
)
def unknown_trigger_param(script: Script, pack: Pack) -> Iterator[Finding]:
    """A sensor reads a parameter that its trigger does not declare.

    `rule.trigger_params` holds what a rule gives the trigger: the parameters that the trigger
    declares. Another one is never there. It is an info where the sensor has a default for it and no
    declared name is like it.

    Bad:
        ```yaml triggers/arrived.yaml
        ref: parcels.arrived
        parameters:
          gate: {type: string}
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
                self.watch(rule.trigger_params["gates"])

        attune.run_sensor(Gate)
        ```

    Good:
        ```yaml triggers/arrived.yaml
        ref: parcels.arrived
        parameters:
          gate: {type: string}
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
                self.watch(rule.trigger_params["gate"])

        attune.run_sensor(Gate)
        ```
    """
    keys = script.facts.trigger_params
    triggers = sensed_triggers(script) if keys else ()
    known = declared_names(pack, triggers, "parameters")
    some = known or some_names(pack, triggers, "parameters")
    read = {key.mention.text for key in keys}
    for key in keys if some else ():
        name = key.mention.text
        hint = meant_name(name, some, read) if name not in some else ""
        if name not in some and (known or hint):
            yield finding(
                key.mention.place,
                "the trigger declares no parameter '{name}'",
                hint=hint or "declare it in the trigger's parameters",
                severity=Severity.INFO if key.defaulted and not hint else None,
                name=name,
            )
