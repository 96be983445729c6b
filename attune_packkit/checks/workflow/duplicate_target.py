"""workflow.duplicate_target."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Task, check, finding, repeated_targets


@check("workflow.duplicate_target", severity="warning", layer="references", since="0.1")
def duplicate_target(task: Task) -> Iterator[Finding]:
    """A transition names the same task twice.

    The task would run twice, at the same time. So it does when a transition without a condition
    names it besides another one that has one: both are taken.

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
    for mention in repeated_targets(task):
        yield finding(
            mention.place,
            "task '{target}' is named by another transition too, and this one is always taken",
            hint="give this transition a condition, or remove one of the two",
            target=mention.text,
        )
