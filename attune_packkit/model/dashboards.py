"""Dashboards: cards on grids. What is malformed is left out; the JSON Schema reports it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from msgspec import Struct

from attune_packkit.diagnostics import Place
from attune_packkit.documents.document import Value
from attune_packkit.model.component import Component, Mention


class Box(NamedTuple):
    """Where a card lies on a grid: the column and row of its corner, its width and its height."""

    x: int
    y: int
    width: int
    height: int

    def overlaps(self, other: Box) -> bool:
        """Tell whether two boxes share a cell."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )


class Card(Struct, frozen=True):
    """One card: its id and source as written, and its box on the grid of each breakpoint."""

    place: Place
    id: str
    source: str
    boxes: dict[str, Box | None]


def cards(dashboard: Component) -> Iterator[Card]:
    """Yield the cards in written order."""
    for place, card in _mappings(dashboard, "cards"):
        position = card.get("position")
        boxes = (
            {name: _box(value) for name, value in position.items()}
            if isinstance(position, dict)
            else {}
        )
        yield Card(place, _text(card.get("id")), _text(card.get("source")), boxes)


def breakpoints(dashboard: Component) -> dict[str, int]:
    """Return the columns of the grid at each breakpoint; 0 where the number is missing."""
    layout = dashboard.get("layout")
    found = layout.get("breakpoints") if isinstance(layout, dict) else None
    result = {}
    for name, value in found.items() if isinstance(found, dict) else ():
        columns = value.get("columns") if isinstance(value, dict) else None
        result[name] = columns if isinstance(columns, int) else 0
    return result


def filter_ids(dashboard: Component) -> Iterator[Mention]:
    """Yield the ids of the filters."""
    for place, each in _mappings(dashboard, "filters"):
        if isinstance(each.get("id"), str):
            yield Mention(str(each["id"]), place.at("id"))


def data_sources(dashboard: Component) -> dict[str, Value]:
    """Return the data sources by id."""
    found = dashboard.get("data_sources")
    return found if isinstance(found, dict) else {}


def _mappings(dashboard: Component, name: str) -> Iterator[tuple[Place, dict[str, Value]]]:
    found = dashboard.get(name)
    for index, item in enumerate(found if isinstance(found, list) else ()):
        if isinstance(item, dict):
            yield dashboard.at(name, index), item


def _box(value: Value) -> Box | None:
    numbers = [value.get(name) for name in "xywh"] if isinstance(value, dict) else []
    whole = [number for number in numbers if isinstance(number, int)]
    return Box(*whole) if len(whole) == 4 else None


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ""
