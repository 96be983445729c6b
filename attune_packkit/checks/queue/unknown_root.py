"""queue.unknown_root."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Slip, check


@check("queue.unknown_root", severity="warning", layer="expressions", since="0.1")
def unknown_root(slip: Slip) -> Iterator[Finding]:
    """A queue reads something that queues do not know.

    Queues see the `item` (or `items`), the `queue` and the pack's `config`. Anything else gives
    null.

    Bad:
        ```yaml queues/inbox.yaml
        ref: parcels.inbox
        label: Inbox
        dispatch_action: scales.weigh
        item_schema:
          grams: {type: integer, description: How heavy}
        action_params:
          grams: "{{ itm.grams }}"
        ```

    Good:
        ```yaml queues/inbox.yaml
        ref: parcels.inbox
        label: Inbox
        dispatch_action: scales.weigh
        item_schema:
          grams: {type: integer, description: How heavy}
        action_params:
          grams: "{{ item.grams }}"
        ```
    """
    yield slip.finding
