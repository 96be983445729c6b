"""action.examples_invalid."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, check, example_faults


@check(
    "action.examples_invalid",
    severity="warning",
    layer="references",
    since="0.1",
    only_with=("examples",),
)
def examples_invalid(action: Component) -> Iterator[Finding]:
    """An action's example does not fit its own parameters.

    Examples are what people copy first. One that the action refuses costs each of them an hour.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        entry_point: weigh.sh
        parameters:
          scale: {type: integer, description: Number of the scale}
        examples:
          - description: Weigh on the first scale
            parameters:
              scale: first
        ```
        ```sh actions/weigh.sh
        echo 2.5
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        entry_point: weigh.sh
        parameters:
          scale: {type: integer, description: Number of the scale}
        examples:
          - description: Weigh on the first scale
            parameters:
              scale: 1
        ```
        ```sh actions/weigh.sh
        echo 2.5
        ```
    """
    yield from example_faults(action)
