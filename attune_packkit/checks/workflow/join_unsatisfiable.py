"""workflow.join_unsatisfiable."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Graph, Severity, arrivals, check, finding


@check("workflow.join_unsatisfiable", severity="error", layer="flow", since="0.1")
def join_unsatisfiable(graph: Graph) -> Iterator[Finding]:
    """A task waits for more arrivals than can come.

    `join` says how many of the tasks before have to finish first. With a number that is too high
    the task never starts. Ways that exclude each other, such as success and failure of one task,
    count as one (warning).

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
    if not graph.edges or all(task.join < 2 for task in graph.tasks) or graph.incomplete:
        return
    happily = arrivals(graph, happily=True)
    for number, (task, count) in enumerate(zip(graph.tasks, arrivals(graph), strict=True)):
        exclusive = task.join <= len(graph.inbound[number])
        if task.join > 1 and task.join > count and (count or not task.nested):
            yield finding(
                task.at("join"),
                "task '{task}' waits for {join} arrivals, but at most {most} can come",
                hint=f"write join: {int(count)}" if count else "let other tasks lead here",
                severity=Severity.WARNING if exclusive or not count else None,
                task=task.title,
                join=task.join,
                most=int(count),
            )
        elif 0 < happily[number] < task.join:
            yield finding(
                task.at("join"),
                "task '{task}' waits for {join} arrivals, but at most {most} can come unless "
                "something fails",
                hint="let the tasks it waits for lead here when they succeed",
                severity=Severity.WARNING,
                task=task.title,
                join=task.join,
                most=int(happily[number]),
            )
