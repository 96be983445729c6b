"""Lines that lead back: they run upwards on the right of everything, each with ports of its own.

A line leaves its box on the right. If another box stands there, it goes round: up beside its own
box, along a track above the rank and to its lane; likewise at its target, below the rank.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from attune_packkit.sitegen.graph.geometry import (
    HEAD,
    LABEL_HEIGHT,
    Box,
    Head,
    Line,
    Point,
    Route,
    Stroke,
)
from attune_packkit.sitegen.graph.heights import TRACK, Heights
from attune_packkit.sitegen.graph.ranks import Ranks
from attune_packkit.sitegen.graph.strokes import rounded

_PORT = 12.0
_LOOP = 26.0
"""The height that a line, and a line to its own box, takes at the side of a box."""

_FIRST = 6.0
"""Distance from the corner of a box to its first port."""

_REACH = 18.0
"""How far a line to its own box sticks out."""

_LABEL_GAP = 5.0
_LANE_GAP = 14.0
_LEAST_LANE = 4.0
"""Half the width of a lane without a label."""

_MARGIN = 9.0
"""Distance from the side of a box to the first line that goes up beside it."""


class Side(Struct):
    """The right side of a box: lines that leave, lines to itself, lines that arrive, downwards.

    `reach` is how far its loops and their labels stick out.
    """

    leaving: list[int] = field(default_factory=list)
    loops: list[int] = field(default_factory=list)
    arriving: list[int] = field(default_factory=list)
    reach: float = 0.0

    @property
    def margin(self) -> float:
        """The room that these lines take beside the box."""
        round_it = max(len(self.leaving), len(self.arriving))
        return self.reach + (_MARGIN + TRACK * round_it if round_it else 0.0)

    @property
    def height(self) -> float:
        """The least height of a box with these ports."""
        ports = len(self.leaving) + len(self.arriving)
        return 2 * _FIRST + _PORT * ports + _LOOP * len(self.loops)


def sides(lines: Sequence[Line], layer: Sequence[int], back: Sequence[bool]) -> dict[int, Side]:
    """Return the right side of each box that has lines there; short ones inside of long ones."""
    found: dict[int, Side] = {}
    for number in _shortest_first(lines, layer, back):
        line = lines[number]
        side = found.setdefault(line.source, Side())
        if line.source == line.target:
            side.loops.append(number)
            label = line.label + _LABEL_GAP if line.label else 0.0
            side.reach = max(side.reach, _REACH + label)
        else:
            side.leaving.append(number)
            found.setdefault(line.target, Side()).arriving.insert(0, number)
    return found


def _shortest_first(lines: Sequence[Line], layer: Sequence[int], back: Sequence[bool]) -> list[int]:
    numbers = [number for number, returns in enumerate(back) if returns]
    numbers.sort(key=lambda number: layer[lines[number].source] - layer[lines[number].target])
    return numbers


class Returns:
    """The lines that lead back, in the order of their lanes, and the tracks that they need."""

    def __init__(
        self,
        lines: Sequence[Line],
        found: dict[int, Side],
        layer: Sequence[int],
        back: Sequence[bool],
        ranks: Ranks,
    ) -> None:
        self._lines, self._sides, self._ranks = lines, found, ranks
        self._order = _shortest_first(lines, layer, back)
        self._outermost = {
            max(boxes, key=rank.index)
            for rank in ranks.members
            if (boxes := [item for item in rank if item < ranks.boxes])
        }
        self.above = [0] * len(ranks.members)
        self.below = [0] * len(ranks.members)
        self._track: dict[tuple[int, int], int] = {}
        for number in self._order:
            line = lines[number]
            if line.source == line.target:
                continue
            self._book(number, line.source, self.above)
            self._book(number, line.target, self.below)

    def _book(self, number: int, box: int, tracks: list[int]) -> None:
        """Give a line a track of its own if a box stands in its way."""
        if box not in self._outermost:
            rank = self._ranks.rank[box]
            self._track[number, box] = tracks[rank]
            tracks[rank] += 1

    def routes(
        self,
        corners: Sequence[Point],
        sizes: Sequence[Box],
        heights: Heights,
        reach: list[float],
    ) -> dict[int, Route]:
        """Draw them. `reach` is how far each rank goes to the right; lanes are added to it."""
        tracing = _Tracing(
            lines=self._lines,
            sides=self._sides,
            ranks=self._ranks,
            track=self._track,
            corners=corners,
            sizes=sizes,
            heights=heights,
        )
        return tracing.routes(self._order, reach)


class _Tracing(Struct, frozen=True):
    """Draws lines that lead back, where it is known by now where everything stands."""

    lines: Sequence[Line]
    sides: Mapping[int, Side]
    ranks: Ranks
    track: Mapping[tuple[int, int], int]
    corners: Sequence[Point]
    sizes: Sequence[Box]
    heights: Heights

    def routes(self, order: Sequence[int], reach: list[float]) -> dict[int, Route]:
        """Draw the lines in the order of their lanes."""
        ports = self._ports()
        found: dict[int, Route] = {}
        for number in order:
            line = self.lines[number]
            if line.source == line.target:
                found[number] = self._loop(line, ports[number, "out"])
                continue
            upper, lower = self.ranks.rank[line.target], self.ranks.rank[line.source]
            half = max(line.label / 2 + _LABEL_GAP, _LEAST_LANE)
            lane = max(reach[upper : lower + 1]) + _LANE_GAP + half
            reach[upper : lower + 1] = [lane + half] * (lower + 1 - upper)
            found[number] = self._return(number, lane, ports)
        return found

    def _ports(self) -> dict[tuple[int, str], float]:
        """Return the height of every port."""
        found: dict[tuple[int, str], float] = {}
        for box, side in self.sides.items():
            spare = self.sizes[box].height - side.height
            y = self.corners[box][1] + spare / 2 + _FIRST
            for number in side.leaving:
                found[number, "out"] = y + _PORT / 2
                y += _PORT
            for number in side.loops:
                found[number, "out"] = y + _LOOP / 2
                y += _LOOP
            for number in side.arriving:
                found[number, "in"] = y + _PORT / 2
                y += _PORT
        return found

    def _edge(self, box: int) -> float:
        return self.corners[box][0] + self.sizes[box].width

    def _loop(self, line: Line, y: float) -> Route:
        x = self._edge(line.source)
        high, low = y - 7, y + 7
        bend = (x + _REACH, high, x + _REACH, low, x + HEAD, low)
        label = (x + _REACH + _LABEL_GAP - 2 + line.label / 2, y) if line.label else None
        return Route((((x, high), bend),), Head(x, low, "left"), label)

    def _return(self, number: int, lane: float, ports: dict[tuple[int, str], float]) -> Route:
        line = self.lines[number]
        start, end = ports[number, "out"], ports[number, "in"]
        away = self._away(number, line.source, start, lane)
        back = self._away(number, line.target, end, lane)
        tip = self._edge(line.target)
        back[0] = (tip + HEAD, end)
        head = Head(tip, end, "left")
        if not line.label:
            return Route((rounded([*away, *reversed(back)]),), head, None)
        rank = self.ranks.rank[line.source] - 1
        y = self.heights.top[rank] + LABEL_HEIGHT / 2
        strokes: tuple[Stroke, ...] = (
            rounded([*away, (lane, y + LABEL_HEIGHT / 2)]),
            rounded([(lane, y - LABEL_HEIGHT / 2), *reversed(back)]),
        )
        return Route(strokes, head, (lane, y))

    def _away(self, number: int, box: int, y: float, lane: float) -> list[Point]:
        """Return the corners from a box's port to the lane."""
        edge = self._edge(box)
        track = self.track.get((number, box))
        if track is None:
            return [(edge, y), (lane, y)]
        side = self.sides[box]
        rank = self.ranks.rank[box]
        if number in side.leaving:
            place = side.leaving.index(number)
            height = self.heights.track_above(rank, track)
        else:
            place = side.arriving[::-1].index(number)
            height = self.heights.track_below(rank, track)
        x = edge + side.reach + _MARGIN + TRACK * place
        return [(edge, y), (x, y), (x, height), (lane, height)]
