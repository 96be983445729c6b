"""workflow.timeout_range."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Violation, check


@check("workflow.timeout_range", severity="error", layer="schema", since="0.1")
def timeout_range(violation: Violation) -> Iterator[Finding]:
    """The timeout of a task is not above 0.

    `timeout` is a whole number of seconds, at least 1. Attune refuses anything less.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            timeout: 0
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            timeout: 30
        ```
    """
    yield violation.finding(hint="for no timeout, leave 'timeout' out")
