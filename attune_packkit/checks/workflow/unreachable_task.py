"""workflow.unreachable_task."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Finding,
    Graph,
    Place,
    Severity,
    Target,
    Workflow,
    check,
    finding,
    late_starters,
)


def _isolated_cycles(graph: Graph) -> Iterator[tuple[int, ...]]:
    """Yield the cycles that no task from outside leads into, unless a task in them starts."""
    if not graph.cycles:
        return
    reachable = graph.reachable(graph.entry_points)
    for cycle in graph.cycles:
        sources = {edge.source for number in cycle for edge in graph.inbound[number]}
        nested = any(graph.tasks[number].nested for number in cycle)
        if sources <= set(cycle) and not reachable.intersection(cycle) and not nested:
            yield cycle


def _way_back(graph: Graph) -> Place | None:
    """Return where the first task is led to, if that is one place: without it, it would start."""
    edges = graph.inbound[0]
    return edges[0].place if len(edges) == 1 else None


def _starters(graph: Graph) -> Iterator[Finding]:
    """Yield the tasks that start at once though others before them wait for their turn."""
    late = late_starters(graph)
    for number in () if graph.incomplete else graph.entry_points:
        name = graph.tasks[number].name_at
        if number in late:
            yield finding(
                name,
                "no task leads to '{task}', so it starts at once, not after those before it",
                hint="let another task lead to it, or list it first if it shall start at once",
                task=graph.name(number),
            )
        elif not graph.outgoing[number] and not graph.inbound[number]:
            yield finding(
                name,
                "task '{task}' is connected to no other, so it starts at once",
                hint="let another task lead to it if it has to wait",
                severity=Severity.INFO,
                task=graph.name(number),
            )


def _may_start_with_first(workflow: Workflow, graph: Graph, target: Target) -> bool:
    """Tell whether a workflow is of the form whose documents do not say where it starts."""
    if target is Target.AUTO:
        return not workflow.linked and all("next" not in task.value for task in graph.tasks)
    return target is Target.CLASSIC


@check("workflow.unreachable_task", severity="warning", layer="flow", since="0.1")
def unreachable_task(workflow: Workflow, graph: Graph, target: Target) -> Iterator[Finding]:
    """A task can never run.

    A workflow starts with the tasks to which no other leads. Tasks that only lead to each other are
    never started. A task to which nobody leads starts at once; where it stands behind others that
    wait for their turn, somebody forgot the transition to it.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            on_success: send
          - name: send
            action: parcels.send
          - name: report
            action: parcels.report
            on_success: remind
          - name: remind
            action: parcels.remind
            on_success: report
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            on_success: send
            on_failure: report
          - name: send
            action: parcels.send
          - name: report
            action: parcels.report
            on_success: remind
          - name: remind
            action: parcels.remind
            on_failure: report
        ```
    """
    if not graph.edges:
        return
    if not graph.entry_points:
        yield finding(
            _way_back(graph) or workflow.root.key("tasks"),
            "no task starts: another one leads to each of them",
            hint="add a task that nothing leads to, or leave out a transition to the first one",
            severity=Severity.INFO if _may_start_with_first(workflow, graph, target) else None,
        )
        return
    isolated = list(_isolated_cycles(graph))
    for cycle in isolated:
        yield finding(
            (_way_back(graph) if cycle[0] == 0 else None) or graph.tasks[cycle[0]].name_at,
            "Unreachable task: {tasks}",
            hint="nothing outside leads there; add a transition to it",
            tasks=graph.names(cycle),
        )
    yield from () if isolated else _starters(graph)
