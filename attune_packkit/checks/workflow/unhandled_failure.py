"""workflow.unhandled_failure."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Slip, check


@check("workflow.unhandled_failure", severity="info", layer="expressions", since="0.1")
def unhandled_failure(slip: Slip) -> Iterator[Finding]:
    """Nothing follows when a task fails.

    The workflow then ends as failed, and nobody is told.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            on_success: send
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
            on_failure: report
          - name: send
            action: parcels.send
          - name: report
            action: parcels.report
        ```
    """
    yield slip.finding
