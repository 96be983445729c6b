"""dashboard.unknown_timezone."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, check, finding, zone_fault


@check(
    "dashboard.unknown_timezone",
    severity="warning",
    layer="references",
    since="0.1",
    only_with=("defaults",),
)
def unknown_timezone(dashboard: Component) -> Iterator[Finding]:
    """The time zone of a dashboard does not exist.

    It is named as the IANA names it, by continent and city: `Europe/Berlin`, or `UTC`.

    Bad:
        ```yaml dashboards/depot.yaml
        ref: parcels.depot
        defaults: {timezone: Europe/Berlni}
        layout: {breakpoints: {wide: {columns: 12}}}
        data_sources: {}
        cards: []
        ```

    Good:
        ```yaml dashboards/depot.yaml
        ref: parcels.depot
        defaults: {timezone: Europe/Berlin}
        layout: {breakpoints: {wide: {columns: 12}}}
        data_sources: {}
        cards: []
        ```
    """
    defaults = dashboard.get("defaults")
    if isinstance(defaults, dict) and "timezone" in defaults:
        fault, hint = zone_fault(defaults["timezone"])
        if fault:
            yield finding(dashboard.at("defaults", "timezone"), "{fault}", hint=hint, fault=fault)
