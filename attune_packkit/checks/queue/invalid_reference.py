"""queue.invalid_reference."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Severity, check, finding, is_template, ref_fault


@check("queue.invalid_reference", severity="error", layer="references", since="0.1")
def invalid_reference(queue: Component) -> Iterator[Finding]:
    """A queue's `dispatch_action` is not a ref.

    It is the full ref of an action, such as `parcels.record_scans`. A short name is a
    warning: rules complete it with the pack's ref, queues do not.

    Bad:
        ```yaml queues/inbox.yaml
        ref: parcels.inbox
        label: Inbox
        dispatch_action: Record Scans
        ```

    Good:
        ```yaml queues/inbox.yaml
        ref: parcels.inbox
        label: Inbox
        dispatch_action: parcels.record_scans
        ```
        ```yaml actions/record_scans.yaml
        ref: parcels.record_scans
        launch: intrinsic
        ```
    """
    text = queue.text("dispatch_action")
    fault = ref_fault(text) if text else ""
    if is_template(text):
        fault = "a template, expected a ref in plain text"
    if fault:
        yield finding(
            queue.at("dispatch_action"),
            "'dispatch_action' is no ref: {fault}",
            hint="write it like 'parcels.record_scans'",
            fault=fault,
        )
    elif text and "." not in text:
        yield finding(
            queue.at("dispatch_action"),
            "'dispatch_action' is a short name, expected a full ref",
            hint=f"write '{queue.pack_ref}.{text}'",
            severity=Severity.WARNING,
        )
