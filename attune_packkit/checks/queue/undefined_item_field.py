"""queue.undefined_item_field."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Slip, check


@check("queue.undefined_item_field", severity="warning", layer="expressions", since="0.1")
def undefined_item_field(slip: Slip) -> Iterator[Finding]:
    """A queue reads a field that its items do not have.

    `item_schema` says what items carry.

    Bad:
        ```yaml queues/inbox.yaml
        ref: parcels.inbox
        label: Inbox
        dispatch_action: scales.weigh
        item_schema:
          grams: {type: integer, description: How heavy}
        action_params:
          grams: "{{ item.garms }}"
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
