"""workflow.parallel_action."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Task, check, finding


@check("workflow.parallel_action", severity="warning", layer="references", since="0.1")
def parallel_action(task: Task) -> Iterator[Finding]:
    """A parallel task names an action, which never runs.

    A parallel task only holds the tasks that run side by side. An `input` of its own reaches none
    of them.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: prepare
            type: parallel
            action: parcels.prepare
            tasks:
              - name: weigh
                action: parcels.weigh
              - name: measure
                action: parcels.measure
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: prepare
            type: parallel
            tasks:
              - name: prepare_label
                action: parcels.prepare
              - name: weigh
                action: parcels.weigh
              - name: measure
                action: parcels.measure
        ```
    """
    if task.type == "parallel" and task.action:
        yield finding(
            task.key("action"),
            "task '{task}' is parallel, so its action '{action}' never runs",
            hint="make it one of the tasks inside",
            task=task.title,
            action=task.action,
        )
    elif task.type == "parallel" and task.value.get("input") and task.tasks:
        yield finding(
            task.key("input"),
            "task '{task}' is parallel, so nobody reads its 'input'",
            hint="give it to the tasks inside",
            task=task.title,
        )
