"""queue.invalid_definition."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from attune_packkit.api import Component, Finding, Violation, check
from attune_packkit.checks.metadata._foreign import nearest_key
from attune_packkit.checks.metadata._foreign_values import nearest_value


@check("queue.invalid_definition", severity="error", layer="schema", since="0.1")
def invalid_definition(violation: Violation, component: Component) -> Iterator[Finding]:
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
    found = violation.finding()
    nearest = nearest_key(violation, component) or nearest_value(violation, component)
    yield replace(found, hint=nearest) if nearest else found
