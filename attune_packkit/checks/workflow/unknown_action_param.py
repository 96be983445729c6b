"""workflow.unknown_action_param."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Call, Comparison, Finding, check, unknown_arguments


@check("workflow.unknown_action_param", severity="error", layer="references", since="0.1")
def unknown_action_param(call: Call, comparison: Comparison) -> Iterator[Finding]:
    """A task gives its action a value that the action does not know.

    The value is refused where the action's schema says `additionalProperties: false`; elsewhere it
    is dropped (a warning). Schemas that allow for further values are left alone.

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
    if call.task:
        yield from unknown_arguments(call, comparison)
