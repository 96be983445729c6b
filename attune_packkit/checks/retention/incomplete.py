"""retention.incomplete."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, check, finding


@check("retention.incomplete", severity="info", layer="references", since="0.1")
def incomplete(component: Component) -> Iterator[Finding]:
    """Only half of a retention is given: a limit without its unit, or a unit without a limit.

    `log_retention_limit: 7` says nothing until `log_retention_policy` says whether days or versions
    are counted. The missing half comes from the server's settings, which differ.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        launch: intrinsic
        log_retention_limit: 7
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        launch: intrinsic
        log_retention_policy: days
        log_retention_limit: 7
        ```
    """
    if component.kind.name not in ("action", "sensor"):
        return
    for subject in ("log", "artifact"):
        names = (f"{subject}_retention_policy", f"{subject}_retention_limit")
        written = [name for name in names if component.has(name)]
        if len(written) == 1:
            missing = names[1 - names.index(written[0])]
            yield finding(
                component.at(written[0]),
                "'{written}' stands without '{missing}'",
                hint=f"add '{missing}'",
                written=written[0],
                missing=missing,
            )
