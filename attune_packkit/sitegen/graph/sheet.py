"""Cards and lines with their places: a part of a picture that can be moved as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from attune_packkit.api import Arrow
from attune_packkit.sitegen.graph.cards import Card
from attune_packkit.sitegen.graph.geometry import Head, Route, Stroke

_WIDE = 860.0
"""What parts side by side may take: about the column of text on a page of the site."""

_APART = 44.0


class PlacedCard(Struct, frozen=True):
    """A task's box. `holds` tells that other boxes lie inside, `apart` that nothing leads to it.

    `elsewhere`: it only stands for the task of its number, whose own box is in another part.
    """

    number: int
    card: Card
    x: float
    y: float
    width: float
    height: float
    holds: bool = False
    apart: bool = False
    elsewhere: bool = False


class PlacedLine(Struct, frozen=True):
    """An arrow: its kind, what it says in whole and as its label, and how it runs."""

    arrow: Arrow
    kind: str
    label: str
    title: str
    route: Route


class Sheet(Struct, frozen=True):
    """A part of a picture."""

    width: float
    height: float
    cards: tuple[PlacedCard, ...]
    lines: tuple[PlacedLine, ...]

    def moved(self, across: float, down: float) -> Sheet:
        """Return the same in another place."""
        if not across and not down:
            return self
        return Sheet(
            self.width,
            self.height,
            tuple(replace(each, x=each.x + across, y=each.y + down) for each in self.cards),
            tuple(replace(each, route=_moved(each.route, across, down)) for each in self.lines),
        )


def united(parts: Iterable[Sheet]) -> Sheet:
    """Return several parts, already in their places, as one."""
    parts = list(parts)
    return Sheet(
        max((part.width for part in parts), default=0.0),
        max((part.height for part in parts), default=0.0),
        tuple(card for part in parts for card in part.cards),
        tuple(line for part in parts for line in part.lines),
    )


def side_by_side(parts: Sequence[Sheet]) -> Sheet:
    """Set parts beside each other, and in further rows where they would get too wide."""
    if len(parts) == 1:
        return parts[0]
    limit = max([_WIDE, *(part.width for part in parts)])
    placed: list[Sheet] = []
    x = y = row = widest = 0.0
    for part in parts:
        if x and x + part.width > limit:
            x, y, row = 0.0, y + row + _APART, 0.0
        placed.append(part.moved(x, y))
        row = max(row, part.height)
        x += part.width + _APART
        widest = max(widest, x - _APART)
    return replace(united(placed), width=widest, height=y + row)


def _moved(route: Route, across: float, down: float) -> Route:
    head, label = route.head, route.label
    return Route(
        tuple(_shifted(stroke, across, down) for stroke in route.strokes),
        Head(head.x + across, head.y + down, head.points) if head else None,
        (label[0] + across, label[1] + down) if label else None,
    )


def _shifted(stroke: Stroke, across: float, down: float) -> Stroke:
    return tuple(
        tuple(value + (down if at % 2 else across) for at, value in enumerate(part))
        for part in stroke
    )
