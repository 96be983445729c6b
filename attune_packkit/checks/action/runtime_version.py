"""action.runtime_version."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    RUNNER_ALIASES,
    Component,
    Finding,
    Pack,
    check,
    constraint_fault,
    finding,
    runtime_constraint_fault,
    shown,
    very_near,
)


@check(
    "action.runtime_version",
    severity="warning",
    layer="references",
    since="0.1",
    only_with=("runtime_version", "required_worker_runtimes"),
)
def runtime_version(action: Component, pack: Pack) -> Iterator[Finding]:
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
    yield from _misspelt(action)
    yield from _beside_the_manifest(action, pack)


def _misspelt(action: Component) -> Iterator[Finding]:
    """Yield a finding for each runtime of `required_worker_runtimes` that is evidently misspelt."""
    required = action.get("required_worker_runtimes")
    for name in required if isinstance(required, dict) else ():
        meant = very_near(name, RUNNER_ALIASES) if name.lower() not in RUNNER_ALIASES else ""
        if meant:
            yield finding(
                action.at("required_worker_runtimes").key(name),
                "runtime {name} is not one Attune knows",
                hint=f"did you mean '{meant}'?",
                name=shown(name),
            )


def _beside_the_manifest(action: Component, pack: Pack) -> Iterator[Finding]:
    """Yield a finding if no version is both what the action asks for and what the pack builds."""
    wanted = action.text("runtime_version")
    built_with = _BUILT_WITH.get(pack.programs[action.path].runner, "") if wanted else ""
    built = pack.manifest.text(built_with) if built_with else ""
    if not built or constraint_fault(wanted) or constraint_fault(built):
        return
    if constraint_fault(f"{wanted},{built}"):
        yield finding(
            action.at("runtime_version"),
            "no version is both {wanted} and the {built} of '{field}' in pack.yaml",
            hint="change one of the two",
            wanted=shown(wanted),
            built=shown(built),
            field=built_with,
        )


_BUILT_WITH = {"core.python": "python", "core.nodejs": "nodejs"}
