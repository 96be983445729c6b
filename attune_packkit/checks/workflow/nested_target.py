"""workflow.nested_target."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from attune_packkit.api import Finding, Graph, check, finding


@check("workflow.nested_target", severity="warning", layer="references", since="0.1")
def nested_target(graph: Graph) -> Iterator[Finding]:
    """A transition leads to a task inside a parallel one.

    The tasks inside start together with the parallel task that holds them; none of them can be
    entered alone.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            next: print
          - name: paperwork
            type: parallel
            tasks:
              - name: print
                action: parcels.print
              - name: bill
                action: parcels.bill
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            next: paperwork
          - name: paperwork
            type: parallel
            tasks:
              - name: print
                action: parcels.print
              - name: bill
                action: parcels.bill
        ```
    """
    names = Counter(task.name for task in graph.tasks if graph.containers)
    for edge in graph.edges if graph.containers else ():
        task = graph.tasks[edge.target]
        if graph.leads_inside(edge) and names[task.name] == 1:
            yield finding(
                edge.place,
                "task '{target}' runs inside '{outer}', so no transition can lead to it",
                hint="lead to '{outer}'".replace("{outer}", task.parent) if task.parent else "",
                target=task.title,
                outer=task.parent,
            )
