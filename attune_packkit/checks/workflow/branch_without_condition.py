"""workflow.branch_without_condition."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Violation, check, finding, follow


@check("workflow.branch_without_condition", severity="error", layer="schema", since="0.1")
def branch_without_condition(violation: Violation, component: Component) -> Iterator[Finding]:
    """A branch of a decision has neither a condition nor `default: true`.

    Attune refuses such a branch: it cannot know when to take it.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            decision:
              - when: "{{ result().heavy }}"
                next: freight
              - next: letter
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
            decision:
              - when: "{{ result().heavy }}"
                next: freight
              - default: true
                next: letter
          - name: freight
            action: parcels.freight
          - name: letter
            action: parcels.letter
        ```
    """
    branch = follow(component.value, violation.place.pointer)
    default = branch.get("default") if isinstance(branch, dict) else None
    if not isinstance(default, bool | None):
        return  # told as a value that is neither true nor false
    yield finding(
        violation.place,
        "this branch has neither 'when' nor 'default: true'",
        hint="write default: true for what happens when no other branch holds",
    )
