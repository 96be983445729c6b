"""Where each item stands from left to right. Where from top to bottom, `heights` says.

After Brandes and Köpf, "Fast and Simple Horizontal Coordinate Assignment" (2001): items are joined
to straight columns in four ways, pushed together as far as they go, and each item takes the middle
of what the four say. Long lines and the main way come out straight.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from attune_packkit.sitegen.graph.ranks import Ranks

PORT_MARGIN = 12.0
"""The least distance between the corner of a box and a line that meets it."""

_GAPS = (14.0, 18.0, 28.0)
"""Space between two neighbours if none, one or both of them are boxes."""


def positions(ranks: Ranks, above: Sequence[int], below: Sequence[int]) -> list[float]:
    """Return the middle of each item.

    `above` and `below` are the neighbours it should stand in line with, -1 for none.
    """
    barred = _barred(ranks, above, below)
    found: list[list[float]] = []
    for upwards in (False, True):
        for mirrored in (False, True):
            view = _View(ranks, upwards=upwards, mirrored=mirrored)
            wishes = (below, above) if upwards else (above, below)
            found.append(view.place(*wishes, barred))
    return _balanced(found)


def _barred(ranks: Ranks, above: Sequence[int], below: Sequence[int]) -> set[tuple[int, int]]:
    """Return the steps that cross a step which shall be straight, as pairs of items."""
    barred: set[tuple[int, int]] = set()
    place = _places(ranks.members)
    for rank in ranks.members[:-1]:
        steps = [
            (place[lower], place[upper], lower, upper)
            for upper in rank
            for lower in ranks.down[upper]
        ]
        if len(steps) < 2:
            continue
        steps.sort()
        _bar(steps, above, below, barred)
        steps.reverse()
        _bar([(-at, -upper_at, *items) for at, upper_at, *items in steps], above, below, barred)
    return barred


def _bar(
    steps: Sequence[tuple[int, ...]],
    above: Sequence[int],
    below: Sequence[int],
    barred: set[tuple[int, int]],
) -> None:
    """Add to `barred` each step that crosses a straight one further left in the lower rank."""
    furthest = waiting = -(10**9)
    last = None
    for at, upper_at, lower, upper in steps:
        if at != last:
            furthest, last = max(furthest, waiting), at
        if above[lower] == upper and below[upper] == lower:
            waiting = max(waiting, upper_at)
        elif furthest > upper_at:
            barred.add((upper, lower))


def _places(members: list[list[int]]) -> list[int]:
    place = [0] * sum(map(len, members))
    for rank in members:
        for at, item in enumerate(rank):
            place[item] = at
    return place


def settle(ranks: Ranks, middles: list[float]) -> None:
    """Move the first bends and labels of lines below their boxes where there is room for it.

    A line that bends anyhow further down then bends only once.
    """
    for rank in ranks.members:
        for at, item in enumerate(rank):
            if item < ranks.boxes or len(ranks.down[item]) > 1:
                continue
            upper, lower = ranks.up[item][0], ranks.down[item][0]
            if len(ranks.up[item]) > 1 or upper >= ranks.boxes:
                continue
            low, high = middles[upper] - ranks.left[upper], middles[upper] + ranks.left[upper]
            if abs(middles[lower] - middles[item]) <= _reach(ranks, lower):
                continue
            wished = min(max(middles[item], low + PORT_MARGIN), high - PORT_MARGIN)
            before = middles[rank[at - 1]] + _apart(ranks, rank[at - 1], item) if at else wished
            behind = wished
            if at + 1 < len(rank):
                behind = middles[rank[at + 1]] - _apart(ranks, item, rank[at + 1])
            if before <= wished <= behind:
                middles[item] = wished


def _reach(ranks: Ranks, lower: int) -> float:
    """Return how far from its middle an item can be met straight from above."""
    return max(ranks.left[lower] - PORT_MARGIN, 0.0) if lower < ranks.boxes else 0.5


def _apart(ranks: Ranks, one: int, other: int) -> float:
    """Return how far apart two neighbours stand at least."""
    boxes = (one < ranks.boxes) + (other < ranks.boxes)
    return ranks.right[one] + ranks.left[other] + _GAPS[boxes]


class _View:
    """The ranks as seen from one of four sides; columns grow from the first rank and the left."""

    def __init__(self, ranks: Ranks, *, upwards: bool, mirrored: bool) -> None:
        members = [rank[::-1] for rank in ranks.members] if mirrored else ranks.members
        self._members = members[::-1] if upwards else members
        self._neighbours = ranks.down if upwards else ranks.up
        self._upwards, self._mirrored = upwards, mirrored
        self._boxes = ranks.boxes
        self._left = ranks.right if mirrored else ranks.left
        self._right = ranks.left if mirrored else ranks.right
        self._place = _places(self._members)

    def place(
        self, wished: Sequence[int], theirs: Sequence[int], barred: set[tuple[int, int]]
    ) -> list[float]:
        """Return the middles of all items, measured from the left.

        `wished` is what each item wishes for in the rank before, `theirs` in the one behind.
        """
        found = self._pushed(self._columns(wished, theirs, barred))
        return [-each for each in found] if self._mirrored else found

    def _columns(
        self, wished: Sequence[int], theirs: Sequence[int], barred: set[tuple[int, int]]
    ) -> list[int]:
        """Return for each item the first item of its column."""
        place, neighbours = self._place, self._neighbours
        root = list(range(len(place)))
        for rank in self._members:
            last = -1
            for item in rank:
                near = neighbours[item]
                if not near:
                    continue
                for other in self._candidates(item, near, wished):
                    step = (item, other) if self._upwards else (other, item)
                    free = theirs[other] < 0 or theirs[other] == item
                    if free and place[other] > last and step not in barred:
                        root[item] = root[other]
                        last = place[other]
                        break
        return root

    def _candidates(self, item: int, near: list[int], wished: Sequence[int]) -> list[int]:
        """Return the neighbours to stand under: the wished one, else those in the middle."""
        if wished[item] >= 0:
            return [wished[item]]
        if len(near) == 1:
            return near
        place = self._place
        near = sorted(near, key=place.__getitem__)
        half = len(near) // 2
        return [near[half]] if len(near) % 2 else near[half - 1 : half + 1]

    def _pushed(self, root: list[int]) -> list[float]:
        """Push the columns as far to the left as they go, then back to what lies on their right."""
        before: list[list[tuple[int, float]]] = [[] for _ in root]
        behind: list[list[tuple[int, float]]] = [[] for _ in root]
        for rank in self._members:
            for one, other in pairwise(rank):
                apart = self._apart(one, other)
                before[root[other]].append((root[one], apart))
                behind[root[one]].append((root[other], apart))
        columns = _in_order(root, before, behind)
        at = [0.0] * len(root)
        for column in columns:
            if before[column]:
                at[column] = max([at[other] + apart for other, apart in before[column]])
        for column in reversed(columns):
            if behind[column]:
                room = min([at[other] - apart for other, apart in behind[column]])
                if room > at[column]:
                    at[column] = room
        return [at[column] for column in root]

    def _apart(self, one: int, other: int) -> float:
        boxes = (one < self._boxes) + (other < self._boxes)
        return self._right[one] + self._left[other] + _GAPS[boxes]


def _in_order(
    root: list[int],
    before: list[list[tuple[int, float]]],
    behind: list[list[tuple[int, float]]],
) -> list[int]:
    """Return the columns, each behind all that stand to its left."""
    waiting = list(map(len, before))
    ready = [item for item, column in enumerate(root) if item == column and not waiting[item]]
    for column in ready:
        for other, _ in behind[column]:
            waiting[other] -= 1
            if not waiting[other]:
                ready.append(other)
    return ready


def _balanced(found: list[list[float]]) -> list[float]:
    """Lay the four over the narrowest of them and take the mean of the two inner ones."""
    spans = [(min(each), max(each)) for each in found]
    narrow = min(range(4), key=lambda number: spans[number][1] - spans[number][0])
    low, high = spans[narrow]
    shifted = [
        [x + (high - span[1] if number % 2 else low - span[0]) for x in each]
        for number, (each, span) in enumerate(zip(found, spans, strict=True))
    ]
    return [sum(sorted(four)[1:3]) / 2 for four in zip(*shifted, strict=True)]
