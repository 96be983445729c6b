"""sensor.entrypoint_missing."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Component,
    Finding,
    Pack,
    check,
    did_you_mean,
    finding,
    script_names,
    shown,
)


@check("sensor.entrypoint_missing", severity="error", layer="references", since="0.1")
def entrypoint_missing(sensor: Component, pack: Pack) -> Iterator[Finding]:
    """The program that a sensor runs is not in the pack.

    Attune refuses the pack. The path counts from `sensors/`. A sensor without `runner_type` is
    native: its program comes with Attune, and no file is looked for.

    Bad:
        ```yaml sensors/gate.yaml
        ref: parcels.gate
        runner_type: shell
        entry_point: gates.sh
        trigger_types: [parcels.arrived]
        ```
        ```sh sensors/gate.sh
        exec watch-gate
        ```
        ```yaml triggers/arrived.yaml
        ref: parcels.arrived
        ```

    Good:
        ```yaml sensors/gate.yaml
        ref: parcels.gate
        runner_type: shell
        entry_point: gate.sh
        trigger_types: [parcels.arrived]
        ```
        ```sh sensors/gate.sh
        exec watch-gate
        ```
        ```yaml triggers/arrived.yaml
        ref: parcels.arrived
        ```
    """
    for script in pack.programs[sensor.path].missing:
        name = script.text.removeprefix("sensors/")
        yield finding(
            script.place,
            "entry point {path} does not exist below 'sensors/'",
            hint=did_you_mean(name, script_names(pack.tree, "sensors")) or "add the file",
            path=shown(script.text),
        )
