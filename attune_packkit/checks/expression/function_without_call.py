"""expression.function_without_call."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Slip, check


@check("expression.function_without_call", severity="error", layer="expressions", since="0.1")
def function_without_call(slip: Slip) -> Iterator[Finding]:
    """A function is named but not called.

    Functions are no values: without parentheses Attune looks for a variable of that name.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            next:
              - when: "{{ succeeded }}"
                do: send
          - name: send
            action: parcels.send
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            next:
              - when: "{{ succeeded() }}"
                do: send
          - name: send
            action: parcels.send
        ```
    """
    yield slip.finding
