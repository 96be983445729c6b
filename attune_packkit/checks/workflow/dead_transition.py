"""workflow.dead_transition."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Slip, check


@check("workflow.dead_transition", severity="warning", layer="expressions", since="0.1")
def dead_transition(slip: Slip) -> Iterator[Finding]:
    """The condition of a transition never holds.

    Whatever follows only there never runs.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            next:
              - when: "{{ succeeded() and failed() }}"
                do: send
          - name: send
            action: parcels.send
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            next:
              - when: "{{ succeeded() or failed() }}"
                do: send
          - name: send
            action: parcels.send
        ```
    """
    yield slip.finding
