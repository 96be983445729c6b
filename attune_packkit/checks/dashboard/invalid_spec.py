"""dashboard.invalid_spec."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from attune_packkit.api import Component, Finding, Place, Pointer, Violation, check, follow
from attune_packkit.checks.metadata._foreign_values import nearest_value

_BOX = ("x", "y", "w", "h")


@check("dashboard.invalid_spec", severity="error", layer="schema", since="0.1")
def invalid_spec(violation: Violation, component: Component) -> Iterator[Finding]:
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
    pointer = violation.place.pointer
    if len(pointer) == 4 and pointer[2] == "position" and pointer[3] in _BOX:
        if pointer[3] == next(iter(_box(component, pointer))):
            found = violation.finding(hint="write x, y, w and h below the name of a breakpoint")
            yield replace(found, place=Place(component.path, pointer[:3]))
        return
    found, nearest = violation.finding(), nearest_value(violation, component)
    yield replace(found, hint=nearest) if nearest else found


def _box(component: Component, pointer: Pointer) -> list[str]:
    """Return the measures that stand directly below a card's `position`."""
    position = follow(component.value, pointer[:3])
    return [key for key in position if key in _BOX] if isinstance(position, dict) else []
