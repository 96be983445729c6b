"""workflow.batch_range."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Violation, check


@check("workflow.batch_range", severity="error", layer="schema", since="0.1")
def batch_range(violation: Violation) -> Iterator[Finding]:
    """The batch size of a task is out of range.

    `batch_size` says how many items one execution of an iteration gets: 1 to 1000.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        parameters:
          parcels: {type: array}
        tasks:
          - name: weigh
            action: parcels.weigh
            with_items: "{{ parameters.parcels }}"
            batch_size: 5000
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
            batch_size: 500
        ```
    """
    yield violation.finding(hint="for one item at a time, leave 'batch_size' out")
