"""queue.tunable_value."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, check, finding, tunables


@check("queue.tunable_value", severity="warning", layer="references", since="0.1")
def tunable_value(queue: Component) -> Iterator[Finding]:
    """A queue's number, or what stands in for it, is no number.

    `value` and `fallback` of `concurrency` and `batch_size` are whole numbers, 0 or more.

    Bad:
        ```yaml queues/inbox.yaml
        ref: parcels.inbox
        label: Inbox
        dispatch_action: core.noop
        config:
          dispatch:
            concurrency: {source: literal, value: two}
        ```

    Good:
        ```yaml queues/inbox.yaml
        ref: parcels.inbox
        label: Inbox
        dispatch_action: core.noop
        config:
          dispatch:
            concurrency: {source: literal, value: 2}
        ```
    """
    for place, tunable in tunables(queue):
        for name in ("value", "fallback"):
            value = tunable.get(name)
            whole = isinstance(value, int) and not isinstance(value, bool) and value >= 0
            if value is not None and not whole:
                yield finding(
                    place.at(name),
                    "'{name}' is no whole number of 0 or more",
                    name=name,
                )
