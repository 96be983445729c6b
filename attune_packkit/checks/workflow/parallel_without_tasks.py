"""workflow.parallel_without_tasks."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Violation, check, finding


@check("workflow.parallel_without_tasks", severity="error", layer="schema", since="0.1")
def parallel_without_tasks(violation: Violation) -> Iterator[Finding]:
    """A parallel task has no tasks to run side by side.

    Attune refuses a parallel task that holds no other tasks.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: prepare
            type: parallel
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: prepare
            type: parallel
            tasks:
              - name: weigh
                action: parcels.weigh
              - name: measure
                action: parcels.measure
        ```
    """
    if violation.keyword == "required":
        yield finding(
            violation.place,
            "a task of type 'parallel' must have a 'tasks' field",
            hint="list the tasks that run side by side in tasks",
        )
    else:
        yield violation.finding(hint="list the tasks that run side by side")
