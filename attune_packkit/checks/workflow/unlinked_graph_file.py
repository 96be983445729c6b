"""workflow.unlinked_graph_file."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    LINKED_WORKFLOWS,
    SUFFIXES,
    Entry,
    Finding,
    Pack,
    Place,
    check,
    finding,
)


@check("workflow.unlinked_graph_file", severity="info", layer="references", since="0.1")
def unlinked_graph_file(entry: Entry, pack: Pack) -> Iterator[Finding]:
    """A file in `actions/workflows/` is named by no action.

    Attune reads such a file only through an action's `workflow_file`, so this workflow does not
    exist.

    Bad:
        ```yaml actions/workflows/dispatch.workflow.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
        ```

    Good:
        ```yaml actions/dispatch.yaml
        ref: parcels.dispatch
        label: Dispatch
        workflow_file: workflows/dispatch.workflow.yaml
        ```

        ```yaml actions/workflows/dispatch.workflow.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
        ```
    """
    if not entry.path.startswith(LINKED_WORKFLOWS) or entry.kind != "file":
        return
    unread = any(not action.document.readable for action in pack.of("action"))
    if entry.path.endswith(SUFFIXES) and entry.path not in pack.linked_files and not unread:
        name = entry.path.removeprefix("actions/")
        yield finding(
            Place(entry.path),
            "no action names this file",
            hint=f"write workflow_file: {name} in an action, or remove the file",
        )
