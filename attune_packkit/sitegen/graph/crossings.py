"""The order of items within their ranks, so that few lines cross.

After Sugiyama, Tagawa and Toda (1981): sweeps put every item at the mean of its neighbours; then
neighbours change places where that helps.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Sequence

from attune_packkit.sitegen.graph.geometry import Line
from attune_packkit.sitegen.graph.ranks import Ranks

_SWEEPS = 12
_PATIENCE = 3
"""Sweeps without gain before giving up."""

_WORK = 40_000
"""Items looked at in all sweeps together; large graphs get fewer of them."""

_SWAPS = 6
"""Rounds in which neighbours change places."""


def untangle(ranks: Ranks, back: Sequence[Line] = ()) -> None:
    """Order the items of every rank; always the same way for the same ranks.

    Boxes with lines that lead `back` are drawn to the right, where those lines run: for as long as
    this takes, a rail stands at the end of each rank next to such a box, tied to it.
    """
    items = len(ranks.rank)
    _first_order(ranks)
    _lay_rails(ranks, back)
    _order(ranks, items)
    for rank in ranks.members:
        while rank and rank[-1] >= items:
            rank.pop()
    _take_rails(ranks, items)


def _lay_rails(ranks: Ranks, back: Sequence[Line]) -> None:
    """Tie an item of its own to both ends of each line that leads back."""
    for line in back:
        if line.source != line.target:
            ranks.connect(ranks.add(ranks.rank[line.source] - 1, 0.0), line.source)
            ranks.connect(line.target, ranks.add(ranks.rank[line.target] + 1, 0.0))


def _take_rails(ranks: Ranks, items: int) -> None:
    for rail in range(items, len(ranks.rank)):
        for box in ranks.up[rail]:
            ranks.down[box].remove(rail)
        for box in ranks.down[rail]:
            ranks.up[box].remove(rail)
    for each in (ranks.rank, ranks.left, ranks.right, ranks.up, ranks.down):
        del each[items:]


def _order(ranks: Ranks, items: int) -> None:
    """Sweep up and down as long as it helps; what is numbered from `items` on stays at the end."""
    place = [0] * len(ranks.rank)
    _number(ranks.members, place)
    best = [members[:] for members in ranks.members]
    fewest = _crossings(ranks, place)
    idle = 0
    for sweep in range(max(2, min(_SWEEPS, _WORK // len(place)))):
        if not fewest or idle == _PATIENCE:
            break
        _sweep(ranks, place, items, downwards=sweep % 2 == 0)
        count = _crossings(ranks, place)
        idle += 1
        if count < fewest:
            fewest, idle = count, 0
            best = [members[:] for members in ranks.members]
    ranks.members[:] = best
    if fewest:
        _number(best, place)
        _swap_neighbours(ranks, place, items)


def _first_order(ranks: Ranks) -> None:
    """Order items as a walk in written order meets them."""
    seen = [False] * len(ranks.rank)
    order: list[list[int]] = [[] for _ in ranks.members]
    for start in [*ranks.members[0], *range(len(ranks.rank))]:
        if seen[start]:
            continue
        seen[start] = True
        pending = [start]
        while pending:
            item = pending.pop()
            order[ranks.rank[item]].append(item)
            for below in reversed(ranks.down[item]):
                if not seen[below]:
                    seen[below] = True
                    pending.append(below)
    ranks.members[:] = order


def _number(members: list[list[int]], place: list[int]) -> None:
    for rank in members:
        for at, item in enumerate(rank):
            place[item] = at


def _sweep(ranks: Ranks, place: list[int], items: int, *, downwards: bool) -> None:
    """Put each item where its neighbours in the rank before are on average."""
    neighbours = ranks.up if downwards else ranks.down
    members = ranks.members
    for rank in members[1:] if downwards else members[-2::-1]:
        keys = []
        for item in rank:
            near = neighbours[item]
            middle = sum([place[each] for each in near]) / len(near) if near else place[item]
            keys.append((item >= items, middle, place[item], item))
        keys.sort()
        rank[:] = [item for _, _, _, item in keys]
        for at, item in enumerate(rank):
            place[item] = at


def _swap_neighbours(ranks: Ranks, place: list[int], items: int) -> None:
    """Exchange neighbours where that takes crossings away, in as many rounds as are worth it."""
    for _ in range(_SWAPS):
        better = False
        for rank in ranks.members:
            for at in range(len(rank) - 1):
                one, other = rank[at], rank[at + 1]
                if one < items <= other:
                    break
                gain = _gain(ranks.up, place, one, other) + _gain(ranks.down, place, one, other)
                if gain > 0:
                    rank[at], rank[at + 1] = other, one
                    place[one], place[other] = at + 1, at
                    better = True
        if not better:
            return


def _gain(neighbours: list[list[int]], place: list[int], one: int, other: int) -> int:
    """Return how many crossings fewer there are if two items change places."""
    mine, theirs = neighbours[one], neighbours[other]
    if not mine or not theirs:
        return 0
    if len(mine) == 1 and len(theirs) == 1:
        here, there = place[mine[0]], place[theirs[0]]
        return (here > there) - (here < there)
    ordered = sorted([place[each] for each in theirs])
    gain = 0
    for each in mine:
        at = place[each]
        before = bisect_right(ordered, at)
        same = before - bisect_right(ordered, at - 1)
        gain += before - same - (len(ordered) - before)
    return gain


def _crossings(ranks: Ranks, place: list[int]) -> int:
    """Count the crossings between each rank and the next."""
    count = 0
    for rank in ranks.members[:-1]:
        ends: list[int] = []
        for item in rank:
            targets = [place[each] for each in ranks.down[item]]
            for target in targets:
                count += len(ends) - bisect_right(ends, target)
            for target in targets:
                insort(ends, target)
    return count
