"""expression.constant_comparison."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Slip, check


@check("expression.constant_comparison", severity="warning", layer="expressions", since="0.1")
def constant_comparison(slip: Slip) -> Iterator[Finding]:
    """Two values are compared that can never be equal.

    Text is never equal to a number, not even `"3"` to `3`, so the outcome is always the same. So it
    is where a length is compared with less than 0, and where all of a condition is a text between
    quotes, which counts as true.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        parameters:
          grams: {type: integer, required: true}
        tasks:
          - name: weigh
            action: parcels.weigh
            when: "{{ parameters.grams == '0' }}"
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        parameters:
          grams: {type: integer, required: true}
        tasks:
          - name: weigh
            action: parcels.weigh
            when: "{{ parameters.grams == 0 }}"
        ```
    """
    yield slip.finding
