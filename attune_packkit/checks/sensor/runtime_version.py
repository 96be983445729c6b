"""sensor.runtime_version."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, check, finding, runtime_constraint_fault


@check(
    "sensor.runtime_version",
    severity="warning",
    layer="references",
    since="0.1",
    only_with=("runtime_version", "required_worker_runtimes"),
)
def runtime_version(sensor: Component) -> Iterator[Finding]:
    """A sensor asks for versions of its runtime in a way that nobody can read.

    `runtime_version` is a version constraint. If it cannot be parsed, no worker fits, or any does.

    Bad:
        ```yaml sensors/gate.yaml
        ref: parcels.gate
        entry_point: gate
        runtime_version: a recent one
        trigger_types: [parcels.arrived]
        ```
        ```yaml triggers/arrived.yaml
        ref: parcels.arrived
        ```

    Good:
        ```yaml sensors/gate.yaml
        ref: parcels.gate
        entry_point: gate
        runtime_version: ">=3.11"
        trigger_types: [parcels.arrived]
        ```
        ```yaml triggers/arrived.yaml
        ref: parcels.arrived
        ```
    """
    constraint = sensor.text("runtime_version")
    fault = runtime_constraint_fault(constraint) if constraint else ""
    if fault:
        yield finding(
            sensor.at("runtime_version"),
            "{fault}",
            hint="write it like '>=3.11' or '>=18,<23'",
            fault=fault,
        )
