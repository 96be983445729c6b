"""workflow.no_path."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Slip, check


@check("workflow.no_path", severity="warning", layer="expressions", since="0.1")
def no_path(slip: Slip) -> Iterator[Finding]:
    """An expression reads the result of a task from which no way leads here.

    The two tasks run independently of each other, so the result may not be there yet.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: look_up
            action: parcels.look_up
          - name: weigh
            action: parcels.weigh
            on_success: send
          - name: send
            action: parcels.send
            input:
              depot: "{{ look_up.output.depot }}"
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: look_up
            action: parcels.look_up
            on_success: weigh
          - name: weigh
            action: parcels.weigh
            on_success: send
          - name: send
            action: parcels.send
            input:
              depot: "{{ look_up.output.depot }}"
        ```
    """
    yield slip.finding
