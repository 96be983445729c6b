"""dashboard.unknown_breakpoint."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Component,
    Finding,
    breakpoints,
    cards,
    check,
    did_you_mean,
    finding,
    shown,
)


@check("dashboard.unknown_breakpoint", severity="warning", layer="references", since="0.1")
def unknown_breakpoint(dashboard: Component) -> Iterator[Finding]:
    """A card has a position for a breakpoint that the layout does not have.

    No screen ever uses it, and the breakpoint it was meant for goes without.

    Bad:
        ```yaml dashboards/depot.yaml
        ref: parcels.depot
        layout: {breakpoints: {wide: {columns: 12}}}
        data_sources:
          waiting: {type: queue_backlog}
        cards:
          - {id: waiting, source: waiting, position: {wied: {x: 0, y: 0, w: 4, h: 3}}}
        ```

    Good:
        ```yaml dashboards/depot.yaml
        ref: parcels.depot
        layout: {breakpoints: {wide: {columns: 12}}}
        data_sources:
          waiting: {type: queue_backlog}
        cards:
          - {id: waiting, source: waiting, position: {wide: {x: 0, y: 0, w: 4, h: 3}}}
        ```
    """
    grids = breakpoints(dashboard)
    for card in cards(dashboard) if grids else ():
        for name in card.boxes:
            if name not in grids:
                yield finding(
                    card.place.key("position", name),
                    "'layout.breakpoints' has no {name}",
                    hint=did_you_mean(name, grids),
                    name=shown(name),
                )
