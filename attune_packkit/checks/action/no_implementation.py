"""action.no_implementation."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, check, finding

_IMPLEMENTATIONS = ("entry_point", "workflow_file", "launch")


@check("action.no_implementation", severity="error", layer="references", since="0.1")
def no_implementation(action: Component) -> Iterator[Finding]:
    """An action does not say what it runs.

    It needs one of `entry_point` (a script), `workflow_file` (a workflow) and `launch` (a built
    program or class). Without them Attune has nothing to start.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        label: Weigh
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        label: Weigh
        entry_point: weigh.sh
        ```
        ```sh actions/weigh.sh
        echo 2.5
        ```
    """
    if action.value and not any(map(action.has, _IMPLEMENTATIONS)):
        empty = next((name for name in _IMPLEMENTATIONS if action.key(name) in action.value), "")
        yield finding(
            action.at(empty) if empty else action.place,
            "action '{ref}' has neither 'entry_point' nor 'workflow_file' nor 'launch'",
            hint="name the script with 'entry_point' or the workflow with 'workflow_file'",
            ref=action.ref,
        )
