"""dashboard.invalid_spec."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Violation, check


@check("dashboard.invalid_spec", severity="error", layer="schema", since="0.1")
def invalid_spec(violation: Violation) -> Iterator[Finding]:
    """A dashboard is not written as Attune reads it.

    It needs a `layout` with breakpoints, `data_sources` of known types with their parameters, and
    `cards` that each have an id, a source and a position.

    Bad:
        ```yaml dashboards/depot.yaml
        ref: parcels.depot
        layout: {breakpoints: {wide: {columns: 12}}}
        data_sources:
          waiting: {type: queue_length}
        cards: []
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
    yield violation.finding()
