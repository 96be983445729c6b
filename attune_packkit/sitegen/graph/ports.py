"""Where on the edge of its box each line starts and ends: straight above or below if it can."""

from __future__ import annotations

from collections.abc import Sequence

from attune_packkit.sitegen.graph.positions import PORT_MARGIN
from attune_packkit.sitegen.graph.ranks import Ranks

_APART = 14.0
_STRAIGHT = 1000.0
"""Weight of the wish of a line that would be straight; any other wish has the weight 1."""

_LEAN = 0.3
"""A line to a distant end starts this share of the way towards it, seen from the middle."""


class Ports:
    """The ports of all boxes: `below[upper, lower]` where a line leaves, `above[…]` where it ends.

    Keys are items of the ranks, the box and what stands next to it on the line.
    """

    def __init__(self, ranks: Ranks, middles: Sequence[float], widths: Sequence[float]) -> None:
        self._ranks, self._middles, self._widths = ranks, middles, widths
        self.below: dict[tuple[int, int], float] = {}
        self.above: dict[tuple[int, int], float] = {}
        for rank in ranks.members:
            for box in rank:
                if box < ranks.boxes:
                    self._meet(box)
                    self._leave(box)

    def _meet(self, box: int) -> None:
        """Place the ends of lines, under where each comes from."""
        ups = self._sorted(self._ranks.up[box])
        wishes = [self._wish(box, self.below.get((up, box), self._middles[up])) for up in ups]
        for up, x in zip(ups, self._spread(box, wishes), strict=True):
            self.above[up, box] = x

    def _leave(self, box: int) -> None:
        """Place the starts of lines."""
        downs = self._sorted(self._ranks.down[box])
        wishes = [self._wish(box, self._end(box, down)) for down in downs]
        for down, x in zip(downs, self._spread(box, wishes), strict=True):
            self.below[box, down] = x

    def _end(self, box: int, down: int) -> float:
        """Return where a line from a box would go; to another box the middle of what they share."""
        middle = self._middles[down]
        if down >= self._ranks.boxes:
            return middle
        mine, theirs = self._span(box), self._span(down)
        low, high = max(mine[0], theirs[0]), min(mine[1], theirs[1])
        if low > high:
            return middle
        return min(max((self._middles[box] + middle) / 2, low), high)

    def _sorted(self, items: list[int]) -> list[int]:
        return sorted(set(items), key=lambda item: (self._middles[item], item))

    def _span(self, box: int) -> tuple[float, float]:
        half = max(self._widths[box] / 2 - PORT_MARGIN, 0.0)
        return self._middles[box] - half, self._middles[box] + half

    def _wish(self, box: int, x: float) -> tuple[float, float]:
        """Return where a line that comes from `x` should meet a box, and how much that counts."""
        low, high = self._span(box)
        if low <= x <= high:
            return x, _STRAIGHT
        middle = self._middles[box]
        return min(max(middle + (x - middle) * _LEAN, low), high), 1.0

    def _spread(self, box: int, wishes: list[tuple[float, float]]) -> list[float]:
        low, high = self._span(box)
        return spread(wishes, low, high)


def spread(wishes: Sequence[tuple[float, float]], low: float, high: float) -> list[float]:
    """Return places in the given order, apart from each other, as near as can be to the wishes.

    A wish is a place and its weight. Neighbours that are too near are pooled, and the pool stands
    where its weighted mean wants it.
    """
    apart = min(_APART, (high - low) / max(len(wishes) - 1, 1))
    pools: list[tuple[float, float, int]] = []
    for number, (place, weight) in enumerate(wishes):
        mean, total, size = place - number * apart, weight, 1
        while pools and pools[-1][0] > mean:
            other, others, count = pools.pop()
            mean = (mean * total + other * others) / (total + others)
            total, size = total + others, size + count
        pools.append((mean, total, size))
    top = high - (len(wishes) - 1) * apart
    means = [min(max(mean, low), top) for mean, _, size in pools for _ in range(size)]
    return [mean + number * apart for number, mean in enumerate(means)]
