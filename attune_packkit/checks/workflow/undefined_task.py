"""workflow.undefined_task."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from attune_packkit.api import Finding, Graph, check, did_you_mean, finding, very_near

_COMMANDS = frozenset(["noop", "fail", "continue", "retry"])
"""What the engine of another automation platform takes for the name of a task."""


def _remedy(target: str, names: Collection[str]) -> str:
    """Say what may be meant by a task name that does not exist."""
    if target in _COMMANDS:
        return f"Attune has no command '{target}'; a task that leads nowhere just ends"
    several = [name.strip() for name in target.split(",")]
    if len(several) > 1 and all(name in names for name in several):
        return f"write several tasks as a list: [{', '.join(several)}]"
    return did_you_mean(target, names)


def _renamed(graph: Graph) -> dict[str, int]:
    """Return the missing targets of several transitions, with the task they all mean."""
    counts = Counter(edge.mention.text for edge in graph.missing)
    free = [name for name, number in graph.numbers.items() if number and not graph.inbound[number]]
    meant = {name: very_near(name, free) for name, count in counts.items() if count > 1}
    return {name: graph.numbers[task] for name, task in meant.items() if task}


@check("workflow.undefined_task", severity="error", layer="references", since="0.1")
def undefined_task(graph: Graph) -> Iterator[Finding]:
    """A transition leads to a task that does not exist.

    Attune refuses the workflow. Where several transitions agree on a name that one task without a
    transition to it nearly has, that task is the one reported.

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
    renamed = _renamed(graph)
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
    for edge in graph.missing:
        remedy = _remedy(edge.mention.text, graph.numbers)
        if edge.mention.text in renamed or (unnamed and not remedy):
            continue
        yield finding(
            edge.place,
            "Task '{task}' references non-existent task '{target}'",
            hint=remedy,
            task=graph.name(edge.source),
            target=edge.mention.text,
        )
