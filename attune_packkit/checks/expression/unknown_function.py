"""expression.unknown_function."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Slip, check


@check("expression.unknown_function", severity="error", layer="expressions", since="0.1")
def unknown_function(slip: Slip) -> Iterator[Finding]:
    """An expression calls a function that does not exist.

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
              note: "{{ uper(parameters.note) }}"
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
              note: "{{ upper(parameters.note) }}"
        ```
    """
    yield slip.finding
