"""dashboard.duplicate_id."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Mention, cards, check, filter_ids, finding, shown


@check("dashboard.duplicate_id", severity="error", layer="references", since="0.1")
def duplicate_id(dashboard: Component) -> Iterator[Finding]:
    """Two cards, or two filters, of a dashboard have the same id.

    Ids tell cards and filters apart; Attune refuses a dashboard in which they do not.

    Bad:
        ```yaml dashboards/depot.yaml
        ref: parcels.depot
        layout: {breakpoints: {wide: {columns: 12}}}
        data_sources:
          waiting: {type: queue_backlog}
        cards:
          - {id: waiting, source: waiting, position: {wide: {x: 0, y: 0, w: 4, h: 3}}}
          - {id: waiting, source: waiting, position: {wide: {x: 4, y: 0, w: 4, h: 3}}}
        ```

    Good:
        ```yaml dashboards/depot.yaml
        ref: parcels.depot
        layout: {breakpoints: {wide: {columns: 12}}}
        data_sources:
          waiting: {type: queue_backlog}
        cards:
          - {id: waiting, source: waiting, position: {wide: {x: 0, y: 0, w: 4, h: 3}}}
          - {id: backlog, source: waiting, position: {wide: {x: 4, y: 0, w: 4, h: 3}}}
        ```
    """
    card_ids = [Mention(card.id, card.place.at("id")) for card in cards(dashboard) if card.id]
    for kind, mentions in (("card", card_ids), ("filter", list(filter_ids(dashboard)))):
        seen = set()
        for mention in mentions:
            if mention.text in seen:
                yield finding(
                    mention.place,
                    "another {kind} has the id {id} already",
                    hint="give each an id of its own",
                    kind=kind,
                    id=shown(mention.text),
                )
            seen.add(mention.text)
