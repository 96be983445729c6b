"""rule.unknown_action_param."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Call, Comparison, Finding, check, unknown_arguments


@check("rule.unknown_action_param", severity="error", layer="references", since="0.1")
def unknown_action_param(call: Call, comparison: Comparison) -> Iterator[Finding]:
    """A rule passes a parameter that its action does not have.

    The value is lost on the way, or the action refuses it. Where the action's schema forbids
    further parameters this is an error.

    Bad:
        ```yaml rules/weigh_arrivals.yaml
        ref: parcels.weigh_arrivals
        trigger_ref: parcels.arrived
        action_ref: parcels.weigh
        action_params:
          scael: 2
        ```
        ```yaml triggers/arrived.yaml
        ref: parcels.arrived
        ```
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        launch: intrinsic
        parameters:
          scale: {type: integer, description: Number of the scale}
        ```

    Good:
        ```yaml rules/weigh_arrivals.yaml
        ref: parcels.weigh_arrivals
        trigger_ref: parcels.arrived
        action_ref: parcels.weigh
        action_params:
          scale: 2
        ```
        ```yaml triggers/arrived.yaml
        ref: parcels.arrived
        ```
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        launch: intrinsic
        parameters:
          scale: {type: integer, description: Number of the scale}
        ```
    """
    if call.target.source_kind == "rule" and call.target.kind == "action":
        yield from unknown_arguments(call, comparison)
