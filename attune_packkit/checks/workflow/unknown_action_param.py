"""workflow.unknown_action_param."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Call, Comparison, Finding, Severity, check, finding, shown


@check("workflow.unknown_action_param", severity="warning", layer="references", since="0.1")
def unknown_action_param(call: Call, comparison: Comparison) -> Iterator[Finding]:
    """A task gives its action a value that the action does not know.

    The value is dropped, or refused (error) where the action's schema says `additionalProperties:
    false`. Schemas that allow for further values are left alone.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        entry_point: weigh.sh
        parameters:
          scale: {type: string}
        ```

        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            input:
              scael: east
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        entry_point: weigh.sh
        parameters:
          scale: {type: string}
        ```

        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            input:
              scale: east
        ```
    """
    if call.target.source_kind != "workflow":
        return
    for unknown in comparison.unknown:
        yield finding(
            call.arguments_at.key(unknown.name),
            "'{action}' has no parameter {name}",
            hint=f"did you mean '{unknown.near}'?" if unknown.near else "",
            severity=Severity.ERROR if unknown.refused else None,
            action=call.target.ref,
            name=shown(unknown.name),
        )
