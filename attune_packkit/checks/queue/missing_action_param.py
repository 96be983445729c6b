"""queue.missing_action_param."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Call, Comparison, Finding, check, missing_arguments


@check("queue.missing_action_param", severity="error", layer="references", since="0.1")
def missing_action_param(call: Call, comparison: Comparison) -> Iterator[Finding]:
    """A queue does not pass a parameter that its action requires.

    Each item would fail before the action's first line, and be tried again in vain.

    Bad:
        ```yaml queues/inbox.yaml
        ref: parcels.inbox
        label: Inbox
        dispatch_action: parcels.record_scans
        ```
        ```yaml actions/record_scans.yaml
        ref: parcels.record_scans
        launch: intrinsic
        parameters:
          scans: {type: array, required: true, description: What was scanned}
        ```

    Good:
        ```yaml queues/inbox.yaml
        ref: parcels.inbox
        label: Inbox
        dispatch_action: parcels.record_scans
        action_params:
          scans: "{{ items }}"
        ```
        ```yaml actions/record_scans.yaml
        ref: parcels.record_scans
        launch: intrinsic
        parameters:
          scans: {type: array, required: true, description: What was scanned}
        ```
    """
    if call.target.source_kind == "queue":
        yield from missing_arguments(call, comparison)
