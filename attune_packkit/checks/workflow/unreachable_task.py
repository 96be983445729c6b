"""workflow.unreachable_task."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Graph, Severity, Target, Workflow, check, finding


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


def _starters(graph: Graph) -> Iterator[Finding]:
    """Yield the tasks that start at once though others before them wait for their turn."""
    starting = set(graph.entry_points)
    first_led = next((number for number, _ in enumerate(graph.tasks) if number not in starting), 0)
    for number in graph.entry_points:
        name = graph.tasks[number].name_at
        if graph.missing or graph.numbers.get(graph.tasks[number].name, number) != number:
            continue
        if number > first_led and not _meant_to_start(graph, number):
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


def _meant_to_start(graph: Graph, number: int) -> bool:
    """Tell whether a task waits for something else, or begins a way of its own.

    Such a way has nothing to do with the others, or meets them in a task that waits for both.
    """
    task = graph.tasks[number]
    if task.join > 1 or task.value.get("wait_for") is not None:
        return True
    if not graph.outgoing[number]:
        return False
    reached = graph.reachable([number])
    others = graph.reachable(each for each in graph.entry_points if each != number)
    return reached.isdisjoint(others) or any(graph.tasks[each].join > 1 for each in reached)


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
            workflow.root.key("tasks"),
            "no task starts: another one leads to each of them",
            hint="add a task that nothing leads to, or leave out a transition to the first one",
            severity=None if target is Target.CURRENT else Severity.INFO,
        )
        return
    for cycle in _isolated_cycles(graph):
        yield finding(
            graph.tasks[cycle[0]].name_at,
            "Unreachable task: {tasks}",
            hint="nothing outside leads there; add a transition to it",
            tasks=graph.names(cycle),
        )
    yield from _starters(graph)
