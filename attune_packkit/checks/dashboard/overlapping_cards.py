"""dashboard.overlapping_cards."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Card, Component, Finding, cards, check, finding, shown

_MAX_CARDS = 200
"""Every card is compared with those before it, so the number is bounded."""


@check("dashboard.overlapping_cards", severity="warning", layer="references", since="0.1")
def overlapping_cards(dashboard: Component) -> Iterator[Finding]:
    """Two cards of a dashboard lie on the same cells of a grid.

    One covers the other, or the page moves them to where nobody placed them.

    Bad:
        ```yaml dashboards/depot.yaml
        ref: parcels.depot
        layout: {breakpoints: {wide: {columns: 12}}}
        data_sources:
          waiting: {type: queue_backlog}
        cards:
          - {id: waiting, source: waiting, position: {wide: {x: 0, y: 0, w: 6, h: 3}}}
          - {id: history, source: waiting, position: {wide: {x: 4, y: 2, w: 6, h: 3}}}
        ```

    Good:
        ```yaml dashboards/depot.yaml
        ref: parcels.depot
        layout: {breakpoints: {wide: {columns: 12}}}
        data_sources:
          waiting: {type: queue_backlog}
        cards:
          - {id: waiting, source: waiting, position: {wide: {x: 0, y: 0, w: 6, h: 3}}}
          - {id: history, source: waiting, position: {wide: {x: 6, y: 0, w: 6, h: 3}}}
        ```
    """
    placed: list[Card] = []
    for card in cards(dashboard):
        for name, box in card.boxes.items():
            other = next((each for each in placed if _covers(each, name, card)), None)
            if box is not None and other is not None:
                yield finding(
                    card.place.key("position", name),
                    "card {card} overlaps card {other}",
                    hint="move one of them",
                    card=shown(card.id),
                    other=shown(other.id),
                )
        placed.append(card)
        if len(placed) >= _MAX_CARDS:
            return


def _covers(one: Card, grid: str, other: Card) -> bool:
    box, another = one.boxes.get(grid), other.boxes.get(grid)
    return box is not None and another is not None and box.overlaps(another)
