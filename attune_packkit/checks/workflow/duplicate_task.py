"""workflow.duplicate_task."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Related, Task, Workflow, check, finding


@check("workflow.duplicate_task", severity="error", layer="references", since="0.1")
def duplicate_task(workflow: Workflow) -> Iterator[Finding]:
    """Two tasks of a workflow have the same name.

    Transitions name tasks, so a name must stand for one task; tasks inside a parallel task count
    too. Attune refuses the workflow.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            on_success: send
          - name: send
            action: parcels.send
          - name: weigh
            action: parcels.weigh_again
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            on_success: send
          - name: send
            action: parcels.send
            on_failure: weigh_again
          - name: weigh_again
            action: parcels.weigh_again
        ```
    """
    first: dict[str, Task] = {}
    for task in workflow.all_tasks():
        if task.name and first.setdefault(task.name, task) is not task:
            yield finding(
                task.name_at,
                "Duplicate task name: {name}",
                hint="give each task a name of its own",
                related=(Related(first[task.name].name_at, "the name is first given here"),),
                name=task.name,
            )
