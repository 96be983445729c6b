"""expression.syntax."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Slip, check


@check("expression.syntax", severity="error", layer="expressions", since="0.1")
def syntax(slip: Slip) -> Iterator[Finding]:
    """An expression cannot be read.

    Attune refuses it when the workflow runs, or takes the braces for plain text.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        parameters:
          grams: {type: integer, description: How heavy}
        tasks:
          - name: weigh
            action: parcels.weigh
            input:
              grams: "{{ parameters.grams + }}"
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
              grams: "{{ parameters.grams + 10 }}"
        ```
    """
    yield slip.finding
