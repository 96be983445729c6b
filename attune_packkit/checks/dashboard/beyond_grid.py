"""dashboard.beyond_grid."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, breakpoints, cards, check, finding, shown


@check("dashboard.beyond_grid", severity="warning", layer="references", since="0.1")
def beyond_grid(dashboard: Component) -> Iterator[Finding]:
    """A card reaches beyond the last column of its grid.

    `x` and `w` together are at most the breakpoint's `columns`. What sticks out is cut off or
    pushed to another row.

    Bad:
        ```yaml dashboards/depot.yaml
        ref: parcels.depot
        layout: {breakpoints: {wide: {columns: 12}}}
        data_sources:
          waiting: {type: queue_backlog}
        cards:
          - {id: waiting, source: waiting, position: {wide: {x: 8, y: 0, w: 6, h: 3}}}
        ```

    Good:
        ```yaml dashboards/depot.yaml
        ref: parcels.depot
        layout: {breakpoints: {wide: {columns: 12}}}
        data_sources:
          waiting: {type: queue_backlog}
        cards:
          - {id: waiting, source: waiting, position: {wide: {x: 6, y: 0, w: 6, h: 3}}}
        ```
    """
    grids = breakpoints(dashboard)
    for card in cards(dashboard):
        for name, box in card.boxes.items():
            columns = grids.get(name, 0)
            if box is not None and 0 < columns < box.x + box.width:
                yield finding(
                    card.place.key("position", name, "x" if box.x >= columns else "w"),
                    "card {card} ends at column {end} of {columns}",
                    hint="make x + w at most the number of columns",
                    card=shown(card.id),
                    end=box.x + box.width,
                    columns=columns,
                )
