"""workflow.unused_variable."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Slip, check


@check("workflow.unused_variable", severity="warning", layer="expressions", since="0.1")
def unused_variable(slip: Slip) -> Iterator[Finding]:
    """A variable is never read.

    It may be left over: an info. If its name is by one slip another one that is read or published,
    it is misspelt, and what was meant has no first value: a warning.

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
