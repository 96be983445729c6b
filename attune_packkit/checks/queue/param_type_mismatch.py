"""queue.param_type_mismatch."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Call,
    Catalog,
    Comparison,
    Finding,
    check,
    mistyped_arguments,
    wrong_arguments,
)


@check("queue.param_type_mismatch", severity="error", layer="references", since="0.1")
def param_type_mismatch(call: Call, comparison: Comparison, catalog: Catalog) -> Iterator[Finding]:
    """A queue passes a value that its action does not take.

    The value is of another type, out of range or not among those allowed. Only what is written out
    is judged; what a template gives shows when it runs.

    Bad:
        ```yaml queues/inbox.yaml
        ref: parcels.inbox
        label: Inbox
        dispatch_action: parcels.record_scans
        action_params:
          depot: 1
        ```
        ```yaml actions/record_scans.yaml
        ref: parcels.record_scans
        launch: intrinsic
        parameters:
          depot: {type: string, description: Code of the depot}
        ```

    Good:
        ```yaml queues/inbox.yaml
        ref: parcels.inbox
        label: Inbox
        dispatch_action: parcels.record_scans
        action_params:
          depot: LEJ-1
        ```
        ```yaml actions/record_scans.yaml
        ref: parcels.record_scans
        launch: intrinsic
        parameters:
          depot: {type: string, description: Code of the depot}
        ```
    """
    if call.target.source_kind == "queue":
        yield from wrong_arguments(call, comparison)
        yield from mistyped_arguments(call, catalog)
