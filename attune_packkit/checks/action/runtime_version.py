"""action.runtime_version."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, check, finding, runtime_constraint_fault


@check(
    "action.runtime_version",
    severity="warning",
    layer="references",
    since="0.1",
    only_with=("runtime_version", "required_worker_runtimes"),
)
def runtime_version(action: Component) -> Iterator[Finding]:
    """An action asks for versions of a runtime in a way that nobody can read.

    `runtime_version` and the entries of `required_worker_runtimes` are version constraints. If one
    cannot be parsed, no worker fits, or any does.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        entry_point: weigh.sh
        runtime_version: five or newer
        ```
        ```sh actions/weigh.sh
        echo 2.5
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        entry_point: weigh.sh
        runtime_version: ">=5"
        ```
        ```sh actions/weigh.sh
        echo 2.5
        ```
    """
    required = action.get("required_worker_runtimes")
    constraints = [(action.at("runtime_version"), action.text("runtime_version"))]
    for name, constraint in required.items() if isinstance(required, dict) else ():
        if isinstance(constraint, str):
            constraints.append((action.at("required_worker_runtimes", name), constraint))
    for place, constraint in constraints:
        fault = runtime_constraint_fault(constraint) if constraint else ""
        if fault:
            yield finding(
                place, "{fault}", hint="write it like '>=3.11' or '>=18,<23'", fault=fault
            )
