"""template.unclosed."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Slip, check


@check("template.unclosed", severity="error", layer="expressions", since="0.1")
def unclosed(slip: Slip) -> Iterator[Finding]:
    """A template is opened with `{{` and never closed.

    Attune then takes the braces for plain text and hands them on as they are.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        parameters:
          grams: {type: integer, description: How heavy}
        tasks:
          - name: weigh
            action: parcels.weigh
            input:
              grams: "{{ parameters.grams }"
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
