"""workflow.missing_action_param."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Call, Comparison, Finding, check, missing_arguments


@check("workflow.missing_action_param", severity="error", layer="references", since="0.1")
def missing_action_param(call: Call, comparison: Comparison) -> Iterator[Finding]:
    """A task does not give its action a value that the action requires.

    The action would refuse to run. Values with a default may be left out. A value whose name is a
    slip for the one that is missing is told where it stands.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        entry_point: weigh.sh
        parameters:
          number: {type: string, required: true}
        ```

        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        entry_point: weigh.sh
        parameters:
          number: {type: string, required: true}
        ```

        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
            input:
              number: RR473124829DE
        ```
    """
    if call.task:
        yield from missing_arguments(call, comparison)
