"""rule.missing_action_param."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Call, Comparison, Finding, check, missing_arguments


@check("rule.missing_action_param", severity="error", layer="references", since="0.1")
def missing_action_param(call: Call, comparison: Comparison) -> Iterator[Finding]:
    """A rule does not pass a parameter that its action requires.

    Each execution the rule starts would fail before the action's first line. A parameter with a
    default need not be passed. One whose name is a slip for the one that is missing is told where
    it stands.

    Bad:
        ```yaml rules/weigh_arrivals.yaml
        ref: parcels.weigh_arrivals
        trigger_ref: parcels.arrived
        action_ref: parcels.weigh
        ```
        ```yaml triggers/arrived.yaml
        ref: parcels.arrived
        ```
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        launch: intrinsic
        parameters:
          parcel: {type: string, required: true, description: Number of the parcel}
        ```

    Good:
        ```yaml rules/weigh_arrivals.yaml
        ref: parcels.weigh_arrivals
        trigger_ref: parcels.arrived
        action_ref: parcels.weigh
        action_params:
          parcel: "{{ event.payload.parcel }}"
        ```
        ```yaml triggers/arrived.yaml
        ref: parcels.arrived
        ```
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        launch: intrinsic
        parameters:
          parcel: {type: string, required: true, description: Number of the parcel}
        ```
    """
    if call.target.source_kind == "rule" and call.target.kind == "action":
        yield from missing_arguments(call, comparison)
