"""action.workflow_path."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Component,
    Finding,
    Pack,
    check,
    finding,
    linked_path,
    path_fault,
    shown,
)

_FOLDER = "actions/workflows"


@check(
    "action.workflow_path",
    severity="error",
    layer="references",
    since="0.1",
    only_with=("workflow_file",),
)
def workflow_path(action: Component, pack: Pack) -> Iterator[Finding]:
    """An action's workflow file lies outside `actions/workflows/`.

    Attune reads the path from `actions/`, and its first part must be `workflows`. Other folders
    and other packs are out of reach.

    Bad:
        ```yaml actions/dispatch.yaml
        ref: parcels.dispatch
        workflow_file: ../../notify/actions/workflows/page.workflow.yaml
        ```

    Good:
        ```yaml actions/dispatch.yaml
        ref: parcels.dispatch
        workflow_file: workflows/dispatch.workflow.yaml
        ```
        ```yaml actions/workflows/dispatch.workflow.yaml
        tasks:
          - name: weigh
            action: parcels.weigh
        ```
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        entry_point: weigh.sh
        ```
        ```sh actions/weigh.sh
        echo 2.5
        ```
    """
    path = action.text("workflow_file")
    if not path.strip() or linked_path(action):
        return
    fault = path_fault(path)
    name = path.replace("\\", "/").rpartition("/")[2]
    known = pack.tree.is_file(f"{_FOLDER}/{name}")
    yield finding(
        action.at("workflow_file"),
        "workflow file {path} {fault}",
        hint=f"write 'workflows/{name}'" if known else "move the file below 'actions/workflows/'",
        path=shown(path),
        fault=fault or f"must be located under {_FOLDER}/, written 'workflows/…'",
    )
