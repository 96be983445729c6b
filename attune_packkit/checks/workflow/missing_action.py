"""workflow.missing_action."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Violation, check, finding


@check("workflow.missing_action", severity="error", layer="schema", since="0.1")
def missing_action(violation: Violation) -> Iterator[Finding]:
    """A task does not say which action it runs.

    Attune refuses a task without an action. Only a parallel task has none: it holds other tasks.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            input:
              scale: east
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            input:
              scale: east
        ```
    """
    hint = "name an action, such as pack.action, or set type: parallel for a task that holds others"
    if violation.keyword == "required" and not violation.suggestion:
        yield finding(violation.place, "a task must have an 'action' field", hint=hint)
    else:
        yield violation.finding(hint=hint)
