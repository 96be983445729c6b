"""queue.invalid_definition."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Violation, check


@check("queue.invalid_definition", severity="error", layer="schema", since="0.1")
def invalid_definition(violation: Violation) -> Iterator[Finding]:
    """A queue is not defined as Attune reads it.

    Queues are read strictly: a key that Attune does not know, a missing label or action, a number
    out of range or a half-written source of a number, and the pack is refused.

    Bad:
        ```yaml queues/inbox.yaml
        ref: parcels.inbox
        label: Inbox
        dispatch_action: core.noop
        config:
          dispatch:
            retries: 3
        ```

    Good:
        ```yaml queues/inbox.yaml
        ref: parcels.inbox
        label: Inbox
        dispatch_action: core.noop
        config:
          dispatch:
            retry_limit: 3
        ```
    """
    yield violation.finding()
