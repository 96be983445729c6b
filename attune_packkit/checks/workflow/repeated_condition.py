"""workflow.repeated_condition."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Severity, Task, Transition, check, finding


@check("workflow.repeated_condition", severity="warning", layer="references", since="0.1")
def repeated_condition(task: Task) -> Iterator[Finding]:
    """Two transitions of a task have the same condition.

    Both are taken, or none: one of the two was most likely meant to say the opposite. What really
    belongs together fits into one transition, with several tasks under `do`. Where one of them
    publishes something, the two may well be meant, and this is a note.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            next:
              - when: "{{ result().heavy }}"
                do: freight
              - when: "{{ result().heavy }}"
                do: letter
          - name: freight
            action: parcels.freight
          - name: letter
            action: parcels.letter
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            next:
              - when: "{{ result().heavy }}"
                do: freight
              - when: "{{ not result().heavy }}"
                do: letter
          - name: freight
            action: parcels.freight
          - name: letter
            action: parcels.letter
        ```
    """
    first: dict[tuple[str, tuple[str, ...]], Transition] = {}
    for transition in task.transitions:
        texts = tuple("".join(each.text.split()) for each in transition.conditions)
        if not any("result" in text or "." in text for text in texts) or not transition.targets:
            continue
        other = first.setdefault((transition.outcome, texts), transition)
        if other is not transition:
            publishing = other.publish or transition.publish
            yield finding(
                transition.conditions[-1].place,
                "another transition has the same condition, so both are taken",
                hint="correct the condition, or name all tasks in one transition",
                severity=Severity.INFO if publishing else None,
            )
