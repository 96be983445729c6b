"""action.multiple_implementations."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, check, finding


@check(
    "action.multiple_implementations",
    severity="error",
    layer="references",
    since="0.1",
    only_with=("workflow_file", "launch"),
)
def multiple_implementations(action: Component) -> Iterator[Finding]:
    """An action names more than one thing to run.

    `entry_point`, `workflow_file` and `launch` exclude each other: Attune runs one of them, and
    nobody who reads the file can tell which.

    Bad:
        ```yaml actions/dispatch.yaml
        ref: parcels.dispatch
        entry_point: dispatch.sh
        workflow_file: workflows/dispatch.workflow.yaml
        ```
        ```sh actions/dispatch.sh
        echo sent
        ```
        ```yaml actions/workflows/dispatch.workflow.yaml
        tasks: []
        ```

    Good:
        ```yaml actions/dispatch.yaml
        ref: parcels.dispatch
        entry_point: dispatch.sh
        ```
        ```sh actions/dispatch.sh
        echo sent
        ```
    """
    written = [
        action.key(name)
        for name in ("entry_point", "workflow_file", "launch")
        if action.has(name)
    ]  # fmt: skip
    for name in written[1:]:
        yield finding(
            action.place.key(name),
            "'{name}' does not go with '{first}': an action runs one thing",
            hint="remove one of the two",
            name=name,
            first=written[0],
        )
