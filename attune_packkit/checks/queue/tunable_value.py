"""queue.tunable_value."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, check, dispatch, finding, tunables


@check("queue.tunable_value", severity="warning", layer="references", since="0.1")
def tunable_value(queue: Component) -> Iterator[Finding]:
    """A queue's number, or what stands in for it, is not a number.

    `value` and `fallback` of `concurrency` and `batch_size` are whole numbers, 0 or more; written
    as plain numbers they are more than 0, or nothing is ever handed out.

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
    settings = dispatch(queue)
    for name in ("concurrency", "batch_size"):
        value = settings.get(name)
        if value == 0 and not isinstance(value, bool):
            yield finding(
                queue.at("config", "dispatch", name),
                "with '{name}' 0 the queue hands out nothing",
                hint="write 1 or more; 'enabled: false' stops a queue",
                name=name,
            )
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
