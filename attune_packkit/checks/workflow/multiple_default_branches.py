"""workflow.multiple_default_branches."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Related, Task, check, finding


@check("workflow.multiple_default_branches", severity="error", layer="references", since="0.1")
def multiple_default_branches(task: Task) -> Iterator[Finding]:
    """A decision has more than one default branch.

    Only one branch can be the one that is taken when no other holds. Attune refuses the workflow.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            decision:
              - default: true
                next: letter
              - default: true
                next: freight
          - name: letter
            action: parcels.letter
          - name: freight
            action: parcels.freight
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
          - name: letter
            action: parcels.letter
          - name: freight
            action: parcels.freight
        ```
    """
    decision = task.value.get("decision")
    branches = decision if isinstance(decision, list) else []
    defaults = [
        index
        for index, branch in enumerate(branches)
        if isinstance(branch, dict) and branch.get("default") is True
    ]
    for index in defaults[1:]:
        yield finding(
            task.at("decision", index, "default"),
            "this decision already has a default branch",
            hint="give this branch a condition",
            related=(Related(task.at("decision", defaults[0], "default"), "the first default"),),
        )
