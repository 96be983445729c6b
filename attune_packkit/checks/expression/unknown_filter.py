"""expression.unknown_filter."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Slip, check


@check("expression.unknown_filter", severity="error", layer="expressions", since="0.1")
def unknown_filter(slip: Slip) -> Iterator[Finding]:
    """An expression uses a filter that does not exist.

    The run fails when it gets there.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        parameters:
          note: {type: string}
        tasks:
          - name: weigh
            action: parcels.weigh
            input:
              note: "{{ workflow.param.note | uper }}"
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        parameters:
          note: {type: string}
        tasks:
          - name: weigh
            action: parcels.weigh
            input:
              note: "{{ workflow.param.note | upper }}"
        ```
    """
    yield slip.finding
