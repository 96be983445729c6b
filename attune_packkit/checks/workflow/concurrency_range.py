"""workflow.concurrency_range."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Violation, check


@check("workflow.concurrency_range", severity="error", layer="schema", since="0.1")
def concurrency_range(violation: Violation) -> Iterator[Finding]:
    """The concurrency of a task is out of range.

    `concurrency` says how many executions of an iteration run at the same time: 1 to 100.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        parameters:
          parcels: {type: array}
        tasks:
          - name: weigh
            action: parcels.weigh
            with_items: "{{ parameters.parcels }}"
            concurrency: 0
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        parameters:
          parcels: {type: array}
        tasks:
          - name: weigh
            action: parcels.weigh
            with_items: "{{ parameters.parcels }}"
            concurrency: 4
        ```
    """
    yield violation.finding()
