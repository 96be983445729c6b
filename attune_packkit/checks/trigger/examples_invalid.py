"""trigger.examples_invalid."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, check, example_faults


@check(
    "trigger.examples_invalid",
    severity="warning",
    layer="references",
    since="0.1",
    only_with=("examples",),
)
def examples_invalid(trigger: Component) -> Iterator[Finding]:
    """A trigger's example does not fit its own parameters.

    Examples are what people copy into their rules first.

    Bad:
        ```yaml triggers/silent.yaml
        ref: parcels.silent
        parameters:
          hours: {type: integer, minimum: 1, description: Hours of silence}
        examples:
          - parameters: {hours: 0}
        ```

    Good:
        ```yaml triggers/silent.yaml
        ref: parcels.silent
        parameters:
          hours: {type: integer, minimum: 1, description: Hours of silence}
        examples:
          - parameters: {hours: 72}
        ```
    """
    yield from example_faults(trigger)
