"""expression.unknown_field."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Slip, check


@check("expression.unknown_field", severity="warning", layer="expressions", since="0.1")
def unknown_field(slip: Slip) -> Iterator[Finding]:
    """An expression reads a field that a value does not have.

    All fields of the value are known, and this is not one of them; or most are, and this one looks
    like a misspelt one.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        vars:
          box: {grams: 900, label: fragile}
        tasks:
          - name: weigh
            action: parcels.weigh
            input:
              grams: "{{ workflow.box.garms }}"
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        vars:
          box: {grams: 900, label: fragile}
        tasks:
          - name: weigh
            action: parcels.weigh
            input:
              grams: "{{ workflow.box.grams }}"
        ```
    """
    yield slip.finding
