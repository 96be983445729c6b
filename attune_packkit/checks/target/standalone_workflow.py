"""target.standalone_workflow."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Target, Workflow, check, finding


@check("target.standalone_workflow", severity="warning", layer="references", since="0.1")
def standalone_workflow(workflow: Workflow, target: Target) -> Iterator[Finding]:
    """A workflow lies in `workflows/`, where today's Attune keeps old ones only.

    Today a workflow belongs to an action: the action names a graph file in `actions/workflows/` and
    holds ref, label, parameters and output. Files in `workflows/` are still read, and passed over
    where they have faults. Reported with `--target current`.

    Target: current

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
        ```

    Good:
        ```yaml actions/dispatch.yaml
        ref: parcels.dispatch
        workflow_file: workflows/dispatch.workflow.yaml
        ```

        ```yaml actions/workflows/dispatch.workflow.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
        ```
    """
    if target is Target.CURRENT and not workflow.linked:
        yield finding(
            workflow.place,
            "'{path}' is read by today's Attune as an old workflow only",
            hint="move it to actions/workflows, and name it in an action's workflow_file",
            path=workflow.path,
        )
