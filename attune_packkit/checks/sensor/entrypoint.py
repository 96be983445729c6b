"""sensor.entrypoint."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Pack, check, finding, shown


@check("sensor.entrypoint", severity="error", layer="references", since="0.1")
def entrypoint(sensor: Component, pack: Pack) -> Iterator[Finding]:
    """A sensor's entry point cannot be the path of a file in the pack.

    Attune looks for the program below `sensors/`, so an absolute path, a way out through `..`, a
    command line, a folder or a link can never be run.

    Bad:
        ```yaml sensors/gate.yaml
        ref: parcels.gate
        runner_type: shell
        entry_point: ../../bin/watch
        trigger_types: [parcels.arrived]
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
    for file in pack.programs[sensor.path].faulty:
        yield finding(
            file.mention.place,
            "entry point {path} {fault}",
            hint="give the path of a file in the pack, from its folder 'sensors/'",
            path=shown(file.mention.text),
            fault=file.fault,
        )
