"""workflow.undefined_task."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attune_packkit.api import Finding, Graph, check, did_you_mean, finding

_COMMANDS = frozenset(["noop", "fail", "continue", "retry"])
"""What the engine of another automation platform takes for the name of a task."""


def _remedy(target: str, names: Iterable[str]) -> str:
    """Say what may be meant by a task name that does not exist."""
    if target in _COMMANDS:
        return f"Attune has no command '{target}'; a task that leads nowhere just ends"
    return did_you_mean(target, names)


@check("workflow.undefined_task", severity="error", layer="references", since="0.1")
def undefined_task(graph: Graph) -> Iterator[Finding]:
    """A transition leads to a task that does not exist.

    Attune refuses the workflow.

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
    for edge in graph.missing:
        yield finding(
            edge.place,
            "Task '{task}' references non-existent task '{target}'",
            hint=_remedy(edge.mention.text, graph.numbers),
            task=graph.name(edge.source),
            target=edge.mention.text,
        )
