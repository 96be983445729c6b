"""workflow.retry_range."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Violation, check


@check("workflow.retry_range", severity="error", layer="schema", since="0.1")
def retry_range(violation: Violation) -> Iterator[Finding]:
    """A number of `retry` is out of range.

    `count` goes from 1 to 100; `delay` and `max_delay` are whole seconds, at least 0. Attune
    refuses anything else.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            retry:
              count: 0
              delay: 5
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            retry:
              count: 3
              delay: 5
        ```
    """
    low = violation.keyword == "minimum" and violation.place.pointer[-1] == "count"
    yield violation.finding(hint="for no retry at all, leave 'retry' out" if low else "")
