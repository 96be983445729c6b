"""dashboard.missing_position."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, breakpoints, cards, check, finding, near, shown

_SHOWN = 5


@check("dashboard.missing_position", severity="error", layer="references", since="0.1")
def missing_position(dashboard: Component) -> Iterator[Finding]:
    """A card has no position for one of the breakpoints.

    Every card needs a place on every grid of `layout.breakpoints`; Attune refuses it otherwise.

    Bad:
        ```yaml dashboards/depot.yaml
        ref: parcels.depot
        layout: {breakpoints: {wide: {columns: 12}, narrow: {columns: 4}}}
        data_sources:
          waiting: {type: queue_backlog}
        cards:
          - {id: waiting, source: waiting, position: {wide: {x: 0, y: 0, w: 4, h: 3}}}
        ```

    Good:
        ```yaml dashboards/depot.yaml
        ref: parcels.depot
        layout: {breakpoints: {wide: {columns: 12}, narrow: {columns: 4}}}
        data_sources:
          waiting: {type: queue_backlog}
        cards:
          - id: waiting
            source: waiting
            position: {wide: {x: 0, y: 0, w: 4, h: 3}, narrow: {x: 0, y: 0, w: 4, h: 2}}
        ```
    """
    grids = breakpoints(dashboard)
    for card in cards(dashboard):
        misspelt = {near(name, grids) for name in card.boxes if name not in grids}
        missing = [name for name in grids if name not in card.boxes and name not in misspelt]
        if missing:
            yield finding(
                card.place.key("position"),
                "card {card} has no position for {names}",
                hint="add x, y, w and h for each breakpoint of the layout",
                card=shown(card.id),
                names=", ".join(map(shown, missing[:_SHOWN])),
            )
