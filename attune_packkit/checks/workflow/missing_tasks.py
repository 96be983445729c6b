"""workflow.missing_tasks."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Violation, check, finding


@check("workflow.missing_tasks", severity="error", layer="schema", since="0.1")
def missing_tasks(violation: Violation) -> Iterator[Finding]:
    """A workflow has no tasks.

    Attune refuses a workflow without a list of tasks, or with an empty one.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        label: Dispatch
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        label: Dispatch
        tasks:
          - name: weigh
            action: parcels.weigh
        ```
    """
    if violation.keyword == "required" and not violation.suggestion:
        yield finding(
            violation.place, "Missing tasks field", hint="list at least one task in tasks"
        )
    else:
        yield violation.finding(hint="list at least one task")
