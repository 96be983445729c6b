"""workflow.join_unsatisfiable."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Graph, Severity, check, finding


@check("workflow.join_unsatisfiable", severity="error", layer="flow", since="0.1")
def join_unsatisfiable(graph: Graph) -> Iterator[Finding]:
    """A task waits for more arrivals than can come.

    `join` says how many of the tasks before have to finish first. With a number that is too high
    the task never starts.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            on_success: send
          - name: label
            action: parcels.label
            on_success: send
          - name: send
            action: parcels.send
            join: 3
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            on_success: send
          - name: label
            action: parcels.label
            on_success: send
          - name: send
            action: parcels.send
            join: 2
        ```
    """
    for number, task in enumerate(graph.tasks if graph.edges else ()):
        if task.join > 1 and task.join > graph.arrivals[number]:
            most = int(graph.arrivals[number])
            if most or not task.nested:
                yield finding(
                    task.at("join"),
                    "task '{task}' waits for {join} arrivals, but at most {most} can come",
                    hint=f"write join: {most}" if most else "let other tasks lead here",
                    severity=None if most else Severity.WARNING,
                    task=task.title,
                    join=task.join,
                    most=most,
                )
