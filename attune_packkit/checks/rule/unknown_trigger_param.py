"""rule.unknown_trigger_param."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Call, Comparison, Finding, check, unknown_arguments


@check("rule.unknown_trigger_param", severity="error", layer="references", since="0.1")
def unknown_trigger_param(call: Call, comparison: Comparison) -> Iterator[Finding]:
    """A rule passes a parameter that its trigger does not have.

    Nobody reads it, and what it was meant to set stays at its default. Where the trigger's schema
    forbids further parameters this is an error.

    Bad:
        ```yaml rules/trace_silent.yaml
        ref: parcels.trace_silent
        trigger_ref: parcels.silent
        trigger_params:
          hour: 72
        action_ref: parcels.trace
        ```
        ```yaml triggers/silent.yaml
        ref: parcels.silent
        parameters:
          hours: {type: integer, default: 48, description: Hours of silence}
        ```
        ```yaml actions/trace.yaml
        ref: parcels.trace
        launch: intrinsic
        ```

    Good:
        ```yaml rules/trace_silent.yaml
        ref: parcels.trace_silent
        trigger_ref: parcels.silent
        trigger_params:
          hours: 72
        action_ref: parcels.trace
        ```
        ```yaml triggers/silent.yaml
        ref: parcels.silent
        parameters:
          hours: {type: integer, default: 48, description: Hours of silence}
        ```
        ```yaml actions/trace.yaml
        ref: parcels.trace
        launch: intrinsic
        ```
    """
    if call.target.kind == "trigger":
        yield from unknown_arguments(call, comparison)
