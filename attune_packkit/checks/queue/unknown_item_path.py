"""queue.unknown_item_path."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Component,
    Finding,
    check,
    did_you_mean,
    dispatch,
    finding,
    names_every_field,
    shown,
)


@check("queue.unknown_item_path", severity="warning", layer="references", since="0.1")
def unknown_item_path(queue: Component) -> Iterator[Finding]:
    """A queue groups its items by a value that they do not have.

    All items then fall into one group, or into none.

    Bad:
        ```yaml queues/inbox.yaml
        ref: parcels.inbox
        label: Inbox
        dispatch_action: core.noop
        batch_mode: batch
        item_schema:
          depot: {type: string, description: Code of the depot}
        config:
          dispatch:
            coalescing: {enabled: true, group_by_path: depto}
        ```

    Good:
        ```yaml queues/inbox.yaml
        ref: parcels.inbox
        label: Inbox
        dispatch_action: core.noop
        batch_mode: batch
        item_schema:
          depot: {type: string, description: Code of the depot}
        config:
          dispatch:
            coalescing: {enabled: true, group_by_path: depot}
        ```
    """
    schema = queue.schema("item_schema")
    coalescing = dispatch(queue).get("coalescing")
    path = coalescing.get("group_by_path") if isinstance(coalescing, dict) else None
    if schema is None or not isinstance(path, str) or not names_every_field(schema):
        return
    steps = path.split(".")
    name = steps[1] if steps[0] in ("item", "payload") and len(steps) > 1 else steps[0]
    if name not in schema.fields and steps[0] not in schema.fields:
        yield finding(
            queue.at("config", "dispatch", "coalescing", "group_by_path"),
            "items have no {name}",
            hint=did_you_mean(name, schema.fields),
            name=shown(name),
        )
