"""workflow.never_runs."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Task, check, finding, never_holds


@check("workflow.never_runs", severity="warning", layer="expressions", since="0.1")
def never_runs(task: Task) -> Iterator[Finding]:
    """The `when` of a task never holds.

    The task is always skipped, whoever leads to it.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        parameters:
          grams: {type: integer, description: How heavy}
        tasks:
          - name: weigh
            action: parcels.weigh
            when: "{{ workflow.param.grams < 100 and workflow.param.grams > 500 }}"
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        parameters:
          grams: {type: integer, description: How heavy}
        tasks:
          - name: weigh
            action: parcels.weigh
            when: "{{ workflow.param.grams < 100 or workflow.param.grams > 500 }}"
        ```
    """
    when = task.value.get("when")
    if isinstance(when, str) and never_holds(when):
        yield finding(
            task.at("when"),
            "the condition never holds, so task '{task}' never runs",
            hint="correct the condition, or remove the task",
            task=task.title,
        )
