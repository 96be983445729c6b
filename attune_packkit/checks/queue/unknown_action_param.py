"""queue.unknown_action_param."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Call, Comparison, Finding, check, unknown_arguments


@check("queue.unknown_action_param", severity="error", layer="references", since="0.1")
def unknown_action_param(call: Call, comparison: Comparison) -> Iterator[Finding]:
    """A queue passes a parameter that its action does not have.

    The value is lost on the way, or the action refuses it. Where the action's schema forbids
    further parameters this is an error.

    Bad:
        ```yaml queues/inbox.yaml
        ref: parcels.inbox
        label: Inbox
        dispatch_action: parcels.record_scans
        action_params:
          scan: "{{ items }}"
        ```
        ```yaml actions/record_scans.yaml
        ref: parcels.record_scans
        launch: intrinsic
        parameters:
          scans: {type: array, description: What was scanned}
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
          scans: {type: array, description: What was scanned}
        ```
    """
    if call.target.source_kind == "queue":
        yield from unknown_arguments(call, comparison)
