"""workflow.with_items_type."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Slip, check


@check("workflow.with_items_type", severity="error", layer="expressions", since="0.1")
def with_items_type(slip: Slip) -> Iterator[Finding]:
    """`with_items` gives something that is no list.

    There is nothing to go through, so the task fails. A template inside a longer text always gives
    text.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        vars:
          count: 3
        tasks:
          - name: weigh
            action: parcels.weigh
            with_items: "{{ workflow.count }}"
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        vars:
          count: 3
        tasks:
          - name: weigh
            action: parcels.weigh
            with_items: "{{ range(workflow.count) }}"
        ```
    """
    yield slip.finding
