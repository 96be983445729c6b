"""template.stray_close."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Slip, check


@check("template.stray_close", severity="warning", layer="expressions", since="0.1")
def stray_close(slip: Slip) -> Iterator[Finding]:
    """A text has a `}}` that closes nothing.

    The braces stay in the text. Mostly the `{{` before them is missing.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        parameters:
          grams: {type: integer, description: How heavy}
        tasks:
          - name: weigh
            action: parcels.weigh
            input:
              grams: "parameters.grams }}"
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
