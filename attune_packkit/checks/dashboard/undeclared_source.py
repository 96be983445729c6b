"""dashboard.undeclared_source."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Component,
    Finding,
    cards,
    check,
    data_sources,
    did_you_mean,
    finding,
    shown,
)


@check("dashboard.undeclared_source", severity="error", layer="references", since="0.1")
def undeclared_source(dashboard: Component) -> Iterator[Finding]:
    """A card shows a data source that the dashboard does not declare.

    `source` is a key of `data_sources`. Attune refuses a card that has nothing to show.

    Bad:
        ```yaml dashboards/depot.yaml
        ref: parcels.depot
        layout: {breakpoints: {wide: {columns: 12}}}
        data_sources:
          waiting: {type: queue_backlog}
        cards:
          - {id: waiting, source: wating, position: {wide: {x: 0, y: 0, w: 4, h: 3}}}
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
    if not isinstance(dashboard.value.get("data_sources"), dict):
        return
    sources = data_sources(dashboard)
    for card in cards(dashboard):
        if card.source and card.source not in sources:
            yield finding(
                card.place.at("source"),
                "'data_sources' has no {source}",
                hint=did_you_mean(card.source, sources),
                source=shown(card.source),
            )
