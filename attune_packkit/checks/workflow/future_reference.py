"""workflow.future_reference."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Slip, check


@check("workflow.future_reference", severity="warning", layer="expressions", since="0.1")
def future_reference(slip: Slip) -> Iterator[Finding]:
    """An expression reads what comes into being only later.

    The task whose result it reads, or which publishes the name, runs after this one.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            input:
              label: "{{ print.output.label }}"
            on_success: print
          - name: print
            action: parcels.print
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: print
            action: parcels.print
            on_success: weigh
          - name: weigh
            action: parcels.weigh
            input:
              label: "{{ print.output.label }}"
        ```
    """
    yield slip.finding
