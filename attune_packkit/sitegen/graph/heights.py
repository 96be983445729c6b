"""Where each rank stands from top to bottom. Where from left to right, `positions` says."""

from __future__ import annotations

from collections.abc import Sequence

from attune_packkit.sitegen.graph.geometry import HEAD

TRACK = 8.0
"""Distance from one track beside a rank to the next."""

_STRAIGHT = 12.0
"""Distance between two ranks if all lines between them go straight down."""

_BENT = 16.0
_DEEPEST = 56.0
_SLOPE = 0.15
"""Distance between ranks where lines bend: it grows with how far they go to the side.

`_BENT` is the least, `_DEEPEST` the most.
"""

_RUN_IN = HEAD + 3.0
"""What an arrow comes down straight at its end."""


class Heights:
    """The heights at which ranks begin and lines bend.

    Below a rank lie tracks for lines that arrive from the right, then lines bend, then come tracks
    for lines that leave to the right, and room for arrowheads.
    """

    def __init__(
        self,
        heights: Sequence[float],
        between: Sequence[bool],
        shifts: Sequence[float],
        above: Sequence[int],
        below: Sequence[int],
    ) -> None:
        self.top: list[float] = []
        self.bottom: list[float] = []
        self.bend: list[tuple[float, float]] = []
        self._above, self._below = above, below
        y = 0.0
        for rank, height in enumerate(heights):
            self.top.append(y)
            self.bottom.append(y + height)
            if rank + 1 == len(heights):
                break
            start = y + height + _tracks(below[rank])
            end = start + _bend(shifts[rank])
            self.bend.append((start, end))
            y = end + _tracks(above[rank + 1]) + (0.0 if between[rank + 1] else _RUN_IN)

    @property
    def height(self) -> float:
        """The height of everything."""
        return self.bottom[-1]

    def track_above(self, rank: int, number: int) -> float:
        """Return the height of a track above a rank; the first one is the highest."""
        return self.top[rank] - _RUN_IN - TRACK * (self._above[rank] - number)

    def track_below(self, rank: int, number: int) -> float:
        """Return the height of a track below a rank; the first one is the lowest."""
        return self.bottom[rank] + TRACK * (self._below[rank] - number)


def _tracks(count: int) -> float:
    return TRACK * (count + 1) if count else 0.0


def _bend(shift: float) -> float:
    """Return the height for lines to bend; the further they go, the more."""
    return min(_BENT + _SLOPE * shift, _DEEPEST) if shift else _STRAIGHT
