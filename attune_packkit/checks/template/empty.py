"""template.empty."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Slip, check


@check("template.empty", severity="error", layer="expressions", since="0.1")
def empty(slip: Slip) -> Iterator[Finding]:
    """There is nothing between `{{` and `}}`.

    An empty expression has no value.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        parameters:
          grams: {type: integer, description: How heavy}
        tasks:
          - name: weigh
            action: parcels.weigh
            input:
              grams: "{{ }}"
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        parameters:
          grams: {type: integer, description: How heavy}
        tasks:
          - name: weigh
            action: parcels.weigh
            input:
              grams: "{{ parameters.grams }}"
        ```
    """
    yield slip.finding
