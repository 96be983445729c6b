"""workflow.undefined_task."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from attune_packkit.api import (
    Edge,
    Finding,
    Graph,
    Related,
    check,
    did_you_mean,
    finding,
    very_near,
)

_COMMANDS = frozenset(("noop", "fail", "continue", "retry", "end", "stop", "exit", "done", "abort"))
"""What the engines of other automation platforms take for the name of a task."""
_MOST_RELATED = 8


def _remedy(target: str, graph: Graph, free: list[str]) -> str:
    """Say what may be meant by a task name that does not exist."""
    names = graph.numbers
    if target.lower() in _COMMANDS:
        return f"Attune has no command '{target}'; a task that leads nowhere just ends"
    several = [name.strip() for name in target.split(",")]
    if len(several) > 1 and all(name in names for name in several):
        return f"write several tasks as a list: [{', '.join(several)}]"
    other = f"no transition leads to task '{free[0]}'" if len(free) == 1 else ""
    return did_you_mean(target, names) or other


def _free(graph: Graph) -> list[str]:
    """Return the tasks besides the first that no transition leads to."""
    return [name for name, number in graph.numbers.items() if number and not graph.inbound[number]]


def _renamed(graph: Graph, free: list[str]) -> dict[str, int]:
    """Return the missing targets of several transitions, with the task they all mean."""
    counts = Counter(edge.mention.text for edge in graph.missing)
    meant = {name: very_near(name, free) for name, count in counts.items() if count > 1}
    return {name: graph.numbers[task] for name, task in meant.items() if task}


def _told_together(graph: Graph, free: list[str]) -> Iterator[list[Edge]]:
    """Yield the transitions that lead to no task; all to one name, if that may be a task's old."""
    by_name: dict[str, list[Edge]] = {}
    for edge in graph.missing:
        by_name.setdefault(edge.mention.text, []).append(edge)
    for edges in by_name.values():
        yield from [edges] if len(free) == 1 else ([edge] for edge in edges)


@check("workflow.undefined_task", severity="error", layer="references", since="0.1")
def undefined_task(graph: Graph) -> Iterator[Finding]:
    """A transition leads to a task that does not exist.

    Attune refuses the workflow. Where several transitions agree on a name that one task without a
    transition to it nearly has, that task is the one reported; where only one task is without a
    transition, the name is told once, with the other places that have it.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            on_success: sned
          - name: send
            action: parcels.send
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            on_success: send
          - name: send
            action: parcels.send
        ```
    """
    free = _free(graph) if graph.missing else []
    renamed = _renamed(graph, free)
    for target, number in renamed.items():
        yield finding(
            graph.tasks[number].name_at,
            "{count} transitions lead to non-existent task '{target}', and none to '{name}'",
            hint=f"did you mean 'name: {target}'?",
            count=sum(edge.mention.text == target for edge in graph.missing),
            target=target,
            name=graph.name(number),
        )
    unnamed = len(graph.numbers) < len(graph.tasks)
    for first, *others in _told_together(graph, free):
        target = first.mention.text
        remedy = _remedy(target, graph, free)
        if target in renamed or (unnamed and not remedy):
            continue
        yield finding(
            first.place,
            "Task '{task}' references non-existent task '{target}'",
            hint=remedy,
            related=tuple(Related(edge.place, "here, too") for edge in others[:_MOST_RELATED]),
            task=graph.name(first.source),
            target=target,
        )
