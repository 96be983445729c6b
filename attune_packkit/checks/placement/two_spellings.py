"""placement.two_spellings."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import PLACEMENT_SPELLINGS, Component, Finding, check, finding


@check(
    "placement.two_spellings",
    severity="warning",
    layer="references",
    since="0.1",
    only_with=("tolerations", "affinity"),
)
def two_spellings(component: Component) -> Iterator[Finding]:
    """A placement is given under both of its names, with different values.

    `worker_tolerations` may be called `tolerations`, and `worker_affinity` `affinity`. Only one of
    the two is read.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        launch: intrinsic
        worker_tolerations: [{key: scales, operator: exists}]
        tolerations: [{key: noisy, operator: exists}]
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        launch: intrinsic
        worker_tolerations:
          - {key: scales, operator: exists}
          - {key: noisy, operator: exists}
        ```
    """
    for full, short in PLACEMENT_SPELLINGS:
        one, other = component.value.get(full), component.value.get(short)
        if other is not None and one is not None and one != other:
            yield finding(
                component.place.key(short),
                "'{short}' and '{full}' are the same field, with different values",
                hint=f"keep '{full}'",
                short=short,
                full=full,
            )
