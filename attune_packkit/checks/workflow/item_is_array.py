"""workflow.item_is_array."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Slip, check


@check("workflow.item_is_array", severity="error", layer="expressions", since="0.1")
def item_is_array(slip: Slip) -> Iterator[Finding]:
    """A field of `item` is read although `item` is a list.

    With a `batch_size` above one, each run gets a list of items.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        parameters:
          parcels: {type: array}
        tasks:
          - name: weigh
            action: parcels.weigh
            with_items: "{{ parameters.parcels }}"
            batch_size: 5
            input:
              number: "{{ item.number }}"
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
            batch_size: 5
            input:
              parcels: "{{ item }}"
        ```
    """
    yield slip.finding
