"""rule.missing_trigger_param."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Call, Comparison, Finding, check, missing_arguments


@check("rule.missing_trigger_param", severity="error", layer="references", since="0.1")
def missing_trigger_param(call: Call, comparison: Comparison) -> Iterator[Finding]:
    """A rule does not pass a parameter that its trigger requires.

    The sensor behind the trigger reads its settings from the rule. Without a required one it has
    nothing to watch for, and the rule never fires.

    Bad:
        ```yaml rules/trace_silent.yaml
        ref: parcels.trace_silent
        trigger_ref: parcels.silent
        action_ref: parcels.trace
        ```
        ```yaml triggers/silent.yaml
        ref: parcels.silent
        parameters:
          hours: {type: integer, required: true, description: Hours of silence}
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
          hours: {type: integer, required: true, description: Hours of silence}
        ```
        ```yaml actions/trace.yaml
        ref: parcels.trace
        launch: intrinsic
        ```
    """
    if call.target.kind == "trigger":
        yield from missing_arguments(call, comparison)
