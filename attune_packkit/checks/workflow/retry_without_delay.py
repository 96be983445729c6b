"""workflow.retry_without_delay."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Target, Workflow, check, finding


@check("workflow.retry_without_delay", severity="warning", layer="references", since="0.1")
def retry_without_delay(workflow: Workflow, target: Target) -> Iterator[Finding]:
    """A task of a graph file says how often it is tried again, but not after which pause.

    Today's Attune has no pause that it takes by itself: `delay` has to be written, in seconds. In
    the documents' form it is 0 where nothing is said.

    Bad:
        ```yaml actions/dispatch.yaml
        ref: parcels.dispatch
        workflow_file: workflows/dispatch.workflow.yaml
        ```

        ```yaml actions/workflows/dispatch.workflow.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            retry:
              count: 3
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
            retry:
              count: 3
              delay: 5
        ```
    """
    if target is Target.CLASSIC or (target is Target.AUTO and not workflow.linked):
        return
    for task in workflow.all_tasks():
        if "count" in task.retry and "delay" not in task.retry:
            yield finding(
                task.key("retry"),
                "'retry' has no 'delay', and today's Attune takes none by itself",
                hint="write the seconds between two attempts, such as delay: 5; 0 is allowed",
            )
