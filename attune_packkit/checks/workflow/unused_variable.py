"""workflow.unused_variable."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Slip, check


@check("workflow.unused_variable", severity="info", layer="expressions", since="0.1")
def unused_variable(slip: Slip) -> Iterator[Finding]:
    """A variable is never read.

    It may be left over, or something else is read in its place.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        vars:
          grams: 900
        tasks:
          - name: weigh
            action: parcels.weigh
            input:
              grams: 900
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        vars:
          grams: 900
        tasks:
          - name: weigh
            action: parcels.weigh
            input:
              grams: "{{ workflow.grams }}"
        ```
    """
    yield slip.finding
