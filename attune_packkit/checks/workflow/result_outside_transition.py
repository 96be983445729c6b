"""workflow.result_outside_transition."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Slip, check


@check("workflow.result_outside_transition", severity="warning", layer="expressions", since="0.1")
def result_outside_transition(slip: Slip) -> Iterator[Finding]:
    """`result()` or its like is called where no task has just ended.

    `result()`, `succeeded()`, `failed()` and `timed_out()` speak of the task whose transition is
    evaluated. Elsewhere they have nothing to speak of.

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
              grams: "{{ result().grams }}"
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        vars:
          grams: 0
        tasks:
          - name: weigh
            action: parcels.weigh
            next:
              - when: "{{ succeeded() }}"
                publish:
                  - grams: "{{ result().grams }}"
                do: send
          - name: send
            action: parcels.send
            input:
              grams: "{{ workflow.grams }}"
        ```
    """
    yield slip.finding
