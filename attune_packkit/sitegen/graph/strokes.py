"""Drawn lines: straight pieces, smooth steps from one column to another, rounded corners."""

from __future__ import annotations

from collections.abc import Sequence

from attune_packkit.sitegen.graph.geometry import Point, Stroke

_NEAR = 0.6
"""A step to the side so small that it is not drawn."""

_ROUND = 7.0
"""Radius of corners."""


class Pen:
    """Draws a line downwards, from column to column."""

    def __init__(self, x: float, y: float) -> None:
        self.x = x
        self._done: list[Stroke] = []
        self._parts: list[tuple[float, ...]] = [(x, y)]

    def down(self, y: float) -> None:
        """Go straight down; what was straight before becomes one piece with it."""
        parts = self._parts
        last = parts[-1]
        if len(parts) > 1 and len(last) == 2 and last[0] == self.x:
            parts[-1] = (self.x, y)
        elif last[-1] < y:
            parts.append((self.x, y))

    def step(self, x: float, top: float, bottom: float) -> None:
        """Go over to another column between two heights."""
        if abs(x - self.x) < _NEAR:
            self.down(bottom)
            return
        self.down(top)
        middle = (top + bottom) / 2
        self._parts.append((self.x, middle, x, middle, x, bottom))
        self.x = x

    def lift(self, y: float) -> None:
        """Begin anew further down, behind a label."""
        self._done.append(tuple(self._parts))
        self._parts = [(self.x, y)]

    def drawn(self) -> tuple[Stroke, ...]:
        """Return what has been drawn."""
        return (*self._done, tuple(self._parts))


def rounded(points: Sequence[Point]) -> Stroke:
    """Return a line through corners at right angles, each of them rounded."""
    parts: list[tuple[float, ...]] = [points[0]]
    for before, corner, behind in zip(points, points[1:], points[2:], strict=False):
        start, end = _towards(corner, before), _towards(corner, behind)
        parts += [start, (*_between(start, corner), *_between(end, corner), *end)]
    return (*parts, points[-1])


def _towards(corner: Point, other: Point) -> Point:
    """Return the point where a corner's rounding begins, at most half way to the next corner."""
    across, along = other[0] - corner[0], other[1] - corner[1]
    length = abs(across) + abs(along)
    share = min(_ROUND, length / 2) / length if length else 0.0
    return corner[0] + across * share, corner[1] + along * share


def _between(point: Point, corner: Point) -> Point:
    return (point[0] + corner[0]) / 2, (point[1] + corner[1]) / 2
