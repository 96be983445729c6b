"""workflow.join_range."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Violation, check


@check("workflow.join_range", severity="error", layer="schema", since="0.1")
def join_range(violation: Violation) -> Iterator[Finding]:
    """`join` is less than 1.

    `join` says how many tasks have to finish before this one starts, so it is at least 1.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            on_success: send
          - name: send
            action: parcels.send
            join: 0
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            on_success: send
          - name: send
            action: parcels.send
            join: 1
        ```
    """
    yield violation.finding(hint="to start at each arrival, leave 'join' out")
