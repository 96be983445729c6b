"""workflow.error_outside_failure."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Slip, check


@check("workflow.error_outside_failure", severity="warning", layer="expressions", since="0.1")
def error_outside_failure(slip: Slip) -> Iterator[Finding]:
    """`error` is read where no failure leads to.

    It tells of the failure that led to a task, and here there was none.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            on_success: report
          - name: report
            action: parcels.report
            input:
              text: "{{ error.message }}"
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            on_failure: report
          - name: report
            action: parcels.report
            input:
              text: "{{ error.message }}"
        ```
    """
    yield slip.finding
