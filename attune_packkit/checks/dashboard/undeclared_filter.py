"""dashboard.undeclared_filter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attune_packkit.api import (
    Component,
    Finding,
    check,
    data_sources,
    did_you_mean,
    filter_ids,
    finding,
    shown,
    texts_in,
)

_USE = re.compile(r"\{\{-?\s*filters\.(?P<id>[A-Za-z0-9_-]+)")


@check("dashboard.undeclared_filter", severity="warning", layer="references", since="0.1")
def undeclared_filter(dashboard: Component) -> Iterator[Finding]:
    """A data source uses a filter that the dashboard does not declare.

    The template stays empty, so the source answers for everything or for nothing.

    Bad:
        ```yaml dashboards/depot.yaml
        ref: parcels.depot
        layout: {breakpoints: {wide: {columns: 12}}}
        filters:
          - {id: depot, label: Depot}
        data_sources:
          waiting: {type: queue_backlog, params: {queue_ref: "{{ filters.depto }}"}}
        cards:
          - {id: waiting, source: waiting, position: {wide: {x: 0, y: 0, w: 4, h: 3}}}
        ```

    Good:
        ```yaml dashboards/depot.yaml
        ref: parcels.depot
        layout: {breakpoints: {wide: {columns: 12}}}
        filters:
          - {id: depot, label: Depot}
        data_sources:
          waiting: {type: queue_backlog, params: {queue_ref: "{{ filters.depot }}"}}
        cards:
          - {id: waiting, source: waiting, position: {wide: {x: 0, y: 0, w: 4, h: 3}}}
        ```
    """
    declared = {mention.text for mention in filter_ids(dashboard)}
    for steps, text in texts_in(data_sources(dashboard)):
        for use in _USE.finditer(text):
            if use["id"] not in declared:
                yield finding(
                    dashboard.at("data_sources", *steps).part(*use.span("id")),
                    "'filters' has no {id}",
                    hint=did_you_mean(use["id"], declared),
                    id=shown(use["id"]),
                )
