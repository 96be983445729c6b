"""workflow.implicit_order."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Slip, check


@check("workflow.implicit_order", severity="info", layer="expressions", since="0.1")
def implicit_order(slip: Slip) -> Iterator[Finding]:
    """No transition says in which order the tasks run.

    The order of the list may be meant, but today's Attune starts such tasks all together.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
          - name: send
            action: parcels.send
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
        ```
    """
    yield slip.finding
