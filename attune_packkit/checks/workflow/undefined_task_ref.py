"""workflow.undefined_task_ref."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Slip, check


@check("workflow.undefined_task_ref", severity="error", layer="expressions", since="0.1")
def undefined_task_ref(slip: Slip) -> Iterator[Finding]:
    """An expression reads the result of a task that does not exist.

    The run fails when it gets there.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            on_success: send
          - name: send
            action: parcels.send
            input:
              grams: "{{ wiegh.output.grams }}"
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
            input:
              grams: "{{ weigh.output.grams }}"
        ```
    """
    yield slip.finding
