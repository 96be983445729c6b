"""workflow.multiple_iterations."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Related, Task, check, finding


@check("workflow.multiple_iterations", severity="error", layer="references", since="0.1")
def multiple_iterations(task: Task) -> Iterator[Finding]:
    """A task iterates over a list and over a cache at the same time.

    `with_items` and `iterate_cache` exclude each other; Attune refuses the task.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        vars:
          parcels: []
        tasks:
          - name: weigh
            action: parcels.weigh
            with_items: "{{ workflow.parcels }}"
            iterate_cache:
              namespace: arrivals
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            iterate_cache:
              namespace: arrivals
        ```
    """
    value = task.value
    if value.get("with_items") is not None and value.get("iterate_cache") is not None:
        yield finding(
            task.key("iterate_cache"),
            "task '{task}' has both 'with_items' and 'iterate_cache'",
            hint="keep one of the two",
            related=(Related(task.key("with_items"), "the other iteration"),),
            task=task.title,
        )
