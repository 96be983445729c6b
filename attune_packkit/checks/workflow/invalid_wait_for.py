"""workflow.invalid_wait_for."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Violation, check


@check("workflow.invalid_wait_for", severity="error", layer="schema", since="0.1")
def invalid_wait_for(violation: Violation) -> Iterator[Finding]:
    """`wait_for` is not well-formed.

    It has one key, `inquiry`: the number of an inquiry, nearly always a template that takes it from
    the task that created the inquiry. Attune refuses unknown keys here.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: ask
            action: notify.request_approval
            on_success: hear
          - name: hear
            action: parcels.decide
            wait_for:
              task: ask
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: ask
            action: notify.request_approval
            on_success: hear
          - name: hear
            action: parcels.decide
            wait_for:
              inquiry: "{{ task.ask.inquiry_id }}"
        ```
    """
    yield violation.finding(hint="write inquiry: with a template that gives its number")
