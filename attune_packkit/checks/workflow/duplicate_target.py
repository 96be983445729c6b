"""workflow.duplicate_target."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Graph, Task, check, finding, repeated_targets


def _in_one_transition(task: Task) -> Iterator[Finding]:
    for transition in task.transitions:
        seen: set[str] = set()
        for mention in transition.targets:
            if mention.text in seen:
                yield finding(
                    mention.place,
                    "task '{target}' is named twice in one transition",
                    hint="remove one of the two",
                    target=mention.text,
                )
            seen.add(mention.text)


@check("workflow.duplicate_target", severity="warning", layer="references", since="0.1")
def duplicate_target(graph: Graph) -> Iterator[Finding]:
    """A transition names the same task twice.

    The task would run twice, at the same time. So it does when two transitions name it that are
    both taken with some outcome, such as one without a condition and another one.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            next:
              - do: [label, send, label]
          - name: label
            action: parcels.label
          - name: send
            action: parcels.send
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            next:
              - do: [label, send]
          - name: label
            action: parcels.label
          - name: send
            action: parcels.send
        ```
    """
    for task in graph.tasks:
        yield from _in_one_transition(task)
        for mention in repeated_targets(graph, task):
            yield finding(
                mention.place,
                "task '{target}' is named by another transition too, and both may be taken",
                hint="give this transition a condition, or remove one of the two",
                target=mention.text,
            )
