"""The layout of one graph whose boxes hang together: sizes in, corners and routes out."""

from __future__ import annotations

from collections.abc import Sequence

from attune_packkit.sitegen.graph import layers
from attune_packkit.sitegen.graph.alignment import neighbours_in_line
from attune_packkit.sitegen.graph.crossings import untangle
from attune_packkit.sitegen.graph.geometry import (
    HEAD,
    LABEL_HEIGHT,
    MAX_BENDS,
    MAX_LINES,
    MAX_STEPS,
    Arrangement,
    Box,
    Head,
    Line,
    Point,
    Route,
    TooLargeError,
)
from attune_packkit.sitegen.graph.heights import Heights
from attune_packkit.sitegen.graph.ports import Ports
from attune_packkit.sitegen.graph.positions import positions, settle
from attune_packkit.sitegen.graph.ranks import Ranks, ranked
from attune_packkit.sitegen.graph.returns import Returns, sides
from attune_packkit.sitegen.graph.strokes import Pen


def arrange(boxes: Sequence[Box], lines: Sequence[Line]) -> Arrangement:
    """Lay out boxes and the lines between them, from top to bottom.

    Raises `TooLargeError` if the lines are too many or too long.
    """
    back = layers.returning(len(boxes), lines)
    onwards = [line for line, returns in zip(lines, back, strict=True) if not returns]
    layer = layers.layers(len(boxes), onwards)
    _limit(lines, layer)
    found = sides(lines, layer, back)
    boxes = [
        Box(box.width, max(box.height, found[number].height)) if number in found else box
        for number, box in enumerate(boxes)
    ]
    ranks = ranked(boxes, lines, layer, back)
    sizes = [Box(2 * ranks.left[number], box.height) for number, box in enumerate(boxes)]
    for number, side in found.items():
        ranks.right[number] += side.margin
    untangle(ranks, [line for line, returns in zip(lines, back, strict=True) if returns])
    middles = _middles(ranks, lines)
    returns = Returns(lines, found, layer, back, ranks)
    return _Drawing(ranks, sizes, middles, returns).drawn(len(lines))


def _limit(lines: Sequence[Line], layer: Sequence[int]) -> None:
    """Refuse a graph that would take too long to lay out; nobody could follow its drawing."""
    longest: dict[tuple[int, str], int] = {}
    steps = 0
    for line in lines:
        length = layer[line.target] - layer[line.source]
        steps += abs(length)
        key = (line.target, line.style)
        longest[key] = max(longest.get(key, 0), length)
    if len(lines) > MAX_LINES or steps > MAX_STEPS or sum(longest.values()) > MAX_BENDS:
        raise TooLargeError


def _middles(ranks: Ranks, lines: Sequence[Line]) -> list[float]:
    """Return the middles of all items, so that the leftmost begins at 0."""
    middles = positions(ranks, *neighbours_in_line(ranks, lines))
    least = min(middle - left for middle, left in zip(middles, ranks.left, strict=True))
    settle(ranks, middles)
    return [middle - least for middle in middles]


class _Drawing:
    """Items with their places, about to be drawn."""

    def __init__(
        self, ranks: Ranks, sizes: list[Box], middles: list[float], returns: Returns
    ) -> None:
        self._ranks, self._sizes, self._middles, self._returns = ranks, sizes, middles, returns
        self._ports = Ports(ranks, middles, [box.width for box in sizes])
        self._heights = Heights(
            ranks.height, ranks.between, self._shifts(), returns.above, returns.below
        )
        self._corners = [self._corner(number) for number in range(len(sizes))]

    def drawn(self, lines: int) -> Arrangement:
        """Return everything."""
        reach = [
            max(self._middles[item] + self._ranks.right[item] for item in rank)
            for rank in self._ranks.members
        ]
        back = self._returns.routes(self._corners, self._sizes, self._heights, reach)
        routes = [
            back[number] if number in back else self._route(number) for number in range(lines)
        ]
        return Arrangement(
            max(reach),
            self._heights.height,
            tuple(self._corners),
            tuple(self._sizes),
            tuple(routes),
        )

    def _corner(self, box: int) -> Point:
        rank = self._ranks.rank[box]
        spare = self._ranks.height[rank] - self._sizes[box].height
        return (
            self._middles[box] - self._sizes[box].width / 2,
            self._heights.top[rank] + spare / 2,
        )

    def _start(self, upper: int, lower: int) -> float:
        return self._ports.below.get((upper, lower), self._middles[upper])

    def _end(self, upper: int, lower: int) -> float:
        return self._ports.above.get((upper, lower), self._middles[lower])

    def _shifts(self) -> list[float]:
        """Return for each rank how far the lines below it go to the side at most."""
        return [
            max(
                (
                    abs(self._start(upper, lower) - self._end(upper, lower))
                    for upper in rank
                    for lower in self._ranks.down[upper]
                ),
                default=0.0,
            )
            for rank in self._ranks.members
        ]

    def _pen(self, item: int, lower: int) -> Pen:
        """Begin below a box or a label."""
        if item >= self._ranks.boxes:
            return Pen(self._middles[item], self._heights.bottom[self._ranks.rank[item]])
        return Pen(self._start(item, lower), self._corners[item][1] + self._sizes[item].height)

    def _route(self, number: int) -> Route:
        """Draw a line that goes down, as far as it does not run with another."""
        chain = self._ranks.chains[number]
        own = self._ranks.joins[number]
        heights, rank = self._heights, self._ranks.rank
        shared = int(number in self._ranks.begins)
        pen = self._pen(chain[shared], chain[shared + 1])
        label: Point | None = None
        for upper, lower in zip(chain[shared:], chain[shared + 1 : own], strict=False):
            pen.step(self._end(upper, lower), *heights.bend[rank[upper]])
            if lower < self._ranks.boxes:
                top = self._corners[lower][1]
                pen.down(top - HEAD)
                return Route(pen.drawn(), Head(pen.x, top, "down"), label)
            top = heights.top[rank[lower]]
            pen.down(top)
            if self._ranks.labels.get(lower) == number:
                label = (pen.x, top + LABEL_HEIGHT / 2)
                pen.lift(heights.bottom[rank[lower]])
        return Route(pen.drawn(), None, label)
