"""workflow.output_map_type."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Slip, check


@check("workflow.output_map_type", severity="warning", layer="expressions", since="0.1")
def output_map_type(slip: Slip) -> Iterator[Finding]:
    """A workflow's result is of another type than it declares.

    Callers rely on `output`. A text without braces is given as it stands.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        output:
          grams: {type: integer}
        vars:
          grams: 0
        tasks:
          - name: weigh
            action: parcels.weigh
        output_map:
          grams: workflow.grams
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        output:
          grams: {type: integer}
        vars:
          grams: 0
        tasks:
          - name: weigh
            action: parcels.weigh
        output_map:
          grams: "{{ workflow.grams }}"
        ```
    """
    yield slip.finding
