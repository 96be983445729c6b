"""rule.param_type_mismatch."""

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


@check("rule.param_type_mismatch", severity="error", layer="references", since="0.1")
def param_type_mismatch(call: Call, comparison: Comparison, catalog: Catalog) -> Iterator[Finding]:
    """A rule passes a value that its action or trigger does not take.

    The value is of another type, out of range or not among those allowed, so each execution is
    refused. Only what is written out is judged; what a template gives shows when it runs.

    Bad:
        ```yaml rules/trace_silent.yaml
        ref: parcels.trace_silent
        trigger_ref: parcels.silent
        trigger_params:
          hours: three days
        action_ref: parcels.trace
        ```
        ```yaml triggers/silent.yaml
        ref: parcels.silent
        parameters:
          hours: {type: integer, description: Hours of silence}
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
          hours: {type: integer, description: Hours of silence}
        ```
        ```yaml actions/trace.yaml
        ref: parcels.trace
        launch: intrinsic
        ```
    """
    if call.target.source_kind == "rule":
        yield from wrong_arguments(call, comparison)
        yield from mistyped_arguments(call, catalog)
