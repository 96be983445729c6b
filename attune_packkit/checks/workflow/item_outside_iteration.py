"""workflow.item_outside_iteration."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Slip, check


@check("workflow.item_outside_iteration", severity="error", layer="expressions", since="0.1")
def item_outside_iteration(slip: Slip) -> Iterator[Finding]:
    """`item` or `index` is read in a task that goes through no items.

    They exist only in a task with `with_items` or `iterate_cache`.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            input:
              parcel: "{{ item }}"
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        parameters:
          parcels: {type: array}
        tasks:
          - name: weigh
            action: parcels.weigh
            with_items: "{{ parameters.parcels }}"
            input:
              parcel: "{{ item }}"
        ```
    """
    yield slip.finding
