"""With which neighbours each item should stand in line, so that important lines are straight."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from attune_packkit.sitegen.graph.geometry import Line
from attune_packkit.sitegen.graph.ranks import Ranks


def neighbours_in_line(ranks: Ranks, lines: Sequence[Line]) -> tuple[list[int], list[int]]:
    """Return the neighbour above and below that each item should stand in line with, or -1.

    The bends of a line stand below each other; a box stands below the only main line that comes,
    and over the only one that goes.
    """
    above, below = [-1] * len(ranks.rank), [-1] * len(ranks.rank)
    for chain in ranks.chains.values():
        for upper, lower in pairwise(chain[1:-1]):
            if above[lower] < 0:
                above[lower] = upper
                below[upper] = lower
    mains = [chain for number, chain in ranks.chains.items() if lines[number].main]
    _alone([(chain[0], chain[1]) for chain in mains], below)
    _alone([(chain[-1], chain[-2]) for chain in mains], above)
    for item in range(ranks.boxes, len(ranks.rank)):
        _answer(ranks, item, above, below)
    return above, below


def _alone(pairs: list[tuple[int, int]], wished: list[int]) -> None:
    """Let each box wish for the neighbour it is paired with, if there is only one."""
    found: dict[int, set[int]] = {}
    for box, neighbour in pairs:
        found.setdefault(box, set()).add(neighbour)
    for box, neighbours in found.items():
        if len(neighbours) == 1:
            wished[box] = neighbours.pop()


def _answer(ranks: Ranks, item: int, above: list[int], below: list[int]) -> None:
    """Let an item next to a box wish for that box if the box wishes for it."""
    upper, lower = ranks.up[item][0], ranks.down[item][0]
    if upper < ranks.boxes and below[upper] == item:
        above[item] = upper
    if len(ranks.down[item]) > 1:
        below[item] = -1
    elif lower < ranks.boxes and above[lower] == item:
        below[item] = lower
