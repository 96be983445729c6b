"""workflow.undefined_parameter."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Slip, check


@check("workflow.undefined_parameter", severity="error", layer="expressions", since="0.1")
def undefined_parameter(slip: Slip) -> Iterator[Finding]:
    """An expression reads a parameter that the workflow does not declare.

    Nobody can pass it. Where the workflow declares no parameters at all it is an info.
    Where several expressions read a name that a declaration is one letter off, the declaration is
    told.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        parameters:
          grams: {type: integer, description: How heavy}
        tasks:
          - name: weigh
            action: parcels.weigh
            input:
              grams: "{{ parameters.garms }}"
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
