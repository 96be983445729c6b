"""expression.pipe."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Slip, check


@check("expression.pipe", severity="error", layer="expressions", since="0.1")
def pipe(slip: Slip) -> Iterator[Finding]:
    """An expression uses a filter, which today's Attune does not know.

    The engine of today's Attune has functions instead. It is reported only with `--target
    current`.

    Target: current

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        parameters:
          note: {type: string}
        tasks:
          - name: weigh
            action: parcels.weigh
            input:
              note: "{{ parameters.note | upper }}"
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
