"""workflow.self_transition_without_exit."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Graph, check, finding


@check("workflow.self_transition_without_exit", severity="warning", layer="flow", since="0.1")
def self_transition_without_exit(graph: Graph) -> Iterator[Finding]:
    """A task always leads to itself again.

    Without a condition on the way back it runs for ever. It does not count as a way out that the
    workflow ends when the task fails, unless failure is what leads on.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            next: weigh
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            next:
              - when: "{{ result().busy }}"
                do: weigh
        ```
    """
    for cycle in graph.endless:
        if len(cycle) == 1:
            yield finding(
                graph.closing_edge(cycle).place,
                "task '{task}' leads to itself without a condition, so it never ends",
                hint="add a condition with 'when'",
                task=graph.name(cycle[0]),
            )
    for cycle in graph.ended_by_failure:
        if len(cycle) == 1:
            yield finding(
                graph.closing_edge(cycle).place,
                "task '{task}' leads to itself whenever it succeeds, so only a failure ends it",
                hint="add a condition to the transition, or let it lead to another task",
                task=graph.name(cycle[0]),
            )
