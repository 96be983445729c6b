"""expression.arity."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Slip, check


@check("expression.arity", severity="error", layer="expressions", since="0.1")
def arity(slip: Slip) -> Iterator[Finding]:
    """A function is called with too many or too few arguments.

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
              note: "{{ upper() }}"
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
