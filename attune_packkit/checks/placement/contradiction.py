"""placement.contradiction."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Component,
    Finding,
    Value,
    affinity_labels,
    check,
    finding,
    is_template,
    selector,
)


@check(
    "placement.contradiction",
    severity="warning",
    layer="references",
    since="0.1",
    only_with=("worker_selector", "sensor_worker_selector"),
)
def contradiction(component: Component) -> Iterator[Finding]:
    """A placement excludes every worker that it asks for.

    The selector names labels that each worker must carry. An `anti_affinity` to the same labels, or
    a `required` term that gives one of them another value, leaves no worker at all.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        launch: intrinsic
        worker_selector: {site: leipzig}
        worker_affinity:
          anti_affinity:
            - match_labels: {site: leipzig}
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        launch: intrinsic
        worker_selector: {site: leipzig}
        worker_affinity:
          anti_affinity:
            - match_labels: {power: battery}
        ```
    """
    wanted = selector(component)
    if not wanted or any(map(is_template, wanted.values())):
        return
    for place, labels in affinity_labels(component, "anti_affinity"):
        if labels.items() <= wanted.items():
            yield finding(
                place,
                "this keeps away every worker that the selector asks for",
                hint="remove the labels from one of the two",
            )
    required = list(affinity_labels(component, "required"))
    if required and all(_differs(labels, wanted) for _, labels in required):
        yield finding(
            required[0][0],
            "no worker fits both this and the selector",
            hint="give the labels the selector's values",
        )


def _differs(labels: dict[str, Value], wanted: dict[str, Value]) -> bool:
    return any(name in wanted and wanted[name] != value for name, value in labels.items())
