"""action.workflow_missing."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Component,
    Finding,
    Pack,
    check,
    did_you_mean,
    file_fault,
    finding,
    kind_at,
    linked_path,
    shown,
)


@check(
    "action.workflow_missing",
    severity="error",
    layer="references",
    since="0.1",
    only_with=("workflow_file",),
)
def workflow_missing(action: Component, pack: Pack) -> Iterator[Finding]:
    """The workflow file that an action names is not in the pack.

    Attune refuses the pack: the action would have nothing to run. A file in the folder `workflows/`
    at the top is another thing, a workflow that stands for itself.

    Bad:
        ```yaml actions/dispatch.yaml
        ref: parcels.dispatch
        workflow_file: workflows/dispatch.workflow.yaml
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
    path = linked_path(action)
    if not path or pack.tree.is_file(path) or kind_at(pack.tree, path) == "unlisted":
        return
    yield finding(
        action.at("workflow_file"),
        "workflow file {path} {fault}",
        hint=_hint(pack, path),
        path=shown(path),
        fault=file_fault(pack.tree, path) or "does not exist",
    )


def _hint(pack: Pack, path: str) -> str:
    name = path.removeprefix("actions/")
    if pack.tree.is_file(name):
        return f"move '{name}' to 'actions/workflows/', where actions look for workflows"
    known = [each for each in pack.tree.entries if each.startswith("actions/workflows/")]
    return did_you_mean(path, known)
