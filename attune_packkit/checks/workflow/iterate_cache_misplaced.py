"""workflow.iterate_cache_misplaced."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Task, check, finding


@check("workflow.iterate_cache_misplaced", severity="error", layer="references", since="0.1")
def iterate_cache_misplaced(task: Task) -> Iterator[Finding]:
    """A task that runs no action goes through a cache.

    Attune allows `iterate_cache` on action tasks only.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh_all
            type: workflow
            action: parcels.weigh_all
            iterate_cache:
              namespace: arrivals
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh_all
            action: parcels.weigh
            iterate_cache:
              namespace: arrivals
        ```
    """
    if task.value.get("iterate_cache") is not None and task.type != "action":
        yield finding(
            task.key("iterate_cache"),
            "task '{task}' cannot go through a cache: it is of type '{type}'",
            hint="iterate in an action task",
            task=task.title,
            type=task.type,
        )
