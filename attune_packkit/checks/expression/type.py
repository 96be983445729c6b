"""expression.type."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Slip, check


@check("expression.type", severity="warning", layer="expressions", since="0.1")
def type(slip: Slip) -> Iterator[Finding]:
    """A value is used in a way that its type does not allow.

    Text and numbers do not mix without a conversion, lists have no fields, and so on: the run
    fails when it gets there. Only what is certain is reported.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        parameters:
          grams: {type: integer, description: How heavy}
        tasks:
          - name: weigh
            action: parcels.weigh
            input:
              note: "{{ parameters.grams + ' g' }}"
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
              note: "{{ string(parameters.grams) + ' g' }}"
        ```
    """
    yield slip.finding
