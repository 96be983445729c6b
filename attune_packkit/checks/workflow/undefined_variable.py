"""workflow.undefined_variable."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Slip, check


@check("workflow.undefined_variable", severity="error", layer="expressions", since="0.1")
def undefined_variable(slip: Slip) -> Iterator[Finding]:
    """An expression names something that the workflow does not have.

    The run fails when it gets there. Where a workflow does not declare its parameters, an unknown
    bare name may be one, and is an info.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        vars:
          grams: 900
        tasks:
          - name: weigh
            action: parcels.weigh
            input:
              grams: "{{ workflow.garms }}"
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        vars:
          grams: 900
        tasks:
          - name: weigh
            action: parcels.weigh
            input:
              grams: "{{ workflow.grams }}"
        ```
    """
    yield slip.finding
