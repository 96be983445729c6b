"""workflow.cycle_without_exit."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Graph, check, finding


@check("workflow.cycle_without_exit", severity="warning", layer="flow", since="0.1")
def cycle_without_exit(graph: Graph) -> Iterator[Finding]:
    """Tasks lead to each other in a circle that nothing ends.

    Without a condition on the way round the workflow runs for ever. It does not count as a way out
    that the workflow ends when one of the tasks fails, unless failure is what leads on.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: open
            action: parcels.open
            next: weigh
          - name: weigh
            action: parcels.weigh
            next: wait
          - name: wait
            action: parcels.wait
            next: weigh
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: open
            action: parcels.open
            next: weigh
          - name: weigh
            action: parcels.weigh
            next:
              - when: "{{ result().busy }}"
                do: wait
          - name: wait
            action: parcels.wait
            next: weigh
        ```
    """
    for cycle in graph.endless:
        if len(cycle) > 1:
            yield finding(
                graph.closing_edge(cycle).place,
                "tasks {tasks} lead to each other without a condition, so they never end",
                hint="add a condition with 'when' to one of the transitions",
                tasks=graph.names(cycle),
            )
    for cycle in graph.ended_by_failure:
        if len(cycle) > 1:
            yield finding(
                graph.closing_edge(cycle).place,
                "tasks {tasks} lead to each other whenever they succeed: only a failure ends them",
                hint="add a condition to one of the transitions, or let it lead to another task",
                tasks=graph.names(cycle),
            )
