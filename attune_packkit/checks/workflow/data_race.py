"""workflow.data_race."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Slip, check


@check("workflow.data_race", severity="warning", layer="expressions", since="0.1")
def data_race(slip: Slip) -> Iterator[Finding]:
    """A task reads the result of another that starts at the same time.

    Today's Attune starts all tasks at once to which no transition leads. It is reported only with
    `--target current`; elsewhere the order of the list may be meant.

    Target: current

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
          - name: send
            action: parcels.send
            input:
              grams: "{{ task.weigh.result.grams }}"
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            next:
              - do: [send]
          - name: send
            action: parcels.send
            input:
              grams: "{{ task.weigh.result.grams }}"
        ```
    """
    yield slip.finding
