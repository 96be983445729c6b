"""dashboard.unused_source."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, cards, check, data_sources, finding, shown


@check("dashboard.unused_source", severity="info", layer="references", since="0.1")
def unused_source(dashboard: Component) -> Iterator[Finding]:
    """A dashboard declares a data source that no card shows.

    It is asked for nothing, at every refresh.

    Bad:
        ```yaml dashboards/depot.yaml
        ref: parcels.depot
        layout: {breakpoints: {wide: {columns: 12}}}
        data_sources:
          waiting: {type: queue_backlog}
          workers: {type: worker_health}
        cards:
          - {id: waiting, source: waiting, position: {wide: {x: 0, y: 0, w: 4, h: 3}}}
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
    used = {card.source for card in cards(dashboard)}
    for name in data_sources(dashboard):
        if name not in used:
            yield finding(
                dashboard.place.key("data_sources", name),
                "no card shows the data source {name}",
                hint="remove it, or add a card",
                name=shown(name),
            )
