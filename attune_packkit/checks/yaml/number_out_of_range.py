"""yaml.number_out_of_range."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Fault, Finding, check, finding, shown


@check("yaml.number_out_of_range", severity="warning", layer="structure", since="0.1")
def number_out_of_range(fault: Fault) -> Iterator[Finding]:
    """A number cannot be passed on as JSON.

    Parameters and results travel as JSON, which knows neither infinity nor "not a number", and no
    numbers beyond the range of a double.

    Bad:
        ```yaml triggers/weighed.yaml
        ref: parcels.weighed
        parameters:
          limit:
            type: number
            description: Heaviest parcel in kilograms
            maximum: .inf
        ```

    Good:
        ```yaml triggers/weighed.yaml
        ref: parcels.weighed
        parameters:
          limit:
            type: number
            description: Heaviest parcel in kilograms
        ```
    """
    yield finding(
        fault.place,
        "{text} is a number that JSON cannot hold",
        hint="write a smaller number, leave the value out, or quote it if text is meant",
        text=shown(str(fault["text"]), 40),
    )
